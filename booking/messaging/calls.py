"""What somebody must know before they ring: the number, the language, the relay, what may be left."""

from collections.abc import Sequence
from dataclasses import dataclass

from booking.domain.best_times import Best
from booking.domain.needs import CATALOGUE, SPOKEN
from booking.domain.tasks import relays_for
from booking.messaging.facts import Subject, subject_of
from booking.models import Appointment, Audience, Message, Supporter
from booking.settings import settings


@dataclass(frozen=True, slots=True)
class CallSheet:
    """One call, before it is made."""

    number: str | None
    """E.164; None where there is none that is theirs."""
    language: str
    """A tag: the language that they speak best, as far as we know."""
    interpreter: bool
    """Whether an interpreter for it must be on the line."""
    relay_tasks: Sequence[str]
    """The codes of the tasks for calls through a relay."""
    may_leave_message: bool
    best: Best
    """When they said that it is best to phone them."""


def call_sheet(message: Message) -> CallSheet | None:
    """What is true of a call to whom a message is for; None where that is neither resident nor supporter."""
    subject = subject_of(message)
    if message.audience is Audience.SUPPORTER and message.supporter:
        return _of_supporter(message.supporter)
    if message.audience is Audience.RESIDENT and subject:
        return _of_resident(subject)
    return None


def _of_supporter(supporter: Supporter) -> CallSheet:
    """The needs are the resident's: a supporter is rung without a relay, and left no message."""
    return CallSheet(
        number=supporter.own_phone,
        language=supporter.language,
        interpreter=False,
        relay_tasks=(),
        may_leave_message=False,
        best=Best(),
    )


def _of_resident(subject: Subject) -> CallSheet:
    needs = [code for code in subject.needs or () if code in CATALOGUE]
    resident = subject.resident
    spoken = subject.spoken_language if isinstance(subject, Appointment) else None
    language = spoken or resident.language
    asked = any(CATALOGUE[code].interprets == SPOKEN for code in needs)
    ours = language.split("-")[0] == settings().default_language
    return CallSheet(
        number=resident.own_phone,
        language=language,
        interpreter=asked and not ours,
        relay_tasks=relays_for(needs),
        may_leave_message="safe_message" in needs,
        best=resident.best,
    )
