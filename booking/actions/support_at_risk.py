"""Support that may fail: managers are told when it does, and each working morning of what is not sure yet."""

import structlog
from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import outbox, rules, story
from booking.actions.actor import KEPT
from booking.actions.transaction import transaction
from booking.domain.support import Deadlines, escalates_at, next_morning
from booking.extensions import db
from booking.models import Kind, Support
from booking.models.support import TO_ESCALATE

log = structlog.get_logger()


def escalate() -> int:
    """Tells managers of support that may fail; returns how many bookings were looked at."""
    due = select(Support.id).where(TO_ESCALATE, Support.escalate_at <= clock.now())
    found = db.session.scalars(due.order_by(Support.escalate_at, Support.id)).all()
    for support_id in found:
        try:
            look_again(support_id=support_id)
        except (OperationalError, InterfaceError):
            raise  # the database is away: that says nothing about the booking
        except Exception as error:
            log.error("support not escalated", support=support_id, error=type(error).__name__)
    return len(found)


@transaction
def look_again(session: Session, *, support_id: int) -> None:
    """Tells managers of one booking that may fail, where it is still so, and when to look next."""
    booking = locked(session, support_id)
    if booking.escalate_at and booking.escalate_at <= clock.now():
        tell_managers(session, booking)


def locked(session: Session, support_id: int) -> Support:
    """The appointment first, as every action does, then its booking as it now stands."""
    booking = session.get_one(Support, support_id)
    story.load(session, booking.appointment_id)
    session.refresh(booking)
    return booking


def schedule(session: Session, booking: Support) -> None:
    """When managers are told next, as the booking now stands: never, of what is confirmed or over."""
    booking.escalate_at = escalates_at(
        booking.state,
        Deadlines(booking.order_by, booking.confirm_by),
        starts_at=booking.starts_at,
        now=clock.now(),
        office=rules.office(session),
    )


def tell_managers(session: Session, booking: Support) -> None:
    """Tells them now, and again the next working morning; nothing of an appointment that has begun."""
    if booking.starts_at <= clock.now():
        booking.escalate_at = None
        return
    story.note(session, booking.appointment, "support_at_risk", KEPT, support=booking.id)
    outbox.tell_managers(session, booking.appointment, Kind.SUPPORT_FAILING)
    booking.escalate_at = next_morning(
        clock.now(), starts_at=booking.starts_at, office=rules.office(session)
    )
