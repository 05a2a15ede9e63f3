"""Keeping the promise: the ladder's steps, each taken once, each in a transaction of its own."""

from collections.abc import Sequence

import structlog
from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import arranging, diaries, links, outbox, promises, story
from booking.actions.actor import KEPT
from booking.actions.story import Subject
from booking.actions.transaction import transaction
from booking.domain.ladder import Rung, Step, due
from booking.domain.lifecycle import Status
from booking.extensions import db
from booking.models import Appointment, Enquiry, Event, Kind, Promise, Purpose
from booking.models.promises import TO_CLIMB

log = structlog.get_logger()


def enforce() -> int:
    """Takes every step that is due now; returns how many promises were looked at.

    One promise that cannot be helped must not keep the others waiting: it is logged, and tried again
    at the next pass.
    """
    waiting = _due(db.session())
    for promise_id in waiting:
        try:
            climb(promise_id)
        except (OperationalError, InterfaceError):
            raise  # the database is away: that says nothing about the promise
        except Exception as error:
            log.error("step not taken", promise=promise_id, error=type(error).__name__)
    return len(waiting)


def _due(session: Session) -> list[int]:
    """The promises with a step due, the longest due first. Few: the index holds no others."""
    ripe = select(Promise.id).where(TO_CLIMB, Promise.next_step_at <= clock.now())
    return list(session.scalars(ripe.order_by(Promise.next_step_at, Promise.id)))


@transaction
def climb(session: Session, promise_id: int) -> None:
    """Takes the steps of one promise that are due, and writes when the next one is.

    Once it is time to arrange it, every look at the promise tries again: time may have come free.
    """
    subject, promise = _locked(session, promise_id)
    found = promises.rungs(session, promise)
    if isinstance(subject, Appointment) and _is_for_kept_to_arrange(subject, found):
        _arrange(session, subject)
        found = promises.rungs(session, promise)
    for rung in due(found, _done(session, subject, promise), clock.now()):
        once = mark(promise, rung.name)
        story.note(session, subject, f"step_{rung.step}", KEPT, once=once)
        _TAKE[rung.step](session, subject)
    promises.schedule(session, promise)


def _locked(session: Session, promise_id: int) -> tuple[Subject, Promise]:
    """The subject first, as every action does, then its promise as it now stands."""
    promise = session.get_one(Promise, promise_id)
    if promise.appointment_id:
        subject: Subject = story.load(session, promise.appointment_id)
    else:
        subject = session.get_one(Enquiry, promise.enquiry_id, with_for_update=True)
    session.refresh(promise)
    return subject, promise


def _done(session: Session, subject: Subject, promise: Promise) -> set[str]:
    """The names of the steps that this run has taken."""
    begins = mark(promise, "")
    marks = session.scalars(select(Event.once).where(story.of(subject), Event.once.is_not(None)))
    return {name.removeprefix(begins) for name in marks if name and name.startswith(begins)}


def mark(promise: Promise, name: str) -> str:
    """Under which mark (`Event.once`) a step of this run is written, so that it is taken once."""
    return f"promise {promise.id}: {name}"


def run_of(step: Event) -> str:
    """What `mark` begins with for every step of the same run."""
    return (step.once or "").partition(": ")[0] + ": "


def _is_for_kept_to_arrange(appointment: Appointment, found: Sequence[Rung]) -> bool:
    reached = any(rung.step is Step.ARRANGE and rung.at <= clock.now() for rung in found)
    return reached and appointment.status is Status.REQUESTED


def _arrange(session: Session, appointment: Appointment) -> None:
    """Arranges it at the best time that meets every need, where there is one."""
    if chosen := diaries.chosen_for(session, appointment):
        arranging.fix(session, appointment, chosen.slot.start, actor=KEPT, met=chosen.met)
        links.use_up(session, appointment, Purpose.ANSWER_REQUEST)


def _remind(session: Session, subject: Subject) -> None:
    kind = Kind.ARRANGE_REMINDER if isinstance(subject, Appointment) else Kind.ANSWER_REMINDER
    outbox.tell_officer(session, subject, kind)
    if subject.officer.cover:
        outbox.tell_officer(session, subject, kind, officer=subject.officer.cover)


def _warn(session: Session, subject: Subject) -> None:
    outbox.tell_managers(session, subject, Kind.AT_RISK)


def offer_otherwise(session: Session, subject: Subject) -> None:
    """Nothing fits: the resident may see the cover instead, and the manager must open time."""
    if isinstance(subject, Appointment) and subject.status is Status.REQUESTED:
        if diaries.cover_for(session, subject):
            outbox.tell_resident(session, subject, Kind.COVER_OFFERED)
        outbox.tell_managers(session, subject, Kind.NO_TIME)


def _tell_of_delay(session: Session, subject: Subject) -> None:
    about_time = isinstance(subject, Appointment)
    outbox.tell_resident(session, subject, Kind.DELAY if about_time else Kind.ENQUIRY_DELAY)
    outbox.tell_managers(session, subject, Kind.AT_RISK)


def _apologise(session: Session, subject: Subject) -> None:
    about_time = isinstance(subject, Appointment)
    outbox.tell_resident(session, subject, Kind.APOLOGY if about_time else Kind.ENQUIRY_APOLOGY)


def _escalate(session: Session, subject: Subject) -> None:
    outbox.tell_managers(session, subject, Kind.MISSED)


_TAKE = {
    Step.REMIND: _remind,
    Step.WARN: _warn,
    Step.ARRANGE: offer_otherwise,
    Step.TELL_OF_DELAY: _tell_of_delay,
    Step.APOLOGISE: _apologise,
    Step.ESCALATE: _escalate,
}
