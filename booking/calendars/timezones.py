"""A zone of the tz database as the VTIMEZONE that every calendar reads alike.

Made of two yearly RRULEs (RFC 5545, section 3.6.5) and nothing else. Lists of RDATEs are allowed
too, but some readers misread them, and the appointment comes out an hour wrong.
"""

from calendar import monthrange
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from booking.calendars.posix_rules import Change, Observance, RuleError, offset_at, parse

_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_LAST = 5
_ORDINARY_YEAR = 2023
# Long before any appointment, and the year that every reader of calendars can count from.
_FIRST_YEAR = 1970


class ZoneError(ValueError):
    """The zone's changes of the clock do not fit into yearly rules."""


def vtimezone(zone: ZoneInfo) -> Timezone:
    """The zone's VTIMEZONE, from the rule now in force: right for days to come, not for history.

    Raises ZoneError.
    """
    observances = _observances(zone.key)
    timezone = Timezone()
    timezone.add("TZID", zone.key)
    for observance, other in zip(observances, reversed(observances), strict=True):
        timezone.add_component(_component(observance, other))
    return timezone


def is_plain(zone: ZoneInfo, instant: datetime) -> bool:
    """Whether the wall time in the zone, read by its VTIMEZONE, can mean nothing but this instant.

    False in the hour that exists twice when clocks go back, where the tz database knows better
    than the yearly rule (clocks that follow Ramadan, say), and for a zone without such a rule.
    """
    wall = instant.astimezone(zone)
    try:
        by_rule = offset_at(_observances(zone.key), instant)
    except ZoneError:
        return False
    return by_rule == wall.replace(fold=0).utcoffset() == wall.replace(fold=1).utcoffset()


@cache
def _observances(key: str) -> tuple[Observance, ...]:
    try:
        observances = parse(_footer(key))
        for observance in observances:
            _recurrence(observance.begins)
    except RuleError as refusal:
        raise ZoneError(key) from refusal
    return observances


def _footer(key: str) -> str:
    """The last line of the zone's TZif file, from where zoneinfo takes it: TZPATH, then tzdata."""
    system = (Path(folder, key) for folder in TZPATH)
    packaged = resources.files("tzdata").joinpath("zoneinfo", *key.split("/"))
    source = next((path for path in system if path.is_file()), packaged)
    *_, footer, end = source.read_bytes().rsplit(b"\n", 2)
    if end:
        raise ZoneError(key)  # version 1 of the format ends without a rule
    return footer.decode("ascii")


def _component(observance: Observance, other: Observance) -> TimezoneStandard | TimezoneDaylight:
    # Some readers take DAYLIGHT for the time ahead, whatever the offsets say, so that it is. Irish
    # law has it the other way round: offsets and names follow the law, the label its readers.
    ahead = observance.offset > other.offset
    component = TimezoneDaylight() if ahead else TimezoneStandard()
    begins = observance.begins
    component.add("DTSTART", begins.onset(_FIRST_YEAR) if begins else datetime(_FIRST_YEAR, 1, 1))  # noqa: DTZ001 wall
    component.add("TZOFFSETFROM", other.offset)
    component.add("TZOFFSETTO", observance.offset)
    component.add("TZNAME", observance.name)
    if begins:
        component.add("RRULE", _recurrence(begins))
    return component


def _recurrence(begins: Change | None) -> vRecur:
    """The yearly rule for a change. Raises RuleError where it moves between months."""
    if begins is None:
        return vRecur()
    days = begins.wall_time // timedelta(days=1)
    weekday = _WEEKDAYS[(begins.weekday + days) % 7]
    yearly = {"FREQ": "YEARLY", "BYMONTH": begins.month}
    if days == 0:
        nth = -1 if begins.week == _LAST else begins.week
        return vRecur({**yearly, "BYDAY": f"{nth}{weekday}"})
    return vRecur({**yearly, "BYMONTHDAY": _slid_week(begins, days), "BYDAY": weekday})


def _slid_week(begins: Change, days: int) -> list[int]:
    """The days of the month on which a change falls whose time is not on the day that it names.

    `M9.1.6/24`, the end of the first Saturday in September, is the Sunday from the 2nd to the 8th.
    """
    length = monthrange(_ORDINARY_YEAR, begins.month)[1]
    first = (length - 6 if begins.week == _LAST else 7 * begins.week - 6) + days
    if first < 1 or first + 6 > length:
        raise RuleError(begins)
    return list(range(first, first + 7))
