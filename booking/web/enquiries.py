"""What the pages of enquiries share, at the desk and with the officer: the lists, and what is said there."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms.validators import DataRequired

from booking.language.languages import LANGUAGES, language_name
from booking.language.needs import NEEDS_FOR_STAFF
from booking.models import Enquiry
from booking.settings import settings
from booking.web.deadlines import Deadline, reader
from booking.web.fields import Dropdown, Lines
from booking.web.form import Form

LONGEST = 2000
"""Characters of a question or an answer: a letter of one page."""


class AnswerForm(Form):
    """What the resident is told, word for word."""

    answer = Lines(_l("The answer"), [DataRequired(_l("Write the answer"))], longest=LONGEST)


class GiveForm(Form):
    """Which officer answers instead."""

    officer = Dropdown(
        _l("Give it to another officer"), [DataRequired(_l("Choose who answers instead"))]
    )


def with_deadlines(
    session: Session, enquiries: Iterable[Enquiry]
) -> list[tuple[Enquiry, Deadline]]:
    """Each enquiry with how its promise stands."""
    read = reader(session)
    return [(enquiry, read(enquiry.promise)) for enquiry in enquiries]


def needs_of(enquiry: Enquiry) -> list[str]:
    """What shapes how they are told, in the shortest words."""
    return [str(NEEDS_FOR_STAFF[code]) for code in enquiry.needs]


def told_in(enquiry: Enquiry) -> str | None:
    """The language in which they are told, where it is not the council's own."""
    language = enquiry.resident.language
    if language == settings().default_language or language not in LANGUAGES:
        return None
    return language_name(language)
