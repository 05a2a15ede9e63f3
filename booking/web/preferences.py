"""Up to three wishes, best first: a day, a part of the day, or both."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form as PartOfForm
from wtforms import FormField

from booking.domain.arranging import Preference
from booking.domain.needs import Part
from booking.language.codes import PARTS
from booking.language.dates import format_day
from booking.web.fields import Dropdown
from booking.web.form import Form
from booking.web.times import read_day


class WishForm(PartOfForm):
    """One wish; both left open means none."""

    day = Dropdown(_l("Day"))
    part = Dropdown(_l("Part of the day"))


class PreferencesForm(Form):
    """The three wishes in the order of how much they are wanted."""

    first = FormField(WishForm, _l("Your first choice"))
    second = FormField(WishForm, _l("Your second choice (optional)"))
    third = FormField(WishForm, _l("Your third choice (optional)"))

    @classmethod
    def with_days(
        cls,
        days: Iterable[date],
        wishes: Sequence[Preference] = (),
        *,
        parts: Iterable[Part] = Part,
        **answers: object,
    ) -> Self:
        """The form with these days and parts of the day, filled with what was wished and answered before."""
        filled = {
            name: {"day": wish.day.isoformat() if wish.day else "", "part": wish.part or ""}
            for name, wish in zip(("first", "second", "third"), wishes, strict=False)
        }
        form = cls(data=filled | answers)
        known = {day: format_day(day) for day in days}
        known |= {wish.day: format_day(wish.day) for wish in wishes if wish.day}
        choices = {day.isoformat(): words for day, words in sorted(known.items())}
        by_part = {part: str(PARTS[part]) for part in parts}
        for wish in form.wishes:
            wish.form.day.choices = {"": _("Any day"), **choices}
            wish.form.part.choices = {"": _("Any time of the day"), **by_part}
        return form

    @property
    def wishes(self) -> tuple[FormField, ...]:
        """The three, best first."""
        return self.first, self.second, self.third

    @property
    def preferences(self) -> tuple[Preference, ...]:
        """What was wished for, ranked 1, 2, 3 without gaps and without repeating itself."""
        return tuple(
            Preference(rank, day, Part(part) if part else None)
            for rank, (day, part) in enumerate(dict.fromkeys(self.said), start=1)
        )

    @property
    def said(self) -> list[tuple[date | None, str | None]]:
        """The days and parts of the day as they were chosen, without those left open."""
        chosen = [(read_day(w.form.day.data), w.form.part.data or None) for w in self.wishes]
        return [(day, part) for day, part in chosen if day or part]
