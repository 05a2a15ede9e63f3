"""The same instant, whichever program reads the invitation, on every side of each clock change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.calendars.invitations import to_ical
from tests.calendars.readers import READERS, READERS_OF_VTIMEZONE, as_a_strangers_zone
from tests.calendars.specimens import SPECIMENS, invitation

ZONES = {
    "Europe/London": 6,
    "Europe/Dublin": 6,
    "America/New_York": 6,
    "Asia/Kolkata": 0,
    "Australia/Sydney": 6,
}
LENGTH = timedelta(minutes=45)
TIMES = (time(0, 30), time(9), time(23, 45))
# Days on which lists of RDATEs were seen to come out an hour wrong.
MISREAD_BEFORE = (date(2027, 3, 25), date(2027, 11, 1))


def clock_changes(zone: ZoneInfo) -> list[date]:
    """The days of 2026 to 2028 that are not 24 hours long."""
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(3 * 365 + 1)]
    noons = [datetime.combine(day, time(12), zone).utcoffset() for day in days]
    return [day for day, before, after in zip(days[1:], noons, noons[1:], strict=False)
            if before != after]  # fmt: skip


def starts(zone: ZoneInfo) -> Iterator[datetime]:
    changes = clock_changes(zone)
    around = [day + timedelta(days=n) for day in changes for n in (-1, 0, 1)]
    for day in (*around, *MISREAD_BEFORE, date(2026, 1, 15), date(2028, 7, 15)):
        for at in TIMES:
            yield datetime.combine(day, at, zone)


@pytest.mark.parametrize("zone_name", ZONES)
def test_the_days_below_include_every_clock_change(zone_name: str) -> None:
    assert len(clock_changes(ZoneInfo(zone_name))) == ZONES[zone_name]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("zone_name", ZONES)
def test_every_reader_shows_the_wall_time_that_was_agreed(zone_name: str, reader: str) -> None:
    zone = ZoneInfo(zone_name)
    for wall in starts(zone):
        starts_at = wall.astimezone(UTC)
        stream = to_ical(invitation(starts_at=starts_at, ends_at=starts_at + LENGTH, zone=zone))
        read = READERS[reader](stream)
        assert read == (starts_at, starts_at + LENGTH), (wall, stream.decode())
        assert read[0].astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None)


@pytest.mark.parametrize("reader", READERS_OF_VTIMEZONE)
@pytest.mark.parametrize("zone_name", ZONES)
def test_a_reader_that_does_not_know_the_zone_reads_it_from_the_vtimezone(
    zone_name: str, reader: str
) -> None:
    zone = ZoneInfo(zone_name)
    for wall in starts(zone):
        starts_at = wall.astimezone(UTC)
        stream = to_ical(invitation(starts_at=starts_at, ends_at=starts_at + LENGTH, zone=zone))
        read = READERS[reader](as_a_strangers_zone(stream, f"Kept/{zone_name}"))
        assert read == (starts_at, starts_at + LENGTH), (wall, stream.decode())


@pytest.mark.parametrize("reader", READERS_OF_VTIMEZONE)
def test_the_readers_above_go_by_the_vtimezone_that_they_are_given(reader: str) -> None:
    starts_at = datetime(2027, 6, 1, 9, tzinfo=UTC)
    stream = to_ical(invitation(starts_at=starts_at, ends_at=starts_at + LENGTH))
    wrong = stream.replace(b"TZOFFSETTO:+0100", b"TZOFFSETTO:+0300")
    read, _ = READERS[reader](as_a_strangers_zone(wrong, f"Wrong/{reader}"))
    assert read == starts_at - timedelta(hours=2)


@pytest.mark.parametrize("reader", READERS_OF_VTIMEZONE)
@pytest.mark.parametrize("minutes", range(-90, 120, 15))
def test_the_hour_that_exists_twice_is_read_as_the_one_that_was_meant(
    reader: str, minutes: int
) -> None:
    starts_at = datetime(2027, 10, 31, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    stream = to_ical(invitation(starts_at=starts_at, ends_at=starts_at + LENGTH))
    stream = as_a_strangers_zone(stream, "Kept/Europe/London")
    assert READERS[reader](stream) == (starts_at, starts_at + LENGTH)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", SPECIMENS)
def test_every_kind_of_invitation_can_be_read(name: str, reader: str) -> None:
    specimen = SPECIMENS[name]
    assert READERS[reader](to_ical(specimen)) == (specimen.starts_at, specimen.ends_at)
