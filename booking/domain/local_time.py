"""The council's clock on the wall, and the instants in UTC that it stands for."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.domain.errors import BookingError

NOON = time(12)
"""Parts the morning from the afternoon, which begins with it."""
_ONE_DAY = timedelta(days=1)


class NonexistentTime(BookingError):
    """The clocks go forward over this time: on that day nobody's watch ever shows it."""

    code = "nonexistent_time"


def at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, when the council's clock shows `clock` on `day`.

    A time that exists twice, when the clocks go back, means the first of the two: whoever comes
    by it is early, not an hour late. A time that the clocks skip raises NonexistentTime.
    """
    instant = at_or_after(day, clock, zone)
    if local(instant, zone).time() != clock.replace(tzinfo=None, fold=0):
        raise NonexistentTime(f"{day} {clock} in {zone.key}")
    return instant


def at_or_after(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """As `at`, for a standing setting that must mean something every day of the year.

    A time that the clocks skip becomes the one as far after the change: 01:30 becomes 02:30.
    """
    wall = datetime.combine(day, clock.replace(fold=0), tzinfo=zone)
    return wall.astimezone(UTC)


def local(instant: datetime, zone: ZoneInfo) -> datetime:
    """`instant` as the council's clock shows it. A naive `instant` is a mistake: ValueError."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone: naive datetimes are not accepted")
    return instant.astimezone(zone)


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The day on the council's calendar at `instant`: 23:30 UTC in summer is the next one."""
    return local(instant, zone).date()


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The council's `day` in UTC, half-open: 23 to 25 hours, as the clocks change."""
    return at_or_after(day, time.min, zone), at_or_after(day + _ONE_DAY, time.min, zone)
