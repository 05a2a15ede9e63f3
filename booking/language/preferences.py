"""The times that somebody would like, in words."""

from datetime import date
from typing import Protocol

from flask_babel import gettext as _

from booking.domain.needs import Part
from booking.language.dates import format_day


class Preferred(Protocol):
    """A day, a part of the day, or both: None leaves it open."""

    @property
    def day(self) -> date | None:
        """The local day."""

    @property
    def part(self) -> Part | None:
        """The part of that day, or of any."""


def wish(preferred: Preferred) -> str:
    """One preferred time: "Tuesday 24 November, in the morning"."""
    if preferred.day is None:
        return _of_any_day(preferred.part)
    day = format_day(preferred.day)
    match preferred.part:
        case Part.MORNING:
            return str(_("%(day)s, in the morning", day=day))
        case Part.AFTERNOON:
            return str(_("%(day)s, in the afternoon", day=day))
    return str(_("%(day)s, at any time", day=day))


def _of_any_day(part: Part | None) -> str:
    if part is Part.MORNING:
        return str(_("Any day, in the morning"))
    return str(_("Any day, in the afternoon"))
