"""What the front desk does for a need, around the appointment: which tasks, and when each must be done.

What is to do follows from the needs at every moment; only what was done is stored.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from booking.domain.needs import CATALOGUE, Meeting, Need, concerns


class Due(StrEnum):
    """When a task must be done."""

    EVERY_CALL = "every_call"
    """Never done once and for all, so never ticked off."""
    BEFORE_TELLING = "before_telling"
    """Before what is told of this time and place can be read: again for another."""
    BEFORE_ARRIVAL = "before_arrival"
    """On the day, in that place, before the resident comes."""
    ON_ARRIVAL = "on_arrival"
    WHEN_CALLED = "when_called"


TASKS: Mapping[str, Due] = {
    "call_by_text_relay": Due.EVERY_CALL,
    "call_by_video_relay": Due.EVERY_CALL,
    "record_audio": Due.BEFORE_TELLING,
    "order_braille": Due.BEFORE_TELLING,
    "order_bsl_video": Due.BEFORE_TELLING,
    "print_on_coloured_paper": Due.BEFORE_TELLING,
    "test_hearing_loop": Due.BEFORE_ARRIVAL,
    "make_room_for_assistance_dog": Due.BEFORE_ARRIVAL,
    "keep_parking_space": Due.BEFORE_ARRIVAL,
    "meet_at_door": Due.ON_ARRIVAL,
    "show_to_separate_waiting": Due.ON_ARRIVAL,
    "tell_in_person": Due.WHEN_CALLED,
}
"""Every task that a need of the catalogue calls for."""

OF_CALLS = frozenset(task for task, due in TASKS.items() if due is Due.EVERY_CALL)
"""What whoever phones must know before they dial."""

OF_LETTERS = frozenset(task for task, due in TASKS.items() if due is Due.BEFORE_TELLING)
"""What is to be done by hand with every letter to them: coloured paper, braille."""

OF_THE_VISIT = frozenset({Due.BEFORE_ARRIVAL, Due.ON_ARRIVAL, Due.WHEN_CALLED})
"""What belongs to a day and a room: done anew for another one."""


def tasks_for(
    needs: Iterable[str], meeting: Meeting, catalogue: Mapping[str, Need] = CATALOGUE
) -> list[str]:
    """The codes of the tasks that these needs call for, in the order of `TASKS`."""
    called_for = {
        need.task for code in needs if concerns(need := catalogue[code], meeting) and need.task
    }
    return [task for task in TASKS if task in called_for]


def relays_for(needs: Iterable[str]) -> list[str]:
    """The codes of the tasks for whoever phones somebody with these needs: through which relay.

    Codes that are not known say nothing.
    """
    return [task for task in _stated_in(needs) if task in OF_CALLS]


def letter_tasks(needs: Iterable[str]) -> list[str]:
    """The codes of what is to be done by hand with a letter to somebody with these needs; as above."""
    return [task for task in _stated_in(needs) if task in OF_LETTERS]


def _stated_in(needs: Iterable[str]) -> list[str]:
    return tasks_for((code for code in needs if code in CATALOGUE), Meeting.IN_PERSON)
