"""Is it still right? What somebody needs is confirmed at each contact, kept with consent, and forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import audit, residents, story
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.domain.errors import ActionRefused
from booking.domain.lifecycle import OPEN, Status
from booking.domain.local_time import local_day
from booking.models import Appointment, Event, Resident
from booking.settings import settings

SAID = ("request", "needs_changed", "needs_confirmed")
"""The events at which somebody said what they need, or that it is still so."""


def last_said(appointment: Appointment) -> Event | None:
    """When, and to whom, the needs of an appointment were last stated or confirmed."""
    return next((one for one in reversed(appointment.events) if one.action in SAID), None)


def is_to_be_asked(appointment: Appointment) -> bool:
    """Whether this contact is one at which to ask: it is open, and nobody has said so today."""
    said, zone = last_said(appointment), settings().timezone
    if appointment.status not in OPEN - {Status.IN_PROGRESS}:
        return False
    return said is None or local_day(said.at, zone) < local_day(clock.now(), zone)


def is_old(said_at: datetime) -> bool:
    """Whether that is so long ago that it must be asked anew."""
    return said_at <= clock.now() - timedelta(days=settings().needs_ask_again_days)


@transaction
def confirm(session: Session, *, appointment_id: int, actor: Actor) -> Appointment:
    """The resident says that what they need is still right; so is what is kept of it for next time.

    A second time on the same day changes nothing. Raises ActionRefused once it is over.
    """
    appointment = story.load(session, appointment_id)
    if appointment.status not in OPEN:
        raise ActionRefused("over")
    if not is_to_be_asked(appointment):
        return appointment
    story.note(session, appointment, "needs_confirmed", actor)
    _keep_as_they_are(appointment)
    _write(session, actor, "confirm_needs", appointment)
    return appointment


@transaction
def forget(session: Session, *, appointment_id: int, actor: Actor) -> Appointment:
    """The resident no longer wants us to keep their needs: they are forgotten at once.

    What this appointment needs stays with it until it is over. Nothing is kept: nothing changes.
    """
    appointment = story.load(session, appointment_id)
    if appointment.resident.kept_needs is not None:
        residents.keep(appointment.resident, None)
        story.note(session, appointment, "needs_forgotten", actor)
        _write(session, actor, "forget_needs", appointment)
    return appointment


def forget_old(session: Session) -> int:
    """Forgets what was kept for next time and not said to be right for too long; returns of how many.

    Within the transaction of the daily chores.
    """
    since = clock.now() - timedelta(days=settings().needs_kept_days)
    old = session.scalars(select(Resident.id).where(Resident.needs_kept_since <= since)).all()
    if old:
        forgotten = {"kept_needs": None, "needs_kept_since": None}
        session.execute(update(Resident).where(Resident.id.in_(old)).values(forgotten))
    return len(old)


def _keep_as_they_are(appointment: Appointment) -> None:
    if appointment.resident.kept_needs is not None:
        residents.keep(appointment.resident, appointment.needs)


def _write(session: Session, actor: Actor, action: str, appointment: Appointment) -> None:
    audit.by(session, actor, action=action, subject=f"appointment:{appointment.id}")
