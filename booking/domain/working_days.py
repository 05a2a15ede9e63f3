"""Which days count towards the promise: Monday to Friday, less public holidays and closures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from booking.domain.errors import BookingError

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class HolidayYearMissing(BookingError):
    """Nobody knows the public holidays of that year, so nothing can be promised in it."""

    code = "holiday_year_missing"


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of one council: its nation's public holidays by year, its own closures.

    A year that `holidays` does not hold raises HolidayYearMissing from every question about it,
    weekends too: an answer must not depend on which day of an unknown year was asked about.
    """

    holidays: Mapping[int, frozenset[date]]
    closures: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether the council works on `day`."""
        return not self.is_closed(day) and day.weekday() < _SATURDAY

    def is_closed(self, day: date) -> bool:
        """Whether `day` is a public holiday or a closure, so that not even extra time can be on it."""
        try:
            holidays = self.holidays[day.year]
        except KeyError:
            raise HolidayYearMissing(str(day.year)) from None
        return day in holidays or day in self.closures

    def add(self, day: date, working_days: int) -> date:
        """The n-th working day after `day`; before it when negative; `day` itself for 0.

        `day` is never counted, whether or not it is a working day.
        """
        step = _ONE_DAY if working_days > 0 else -_ONE_DAY
        left = abs(working_days)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def between(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]; the other way round counts negative.

        So `between(a, b) + between(b, c) == between(a, c)` in any order of the three.
        """
        if until < after:
            return -self.between(until, after)
        days = (after + _ONE_DAY * n for n in range(1, (until - after).days + 1))
        return sum(self.is_working_day(day) for day in days)
