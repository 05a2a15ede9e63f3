"""A fact of an appointment, and how much of it may be told to whom.

What residents are told is in `resident_facts.py`, what officers are told in `officer_facts.py`.
Every channel lays the same facts out in its own way. No need is ever among them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from booking.domain.needs import CATALOGUE
from booking.models import Appointment


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what is to be said under it, line by line."""

    label: str
    lines: Sequence[str]


Statement = Callable[[Appointment], Fact | None]
"""States one fact in the current language, or nothing where it does not apply."""


def stated(statements: Iterable[Statement], appointment: Appointment) -> list[Fact]:
    """The facts of the appointment that there is something to say about."""
    facts = (statement(appointment) for statement in statements)
    return [fact for fact in facts if fact and fact.lines]


def is_neutral(appointment: Appointment) -> bool:
    """Whether others may read what the resident is sent: then it does not say what it is about."""
    return any(CATALOGUE[code].neutral for code in appointment.needs or ())


def needs_support(appointment: Appointment) -> bool:
    """Whether there is a need that the officer should look up before they meet."""
    return any(CATALOGUE[code].officer_sees for code in appointment.needs or ())


def initials(name: str) -> str:
    """The first letters of the first and the last name: all that an email says of who comes."""
    names = name.split()
    return "".join(f"{word[0]}." for word in dict.fromkeys((names[0], names[-1]))) if names else ""


def lines_of(text: str) -> list[str]:
    """The lines of something that staff typed, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
