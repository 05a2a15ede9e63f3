"""Up to three wishes, best first: a day, a part of the day, or both."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, FormField, SelectField

from booking.domain.arranging import Preference
from booking.domain.needs import Part
from booking.language.codes import PARTS
from booking.language.dates import format_day
from booking.web.times import read_day


class WishForm(Form):
    """One wish; both left open means none."""

    day = SelectField(_l("Day"), validate_choice=True)
    part = SelectField(_l("Part of the day"), validate_choice=True)


class PreferencesForm(FlaskForm):
    """The three wishes in the order of how much they are wanted."""

    first = FormField(WishForm, _l("Your first choice"))
    second = FormField(WishForm, _l("Your second choice (optional)"))
    third = FormField(WishForm, _l("Your third choice (optional)"))

    @classmethod
    def with_days(
        cls, days: Iterable[date], wishes: Sequence[Preference] = ()
    ) -> "PreferencesForm":
        """The form with these days to choose from, filled with what was wished for before."""
        filled = {
            name: {"day": wish.day.isoformat() if wish.day else "", "part": wish.part or ""}
            for name, wish in zip(("first", "second", "third"), wishes, strict=False)
        }
        form = cls(data=filled)
        known = {day: format_day(day) for day in days}
        known |= {wish.day: format_day(wish.day) for wish in wishes if wish.day}
        choices = {day.isoformat(): words for day, words in sorted(known.items())}
        for wish in form.wishes:
            wish.day.choices = {"": _("Any day"), **choices}
            wish.part.choices = {"": _("Any time of day"), **{p: str(PARTS[p]) for p in Part}}
        return form

    @property
    def wishes(self) -> list[WishForm]:
        """The three, best first."""
        return [self.first.form, self.second.form, self.third.form]

    @property
    def preferences(self) -> tuple[Preference, ...]:
        """What was wished for, ranked 1, 2, 3 without gaps and without repeating itself."""
        said = ((read_day(wish.day.data), wish.part.data or None) for wish in self.wishes)
        wanted = dict.fromkeys((day, part) for day, part in said if day or part)
        return tuple(
            Preference(rank, day, Part(part) if part else None)
            for rank, (day, part) in enumerate(wanted, start=1)
        )
