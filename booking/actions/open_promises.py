"""What managers work through: every promise still open, and every miss still to be put right."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session, joinedload

from booking.actions import enforcing, promises
from booking.actions.story import Subject
from booking.domain.promise import PromiseState
from booking.models import Appointment, Enquiry, Event, Promise
from booking.models.promises import RUNNING, TO_CLIMB

RISK = (PromiseState.MISSED, PromiseState.AT_RISK, PromiseState.ON_TRACK)
"""The states in which something is still to be done, the most urgent first."""


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """One promise, what was promised, and the last step of its ladder, where one was taken."""

    promise: Promise
    subject: Subject
    last_step: Event | None


@dataclass(frozen=True, slots=True)
class Queue:
    """The most urgent promises, and how many stand in each state altogether."""

    rows: Sequence[OpenPromise]
    counts: Counter[PromiseState]
    found: int
    """How many there are of the state asked for, shown or not."""


def queue(
    session: Session,
    *,
    service_id: int | None = None,
    officer_id: int | None = None,
    stands: PromiseState | None = None,
    most: int = 100,
) -> Queue:
    """Missed first, then at risk, then on track; the soonest due first in each.

    As many queries for a hundred as for one.
    """
    judge = promises.judge(session)
    judged = [(judge(promise), promise) for promise in _open(session, service_id, officer_id)]
    judged = [one for one in judged if one[0] in RISK and not _is_settled(one[1])]
    wanted = [one for one in judged if stands in (None, one[0])]
    wanted.sort(key=lambda one: (RISK.index(one[0]), one[1].due_by, one[1].id))
    chosen = [promise for _state, promise in wanted[:most]]
    return Queue(_whole(session, chosen), Counter(state for state, _p in judged), len(wanted))


def _is_settled(promise: Promise) -> bool:
    """Nothing is left to be done: it is over, and what was missed has been put right."""
    over = promise.kept_at or promise.ended_at
    return bool(over and promise.put_right_at)


def _open(session: Session, service_id: int | None, officer_id: int | None) -> Iterable[Promise]:
    """What nothing has stopped yet, and what the ladder goes on for: each by an index of its own."""
    still = union(select(Promise.id).where(RUNNING), select(Promise.id).where(TO_CLIMB)).subquery()
    found = select(Promise).where(Promise.id.in_(select(still.c.id)))
    for name, wanted in (("service_id", service_id), ("officer_id", officer_id)):
        if wanted is not None:
            of = func.coalesce(getattr(Appointment, name), getattr(Enquiry, name))
            found = found.where(of == wanted)
    return session.scalars(found.outerjoin(Appointment).outerjoin(Enquiry))


def _whole(session: Session, chosen: Sequence[Promise]) -> list[OpenPromise]:
    """With what was promised and the last step, in as many queries for many as for one."""
    appointments = _by_id(session, Appointment, {one.appointment_id for one in chosen})
    enquiries = _by_id(session, Enquiry, {one.enquiry_id for one in chosen})
    steps = _last_steps(session, list(appointments), list(enquiries))
    return [
        OpenPromise(
            one,
            appointments.get(one.appointment_id) or enquiries[one.enquiry_id],
            steps.get(enforcing.mark(one, "")),
        )
        for one in chosen
    ]


def _by_id(session: Session, noun: Any, ids: set[int | None]) -> dict[int | None, Any]:
    if not ids - {None}:
        return {}
    found = select(noun).options(
        joinedload(noun.resident), joinedload(noun.officer), joinedload(noun.service)
    )
    return {one.id: one for one in session.scalars(found.where(noun.id.in_(ids - {None})))}


def _last_steps(
    session: Session, appointments: Sequence[Any], enquiries: Sequence[Any]
) -> dict[str, Event]:
    """The last step taken, by the beginning of its mark: one for each run of a clock."""
    of = ((Event.appointment_id, appointments), (Event.enquiry_id, enquiries))
    events = [
        event
        for subject, ids in of  # each by its own index: an OR of both would read every event
        if ids
        for event in session.scalars(
            select(Event).where(subject.in_(ids), Event.once.is_not(None)).order_by(Event.number)
        )
    ]
    return {enforcing.run_of(event): event for event in events}
