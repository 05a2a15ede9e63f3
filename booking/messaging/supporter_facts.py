"""What supporters are told: what the resident is told, less how the resident is reached.

Their copies say whom it is about by initials, as other people may read a screen; in a call, which is
made to somebody who has been asked who they are, by name.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from booking.domain.needs import Meeting
from booking.messaging.facts import Fact, Statement, Subject, initials, is_neutral
from booking.messaging.resident_facts import how, reference, when, where, who
from booking.models import Appointment, Channel, Kind, Message


def where_without_contact(appointment: Appointment) -> Fact:
    """Where it is, without the number on which the resident will be phoned."""
    return how(appointment) if appointment.meeting is Meeting.PHONE else where(appointment)


_IN_PLACE_OF: Mapping[object, Callable[[Appointment], Fact | None]] = {where: where_without_contact}


def for_supporters(statements: Sequence[Callable[[Any], Fact | None]]) -> list[Any]:
    """The same facts, each as a supporter may know it."""
    return [_IN_PLACE_OF.get(statement, statement) for statement in statements]


def who_is_helped(subject: Subject, message: Message) -> str:
    """Whom a message to a supporter is about."""
    name = subject.resident.name
    by_name = message.channel is Channel.PHONE and not is_neutral(subject)
    return name if by_name else initials(name)


TOLD_SUPPORTERS: Mapping[Kind, Sequence[Statement]] = {
    Kind.ACTING_BEGAN: (when, who, where, reference),
    Kind.ACTING_ENDED: (reference,),
}
"""Which facts each kind states that only a supporter gets; the others state what the resident is told."""
