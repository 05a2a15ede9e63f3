"""When somebody who does not answer the phone is rung again, and when that has been tried enough."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from booking.domain.arranging import part_of
from booking.domain.ladder import Office
from booking.domain.local_time import local, local_day

AGAIN_AFTER = timedelta(hours=1)
ENOUGH = 3
"""Half-days on which nobody answered: then the phone is not the way to reach them."""


def next_try(now: datetime, office: Office) -> datetime:
    """The instant, UTC, from which to ring again: an hour later, while the office is open."""
    later = local(now + AGAIN_AFTER, office.zone)
    day = later.date()
    if office.calendar.is_working_day(day):
        if later.time() < office.opens:
            return office.opening(day)
        if later.time() < office.closes:
            return now + AGAIN_AFTER
    return office.opening(office.calendar.add(day, 1))


def half_days(tries: Iterable[datetime], zone: ZoneInfo) -> int:
    """On how many different mornings and afternoons of the council's clock somebody was rung."""
    return len({(local_day(at, zone), part_of(at, zone)) for at in tries})


def is_tried_enough(tries: Iterable[datetime], zone: ZoneInfo) -> bool:
    """Whether nobody answered on so many half-days that another way must be found."""
    return half_days(tries, zone) >= ENOUGH
