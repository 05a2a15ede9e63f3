from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.domain.local_time import (
    NonexistentTime,
    at,
    at_or_after,
    day_bounds,
    local,
    local_day,
)

LONDON = ZoneInfo("Europe/London")
SPRING_FORWARD = [date(2026, 3, 29), date(2027, 3, 28), date(2028, 3, 26)]
FALL_BACK = [date(2026, 10, 25), date(2027, 10, 31), date(2028, 10, 29)]
ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("change", SPRING_FORWARD)
def test_nine_oclock_stays_nine_oclock_when_the_clocks_go_forward(change: date) -> None:
    assert at(change - ONE_DAY, time(9), LONDON).time() == time(9)
    assert at(change, time(9), LONDON).time() == time(8)
    for day in (change - ONE_DAY, change, change + ONE_DAY):
        assert local(at(day, time(9), LONDON), LONDON).time() == time(9)


@pytest.mark.parametrize("change", FALL_BACK)
def test_nine_oclock_stays_nine_oclock_when_the_clocks_go_back(change: date) -> None:
    assert at(change - ONE_DAY, time(9), LONDON).time() == time(8)
    assert at(change, time(9), LONDON).time() == time(9)
    for day in (change - ONE_DAY, change, change + ONE_DAY):
        assert local(at(day, time(9), LONDON), LONDON).time() == time(9)


@pytest.mark.parametrize("change", SPRING_FORWARD)
@pytest.mark.parametrize("clock", [time(1, 0), time(1, 30), time(1, 59, 59)])
def test_a_time_that_the_clocks_skip_is_refused(change: date, clock: time) -> None:
    with pytest.raises(NonexistentTime) as refusal:
        at(change, clock, LONDON)
    assert refusal.value.code == "nonexistent_time"


@pytest.mark.parametrize("change", SPRING_FORWARD)
def test_the_times_on_both_sides_of_the_gap_are_one_second_apart(change: date) -> None:
    before, after = at(change, time(0, 59, 59), LONDON), at(change, time(2), LONDON)
    assert after - before == timedelta(seconds=1)


@pytest.mark.parametrize("change", SPRING_FORWARD)
def test_a_standing_setting_in_the_gap_means_as_much_after_it(change: date) -> None:
    moved = at_or_after(change, time(1, 30), LONDON)
    assert local(moved, LONDON).time() == time(2, 30)


@pytest.mark.parametrize("change", FALL_BACK)
@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_exists_twice_means_the_first(change: date, fold: int) -> None:
    instant = at(change, time(1, 30, fold=fold), LONDON)
    assert instant == datetime.combine(change, time(0, 30), UTC)
    assert local(instant + timedelta(hours=1), LONDON).time() == time(1, 30)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 1, 23, 30, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_an_instant_belongs_to_the_councils_day(instant: datetime, day: date) -> None:
    assert local_day(instant, LONDON) == day


def test_a_naive_instant_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="naive"):
        local(datetime(2026, 7, 1, 12), LONDON)  # noqa: DTZ001 - the mistake itself


@pytest.mark.parametrize(
    ("days", "hours"),
    [(SPRING_FORWARD, 23), (FALL_BACK, 25), ([date(2026, 7, 1)], 24)],
)
def test_a_day_is_as_long_as_the_clocks_make_it(days: list[date], hours: int) -> None:
    for day in days:
        begins, ends = day_bounds(day, LONDON)
        assert ends - begins == timedelta(hours=hours)


def test_a_day_begins_on_time_where_the_clocks_skip_midnight() -> None:
    sao_paulo = ZoneInfo("America/Sao_Paulo")
    begins, _ = day_bounds(date(2018, 11, 4), sao_paulo)
    assert local(begins, sao_paulo).time() == time(1)
    assert local_day(begins - timedelta(seconds=1), sao_paulo) == date(2018, 11, 3)


@given(day=DAYS)
def test_days_follow_each_other_without_gap_or_overlap(day: date) -> None:
    begins, ends = day_bounds(day, LONDON)
    assert ends == day_bounds(day + ONE_DAY, LONDON)[0]
    assert local_day(begins, LONDON) == day == local_day(ends - timedelta(microseconds=1), LONDON)


@given(day=DAYS, clock=st.times())
def test_a_time_is_either_refused_or_comes_back_as_it_was_said(day: date, clock: time) -> None:
    try:
        instant = at(day, clock, LONDON)
    except NonexistentTime:
        assert day.month == 3
        assert clock.hour == 1
    else:
        assert instant.tzinfo is UTC
        assert local(instant, LONDON).replace(tzinfo=None) == datetime.combine(day, clock)
