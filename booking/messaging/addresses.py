"""Whom a message is for, and where that person is reached by its channel."""

from collections.abc import Mapping
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


Addressee = Resident | Supporter | Officer | Staff


def recipient(message: Message) -> Recipient:
    """Where the message goes; raises NoAddress where there is no such place."""
    person = addressee(message)
    to = _places(person).get(message.channel)
    if not to:
        raise NoAddress(message.channel)
    return Recipient(to, person.name)


def addressee(message: Message) -> Addressee:
    """The one person whom the message is for."""
    match message.audience:
        case Audience.SUPPORTER:
            return addressed_supporter(message)
        case Audience.OFFICER:
            return addressed_officer(message)
        case Audience.MANAGER:
            return _addressed_manager(message)
        case Audience.RESIDENT:
            return _addressed_resident(message)


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


def places_of(person: Reachable) -> dict[Channel, str | None]:
    """Where each channel reaches a resident or a supporter: a landline is never texted."""
    return {
        Channel.SMS: person.own_phone if person.phone_textable else None,
        Channel.EMAIL: person.email,
        Channel.LETTER: person.address,
        Channel.PHONE: person.own_phone,
    }


def _places(person: Addressee) -> Mapping[Channel, str | None]:
    match person:
        case Officer():
            return {Channel.SMS: person.mobile, Channel.EMAIL: person.email}
        case Staff():
            return {Channel.EMAIL: person.email}
        case _:
            return places_of(person)
