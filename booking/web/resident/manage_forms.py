"""What a resident says about an appointment that they have."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired

from booking.actions import catalogue
from booking.actions.attending import LATE_CHOICES
from booking.domain.conflicts import Conflict
from booking.domain.needs import CATALOGUE, Category
from booking.extensions import db
from booking.language.dates import format_minutes
from booking.language.languages import other_language, spoken_languages, written_or_chosen
from booking.language.needs import NEEDS, QUESTIONS
from booking.models import Appointment
from booking.web.fields import Dropdown, Line, Lines, Radios, TickBoxes
from booking.web.form import Form
from booking.web.resident.needs_forms import (
    BY_CHANNEL,
    WITH_SOMEBODY,
    agree,
    interpreter_wishes,
    one_interpreter,
    one_language,
)
from booking.web.times import read_instant

ASKED = (
    Category.PROFESSIONAL,
    Category.COMMUNICATING,
    Category.PLACE,
    Category.TIME,
    Category.FORMAT,
    Category.CONTACT,
)
"""What a resident changes here. Who acts for them is changed on pages of its own."""

SHARED = tuple(kind for kind in ASKED if kind not in (Category.FORMAT, Category.CONTACT))
"""What whoever acts for them sees of it and changes: how the resident reads and is reached is not theirs."""

NOT_ASKED = {"standard", *BY_CHANNEL, *WITH_SOMEBODY}
"""What no box here says; ordinary print is no need at all."""


class ConfirmTimeForm(Form):
    """The time that is on the page to be confirmed."""

    time = HiddenField()

    @property
    def chosen(self) -> datetime | None:
        """The instant, UTC; None for what is no time."""
        return read_instant(self.time.data)


class CancelForm(Form):
    """Why, if they like to say."""

    reason = Lines(_l("Why do you not need it any more? (optional)"), longest=500)


class LateForm(Form):
    """How late."""

    minutes = Radios(
        _l("How late will you be?"), [InputRequired(_l("Choose how late you will be"))]
    )

    def offer(self) -> None:
        """Puts the choices on the page."""
        self.minutes.choices = {str(minutes): format_minutes(minutes) for minutes in LATE_CHOICES}


class FindForm(Form):
    """What somebody knows of their appointment when they have no link to it."""

    reference = Line(_l("Your reference"), [InputRequired(_l("Enter your reference"))], longest=40)
    contact = Line(
        _l("Your phone number or email address"),
        [InputRequired(_l("Enter the phone number or the email address that you gave us"))],
        longest=254,
    )


class NeedsForm(Form):
    """Every need that shapes an appointment, in the resident's own words."""

    needs = TickBoxes(_l("What do you need?"))
    language = Dropdown(_l("Which language do you speak best?"))
    unlisted = Line(_l("If your language is not in the list, write it here (optional)"), longest=60)
    wishes = interpreter_wishes()
    in_own_words = Lines(_l("Is there anything else that we should know?"), longest=1000)

    asked: Sequence[str]
    """The codes of the needs that are on the page."""

    @property
    def spoken(self) -> str | None:
        """The language that they speak best: the one written, else the one chosen, if any."""
        return written_or_chosen(self.unlisted.data, self.language.data) or None

    def validate_language(self, _field: Dropdown) -> None:
        """An interpreter is for a language that is not ours."""
        one_interpreter(self.needs.data or (), self.spoken, Conflict.NO_LANGUAGE)

    def validate_unlisted(self, field: Line) -> None:
        """Two languages at once would leave us to guess."""
        one_language(field, bool(self.language.data))

    def validate_needs(self, field: TickBoxes) -> None:
        """Needs that stand against each other are asked again, and so are two interpreters."""
        agree(field.data or ())
        one_interpreter(field.data or (), self.spoken, Conflict.TWO_INTERPRETERS)

    @classmethod
    def of(cls, appointment: Appointment, categories: Sequence[Category] = ASKED) -> "NeedsForm":
        """The form, filled with what the appointment says now; it asks about these categories."""
        spoken = appointment.spoken_language or ""
        form = cls(
            needs=appointment.needs,
            language="" if other_language(spoken) else spoken,
            unlisted=other_language(spoken),
            wishes=appointment.interpreter_wishes or "",
            in_own_words=appointment.needs_in_own_words or "",
        )
        said = {*appointment.needs, *(form.needs.data or ())}
        ways = appointment.service.meetings
        form.asked = _asked(catalogue.asked(db.session(), said, ways), categories)
        form.needs.choices = {code: str(NEEDS[code]) for code in form.asked}
        form.language.choices = [("", _l("Choose a language")), *spoken_languages()]
        return form

    @property
    def headings(self) -> dict[str, str]:
        """The question above the first need of each kind."""
        first: dict[Category, str] = {}
        for code in self.asked:
            first.setdefault(CATALOGUE[code].category, code)
        return {code: str(QUESTIONS[category]) for category, code in first.items()}

    def stated(self, before: Sequence[str]) -> list[str]:
        """The codes of the needs, with those of `before` that are not asked about here."""
        asked = set(self.asked)
        chosen = {*(self.needs.data or ()), *(code for code in before if code not in asked)}
        return [code for code in CATALOGUE if code in chosen]


def _asked(offered: frozenset[str], categories: Sequence[Category]) -> list[str]:
    return [
        code
        for kind in categories
        for code, need in CATALOGUE.items()
        if need.category is kind and code in offered and code not in NOT_ASKED
    ]
