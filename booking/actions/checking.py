"""What must always be true of what is stored, tested by brute force: each check names its offenders.

Offenders are codes and numbers ("promise:12 step_warn"), never names. Everything is read as of one moment,
so a council at work can be checked; what the worker has yet to do within ten minutes is no offence.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache, partial
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import audit, promises, rules
from booking.domain import ladder
from booking.domain.lifecycle import IN_THE_DIARY, TRANSITIONS, Action, Status
from booking.domain.local_time import day_bounds, local_day
from booking.domain.needs import CATALOGUE
from booking.domain.promise import is_past
from booking.models import (
    Appointment,
    Audience,
    Cause,
    DiaryEntry,
    Enquiry,
    Event,
    Kind,
    Message,
    MessageState,
    Promise,
    PromisedStandard,
)
from booking.models.messages import BY_HAND, UNDELIVERED
from booking.public_holidays import Nation, calendar_for
from booking.settings import settings

Offenders = Iterator[str]
Check = Callable[[Session], Offenders]

GRACE = timedelta(minutes=10)
"""By when the worker has done what fell due, also one that was started again after a crash."""
IN_HAND = timedelta(minutes=1)
"""How long a message may be on its way out while what it reports changes."""
OUT_OF_THE_DIARY = frozenset(
    {Status.REQUESTED, Status.DECLINED, Status.WITHDRAWN, Status.ANSWERED, Status.CANCELLED}
)
NEW_SEQUENCE = frozenset({Action.REARRANGE, Action.REOPEN, Action.CANCEL, Action.WITHDRAW})
REMINDERS = (Kind.REMINDER_DAYS, Kind.REMINDER_HOURS, Kind.OFFICER_REMINDER)
TOLD_OF_A_MISS = (Kind.DELAY, Kind.APOLOGY, Kind.ENQUIRY_DELAY, Kind.ENQUIRY_APOLOGY)
STEP = "step_"


def checked(session: Session) -> Iterator[tuple[str, list[str]]]:
    """Each check by its name, with its offenders: none where all is well."""
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    for name, check in CHECKS.items():
        yield name, list(check(session))
    session.rollback()


def overlaps(session: Session, of: str) -> Offenders:
    """Live entries of the diary that overlap another of the same `of`: "officer_id" or "room_id"."""
    taker = getattr(DiaryEntry, of)
    live = DiaryEntry.held_until.is_(None) | (DiaryEntry.held_until > clock.now())
    entries = select(taker, DiaryEntry.starts_at, DiaryEntry.ends_at, DiaryEntry.id)
    ends: dict[int, datetime] = {}
    for taken_by, starts, until, id_ in session.execute(
        entries.where(live, taker.is_not(None)).order_by(taker, DiaryEntry.starts_at)
    ):
        if taken_by in ends and starts < ends[taken_by]:
            yield f"diary_entry:{id_}"
        ends[taken_by] = max(until, ends.get(taken_by, until))


def silent(session: Session) -> Offenders:
    """Steps of the ladder that were due and have no event: nobody was reminded, warned or told."""
    then = clock.now() - GRACE
    done = _steps_taken(session)
    for promise, rungs in _climbing(session, then):
        for rung in ladder.due(rungs, done[promise.id], then):
            yield f"promise:{promise.id} {STEP}{rung.name}"


def untold(session: Session) -> Offenders:
    """Promises missed without a word: the office has been open since, and no resident was told."""
    then, told = clock.now() - GRACE, _told_of_a_miss(session)
    for promise, rungs in _climbing(session, then):
        late = is_past(promise.due_by, promise.kept_at or then) and not promise.ended_at
        apologies = [rung.at for rung in rungs if rung.step is ladder.Step.APOLOGISE]
        words = told[promise.appointment_id, promise.enquiry_id]
        silence = all(at < promise.started_at for at in words)
        if late and silence and any(at <= then for at in apologies):
            yield f"promise:{promise.id}"


def asleep(session: Session) -> Offenders:
    """Promises whose next step will be missed: the worker is to look at them later, or never again."""
    now, done = clock.now(), _steps_taken(session)
    for promise, rungs in _climbing(session, now):
        coming = [rung for rung in rungs if rung.at > now and rung.name not in done[promise.id]]
        wanted = min((rung.at for rung in coming), default=None)
        if wanted and (promise.next_step_at is None or promise.next_step_at > wanted):
            yield f"promise:{promise.id}"


_SUBJECTS = select(Promise.appointment_id, Promise.enquiry_id)


def twice(session: Session) -> Offenders:
    """Steps taken twice in one run of the clock, and those that do not say of which run they are."""
    steps: Counter[tuple[str, str, str | date]] = Counter()
    runs = Counter(_subject(one, other) for one, other in session.execute(_SUBJECTS))
    for event in session.execute(_EVENTS.where(Event.action.startswith(STEP))):
        subject = _subject(event.appointment_id, event.enquiry_id)
        if not event.once:
            yield f"{subject} event {event.number} unmarked"
        repeats = event.action == f"{STEP}{ladder.Step.ESCALATE}"
        when = local_day(event.at, settings().timezone) if repeats else "ever"
        steps[subject, event.action, when] += 1
    for (subject, step, _when), times in steps.items():
        if times > runs[subject]:
            yield f"{subject} {step} {times} times"


def current(session: Session) -> Offenders:
    """Appointments and enquiries without exactly one run of the clock that counts."""
    present = _SUBJECTS.where(Promise.replaced_at.is_(None))
    counted = Counter(_subject(one, other) for one, other in session.execute(present))
    for noun in (Appointment, Enquiry):
        for id_ in session.scalars(select(noun.id)):
            if counted[subject := f"{noun.__tablename__}:{id_}"] != 1:
                yield f"{subject} has {counted[subject]}"


def sums(session: Session) -> Offenders:
    """Deadlines that come too soon, or that are not the last second of a day.

    Nobody knows any more which closure days were known when a promise was given, and a later one moves no
    deadline. So the nation's own holidays give the earliest that the standard allows; closures known then
    can only have made it later. What the council changed keeps the first deadline, or gets a day more.
    """
    zone, calendar = settings().timezone, calendar_for(Nation(settings().nation), ())
    days = dict(session.execute(select(PromisedStandard.id, PromisedStandard.working_days)).all())
    before: dict[str, set[datetime]] = defaultdict(set)
    for promise in session.scalars(select(Promise).order_by(Promise.id)):
        given = before[_subject(promise.appointment_id, promise.enquiry_id)]
        by_council = promise.cause is Cause.COUNCIL_CHANGE
        granted = 1 if by_council else days[promise.standard_id]
        earliest = calendar.add(local_day(promise.started_at, zone), granted)
        last_second = day_bounds(local_day(promise.due_by, zone), zone)[1] - timedelta(seconds=1)
        stands = by_council and promise.due_by in given
        if promise.due_by != last_second or (
            local_day(promise.due_by, zone) < earliest and not stands
        ):
            yield f"promise:{promise.id}"
        given.add(promise.due_by)


def stories(session: Session) -> Offenders:
    """Events with a gap, moves that the lifecycle does not know, a status that is not the last one told."""
    told: dict[str, list[Any]] = defaultdict(list)
    for event in session.execute(_EVENTS.order_by(Event.number)):
        told[_subject(event.appointment_id, event.enquiry_id)].append(event)
    for noun in (Appointment, Enquiry):
        for id_, status in session.execute(select(noun.id, noun.status)):
            events = told[subject := f"{noun.__tablename__}:{id_}"]
            if not events or events[-1].to_status is not status:
                yield f"{subject} status"
            yield from (f"{subject} event {number}" for number in _unsound(events))


def diary(session: Session) -> Offenders:
    """Appointments whose status and whose place in the diary do not agree."""
    entries = {
        entry.appointment_id: _place(entry)
        for entry in session.scalars(select(DiaryEntry).where(DiaryEntry.held_by.is_(None)))
    }
    found = select(
        Appointment.id,
        Appointment.status,
        *(getattr(Appointment, name) for name in _PLACE),
    )
    for row in session.execute(found):
        entry = entries.get(row.id)
        lost = row.status in IN_THE_DIARY and entry != _place(row)
        if lost or (row.status in OUT_OF_THE_DIARY and entry):
            yield f"appointment:{row.id}"


def uninvited(session: Session) -> Offenders:
    """Appointments in the diary of which the resident or the officer has not been told as they stand."""
    resident = (Kind.ARRANGED, Kind.REARRANGED)
    officer = (Kind.INVITATION, Kind.INVITATION_UPDATE)
    told = {
        (row.appointment_id, row.sequence, row.officer_id)
        for row in session.execute(
            select(Message.appointment_id, Message.sequence, Message.officer_id).where(
                Message.kind.in_((*resident, *officer))
            )
        )
    }
    there = Appointment.status.in_(IN_THE_DIARY)
    for id_, sequence, officer_id in session.execute(
        select(Appointment.id, Appointment.sequence, Appointment.officer_id).where(there)
    ):
        for who, whom in (("resident", None), ("officer", officer_id)):
            if (id_, sequence, whom) not in told:
                yield f"appointment:{id_} {who}"


def sequences(session: Session) -> Offenders:
    """Appointments whose calendar sequence is not the number of their changes."""
    changes = _changes(session)
    for id_, sequence in session.execute(select(Appointment.id, Appointment.sequence)):
        if sequence != len(changes.get(id_, ())):
            yield f"appointment:{id_}"


def reminders(session: Session) -> Offenders:
    """Reminders that went out for a time that no longer stood, or too late to be of use."""
    sent = select(
        Message.id, Message.appointment_id, Message.sequence, Message.sent_at, Message.expires_at
    ).where(Message.kind.in_(REMINDERS), Message.sent_at.is_not(None))
    changes = _changes(session)
    for id_, appointment_id, sequence, sent_at, expires_at in session.execute(sent):
        if sent_at is None:
            continue
        handed_over = sent_at - IN_HAND
        stood = sum(at <= handed_over for at in changes.get(appointment_id or 0, ()))
        if sequence < stood or (expires_at and expires_at <= handed_over):
            yield f"message:{id_}"


def states(session: Session) -> Offenders:
    """Messages whose state the rest of the row does not bear out."""
    rows = select(
        Message.id,
        Message.state,
        Message.channel,
        Message.sent_at,
        Message.provider_id,
        Message.outcome,
        Message.key,
        Message.kind,
    )
    for row in session.execute(rows):
        sent = row.state in (MessageState.SENT, MessageState.DELIVERED)
        given_up = row.state in (MessageState.FAILED, MessageState.DROPPED)
        handed_over = row.provider_id or row.channel in BY_HAND
        if (
            sent != (row.sent_at is not None)
            or (sent and not handed_over)
            or (given_up and not row.outcome)
            or not row.key.startswith(f"{row.kind}:")
        ):
            yield f"message:{row.id}"


def undelivered(session: Session) -> Offenders:
    """Messages that a machine was to deliver and that have waited too long: neither sent nor failed."""
    late = clock.now() - GRACE
    waiting = select(Message.id).where(
        UNDELIVERED,
        Message.due_at <= late,
        Message.claimed_at.is_(None) | (Message.claimed_at <= late),
        Message.channel.not_in(BY_HAND),
    )
    yield from (f"message:{id_}" for id_ in session.scalars(waiting))


def addressed(session: Session) -> Offenders:
    """Messages that are for nobody, or about nothing."""
    rows = select(
        Message.id,
        Message.audience,
        Message.appointment_id,
        Message.enquiry_id,
        Message.officer_id,
        Message.staff_id,
        Message.day,
    )
    for row in session.execute(rows):
        about = [row.appointment_id, row.enquiry_id, row.day]
        to = {Audience.OFFICER: row.officer_id, Audience.MANAGER: row.staff_id}
        if sum(one is not None for one in about) != 1 or to.get(row.audience, True) is None:
            yield f"message:{row.id}"


def unsealed(session: Session) -> Offenders:
    """Places at which somebody's audit trail was changed, has a gap or was cut short."""
    yield from (f"staff:{staff_id} entry {number}" for staff_id, number in audit.broken(session))


