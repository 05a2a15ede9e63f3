from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.domain.local_time import local, local_day
from booking.domain.reminders import (
    QuietHours,
    Reminder,
    in_quiet_hours,
    officer_day_at,
    officer_day_due,
    outside_quiet_hours,
    reminders_for,
)
from booking.domain.working_days import WorkingCalendar

LONDON = ZoneInfo("Europe/London")
ENGLAND = WorkingCalendar(
    {
        2025: frozenset({date(2025, 12, 25), date(2025, 12, 26)}),
        2026: frozenset({date(2026, 1, 1), date(2026, 12, 25), date(2026, 12, 28)}),
        2027: frozenset({date(2027, 1, 1)}),
        2028: frozenset({date(2028, 1, 3)}),
    }
)
NIGHT = QuietHours(time(20), time(8))
MIDDAY = QuietHours(time(12), time(14))
NEVER = QuietHours(time(0), time(0))
LONG_BEFORE = datetime(2025, 12, 1, tzinfo=UTC)
INSTANTS = st.datetimes(
    datetime(2026, 1, 15),  # noqa: DTZ001 - hypothesis adds the zone itself
    datetime(2028, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
QUIETS = st.builds(QuietHours, st.times(), st.times())


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def planned(
    starts_at: datetime, *, now: datetime = LONG_BEFORE, quiet: QuietHours = NIGHT
) -> dict[str, Reminder]:
    reminders = reminders_for(starts_at, now=now, calendar=ENGLAND, zone=LONDON, quiet=quiet)
    return {reminder.kind: reminder for reminder in reminders}


TUESDAY_2PM = london(2026, 11, 24, 14)


def test_an_appointment_has_three_reminders_in_the_order_in_which_they_are_due() -> None:
    assert reminders_for(
        TUESDAY_2PM, now=LONG_BEFORE, calendar=ENGLAND, zone=LONDON, quiet=NIGHT
    ) == (
        Reminder("reminder_days", london(2026, 11, 20, 10), london(2026, 11, 24)),
        Reminder("reminder_hours", london(2026, 11, 24, 12), TUESDAY_2PM),
        Reminder("officer_reminder", london(2026, 11, 24, 13, 45), TUESDAY_2PM),
    )


@pytest.mark.parametrize(
    ("starts_at", "due_at"),
    [
        (london(2026, 11, 27, 9), london(2026, 11, 25, 10)),
        (london(2026, 11, 23, 9), london(2026, 11, 19, 10)),
        (london(2026, 11, 28, 9), london(2026, 11, 26, 10)),
        (london(2027, 1, 4, 9), london(2026, 12, 30, 10)),
        (london(2026, 12, 29, 9), london(2026, 12, 23, 10)),
    ],
)
def test_the_first_reminder_comes_two_working_days_before(
    starts_at: datetime, due_at: datetime
) -> None:
    assert planned(starts_at)["reminder_days"].due_at == due_at


@pytest.mark.parametrize(
    ("day", "reminded_on"),
    [
        (date(2026, 3, 30), date(2026, 3, 26)),
        (date(2026, 10, 26), date(2026, 10, 22)),
        (date(2027, 3, 29), date(2027, 3, 25)),
        (date(2027, 11, 1), date(2027, 10, 28)),
        (date(2028, 3, 27), date(2028, 3, 23)),
        (date(2028, 10, 30), date(2028, 10, 26)),
    ],
)
def test_the_clock_on_the_wall_rules_across_clock_changes(day: date, reminded_on: date) -> None:
    reminders = planned(london(day.year, day.month, day.day, 11))
    walls = {kind: local(reminder.due_at, LONDON) for kind, reminder in reminders.items()}
    assert (walls["reminder_days"].date(), walls["reminder_days"].time()) == (reminded_on, time(10))
    assert (walls["reminder_hours"].date(), walls["reminder_hours"].time()) == (day, time(9))
    assert walls["officer_reminder"].time() == time(10, 45)


@pytest.mark.parametrize(
    ("now", "kinds"),
    [
        (london(2026, 11, 20, 9, 59), ["reminder_days", "reminder_hours", "officer_reminder"]),
        (london(2026, 11, 20, 10), ["reminder_hours", "officer_reminder"]),
        (london(2026, 11, 24, 12, 1), ["officer_reminder"]),
        (london(2026, 11, 24, 13, 46), []),
        (london(2026, 11, 24, 14), []),
        (london(2026, 12, 24, 14), []),
    ],
)
def test_no_reminder_is_planned_for_a_past_time(now: datetime, kinds: list[str]) -> None:
    assert list(planned(TUESDAY_2PM, now=now)) == kinds


def test_the_lengths_are_settings() -> None:
    reminders = reminders_for(
        TUESDAY_2PM,
        now=LONG_BEFORE,
        calendar=ENGLAND,
        zone=LONDON,
        quiet=NIGHT,
        days=5,
        hours=1,
        officer_minutes=30,
    )
    assert [reminder.due_at for reminder in reminders] == [
        london(2026, 11, 17, 10),
        london(2026, 11, 24, 13),
        london(2026, 11, 24, 13, 30),
    ]


# Quiet hours


@pytest.mark.parametrize(
    ("starts_at", "due_at"),
    [
        (london(2026, 11, 24, 9), london(2026, 11, 24, 8)),
        (london(2026, 11, 24, 8, 30), london(2026, 11, 24, 8)),
        (london(2026, 11, 24, 8, 29), london(2026, 11, 23, 19, 59)),
        (london(2026, 11, 24, 7), london(2026, 11, 23, 19, 59)),
        (london(2026, 11, 24, 1), london(2026, 11, 23, 19, 59)),
        (london(2026, 11, 24, 21, 59), london(2026, 11, 24, 19, 59)),
        (london(2026, 11, 24, 22), london(2026, 11, 24, 19, 59)),
    ],
)
def test_the_second_reminder_leaves_the_resident_in_peace(
    starts_at: datetime, due_at: datetime
) -> None:
    assert planned(starts_at)["reminder_hours"].due_at == due_at


def test_a_reminder_moved_to_an_evening_that_has_passed_is_left_out() -> None:
    booked_late = london(2026, 11, 23, 22)
    assert list(planned(london(2026, 11, 24, 8, 15), now=booked_late)) == ["officer_reminder"]


def test_the_officers_reminder_comes_in_quiet_hours_too() -> None:
    reminders = planned(london(2026, 11, 24, 8))
    assert reminders["officer_reminder"].due_at == london(2026, 11, 24, 7, 45)


@pytest.mark.parametrize(
    ("quiet", "clock", "silent"),
    [
        (NIGHT, (19, 59), False),
        (NIGHT, (20, 0), True),
        (NIGHT, (0, 0), True),
        (NIGHT, (7, 59), True),
        (NIGHT, (8, 0), False),
        (MIDDAY, (11, 59), False),
        (MIDDAY, (12, 0), True),
        (MIDDAY, (14, 0), False),
        (NEVER, (0, 0), False),
        (NEVER, (12, 0), False),
    ],
)
def test_quiet_hours_begin_on_the_minute_and_end_on_the_minute(
    quiet: QuietHours, clock: tuple[int, int], silent: bool
) -> None:
    for month in (1, 7):
        instant = london(2026, month, 14, *clock)
        assert in_quiet_hours(instant, zone=LONDON, quiet=quiet) is silent


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25), date(2027, 10, 31)])
def test_quiet_hours_end_on_the_wall_clock_when_the_clocks_change(change: date) -> None:
    night = london(change.year, change.month, change.day, 4)
    noon = london(change.year, change.month, change.day, 12)
    moved = outside_quiet_hours(night, latest=noon, zone=LONDON, quiet=NIGHT)
    assert local(moved, LONDON).time() == time(8)
    assert local_day(moved, LONDON) == change


