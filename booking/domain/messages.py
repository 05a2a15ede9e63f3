"""When a message is still worth sending: it must be true when it arrives, not only when it was written."""

from datetime import timedelta

from booking.domain.acting_for import OF_AUTHORITY
from booking.domain.lifecycle import IN_THE_DIARY, Status

_BEFORE_IT = frozenset({Status.ARRANGED})
_ASKED = frozenset({Status.REQUESTED})
"""Of an enquiry: not answered yet."""

TRUE_WHILE: dict[str, frozenset[Status]] = {
    "request_received": _ASKED,
    "cover_offered": _ASKED,
    "choose_again": _ASKED,
    "delay": _ASKED,
    "please_arrange": _ASKED,
    "arrange_reminder": _ASKED,
    "arranged": IN_THE_DIARY,
    "rearranged": IN_THE_DIARY,
    "invitation": IN_THE_DIARY,
    "invitation_update": IN_THE_DIARY,
    "support_confirmed": IN_THE_DIARY,
    "support_lost": IN_THE_DIARY,
    "support_failing": _BEFORE_IT,
    "reminder_days": _BEFORE_IT,
    "reminder_hours": _BEFORE_IT,
    "officer_reminder": _BEFORE_IT | {Status.WAITING},
    "resident_late": _BEFORE_IT,
    "resident_here": frozenset({Status.WAITING}),
    "at_risk": _ASKED,
    "no_time": _ASKED,
    "enquiry_received": _ASKED,
    "enquiry_delay": _ASKED,
    "please_answer": _ASKED,
    "answer_reminder": _ASKED,
}
"""By kind of message: the statuses in which what it says still holds. Kinds not named always hold."""

OF_A_MISS = frozenset({"apology", "missed"})
"""The kinds that tell of a promise that was missed: no later change of the time undoes that."""

OF_ONE_OFFICER = frozenset(
    {
        "please_arrange",
        "arrange_reminder",
        "cover_offered",
        "no_time",
        "please_answer",
        "answer_reminder",
    }
)
"""The kinds that ask something of an officer or speak of their diary: a hand-over ends them."""

UNTIL_IT_BEGINS = frozenset(
    kind for kind, statuses in TRUE_WHILE.items() if Status.ATTENDED not in statuses
)
"""The kinds that are of no use once the appointment has begun."""

DELAYS = frozenset({"delay", "enquiry_delay"})
"""The kinds that say that a promise may be missed: of use while it is not."""

NEWS_OF_A_TIME = frozenset({"choose_again", "support_confirmed", "support_lost"})
"""The kinds that are lost on whoever reads them only after the time that they are about."""

STEPS_OF_A_TIME = frozenset({"arranged", "rearranged", "cancelled"})
"""The same of these, where the council did it: whoever did it themselves knows."""

LETTER_TAKES = 3
"""Working days until a letter is sure to be there: printed and posted on the next one, two in the post."""

REMINDERS_TO_RESIDENTS = frozenset({"reminder_days", "reminder_hours"})
"""The kinds that no resident gets in quiet hours; a confirmation answers what they did this minute."""

MOST_ATTEMPTS = 12
_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(minutes=30)


def wait_after(attempts: int, asked: timedelta | None = None) -> timedelta:
    """How long to wait after so many attempts: doubling from 15 s to 30 min, or as the provider asks."""
    backoff = min(_FIRST_WAIT * float(2 ** min(attempts - 1, 10)), _LONGEST_WAIT)
    return max(backoff, asked) if asked else backoff


def is_true(
    kind: str, status: Status, *, reports: int = 0, sequence: int = 0, handed_over: bool = False
) -> bool:
    """Whether a message about sequence `reports` holds for an appointment now at `sequence`.

    An enquiry has no sequence. `handed_over`: it went to another officer since the message was written.
    """
    if handed_over and kind in OF_ONE_OFFICER:
        return False
    current = reports >= sequence or kind in OF_A_MISS | OF_AUTHORITY
    return current and status in TRUE_WHILE.get(kind, frozenset(Status))