def unknown_needs(session: Session) -> Offenders:
    """Needs that the catalogue does not name: nobody could keep their consequences."""
    for noun in (Appointment, Enquiry):
        for id_, needs in session.execute(select(noun.id, noun.needs)):
            if set(needs) - set(CATALOGUE):
                yield f"{noun.__tablename__}:{id_}"


CHECKS: Mapping[str, Check] = {
    "no officer is booked twice": partial(overlaps, of="officer_id"),
    "no room is booked twice": partial(overlaps, of="room_id"),
    "no step of a promise is left out": silent,
    "no promise is missed silently": untold,
    "no promise is forgotten": asleep,
    "no step is taken twice": twice,
    "each has one promise that counts": current,
    "deadlines follow from the standard": sums,
    "stories have no gaps": stories,
    "the diary agrees with the status": diary,
    "both sides know what is arranged": uninvited,
    "calendar sequences count the changes": sequences,
    "reminders held when they were sent": reminders,
    "messages are what they say": states,
    "messages are for somebody": addressed,
    "messages are delivered in time": undelivered,
    "the audit trail is unbroken": unsealed,
    "needs are known": unknown_needs,
}
"""Every check by what it promises, in the order in which they are reported."""

_EVENTS = select(
    Event.appointment_id,
    Event.enquiry_id,
    Event.number,
    Event.at,
    Event.action,
    Event.once,
    Event.from_status,
    Event.to_status,
)
_PLACE = ("officer_id", "room_id", "starts_at", "ends_at")


