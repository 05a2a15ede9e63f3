"""What an officer says: why not, what instead, when they are away."""

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, InputRequired

from booking.actions.absences import REASONS
from booking.domain.local_time import NOON, at_or_after, day_bounds
from booking.domain.needs import Part
from booking.language.codes import ABSENCES
from booking.settings import settings
from booking.web.fields import DayField, Dropdown, Lines, Radios
from booking.web.form import Form

LONGEST_ABSENCE = timedelta(days=366)
WHOLE_DAYS = "all"


class DeclineForm(Form):
    """A clear decision: the reason, and what the resident can do instead. Both are told."""

    reason = Lines(
        _l("Why can you not see the resident?"), [InputRequired(_l("Say why"))], longest=500
    )
    instead = Lines(
        _l("What can the resident do instead?"),
        [InputRequired(_l("Say what the resident can do instead"))],
        longest=500,
    )


class HoldForm(Form):
    """Why Kept is not to arrange a request by itself."""

    reason = Lines(
        _l("Why will you arrange this yourself?"), [DataRequired(_l("Say why"))], longest=500
    )


class AbsenceForm(Form):
    """From which day to which, both included; or half of one day."""

    first = DayField(_l("First day"))
    last = DayField(_l("Last day"))
    part = Radios(_l("How much of it?"), default=WHOLE_DAYS)
    reason = Dropdown(_l("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part.choices = {
            WHOLE_DAYS: _("Whole days"),
            Part.MORNING.value: _("The morning of one day"),
            Part.AFTERNOON.value: _("The afternoon of one day"),
        }
        self.reason.choices = {code: str(ABSENCES[code]) for code in REASONS}

    def validate(self, extra_validators: Any = None) -> bool:
        """Checks the two days against each other."""
        if not super().validate(extra_validators):
            return False
        if self.first.data is None:
            self.first.errors = [_("Enter the first day")]
        elif wrong := self._wrong_last_day(*self.days):
            self.last.errors = [wrong]
        return not self.errors

    def _wrong_last_day(self, first: date, last: date) -> str | None:
        if last < first:
            return str(_("The last day must not be before the first"))
        if last - first > LONGEST_ABSENCE:
            return str(_("An absence can be a year at the most"))
        if self.part.data != WHOLE_DAYS and last != first:
            return str(_("For half a day, give one day only"))
        return None

    @property
    def days(self) -> tuple[date, date]:
        """The first day and the last; ValueError before a first day is given."""
        first: date | None = self.first.data
        if first is None:
            raise ValueError("an absence has a first day")
        return first, self.last.data or first

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From when to when, UTC."""
        zone, (first, last) = settings().timezone, self.days
        begins, ends = day_bounds(first, zone)[0], day_bounds(last, zone)[1]
        noon = at_or_after(first, NOON, zone)
        match self.part.data:
            case Part.MORNING.value:
                return begins, noon
            case Part.AFTERNOON.value:
                return noon, ends
        return begins, ends
