from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.domain.local_time import local, local_day
from booking.domain.promise import (
    NoStandard,
    PromiseClock,
    PromiseState,
    Standard,
    StandardTooShort,
    after_council_change,
    arrange_by,
    standard_in_force,
    state,
    working_days_left,
)
from booking.domain.working_days import HolidayYearMissing, WorkingCalendar

LONDON = ZoneInfo("Europe/London")
HOLIDAYS = {
    2026: frozenset({date(2026, 5, 25), date(2026, 12, 25), date(2026, 12, 28)}),
    2027: frozenset({date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29)}),
    2028: frozenset({date(2028, 1, 3), date(2028, 4, 14), date(2028, 4, 17)}),
}
ENGLAND = WorkingCalendar(HOLIDAYS)
SCOTLAND = WorkingCalendar(
    HOLIDAYS
    | {
        2027: HOLIDAYS[2027] | {date(2027, 1, 4)},
        2028: frozenset({date(2028, 1, 3), date(2028, 1, 4)}),
    }
)
FIVE_DAYS = Standard(5, date(2020, 1, 1))
INSTANTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone itself
    datetime(2028, 9, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)
SHUT_DAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2028, 12, 31)), max_size=25)
STANDARDS = st.integers(1, 20).map(lambda days: Standard(days, date(2020, 1, 1)))


def london(
    year: int, month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    return london(day.year, day.month, day.day, 23, 59, 59)


def due(
    received_at: datetime,
    calendar: WorkingCalendar = ENGLAND,
    standard: Standard = FIVE_DAYS,
) -> datetime:
    return arrange_by(received_at, standard=standard, calendar=calendar, zone=LONDON)


def stands(clock: PromiseClock, now: datetime, at_risk_after: int = 3) -> PromiseState:
    return state(clock, now=now, calendar=ENGLAND, zone=LONDON, at_risk_after=at_risk_after)


def left(deadline: datetime, now: datetime) -> int:
    return working_days_left(deadline, now=now, calendar=ENGLAND, zone=LONDON)


def running(received_at: datetime) -> PromiseClock:
    return PromiseClock(received_at, due(received_at), arranged_at=None, ended_at=None)


# By when


def test_a_request_on_monday_is_due_on_the_next_monday() -> None:
    assert due(london(2026, 11, 23, 9)) == end_of(date(2026, 11, 30))


def test_a_request_on_saturday_is_due_on_friday() -> None:
    assert due(london(2026, 11, 21)) == end_of(date(2026, 11, 27))


@pytest.mark.parametrize("hour", [0, 9, 17, 23])
def test_the_hour_of_receipt_makes_no_difference(hour: int) -> None:
    assert due(london(2026, 11, 24, hour, 59)) == end_of(date(2026, 12, 1))


def test_a_request_late_in_a_summer_evening_utc_belongs_to_the_next_local_day() -> None:
    thursday_in_utc = datetime(2026, 7, 2, 23, 30, tzinfo=UTC)
    assert due(thursday_in_utc) == end_of(date(2026, 7, 10))
    assert due(thursday_in_utc - timedelta(hours=1)) == end_of(date(2026, 7, 9))


def test_christmas_and_new_year_do_not_count() -> None:
    assert due(london(2026, 12, 24)) == end_of(date(2027, 1, 5))


def test_scotland_keeps_the_second_of_january() -> None:
    assert due(london(2026, 12, 24), SCOTLAND) == end_of(date(2027, 1, 6))
    assert due(london(2027, 12, 31), SCOTLAND) == end_of(date(2028, 1, 11))


def test_the_councils_own_closure_does_not_count() -> None:
    shut = WorkingCalendar(HOLIDAYS, frozenset({date(2026, 11, 25)}))
    assert due(london(2026, 11, 23), shut) == end_of(date(2026, 12, 1))


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2026, 3, 27), date(2026, 4, 3)),
        (date(2026, 10, 23), date(2026, 10, 30)),
        (date(2027, 3, 23), date(2027, 4, 1)),
        (date(2027, 10, 29), date(2027, 11, 5)),
        (date(2028, 3, 24), date(2028, 3, 31)),
        (date(2028, 10, 27), date(2028, 11, 3)),
    ],
)
def test_the_deadline_is_the_last_local_second_across_clock_changes(
    received_on: date, due_on: date
) -> None:
    deadline = local(due(london(received_on.year, received_on.month, received_on.day)), LONDON)
    assert (deadline.date(), deadline.time()) == (due_on, time(23, 59, 59))


def test_the_deadline_is_in_utc() -> None:
    assert due(london(2026, 7, 1)) == datetime(2026, 7, 8, 22, 59, 59, tzinfo=UTC)
    assert due(london(2026, 7, 1)).tzinfo is UTC