def _climbing(session: Session, now: datetime) -> Iterator[tuple[Promise, list[ladder.Rung]]]:
    """Every promise that has a ladder to climb, and its steps as they stood at `now`."""
    office, ladder_of = rules.office(session), cache(partial(promises.ladder_by, session))
    for promise in session.scalars(select(Promise)):
        held, put_right = promise.held_reason is not None, promise.put_right_at is not None
        rungs = ladder.rungs(
            promise.clock,
            ladder_of(promise.standard_id),
            office,
            now=now,
            held=held,
            put_right=put_right,
        )
        if rungs:
            yield promise, rungs


def _steps_taken(session: Session) -> Mapping[int, set[str]]:
    """By promise: the names of its steps that have an event."""
    taken: dict[int, set[str]] = defaultdict(set)
    for mark in session.scalars(select(Event.once).where(Event.once.is_not(None))):
        run, _sign, name = (mark or "").removeprefix("promise ").partition(": ")
        taken[int(run)].add(name)
    return taken


def _told_of_a_miss(session: Session) -> Mapping[tuple[int | None, int | None], list[datetime]]:
    """By appointment and enquiry: when the resident was told of a delay, or that we are sorry."""
    told: dict[tuple[int | None, int | None], list[datetime]] = defaultdict(list)
    for appointment_id, enquiry_id, at in session.execute(
        select(Message.appointment_id, Message.enquiry_id, Message.created_at).where(
            Message.kind.in_(TOLD_OF_A_MISS)
        )
    ):
        told[appointment_id, enquiry_id].append(at)
    return told


