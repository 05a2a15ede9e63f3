"""The clock of a promise: begun, kept, ended, begun anew. One row for each run, never rewritten."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import rules
from booking.domain import ladder
from booking.domain.lifecycle import Status
from booking.domain.promise import (
    PromiseClock,
    Promised,
    PromiseState,
    after_council_change,
    arrange_by,
    is_past,
    state,
)
from booking.models import Appointment, Cause, Enquiry, Promise, PromisedStandard
from booking.models.promises import RUNNING
from booking.settings import settings


def begin(
    session: Session,
    subject: Appointment | Enquiry,
    *,
    promised: Promised = Promised.APPOINTMENT,
    cause: Cause = Cause.ASKED,
) -> Promise:
    """Starts the clock of what was received now, by the standard in force. Raises NoStandard."""
    now = clock.now()
    standard = rules.standard_for(
        session, service_id=subject.service_id, received_at=now, promised=promised
    )
    if standard.id is None:
        raise ValueError("only a stored standard can be promised")
    due_by = arrange_by(
        now,
        standard=standard,
        calendar=rules.working_calendar(session),
        zone=settings().timezone,
    )
    return _run(session, subject, cause, standard.id, due_by, now)


def begin_anew(session: Session, appointment: Appointment, cause: Cause) -> Promise:
    """Starts a new run: a full one when the resident asks for a change, what is left when we cause it."""
    before = appointment.promise
    now = clock.now()
    if before.kept_at is None:
        end(before)
    before.replaced_at, before.next_step_at = now, _what_is_owed(session, before)
    session.flush()
    if cause is not Cause.COUNCIL_CHANGE:
        return begin(session, appointment, cause=cause)
    due_by = after_council_change(
        before.due_by,
        now=now,
        calendar=rules.working_calendar(session),
        zone=settings().timezone,
    )
    return _run(session, appointment, cause, before.standard_id, due_by, now)


def keep(session: Session, promise: Promise) -> None:
    """It is arranged, or answered: the clock stops."""
    promise.kept_at = clock.now()
    promise.next_step_at = _what_is_owed(session, promise)


def end(promise: Promise) -> None:
    """Nothing is to be arranged any more; a clock that has stopped stays as it is."""
    if promise.kept_at is None and promise.ended_at is None:
        promise.ended_at = clock.now()
        late = is_past(promise.due_by, promise.ended_at)
        promise.next_step_at = promise.ended_at if late else None


def rungs(session: Session, promise: Promise) -> list[ladder.Rung]:
    """The steps of its ladder, as they stand now."""
    return ladder.rungs(
        promise.clock,
        ladder_of(session, promise),
        rules.office(session),
        now=clock.now(),
        held=promise.held_reason is not None,
        put_right=promise.put_right_at is not None,
    )


def ladder_of(session: Session, promise: Promise) -> ladder.Ladder:
    """The days of its standard's ladder; those that the standard leaves open are the usual ones."""
    return ladder_by(session, promise.standard_id)


def ladder_by(session: Session, standard_id: int) -> ladder.Ladder:
    """The same, by the standard's id."""
    standard = session.get_one(PromisedStandard, standard_id)
    usual = ladder.usual(standard.working_days)
    arranged_by_kept = standard.promised is Promised.APPOINTMENT
    return ladder.Ladder(
        remind=standard.remind_day or usual.remind,
        warn=standard.warn_day or usual.warn,
        arrange=(standard.arrange_day or usual.arrange) if arranged_by_kept else None,
    )


def judge(session: Session) -> Callable[[Promise], PromiseState]:
    """How promises stand now, each by the rules of its own standard. The calendar is read once."""
    stands = judge_clock(session)
    return lambda promise: stands(promise.clock, promise.standard_id)


def judge_clock(session: Session) -> Callable[[PromiseClock, int], PromiseState]:
    """The same of bare clocks, each with the id of its standard: for counting them by the ten thousand."""
    now, calendar, zone = clock.now(), rules.working_calendar(session), settings().timezone
    warned = cache(lambda standard_id: ladder_by(session, standard_id).warn)

    def stands(run: PromiseClock, standard_id: int) -> PromiseState:
        return state(run, now=now, calendar=calendar, zone=zone, at_risk_after=warned(standard_id))

    return stands


def schedule(session: Session, promise: Promise) -> None:
    """Writes when its next step falls due: now where one is due already."""
    promise.next_step_at = ladder.next_at(rungs(session, promise), clock.now())


def _run(
    session: Session,
    subject: Appointment | Enquiry,
    cause: Cause,
    standard_id: int,
    due_by: datetime,
    now: datetime,
) -> Promise:
    promise = Promise(
        cause=cause, standard_id=standard_id, started_at=now, due_by=due_by, next_step_at=now
    )
    subject.promises.append(promise)
    session.flush()
    return promise


def _what_is_owed(session: Session, promise: Promise) -> datetime | None:
    """After a miss the ladder goes on, whatever was arranged since."""
    return clock.now() if rungs(session, promise) else None


def subject_of(session: Session, promise: Promise) -> Appointment | Enquiry:
    """What was promised."""
    if promise.appointment_id:
        return session.get_one(Appointment, promise.appointment_id)
    return session.get_one(Enquiry, promise.enquiry_id)


def waiting_for(session: Session, officer_id: int) -> Sequence[Promise]:
    """The running promises of one officer's requests."""
    theirs = (
        select(Promise)
        .join(Appointment)
        .where(
            Appointment.officer_id == officer_id, Appointment.status == Status.REQUESTED, RUNNING
        )
    )
    return session.scalars(theirs).all()