def test_a_deadline_in_a_year_without_holidays_is_refused() -> None:
    with pytest.raises(HolidayYearMissing):
        due(london(2028, 12, 28))


def test_a_statutory_timescale_is_counted_in_its_own_number() -> None:
    statutory = Standard(20, date(2020, 1, 1), service_id=7, wording="the statutory 20 days")
    assert due(london(2026, 11, 23), standard=statutory) == end_of(date(2026, 12, 21))


def test_a_change_by_the_resident_starts_a_new_clock_when_they_ask() -> None:
    asked_again = london(2026, 11, 26)
    assert due(asked_again) == end_of(date(2026, 12, 3))


@given(first=INSTANTS, second=INSTANTS, standard=STANDARDS)
def test_whoever_asks_later_is_never_due_earlier(
    first: datetime, second: datetime, standard: Standard
) -> None:
    earlier, later = sorted((first, second))
    assert due(earlier, standard=standard) <= due(later, standard=standard)


@given(received_at=INSTANTS, shut=SHUT_DAYS, standard=STANDARDS)
def test_a_deadline_is_the_end_of_a_working_day_so_many_after_receipt(
    received_at: datetime, shut: frozenset[date], standard: Standard
) -> None:
    calendar = WorkingCalendar(HOLIDAYS, shut)
    deadline = local(due(received_at, calendar, standard), LONDON)
    received_on = local_day(received_at, LONDON)
    assert calendar.is_working_day(deadline.date())
    assert deadline.time() == time(23, 59, 59)
    assert calendar.between(received_on, deadline.date()) == standard.working_days


@given(received_at=INSTANTS, shut=SHUT_DAYS)
def test_a_closure_never_shortens_the_time(received_at: datetime, shut: frozenset[date]) -> None:
    assert due(received_at, WorkingCalendar(HOLIDAYS, shut)) >= due(received_at)


# Which standard


def test_the_latest_standard_that_has_taken_effect_applies() -> None:
    old, new = Standard(10, date(2020, 1, 1)), Standard(5, date(2026, 4, 1))
    for standards in ([old, new], [new, old]):
        assert standard_in_force(standards, service_id=1, on=date(2026, 3, 31)) is old
        assert standard_in_force(standards, service_id=1, on=date(2026, 4, 1)) is new


def test_the_services_own_standard_beats_a_newer_general_one() -> None:
    own, general = Standard(20, date(2020, 1, 1), service_id=7), Standard(5, date(2026, 1, 1))
    for standards in ([own, general], [general, own]):
        assert standard_in_force(standards, service_id=7, on=date(2026, 6, 1)) is own
        assert standard_in_force(standards, service_id=8, on=date(2026, 6, 1)) is general
        assert standard_in_force(standards, service_id=None, on=date(2026, 6, 1)) is general


def test_a_services_own_standard_still_to_come_does_not_apply_yet() -> None:
    own = Standard(20, date(2027, 1, 1), service_id=7)
    assert standard_in_force([own, FIVE_DAYS], service_id=7, on=date(2026, 12, 31)) is FIVE_DAYS


def test_of_two_standards_from_the_same_day_the_last_recorded_applies() -> None:
    one, two = Standard(5, date(2026, 1, 1), id=1), Standard(4, date(2026, 1, 1), id=2)
    for standards in ([one, two], [two, one]):
        assert standard_in_force(standards, service_id=None, on=date(2026, 6, 1)) is two


def test_without_a_standard_nothing_is_promised() -> None:
    other = Standard(20, date(2020, 1, 1), service_id=7)
    with pytest.raises(NoStandard) as refusal:
        standard_in_force([other], service_id=8, on=date(2026, 6, 1))
    assert refusal.value.code == "no_standard"


@pytest.mark.parametrize("days", [0, -5])
def test_a_standard_takes_at_least_one_working_day(days: int) -> None:
    with pytest.raises(StandardTooShort):
        Standard(days, date(2026, 1, 1))


# When the council changes what was arranged


def test_the_first_deadline_stands_when_the_council_changes_in_time() -> None:
    first = end_of(date(2026, 11, 27))
    now = london(2026, 11, 27, 16)
    assert after_council_change(first, now=now, calendar=ENGLAND, zone=LONDON) == first


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (london(2026, 11, 28), date(2026, 11, 30)),
        (london(2026, 12, 1), date(2026, 12, 2)),
        (london(2026, 12, 24), date(2026, 12, 29)),
    ],
)
def test_a_passed_deadline_becomes_the_end_of_the_next_working_day(
    now: datetime, until: date
) -> None:
    first = end_of(date(2026, 11, 27))
    assert after_council_change(first, now=now, calendar=ENGLAND, zone=LONDON) == end_of(until)


