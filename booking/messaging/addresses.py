"""Whom a message is for, and where that person is reached by its channel."""

from dataclasses import dataclass

from booking.messaging.channels import PermanentFailure
from booking.messaging.facts import subject_of
from booking.models import Audience, Channel, Message, Officer, Resident, Staff, Supporter
from booking.models.residents import Reachable


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
    match message.audience:
        case Audience.SUPPORTER:
            supporter = addressed_supporter(message)
            return _recipient(places_of(supporter), supporter.name, message.channel)
        case Audience.OFFICER:
            officer = addressed_officer(message)
            return _recipient(_of_officer(officer), officer.name, message.channel)
        case Audience.MANAGER:
            manager = _addressed_manager(message)
            return _recipient({Channel.EMAIL: manager.email}, manager.name, message.channel)
        case Audience.RESIDENT:
            resident = _addressed_resident(message)
            return _recipient(places_of(resident), resident.name, message.channel)


def addressed_supporter(message: Message) -> Supporter:
    """The supporter whom the message is for."""
    if message.supporter is None:
        raise ValueError("a message to a supporter names one")
    return message.supporter


def addressed_officer(message: Message) -> Officer:
    """The officer whom the message is for: a cover, or after a hand-over the one before, too."""
    subject = subject_of(message)
    if message.officer:
        return message.officer
    if subject is None:
        raise ValueError("a message to an officer names one")
    return subject.officer


def _addressed_manager(message: Message) -> Staff:
    if message.staff is None:
        raise ValueError("a message to a manager names one")
    return message.staff


def _addressed_resident(message: Message) -> Resident:
    subject = subject_of(message)
    if subject is None:
        raise ValueError("a message to a resident is about an appointment or an enquiry")
    return subject.resident


def _recipient(places: dict[Channel, str | None], name: str, channel: Channel) -> Recipient:
    to = places.get(channel)
    if not to:
        raise NoAddress(channel)
    return Recipient(to, name)


def places_of(person: Reachable) -> dict[Channel, str | None]:
    """Where each channel reaches a resident or a supporter: a landline is never texted."""
    return {
        Channel.SMS: person.own_phone if person.phone_textable else None,
        Channel.EMAIL: person.email,
        Channel.LETTER: person.address,
        Channel.PHONE: person.own_phone,
    }


def _of_officer(officer: Officer) -> dict[Channel, str | None]:
    return {Channel.SMS: officer.mobile, Channel.EMAIL: officer.email}
