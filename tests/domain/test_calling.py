"""When nobody answers the phone."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from booking.domain.calling import half_days, is_tried_enough, next_try
from booking.domain.ladder import Office
from booking.domain.working_days import WorkingCalendar
from tests.builders import london

LONDON = ZoneInfo("Europe/London")
NO_HOLIDAYS = {year: frozenset[date]() for year in (2026, 2027)}
OFFICE = Office(
    WorkingCalendar(NO_HOLIDAYS, frozenset({date(2026, 11, 24)})), LONDON, time(9), time(17)
)


@pytest.mark.parametrize(
    ("rung", "again"),
    [
        (london(25, 10), london(25, 11)),
        (london(25, 7), london(25, 9)),
        (london(25, 15, 59), london(25, 16, 59)),
        (london(25, 16), london(26, 9)),
        (london(27, 16, 30), london(30, 9)),
        (london(28, 11), london(30, 9)),
        (london(23, 16, 30), london(25, 9)),
        (london(25, 23, 30), london(26, 9)),
    ],
)
def test_a_call_comes_back_in_an_hour_of_office_time(rung: datetime, again: datetime) -> None:
    assert next_try(rung, OFFICE) == again


def test_what_counts_is_different_half_days_not_how_often() -> None:
    morning = [london(25, 9), london(25, 10), london(25, 11, 59)]
    assert half_days(morning, LONDON) == 1
    assert not is_tried_enough(morning, LONDON)
    assert not is_tried_enough([*morning, london(25, 12)], LONDON)
    assert is_tried_enough([*morning, london(25, 12), london(26, 9)], LONDON)
    assert half_days([], LONDON) == 0
