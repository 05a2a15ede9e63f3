"""Acting for a resident: how they agreed to it, and what whoever acts for them is told."""

from enum import StrEnum


class Tells(StrEnum):
    """Which messages a supporter gets, as the resident agreed."""

    EVERYTHING = "everything"
    REMINDERS = "reminders"
    """And word of a time that changes: a reminder of a time that no longer stands would mislead."""
    NOTHING = "nothing"


_LEAST_FIRST = (Tells.NOTHING, Tells.REMINDERS, Tells.EVERYTHING)


class Agreed(StrEnum):
    """How the council knows that the resident agreed."""

    ONLINE = "online"
    """The resident said so themself, on their own page."""
    IN_PERSON = "in_person"
    PHONE = "phone"
    WRITING = "writing"
    LEGAL = "legal"
    """The law gives the authority: a power of attorney, a deputy of the court."""
    STATED = "stated"
    """The supporter says so; the resident is told at once, and how to stop it."""


PROVEN = frozenset({Agreed.IN_PERSON, Agreed.WRITING, Agreed.LEGAL})
"""Seen or read by staff: anybody can say on the phone, or type, that a resident agreed."""

OF_THE_TIME = frozenset(
    {"reminder_days", "reminder_hours", "rearranged", "cancelled", "choose_again"}
)
"""The kinds of message that a supporter gets who is told of reminders only."""

OF_AUTHORITY = frozenset({"acting_began", "acting_ended", "supporter_began", "supporter_ended"})
"""The kinds that tell of authority itself: no later change of the appointment undoes them."""

TO_CHOOSE = frozenset({"choose_again", "cover_offered"})
"""The kinds that ask for a choice: nobody gets them in the resident's place who may not make it."""

FOR_THE_RESIDENT_ALONE = frozenset({"your_link", "supporter_began"})
"""The kinds that nobody gets in the resident's place: they are how a resident stays in charge."""


def is_copied(tells: Tells, kind: str) -> bool:
    """Whether a supporter gets a copy of what the resident is told."""
    if kind in OF_AUTHORITY | FOR_THE_RESIDENT_ALONE or tells is Tells.NOTHING:
        return False
    return tells is Tells.EVERYTHING or kind in OF_THE_TIME


def hears_more(tells: Tells, *, than: Tells) -> bool:
    """Whether somebody who is told this hears what they would not if they were told that."""
    return _LEAST_FIRST.index(tells) > _LEAST_FIRST.index(than)


def is_pointless(tells: Tells, *, may_manage: bool) -> bool:
    """Whether an authority lets somebody do nothing at all."""
    return tells is Tells.NOTHING and not may_manage