# How it stands

MONDAY = london(2026, 11, 23, 10)  # due at the end of Monday 30 November


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (MONDAY, PromiseState.ON_TRACK),
        (london(2026, 11, 25, 23, 59, 59), PromiseState.ON_TRACK),
        (london(2026, 11, 26, 0), PromiseState.AT_RISK),
        (london(2026, 11, 30, 23, 59, 59), PromiseState.AT_RISK),
        (london(2026, 12, 1, 0), PromiseState.MISSED),
    ],
)
def test_an_open_request_is_at_risk_from_day_3_and_missed_after_day_5(
    now: datetime, expected: PromiseState
) -> None:
    assert stands(running(MONDAY), now) is expected


def test_the_last_second_belongs_to_the_promise_to_its_end() -> None:
    almost_midnight = london(2026, 11, 30, 23, 59, 59) + timedelta(microseconds=999_999)
    arranged = PromiseClock(MONDAY, due(MONDAY), arranged_at=almost_midnight, ended_at=None)
    assert stands(running(MONDAY), almost_midnight) is PromiseState.AT_RISK
    assert stands(arranged, london(2026, 12, 2)) is PromiseState.KEPT


@pytest.mark.parametrize(
    ("arranged_at", "expected"),
    [
        (MONDAY, PromiseState.KEPT),
        (end_of(date(2026, 11, 30)), PromiseState.KEPT),
        (london(2026, 12, 1, 0), PromiseState.MISSED),
    ],
)
def test_arranged_in_time_is_kept_whatever_comes_later(
    arranged_at: datetime, expected: PromiseState
) -> None:
    clock = PromiseClock(MONDAY, due(MONDAY), arranged_at, ended_at=london(2027, 1, 5))
    assert stands(clock, london(2027, 2, 1)) is expected


@pytest.mark.parametrize(
    ("ended_at", "expected"),
    [
        (london(2026, 11, 24), PromiseState.ENDED),
        (end_of(date(2026, 11, 30)), PromiseState.ENDED),
        (london(2026, 12, 1, 9), PromiseState.MISSED),
    ],
)
def test_ending_a_request_late_does_not_hide_the_miss(
    ended_at: datetime, expected: PromiseState
) -> None:
    clock = PromiseClock(MONDAY, due(MONDAY), arranged_at=None, ended_at=ended_at)
    assert stands(clock, london(2027, 2, 1)) is expected


def test_when_it_becomes_at_risk_is_a_setting() -> None:
    tuesday = london(2026, 11, 24)
    assert stands(running(MONDAY), tuesday, at_risk_after=1) is PromiseState.AT_RISK
    assert stands(running(MONDAY), tuesday, at_risk_after=2) is PromiseState.ON_TRACK


def test_a_short_standard_is_at_risk_on_its_last_day() -> None:
    tomorrow = due(MONDAY, standard=Standard(1, date(2020, 1, 1)))
    clock = PromiseClock(MONDAY, tomorrow, arranged_at=None, ended_at=None)
    assert stands(clock, MONDAY) is PromiseState.ON_TRACK
    assert stands(clock, tomorrow) is PromiseState.AT_RISK


# What is left


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (london(2026, 11, 20, 9), 5),
        (london(2026, 11, 21, 9), 5),
        (london(2026, 11, 26, 23), 1),
        (london(2026, 11, 27, 0), 0),
        (london(2026, 11, 27, 23, 59, 59), 0),
        (london(2026, 11, 28, 0), -1),
        (london(2026, 11, 29, 9), -1),
        (london(2026, 11, 30, 9), -1),
        (london(2026, 12, 1, 9), -2),
    ],
)
def test_days_left_are_0_on_the_last_day_and_negative_after_it(
    now: datetime, expected: int
) -> None:
    assert left(end_of(date(2026, 11, 27)), now) == expected


@given(received_at=INSTANTS, waited=st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_request_is_missed_exactly_when_no_days_are_left(
    received_at: datetime, waited: timedelta
) -> None:
    clock, now = running(received_at), received_at + waited
    missed = stands(clock, now) is PromiseState.MISSED
    assert missed == (left(clock.arrange_by, now) < 0)


@given(received_at=INSTANTS)
def test_a_state_only_ever_gets_worse_while_nothing_is_done(received_at: datetime) -> None:
    clock = running(received_at)
    worse = [PromiseState.ON_TRACK, PromiseState.AT_RISK, PromiseState.MISSED]
    states = [stands(clock, received_at + timedelta(hours=6 * step)) for step in range(80)]
    assert [worse.index(each) for each in states] == sorted(worse.index(each) for each in states)
    assert set(states) == set(worse)
