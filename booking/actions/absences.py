"""Absences: time in which an officer sees nobody."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import audit
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.domain.errors import BookingError
from booking.models import Absence, Officer

REASONS = ("leave", "training", "sickness", "other")
"""Codes; the reason stays with staff."""


class AbsenceRefused(BookingError):
    """An absence that does not end after it starts, or whose reason is none of REASONS."""

    code = "absence_refused"


@transaction
def record(
    session: Session,
    *,
    officer_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    actor: Actor,
) -> Absence:
    """Keeps the officer's diary free of new appointments from `starts_at` to `ends_at` (UTC).

    What is arranged in that time stays arranged: somebody must decide about it. The same absence
    again is the same one. Raises AbsenceRefused.
    """
    if starts_at >= ends_at or reason not in REASONS:
        raise AbsenceRefused
    session.get_one(Officer, officer_id, with_for_update=True)
    same = select(Absence).where(
        Absence.officer_id == officer_id,
        Absence.starts_at == starts_at,
        Absence.ends_at == ends_at,
    )
    if known := session.scalar(same):
        return known
    absence = Absence(officer_id=officer_id, starts_at=starts_at, ends_at=ends_at, reason=reason)
    session.add(absence)
    session.flush()
    _write(session, actor, "record_absence", absence)
    return absence


@transaction
def remove(session: Session, *, absence_id: int, officer_id: int, actor: Actor) -> None:
    """Opens the officer's diary again; an absence that is gone already, or another's, is left alone."""
    absence = session.get(Absence, absence_id)
    if absence and absence.officer_id == officer_id:
        _write(session, actor, "remove_absence", absence)
        session.delete(absence)


def _write(session: Session, actor: Actor, action: str, absence: Absence) -> None:
    audit.by(session, actor, action=action, subject=f"absence:{absence.id}")
