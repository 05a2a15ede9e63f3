"""Whom a message is for, and where that person is reached by its channel."""

from dataclasses import dataclass

from booking.messaging.channels import PermanentFailure
from booking.models import Audience, Channel, Message, Officer, Resident


class NoAddress(PermanentFailure):
    """That person cannot be reached by that channel: try the next one, or tell somebody."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(f"no-{channel}-address")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody's name, and their number (E.164), email or postal address."""

    to: str
    name: str


def recipient(message: Message) -> Recipient:
    """Where the message goes; raises NoAddress where there is no such place."""
    if message.audience is Audience.OFFICER:
        officer = addressed_officer(message)
        return _recipient(_of_officer(officer), officer.name, message.channel)
    if message.appointment is None:
        raise ValueError("a message to a resident is about an appointment")
    resident = message.appointment.resident
    return _recipient(_of_resident(resident), resident.name, message.channel)


def addressed_officer(message: Message) -> Officer:
    """The officer whom the message is for; after a hand-over, not always the appointment's."""
    if message.officer:
        return message.officer
    if message.appointment is None:
        raise ValueError("a message to an officer names one")
    return message.appointment.officer


def _recipient(places: dict[Channel, str | None], name: str, channel: Channel) -> Recipient:
    to = places.get(channel)
    if not to:
        raise NoAddress(channel)
    return Recipient(to, name)


def _of_resident(resident: Resident) -> dict[Channel, str | None]:
    return {
        Channel.SMS: resident.phone if resident.phone_textable else None,
        Channel.EMAIL: resident.email,
        Channel.LETTER: resident.address,
        Channel.PHONE: resident.phone,
    }


def _of_officer(officer: Officer) -> dict[Channel, str | None]:
    return {Channel.SMS: officer.mobile, Channel.EMAIL: officer.email}
