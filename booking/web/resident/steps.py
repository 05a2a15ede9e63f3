"""The one place that knows the order of the questions, and which of them is still to be answered."""

from collections.abc import Callable
from dataclasses import dataclass

from booking.domain.needs import Meeting
from booking.web.resident.answers import Answers


@dataclass(frozen=True, slots=True)
class Step:
    """One question: the endpoint of its page, when it counts as answered, and of whom it is asked."""

    endpoint: str
    is_answered: Callable[[Answers], bool]
    is_asked: Callable[[Answers], bool] = lambda _answers: True


def _support_is_answered(answers: Answers) -> bool:
    comes_to_a_place = answers.meeting is Meeting.IN_PERSON
    return answers.support is not None and (answers.asked_of_place or not comes_to_a_place)


def _time_is_answered(answers: Answers) -> bool:
    return answers.starts_at is not None or answers.preferences is not None


def _is_helped(answers: Answers) -> bool:
    return answers.helped not in (None, "no")


def _supporter_is_known(answers: Answers) -> bool:
    return answers.authority is not None or not _is_helped(answers)


STEPS = (
    Step("resident.service", lambda answers: answers.service_id is not None),
    Step("resident.officer", lambda answers: answers.officer_id is not None),
    Step("resident.meeting", lambda answers: answers.meeting is not None),
    Step("resident.language", lambda answers: answers.communication is not None),
    Step("resident.support", _support_is_answered),
    Step("resident.writing", lambda answers: answers.writing is not None),
    Step("resident.time", _time_is_answered),
    Step("resident.helped", lambda answers: answers.helped is not None),
    Step("resident.supporter", _supporter_is_known, _is_helped),
    Step("resident.details", lambda answers: answers.contact is not None),
)
CHECK = "resident.check"
"""Where all answers lead, and where a changed answer comes back to."""


def next_page(answers: Answers) -> str:
    """The endpoint of the first question without an answer, else of the page that shows them all."""
    return next((step.endpoint for step in STEPS if not step.is_answered(answers)), CHECK)


def may_open(endpoint: str, answers: Answers) -> bool:
    """Whether every question before this page has been answered."""
    for step in STEPS:
        if step.endpoint == endpoint:
            return True
        if not step.is_answered(answers):
            return False
    return True


def page_before(endpoint: str, answers: Answers) -> str:
    """Where "back" leads: to the answers when all are there, else to the question before."""
    asked = (step.endpoint for step in STEPS if step.is_asked(answers) or step.endpoint == endpoint)
    order = ["resident.start", *asked, CHECK]
    if next_page(answers) == CHECK and endpoint != CHECK:
        return CHECK
    return order[order.index(endpoint) - 1]
