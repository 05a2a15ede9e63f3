from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.domain.working_days import HolidayYearMissing, WorkingCalendar

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
NEW_YEAR = frozenset({date(2027, 1, 1)})
ENGLAND = WorkingCalendar({2026: CHRISTMAS, 2027: NEW_YEAR})
SCOTLAND = WorkingCalendar({2026: CHRISTMAS, 2027: NEW_YEAR | {date(2027, 1, 4)}})
SHUT_BETWEEN = WorkingCalendar(
    ENGLAND.holidays, frozenset(date(2026, 12, day) for day in (29, 30, 31))
)
FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)

DAYS = st.dates(date(2026, 3, 1), date(2027, 10, 31))
COUNTS = st.integers(-30, 30)
SHUT_DAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=25)


def closed_on(shut: frozenset[date]) -> WorkingCalendar:
    return WorkingCalendar(ENGLAND.holidays, shut)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (FRIDAY, True),
        (SATURDAY, False),
        (date(2026, 11, 22), False),
        (MONDAY, True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
    ],
)
def test_monday_to_friday_less_public_holidays_are_worked(day: date, working: bool) -> None:
    assert ENGLAND.is_working_day(day) is working


def test_a_closure_is_not_a_working_day() -> None:
    assert not SHUT_BETWEEN.is_working_day(date(2026, 12, 30))


@pytest.mark.parametrize(
    ("calendar", "day", "count", "expected"),
    [
        (ENGLAND, MONDAY, 5, date(2026, 11, 30)),
        (ENGLAND, FRIDAY, 1, MONDAY),
        (ENGLAND, SATURDAY, 1, MONDAY),
        (ENGLAND, SATURDAY, 5, date(2026, 11, 27)),
        (ENGLAND, MONDAY, -1, FRIDAY),
        (ENGLAND, SATURDAY, -1, FRIDAY),
        (ENGLAND, date(2026, 12, 24), 5, date(2027, 1, 5)),
        (SCOTLAND, date(2026, 12, 24), 5, date(2027, 1, 6)),
        (SHUT_BETWEEN, date(2026, 12, 24), 1, date(2027, 1, 4)),
        (ENGLAND, date(2027, 1, 4), -4, date(2026, 12, 24)),
    ],
)
def test_counting_steps_over_days_off(
    calendar: WorkingCalendar, day: date, count: int, expected: date
) -> None:
    assert calendar.add(day, count) == expected


@pytest.mark.parametrize("day", [FRIDAY, SATURDAY, date(2026, 12, 25)])
def test_no_working_days_on_is_the_day_itself(day: date) -> None:
    assert ENGLAND.add(day, 0) == day


@pytest.mark.parametrize(
    ("after", "until", "expected"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, MONDAY, 1),
        (FRIDAY, SATURDAY, 0),
        (SATURDAY, MONDAY, 1),
        (MONDAY, FRIDAY, -1),
        (date(2026, 12, 24), date(2027, 1, 4), 4),
    ],
)
def test_between_counts_the_last_day_and_not_the_first(
    after: date, until: date, expected: int
) -> None:
    assert ENGLAND.between(after, until) == expected


@pytest.mark.parametrize("day", [date(2028, 1, 3), date(2028, 1, 1), date(2025, 12, 31)])
def test_an_unknown_year_raises_even_for_a_weekend(day: date) -> None:
    with pytest.raises(HolidayYearMissing) as refusal:
        ENGLAND.is_working_day(day)
    assert refusal.value.code == "holiday_year_missing"


def test_counting_into_an_unknown_year_raises() -> None:
    with pytest.raises(HolidayYearMissing, match="2028"):
        ENGLAND.add(date(2027, 12, 30), 2)
    with pytest.raises(HolidayYearMissing, match="2028"):
        ENGLAND.between(date(2027, 12, 30), date(2028, 1, 3))


@given(shut=SHUT_DAYS, day=DAYS, count=st.integers(0, 30))
def test_between_undoes_add(shut: frozenset[date], day: date, count: int) -> None:
    calendar = closed_on(shut)
    assert calendar.between(day, calendar.add(day, count)) == count


@given(shut=SHUT_DAYS, day=DAYS, count=COUNTS)
def test_from_a_working_day_there_and_back_is_where_we_began(
    shut: frozenset[date], day: date, count: int
) -> None:
    calendar = closed_on(shut)
    start = calendar.add(day, 1)
    assert calendar.add(calendar.add(start, count), -count) == start


@given(shut=SHUT_DAYS, day=DAYS, count=COUNTS.filter(bool))
def test_counting_always_ends_on_a_working_day(
    shut: frozenset[date], day: date, count: int
) -> None:
    calendar = closed_on(shut)
    assert calendar.is_working_day(calendar.add(day, count))


@given(shut=SHUT_DAYS, one=DAYS, two=DAYS, three=DAYS)
def test_stretches_of_days_add_up(shut: frozenset[date], one: date, two: date, three: date) -> None:
    calendar = closed_on(shut)
    whole = calendar.between(one, three)
    assert calendar.between(one, two) + calendar.between(two, three) == whole


@given(day=DAYS, shut=SHUT_DAYS, count=st.integers(1, 30))
def test_a_closure_never_brings_a_day_nearer(day: date, shut: frozenset[date], count: int) -> None:
    assert closed_on(shut).add(day, count) >= ENGLAND.add(day, count)


@given(shut=SHUT_DAYS, day=DAYS, until=DAYS)
def test_between_agrees_with_counting_on_fingers(
    shut: frozenset[date], day: date, until: date
) -> None:
    calendar, expected, today = closed_on(shut), 0, min(day, until)
    while today < max(day, until):
        today += timedelta(days=1)
        off = today.strftime("%a") in ("Sat", "Sun") or today in shut | CHRISTMAS | NEW_YEAR
        expected += not off
    assert abs(calendar.between(day, until)) == expected