def test_quiet_hours_that_end_in_the_gap_end_after_it() -> None:
    quiet = QuietHours(time(22), time(1, 30))
    midnight = london(2026, 3, 29)
    moved = outside_quiet_hours(
        midnight, latest=midnight + timedelta(hours=9), zone=LONDON, quiet=quiet
    )
    assert local(moved, LONDON).time() == time(2, 30)


@given(due_at=INSTANTS, notice=st.timedeltas(timedelta(0), timedelta(hours=30)), quiet=QUIETS)
def test_a_moved_reminder_is_never_in_quiet_hours_nor_too_late(
    due_at: datetime, notice: timedelta, quiet: QuietHours
) -> None:
    latest = due_at + notice
    moved = outside_quiet_hours(due_at, latest=latest, zone=LONDON, quiet=quiet)
    if in_quiet_hours(due_at, zone=LONDON, quiet=quiet):
        assert moved < due_at or moved <= latest - timedelta(minutes=30)
        assert not in_quiet_hours(moved, zone=LONDON, quiet=quiet) or nearly_all_day(quiet)
    else:
        assert moved == due_at


def nearly_all_day(quiet: QuietHours) -> bool:
    """Less than two waking minutes a day, or a clock change inside them: no minute to move to."""
    start, end = (c.hour * 60 + c.minute for c in (quiet.start, quiet.end))
    return (start - end) % (24 * 60) < 62


@given(starts_at=INSTANTS, lead=st.timedeltas(timedelta(0), timedelta(days=10)))
def test_every_reminder_is_still_to_come_and_before_the_appointment(
    starts_at: datetime, lead: timedelta
) -> None:
    now = starts_at - lead
    for reminder in planned(starts_at, now=now).values():
        assert now <= reminder.due_at < reminder.expires_at <= starts_at
        resident = reminder.kind != "officer_reminder"
        assert not (resident and in_quiet_hours(reminder.due_at, zone=LONDON, quiet=NIGHT))


# The officer's day


def test_the_officers_day_comes_at_half_past_seven_in_summer_and_winter() -> None:
    assert officer_day_at(date(2026, 7, 1), LONDON) == datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    assert officer_day_at(date(2026, 12, 1), LONDON) == datetime(2026, 12, 1, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (london(2026, 7, 1, 7, 29), None),
        (london(2026, 7, 1, 7, 30), date(2026, 7, 1)),
        (london(2026, 7, 1, 11, 59), date(2026, 7, 1)),
        (london(2026, 7, 1, 12), None),
        (london(2026, 7, 1, 23, 30), None),
    ],
)
def test_the_officers_day_is_due_in_the_morning_only(now: datetime, day: date | None) -> None:
    assert officer_day_due(now, LONDON) == day


@given(day=st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_the_officers_day_is_due_from_the_minute_at_which_it_is_sent(day: date) -> None:
    due_at = officer_day_at(day, LONDON)
    assert officer_day_due(due_at, LONDON) == day
    assert officer_day_due(due_at - timedelta(microseconds=1), LONDON) is None
