"""When somebody is best phoned: the hours of the office in the part of the day that they named."""

from datetime import datetime, timedelta
from typing import NamedTuple

from booking.domain.ladder import Office
from booking.domain.local_time import NOON, at_or_after, local_day
from booking.domain.needs import Part

_ONE_DAY = timedelta(days=1)


class Best(NamedTuple):
    """What somebody said of when to phone them: a part of the day, words of their own, both or neither."""

    part: Part | None = None
    words: str | None = None


def best_moment(due: datetime, part: Part, office: Office) -> datetime:
    """The first moment from `due` on (UTC) at which the office is open in that part of a working day.

    An office that is never open then is phoned from as if no part had been named: `due`.
    """
    opens = office.opens if part is Part.MORNING else max(office.opens, NOON)
    closes = min(office.closes, NOON) if part is Part.MORNING else office.closes
    if opens >= closes:
        return due
    day = local_day(due, office.zone)
    while True:
        ends = at_or_after(day, closes, office.zone)
        if due < ends and office.calendar.is_working_day(day):
            return max(due, at_or_after(day, opens, office.zone))
        day += _ONE_DAY
