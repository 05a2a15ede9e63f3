"""Finding one's way back: somebody who lost the link says a reference and how we reach them."""

import hmac
from datetime import timedelta

from sqlalchemy.orm import Session

from booking import clock
from booking.actions import finding, outbox, story, supporters
from booking.actions.actor import RESIDENT, Actor
from booking.actions.transaction import transaction
from booking.messaging.phones import PhoneError, parse_phone
from booking.messaging.ways import allowed_ways, chosen_way
from booking.models import ActorKind, Appointment, Channel, Kind, Resident, Supporter
from booking.models.types import digest
from booking.settings import settings

ON_SCREEN = (Channel.EMAIL, Channel.SMS)


@transaction
def send_link(session: Session, *, reference: str, phone_or_email: str) -> None:
    """Sends a new link to whoever's reference and contact these are; else does nothing.

    That is the resident, or somebody who may manage the appointment for them.

    It goes to the contact on record, never to what was typed, and nobody who asks learns whether
    there is such an appointment.
    """
    appointment = finding.by_reference(session, reference)
    if appointment is None or _long_over(appointment):
        return
    if matched := _matching(appointment.resident, phone_or_email):
        story.note(session, appointment, "link_sent", RESIDENT)
        channel = _channel(appointment, matched)
        outbox.tell_resident(session, appointment, Kind.YOUR_LINK, channel=channel)
        return
    for supporter in supporters.acting(appointment):
        if supporter.may_manage and (matched := _matching(supporter, phone_or_email)):
            _send_to_supporter(session, appointment, supporter, matched)
            return


def _send_to_supporter(
    session: Session, appointment: Appointment, supporter: Supporter, matched: Channel
) -> None:
    actor = Actor(ActorKind.SUPPORTER, supporter_id=supporter.id)
    story.note(session, appointment, "link_sent", actor)
    readable = matched is Channel.EMAIL or supporter.phone_textable
    channel = matched if supporter.channel not in ON_SCREEN and readable else supporter.channel
    outbox.tell_supporter(session, appointment, Kind.YOUR_LINK, supporter, channel=channel)


def _matching(person: Resident | Supporter, phone_or_email: str) -> Channel | None:
    """By which of their own contacts they made themselves known."""
    if "@" in phone_or_email:
        typed, kept, channel = digest("email", phone_or_email), person.email, Channel.EMAIL
        known = digest("email", kept) if kept else b""
    else:
        typed, kept, channel = _phone(phone_or_email), person.phone, Channel.SMS
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
