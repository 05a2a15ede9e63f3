from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules

import pytest

import booking.actions
import booking.domain
from booking.domain.acting_for import Tells
from booking.domain.diary import Reason
from booking.domain.errors import BookingError, SlotTaken
from booking.domain.ladder import Step
from booking.domain.lifecycle import Action, Status
from booking.domain.needs import CATALOGUE, FACILITIES, Category, Meeting, Part
from booking.domain.promise import PromiseState
from booking.domain.support import LIVE, SupportState
from booking.language import codes, needs
from booking.language.refusals import REFUSALS, explain
from booking.models import (
    ActorKind,
    Arranges,
    CameBy,
    Channel,
    Kind,
    MessageState,
    Role,
)

for room in (booking.domain, booking.actions):
    for module in iter_modules(room.__path__):
        import_module(f"{room.__name__}.{module.name}")


def kinds_of(error: type[BookingError]) -> Iterable[type[BookingError]]:
    yield error
    for kind in error.__subclasses__():
        yield from kinds_of(kind)


NOTED = [
    "needs_changed",
    "needs_confirmed",
    "needs_forgotten",
    "preferences_changed",
    "resident_late",
    "link_sent",
    "supporter_began",
    "supporter_changed",
    "supporter_ended",
    "handed_over",
    "held_back",
    "put_right",
    *(f"support_{state}" for state in SupportState),
    "support_agency_told",
    "support_at_risk",
]
"""What is written in the story of an appointment or an enquiry and moves no status."""
TASKS = [need.task for need in CATALOGUE.values() if need.task]
ALL_REFUSALS = {
    error.code for error in kinds_of(BookingError) if error.__module__.startswith("booking.")
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (codes.MEETINGS, Meeting),
        (codes.CHANNELS, Channel),
        (codes.PARTS, Part),
        (codes.TELLS, Tells),
        (codes.STATUSES, Status),
        (codes.STATUSES_FOR_RESIDENTS, Status),
        (codes.PROMISE_STATES, PromiseState),
        (codes.CAME_BY, CameBy),
        (codes.ACTORS, ActorKind),
        (codes.ROLES, Role),
        (codes.ARRANGES, Arranges),
        (
            codes.EVENTS,
            [*Action, *(f"step_{step}" for step in Step), *NOTED],
        ),
        (
            codes.EVENTS_OF_ENQUIRIES,
            [*Action, *(f"step_{step}" for step in Step), *NOTED],
        ),
        (codes.STATUSES_OF_ENQUIRIES, [Status.REQUESTED, Status.ANSWERED, Status.WITHDRAWN]),
        (codes.WHY_NO_TIME, Reason),
        (codes.FACILITIES, FACILITIES),
        (codes.MESSAGE_STATES, MessageState),
        (codes.MESSAGES, Kind),
        (codes.NO_TIMES, Reason),
        (codes.SUPPORT_STATES, SupportState),
        (codes.SUPPORT_FOR_RESIDENTS, LIVE),
        (needs.QUESTIONS, Category),
        (needs.NEEDS, CATALOGUE),
        (needs.NEEDS_FOR_STAFF, CATALOGUE),
        (needs.TASKS, TASKS),
        (REFUSALS, ALL_REFUSALS),
    ],
)
def test_every_code_that_people_see_has_words(
    words: Mapping[str, object], expected: Iterable[str], english: None
) -> None:
    assert set(words) == set(expected)
    said = [str(phrase) for phrase in words.values()]
    assert all(phrase.strip() for phrase in said)
    assert len(set(said)) == len(said), "two codes that read the same"


def test_a_refusal_says_what_to_do_now(english: None) -> None:
    assert explain(SlotTaken()) == "Somebody else has just taken that time. Choose another time."
    assert all(str(sentence).endswith(".") for sentence in REFUSALS.values())
