"""Whether what was promised was enforced: no step left out or doubled, no deadline bent, nobody forgotten."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache, partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import promises, rules
from booking.actions.checking.reading import EVENTS, GRACE, Offenders, subject_named
from booking.domain import ladder
from booking.domain.local_time import day_bounds, local_day
from booking.domain.promise import is_past
from booking.models import (
    Appointment,
    Cause,
    Enquiry,
    Event,
    Kind,
    Message,
    Promise,
    PromisedStandard,
)
from booking.public_holidays import Nation, calendar_for
from booking.settings import settings

TOLD_OF_A_MISS = (Kind.DELAY, Kind.APOLOGY, Kind.ENQUIRY_DELAY, Kind.ENQUIRY_APOLOGY)
STEP = "step_"


def silent(session: Session) -> Offenders:
    """Steps of the ladder that were due and have no event: nobody was reminded, warned or told."""
    then = clock.now() - GRACE
    done = _steps_taken(session)
    for promise, rungs in _climbing(session, then):
        for rung in ladder.due(rungs, done[promise.id], then):
            yield f"promise:{promise.id} {STEP}{rung.name}"


def untold(session: Session) -> Offenders:
    """Promises missed without a word: the office has been open since, and no resident was told."""
    then, told = clock.now() - GRACE, told_of_a_miss(session)
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
    runs = Counter(subject_named(one, other) for one, other in session.execute(_SUBJECTS))
    for event in session.execute(EVENTS.where(Event.action.startswith(STEP))):
        subject = subject_named(event.appointment_id, event.enquiry_id)
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
    counted = Counter(subject_named(one, other) for one, other in session.execute(present))
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
        given = before[subject_named(promise.appointment_id, promise.enquiry_id)]
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


def told_of_a_miss(session: Session) -> Mapping[tuple[int | None, int | None], list[datetime]]:
    """By appointment and enquiry: when the resident was told of a delay, or that we are sorry."""
    told: dict[tuple[int | None, int | None], list[datetime]] = defaultdict(list)
    for appointment_id, enquiry_id, at in session.execute(
        select(Message.appointment_id, Message.enquiry_id, Message.created_at).where(
            Message.kind.in_(TOLD_OF_A_MISS)
        )
    ):
        told[appointment_id, enquiry_id].append(at)
    return told