def _changes(session: Session) -> Mapping[int, list[datetime]]:
    """By appointment: when its calendar entry changed. One that was reopened is arranged anew."""
    moves = (*NEW_SEQUENCE, Action.ARRANGE)
    changes: dict[int, list[datetime]] = defaultdict(list)
    arranged: set[int | None] = set()
    for event in session.execute(_EVENTS.where(Event.action.in_(moves)).order_by(Event.number)):
        if event.action != Action.ARRANGE or event.appointment_id in arranged:
            changes[event.appointment_id or 0].append(event.at)
        arranged.add(event.appointment_id)
    return changes


def _unsound(events: list[Any]) -> Iterator[int]:
    """The numbers of the events that do not follow from those before them."""
    if [event.number for event in events] != list(range(1, len(events) + 1)):
        yield 0
    for event in events[:1]:
        if event.action != Action.REQUEST or event.from_status is not None:
            yield event.number
    moves = {action.value: action for action in Action}
    for before, event in pairwise(events):
        stays = event.action not in moves
        leads = (
            before.to_status if stays else TRANSITIONS.get((before.to_status, moves[event.action]))
        )
        if event.from_status is not before.to_status or event.to_status is not leads:
            yield event.number


def _place(row: object) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _PLACE)


def _subject(appointment_id: int | None, enquiry_id: int | None) -> str:
    return f"appointment:{appointment_id}" if appointment_id else f"enquiry:{enquiry_id}"
