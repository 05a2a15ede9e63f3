"""When a zone's clocks change, by the rule that closes its entry in the tz database.

The footer of a TZif file (RFC 9636, section 3.3) holds the rule for all years that the file does
not list, written as POSIX writes the variable TZ: `GMT0BST,M3.5.0/1,M10.5.0`. Two things surprise:
offsets count west of Greenwich, and the second time may be the one behind (Ireland:
`IST-1GMT0,M10.5.0,M3.5.0/1`), so nothing here calls either of them summer.
"""

import re
from calendar import SUNDAY, Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

_NAME = r"(<[A-Za-z0-9+-]+>|[A-Za-z]+)"
_TIME = r"([+-]?\d+(?::\d+){0,2})"
_CHANGE = rf",M(\d+)\.([1-5])\.([0-6])(?:/{_TIME})?"
_RULE = re.compile(rf"{_NAME}{_TIME}(?:{_NAME}{_TIME}?{_CHANGE}{_CHANGE})?")
_HOUR = timedelta(hours=1)
_LAST = 5


class RuleError(ValueError):
    """A rule of another form than the one that changes clocks on the nth weekday of a month."""


@dataclass(frozen=True, slots=True)
class Change:
    """The moment in each year from which a reading of the clock holds."""

    month: int
    week: int  # 1 to 4 from the start of the month; 5 is the last
    weekday: int  # 0 is Sunday
    wall_time: timedelta  # since midnight; may be below 0 or beyond 24 hours

    def onset(self, year: int) -> datetime:
        """The naive wall time, by the clock before the change."""
        weeks = Calendar(firstweekday=SUNDAY).monthdatescalendar(year, self.month)
        days = [week[self.weekday] for week in weeks if week[self.weekday].month == self.month]
        day = days[-1] if self.week == _LAST else days[self.week - 1]
        return datetime.combine(day, time.min) + self.wall_time


@dataclass(frozen=True, slots=True)
class Observance:
    """One reading of the zone's clock."""

    name: str
    offset: timedelta  # ahead of UTC
    begins: Change | None  # None where the clock never changes


def parse(footer: str) -> tuple[Observance, ...]:
    """The zone's observances: one, or two that take turns. Raises RuleError."""
    match = _RULE.fullmatch(footer)
    if match is None:
        raise RuleError(footer)
    name, west, other, other_west, *changes = match.groups()
    offset = -_duration(west)
    if other is None:
        return (Observance(name.strip("<>"), offset, None),)
    other_offset = -_duration(other_west) if other_west else offset + _HOUR
    return (
        Observance(name.strip("<>"), offset, _change(*changes[4:])),
        Observance(other.strip("<>"), other_offset, _change(*changes[:4])),
    )


def offset_at(observances: tuple[Observance, ...], instant: datetime) -> timedelta:
    """What the rule puts the clock ahead of UTC at a UTC instant."""
    moment = instant.replace(tzinfo=None)
    begun = [onset for onset in _onsets(observances, moment.year) if onset[0] <= moment]
    return max(begun)[1] if begun else observances[0].offset


def _onsets(observances: tuple[Observance, ...], year: int) -> Iterator[tuple[datetime, timedelta]]:
    """From when (UTC, naive) which offset holds, for a year and the one before."""
    for before, after in pairwise((*observances, observances[0])):
        if after.begins is not None:
            for each_year in (year - 1, year):
                yield after.begins.onset(each_year) - before.offset, after.offset


def _change(month: str, week: str, weekday: str, wall_time: str | None) -> Change:
    return Change(int(month), int(week), int(weekday), _duration(wall_time or "2"))


def _duration(text: str) -> timedelta:
    """Hours, minutes and seconds of a POSIX time, the sign counting for all of them."""
    hours, minutes, seconds = (*map(int, text.lstrip("+-").split(":")), 0, 0)[:3]
    size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -size if text.startswith("-") else size
