"""A fact of an appointment or an enquiry, and how much of it may be told to whom.

What residents are told is in `resident_facts.py`, what officers are told in `officer_facts.py`, what
managers are told in `manager_facts.py`; what both sides of an enquiry are told in `enquiry_facts.py`.
Every channel lays the same facts out in its own way. No need is ever among them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from booking.domain.intervals import Interval
from booking.domain.needs import CATALOGUE
from booking.language.names import in_one_line, isolated, letters
from booking.models import ActorKind, Appointment, CouncilsWords, Enquiry, Event, Message

Subject = Appointment | Enquiry
"""What a message can be about: something that was promised."""

RESIDENT_SIDE = (ActorKind.RESIDENT, ActorKind.SUPPORTER)

S = TypeVar("S", bound=Subject)


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what is to be said under it, line by line."""

    label: str
    lines: Sequence[str]
    symbol: str = "words"
    """Which of `symbols.SYMBOLS` stands beside it in easy read."""

    @property
    def is_list(self) -> bool:
        """Whether its lines are things to go through one by one."""
        return self.symbol == "bag" and len(self.lines) > 1


Statement = Callable[[Appointment], Fact | None]
"""States one fact in the current language, or nothing where it does not apply."""

EnquiryStatement = Callable[[Enquiry], Fact | None]
"""The same, of an enquiry. What states a fact of any Subject is both."""


def stated(statements: Iterable[Callable[[S], Fact | None]], subject: S) -> list[Fact]:
    """The facts of an appointment or an enquiry that there is something to say about."""
    facts = (statement(subject) for statement in statements)
    return [fact for fact in facts if fact and fact.lines]


def subject_of(message: Message) -> Subject | None:
    """What a message is about; None for an officer's list of the day."""
    return message.appointment or message.enquiry


def is_neutral(subject: Subject) -> bool:
    """Whether others may read what the resident is sent: then it does not say what it is about."""
    return any(CATALOGUE[code].neutral for code in subject.needs or ())


def needs_support(subject: Subject) -> bool:
    """Whether there is a need, or a word about one, that the officer should look up before they meet."""
    told_us = any(CATALOGUE[code].officer_sees for code in subject.needs or ())
    return told_us or bool(getattr(subject, "needs_in_own_words", None))


def has_needs(subject: Subject) -> bool:
    """Whether whoever sees this person must know that they need something."""
    told_us = any(code != "standard" for code in subject.needs or ())
    return told_us or needs_support(subject)


def last_time(appointment: Appointment) -> Interval | None:
    """When it is, or, once that was taken back to be arranged again, when it was to be (UTC)."""
    if appointment.starts_at and appointment.ends_at:
        return Interval(appointment.starts_at, appointment.ends_at)
    if not (told := told_times(appointment)):
        return None
    return Interval(told[-1], told[-1] + timedelta(minutes=appointment.minutes))


def told_times(appointment: Appointment) -> list[datetime]:
    """Every time that it was arranged for, the last one last (UTC)."""
    told = (event.facts.get("starts_at") for event in appointment.events)
    return [datetime.fromisoformat(str(at)) for at in told if at]


def is_by_council(appointment: Appointment) -> bool:
    """Whether the council did what happened last: not the resident's side, nor staff because they asked."""
    last = appointment.events[-1] if appointment.events else None
    return bool(last and last.actor not in RESIDENT_SIDE and not last.on_behalf)


def reason_of(event: Event) -> str:
    """Why it was done, as it was written: by staff in the council's language, by residents in their own."""
    words = event.reason or ""
    return words if event.actor in RESIDENT_SIDE else CouncilsWords(words)


def why(appointment: Appointment) -> str:
    """The reason that was given last, of whoever gave it, as `reason_of`."""
    words = appointment.reason or ""
    of_event = (event for event in reversed(appointment.events) if event.reason == words)
    given = next(of_event, None)
    return reason_of(given) if given else CouncilsWords(words)


def initials(name: str) -> str:
    """The first letters, whole, of the first and the last name: all that an email says of who comes."""
    words = in_one_line(name).split()
    ends = dict.fromkeys((words[0], words[-1])) if words else ()
    return isolated("".join(f"{letters(word)[0]}." for word in ends))


def lines_of(text: str) -> list[str]:
    """The lines of something that staff typed, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
