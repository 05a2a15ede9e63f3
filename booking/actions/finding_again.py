"""Finding one's way back: somebody who lost the link says a reference and how we reach them."""

import hmac
from datetime import timedelta

from sqlalchemy.orm import Session

from booking import clock
from booking.actions import finding, outbox, story
from booking.actions.actor import RESIDENT
from booking.actions.transaction import transaction
from booking.messaging.phones import PhoneError, parse_phone
from booking.messaging.ways import allowed_ways, chosen_way
from booking.models import Appointment, Channel, Kind
from booking.models.types import digest
from booking.settings import settings

ON_SCREEN = (Channel.EMAIL, Channel.SMS)


@transaction
def send_link(session: Session, *, reference: str, phone_or_email: str) -> None:
    """Sends a new link to the resident whose reference and contact these are; else does nothing.

    It goes to the contact on record, never to what was typed, and nobody who asks learns whether
    there is such an appointment.
    """
    appointment = finding.by_reference(session, reference)
    if appointment is None or _long_over(appointment):
        return
    matched = _matching(appointment, phone_or_email)
    if matched is None:
        return
    story.note(session, appointment, "link_sent", RESIDENT)
    channel = _channel(appointment, matched)
    outbox.tell_resident(session, appointment, Kind.YOUR_LINK, channel=channel)


def _matching(appointment: Appointment, phone_or_email: str) -> Channel | None:
    """By which of the resident's own contacts they made themselves known."""
    resident = appointment.resident
    if "@" in phone_or_email:
        typed, kept, channel = digest("email", phone_or_email), resident.email, Channel.EMAIL
        known = digest("email", kept) if kept else b""
    else:
        typed, kept, channel = _phone(phone_or_email), resident.phone, Channel.SMS
        known = digest("phone", kept) if kept else b""
    return channel if kept and hmac.compare_digest(typed, known) else None


def _phone(text: str) -> bytes:
    try:
        number = parse_phone(text, region=settings().phone_region, allow_drama_numbers=True)
    except PhoneError:
        return b""
    return digest("phone", number.e164)


def _channel(appointment: Appointment, matched: Channel) -> Channel | None:
    """None for the channel that they chose; where that has no screen, the one just used, if allowed."""
    by_screen = chosen_way(appointment) in ON_SCREEN
    return None if by_screen or matched not in allowed_ways(appointment) else matched


def _long_over(appointment: Appointment) -> bool:
    last = max(appointment.ends_at or appointment.arrange_by, appointment.arrange_by)
    return last + timedelta(days=settings().link_days) < clock.now()
