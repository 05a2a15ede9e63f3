"""What is told of an enquiry: to the resident who asked, and to the officer who answers.

The question itself is never repeated: the resident knows it, and the officer reads it behind the
sign-in.
"""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from booking.language.codes import CAME_BY
from booking.language.dates import format_deadline
from booking.messaging import officer_facts
from booking.messaging.facts import EnquiryStatement, Fact, is_neutral, lines_of
from booking.messaging.resident_facts import reference, service, statutory
from booking.models import Enquiry, Kind


def who_answers(enquiry: Enquiry) -> Fact:
    """The officer who owns it."""
    return Fact(_("Who will answer"), [enquiry.officer.name], "person")


def answer_by(enquiry: Enquiry) -> Fact:
    """The deadline, and the wording of a statutory timescale where one applies."""
    day = format_deadline(enquiry.answer_by)
    return Fact(_("We will answer by"), [day, *statutory(enquiry)], "clock")


def answer(enquiry: Enquiry) -> Fact | None:
    """What the officer found out, unless others may read it."""
    untold = is_neutral(enquiry) or not enquiry.answer
    return None if untold else Fact(_("Our answer"), lines_of(enquiry.answer or ""))


def to_answer_by(enquiry: Enquiry) -> Fact:
    """The deadline, as the officer reads it."""
    return Fact(_("Answer by"), [format_deadline(enquiry.answer_by)])


def came_by(enquiry: Enquiry) -> Fact:
    """How the question reached the council."""
    return Fact(_("How they asked"), [str(CAME_BY[enquiry.came_by])])


_TO_ANSWER = (
    to_answer_by,
    officer_facts.service,
    came_by,
    officer_facts.resident,
    officer_facts.reference,
)

TOLD_WHO_ASKED: Mapping[Kind, Sequence[EnquiryStatement]] = {
    Kind.ENQUIRY_RECEIVED: (who_answers, service, answer_by, reference),
    Kind.ENQUIRY_ANSWERED: (service, answer, reference),
    Kind.ENQUIRY_DELAY: (who_answers, service, reference),
    Kind.ENQUIRY_APOLOGY: (service, reference),
}
"""Which facts each kind of message to the resident states, in this order."""

TOLD_WHO_ANSWERS: Mapping[Kind, Sequence[EnquiryStatement]] = {
    Kind.PLEASE_ANSWER: _TO_ANSWER,
    Kind.ANSWER_REMINDER: _TO_ANSWER,
}
"""Which facts each kind of message to an officer states, in this order."""
