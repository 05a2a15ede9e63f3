"""The public holidays of each nation, from the `holidays` library, and the calendar they make."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from holidays import country_holidays
from holidays.constants import HOLIDAY_NAME_DELIMITER

from booking.domain.working_days import HolidayYearMissing, WorkingCalendar


class Nation(StrEnum):
    """Whose public holidays the council keeps: the three divisions of GOV.UK's bank holidays."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


# ISO 3166-2:GB. England and Wales share one list by law; England's stands for both.
_SUBDIVISION = {
    Nation.ENGLAND_AND_WALES: "ENG",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}

_SUBSTITUTE = " (observed)"


class Holiday(NamedTuple):
    """A public holiday by its English name, on its own day or on a substitute day."""

    name: str
    is_substitute: bool


@cache
def named_holidays(nation: Nation, year: int) -> Mapping[date, Sequence[Holiday]]:
    """The public holidays of `nation` in `year`, with substitutes and proclaimed ones; two may share a day.

    Holidays that fall on a weekend are in it beside their substitutes. Raises HolidayYearMissing
    for a year that the library does not know: it would answer with an empty list instead.
    """
    known = country_holidays("GB", subdiv=_SUBDIVISION[nation], years=year, expand=False)
    if not known.start_year <= year <= known.end_year:
        raise HolidayYearMissing(str(year))
    return {day: [*map(_read, names.split(HOLIDAY_NAME_DELIMITER))] for day, names in known.items()}


def _read(name: str) -> Holiday:
    return Holiday(name.removesuffix(_SUBSTITUTE), name.endswith(_SUBSTITUTE))


@cache
def public_holidays(nation: Nation, year: int) -> frozenset[date]:
    """The days of `named_holidays`. Raises HolidayYearMissing."""
    return frozenset(named_holidays(nation, year))


def calendar_for(
    nation: Nation, years: Iterable[int], closures: Iterable[date] = ()
) -> WorkingCalendar:
    """The working days of a council in `nation`, less its own `closures`.

    `years` are read at once, so a missing one is found here; any other is read when it is asked
    about, so that a deadline can pass into the next year.
    """
    return WorkingCalendar(_HolidaysByYear(nation, years), frozenset(closures))


class _HolidaysByYear(dict[int, frozenset[date]]):
    def __init__(self, nation: Nation, years: Iterable[int]) -> None:
        super().__init__((year, public_holidays(nation, year)) for year in years)
        self._nation = nation

    def __missing__(self, year: int) -> frozenset[date]:
        return public_holidays(self._nation, year)
