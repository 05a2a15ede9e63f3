from datetime import UTC, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Timezone

from booking.calendars.posix_rules import RuleError, offset_at, parse
from booking.calendars.timezones import ZoneError, is_plain, vtimezone

HOUR = timedelta(hours=1)
LONDON = parse("GMT0BST,M3.5.0/1,M10.5.0")
ALL_ZONES = sorted(
    name
    for name in available_timezones()
    if resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).is_file()
)
FROM_2026_TO_2036 = st.integers(0, 11 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def lines(zone_name: str) -> list[str]:
    stream: bytes = vtimezone(ZoneInfo(zone_name)).to_ical(sorted=False)
    return stream.decode().splitlines()


def test_london_is_two_yearly_rules() -> None:
    assert lines("Europe/London") == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:STANDARD",
        "DTSTART:19701025T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "TZNAME:GMT",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T010000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "TZNAME:BST",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]


def test_dublin_puts_its_clocks_forward_although_the_tz_database_says_it_puts_them_back() -> None:
    assert parse("IST-1GMT0,M10.5.0,M3.5.0/1")[0].name == "IST"
    written = lines("Europe/Dublin")
    forward = written[written.index("BEGIN:DAYLIGHT") : written.index("END:DAYLIGHT")]
    assert forward[1:] == [
        "DTSTART:19700329T010000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "TZNAME:IST",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    ]


def test_a_zone_whose_clocks_never_change_has_one_observance_and_no_rule() -> None:
    assert lines("Asia/Kolkata") == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Kolkata",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0530",
        "TZOFFSETTO:+0530",
        "TZNAME:IST",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


@pytest.mark.parametrize(
    ("zone_name", "rule"),
    [
        ("America/New_York", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"),
        ("Australia/Sydney", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4"),
        # at 24:00 on the first Saturday of September
        ("America/Santiago", "RRULE:FREQ=YEARLY;BYDAY=SU;BYMONTHDAY=2,3,4,5,6,7,8;BYMONTH=9"),
        # 50 hours into the fourth Thursday of March
        ("Asia/Gaza", "RRULE:FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=3"),
        # an hour before the last Sunday of March
        ("America/Nuuk", "RRULE:FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=3"),
    ],
)
def test_the_weekday_is_the_one_on_which_the_clocks_do_change(zone_name: str, rule: str) -> None:
    assert rule in lines(zone_name)


def test_a_change_that_moves_between_months_is_refused() -> None:
    # Egypt: 24:00 on the last Thursday of October, which may be 1 November
    with pytest.raises(ZoneError):
        vtimezone(ZoneInfo("Africa/Cairo"))


@pytest.mark.parametrize(
    "footer", ["", "GMT0BST", "XXX3EDT4,0/0,J365/23", "GMT0BST,M3.6.0,M10.5.0"]
)
def test_a_rule_of_another_form_is_refused(footer: str) -> None:
    with pytest.raises(RuleError):
        parse(footer)


def test_what_one_caller_does_to_a_vtimezone_reaches_no_other() -> None:
    vtimezone(ZoneInfo("Europe/London")).subcomponents.clear()
    assert len(vtimezone(ZoneInfo("Europe/London")).subcomponents) == 2


def test_no_zone_has_rdates_or_extensions_and_only_egypt_has_no_rule() -> None:
    refused = []
    for name in ALL_ZONES:
        try:
            written = lines(name)
        except ZoneError:
            refused.append(name)
        else:
            assert not [line for line in written if line.startswith(("RDATE", "X-"))], name
    assert refused == ["Africa/Cairo", "Egypt"]


@given(zone_name=st.sampled_from(ALL_ZONES), instant=FROM_2026_TO_2036)
def test_in_any_zone_the_vtimezone_reads_back_as_the_zones_own_time(
    zone_name: str, instant: datetime
) -> None:
    zone = ZoneInfo(zone_name)
    if is_plain(zone, instant):
        wall = instant.astimezone(zone).replace(tzinfo=None)
        observed = read_back(zone_name).to_tz(lookup_tzid=False)
        assert wall.replace(tzinfo=observed).utcoffset() == instant.astimezone(zone).utcoffset()


def read_back(zone_name: str) -> Timezone:
    component = Timezone.from_ical(vtimezone(ZoneInfo(zone_name)).to_ical())
    assert isinstance(component, Timezone)
    return component


@given(FROM_2026_TO_2036)
def test_london_is_plain_but_for_the_hour_that_exists_twice(instant: datetime) -> None:
    zone = ZoneInfo("Europe/London")
    hour_before, hour_after = instant - HOUR, instant + HOUR
    wall = instant.astimezone(zone).replace(tzinfo=None)
    twice = wall in {
        hour_before.astimezone(zone).replace(tzinfo=None),
        hour_after.astimezone(zone).replace(tzinfo=None),
    }
    assert is_plain(zone, instant) is not twice


@pytest.mark.parametrize(("minutes", "plain"), [(-61, True), (-60, False), (59, False), (60, True)])
def test_the_hour_that_exists_twice_has_two_exact_ends(minutes: int, plain: bool) -> None:
    back = datetime(2027, 10, 31, 1, tzinfo=UTC)
    assert is_plain(ZoneInfo("Europe/London"), back + timedelta(minutes=minutes)) is plain


def test_a_wall_time_is_not_plain_where_the_zone_leaves_its_rule_for_that_year() -> None:
    # The tz database lists Gaza's clocks year by year, around Ramadan; the rule is for later.
    zone = ZoneInfo("Asia/Gaza")
    departures = [
        day
        for day in (datetime(2026, 1, 1, 12, tzinfo=UTC) + n * 24 * HOUR for n in range(365 * 20))
        if not is_plain(zone, day)
    ]
    assert departures


@pytest.mark.parametrize(
    ("instant", "offset"),
    [
        (datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC), 0 * HOUR),
        (datetime(2027, 3, 28, 1, tzinfo=UTC), HOUR),
        (datetime(2027, 10, 31, 0, 59, 59, tzinfo=UTC), HOUR),
        (datetime(2027, 10, 31, 1, tzinfo=UTC), 0 * HOUR),
        (datetime(2028, 1, 1, tzinfo=UTC), 0 * HOUR),
    ],
)
def test_the_rule_changes_the_clock_at_one_in_the_morning_utc(
    instant: datetime, offset: timedelta
) -> None:
    assert offset_at(LONDON, instant) == offset


def test_south_of_the_equator_the_year_begins_in_the_time_that_began_the_year_before() -> None:
    sydney = parse("AEST-10AEDT,M10.1.0,M4.1.0/3")
    assert offset_at(sydney, datetime(2028, 1, 1, tzinfo=UTC)) == 11 * HOUR
