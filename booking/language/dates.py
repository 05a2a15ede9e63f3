"""Dates and times as people read them: by CLDR, in the current language, on the council's clock.

English is written as GOV.UK writes it: no comma after the weekday, "10:30am", "2pm", "midday".
"""

import re
from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale
from babel.dates import format_date as by_pattern
from babel.dates import format_time as by_clock
from babel.dates import get_date_format
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from booking.domain.local_time import NOON, local, local_day
from booking.settings import settings

_ENGLISH_DAY = "EEEE d MMMM y"
_YEAR = re.compile(r"(?:[\s,،]|'[^']*')*y.*$")
"""The year at the end of a CLDR pattern, with all that joins it to the rest."""

_BY_PART_OF_DAY = frozenset({"bn", "pa", "ur"})
"""Where CLDR's short times end in a.m. or p.m., in English or abbreviated as nobody says it: "in the
morning 10:30", with CLDR's own words for the parts of the day, is how its speakers tell the time."""

_BRITISH = Locale("en", "GB")
_MIDNIGHT = time(0)


def format_day(day: date) -> str:
    """A day without its year: "Tuesday 24 November"."""
    return _day_in(_locale(), day)


def format_day_with_year(day: date) -> str:
    """A day with its year: "Tuesday 24 November 2026"."""
    locale = _locale()
    return by_pattern(day, _day_pattern(locale), locale)


def format_time(instant: datetime) -> str:
    """The time on the council's clock: "10:30am", "2pm", "midday" in English."""
    wall = local(instant, settings().timezone).time()
    return _time_in(_locale(), wall.replace(second=0, microsecond=0, fold=0))


# A page of times writes the same few days and times over and over: each is put into words once.
@lru_cache(maxsize=4096)
def _day_in(locale: Locale, day: date) -> str:
    return by_pattern(day, _YEAR.sub("", _day_pattern(locale)), locale)


@lru_cache(maxsize=4096)
def _time_in(locale: Locale, clock: time) -> str:
    if locale.language in _BY_PART_OF_DAY:
        return _on_one_line(by_clock(clock, "B h:mm", locale=locale))
    if locale.language != "en":
        return _on_one_line(by_clock(clock, "short", locale=locale))
    if clock in (NOON, _MIDNIGHT):
        return "midday" if clock == NOON else "midnight"
    pattern = "h:mma" if clock.minute else "ha"
    return by_clock(clock, pattern, locale=locale).lower()


def _on_one_line(clock: str) -> str:
    """So that no line ends between the hour and the part of the day that it is in."""
    return clock.replace(" ", "\N{NO-BREAK SPACE}")


def format_moment(instant: datetime) -> str:
    """A day and time on the council's clock: "Tuesday 24 November at 10:30am"."""
    day = local_day(instant, settings().timezone)
    return str(_("%(day)s at %(time)s", day=format_day(day), time=format_time(instant)))


def format_deadline(instant: datetime) -> str:
    """The last day of a deadline, which lasts to that day's end: "Monday 30 November"."""
    return format_day(local_day(instant, settings().timezone))


def format_range(starts_at: datetime, ends_at: datetime) -> str:
    """From when to when on one day: "10:30am to 11:15am"."""
    return str(_("%(start)s to %(end)s", start=format_time(starts_at), end=format_time(ends_at)))


def format_minutes(minutes: int) -> str:
    """A length: "45 minutes"."""
    return str(ngettext("%(num)s minute", "%(num)s minutes", minutes))


def _locale() -> Locale:
    """The current language, by whose CLDR entry to write; English is that of Britain."""
    locale = get_locale()
    return _BRITISH if locale is None or locale.language == "en" else locale


def _day_pattern(locale: Locale) -> str:
    return _ENGLISH_DAY if locale.language == "en" else str(get_date_format("full", locale).pattern)
