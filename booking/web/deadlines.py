"""How a promise stands, as staff see it: by when it is to be kept, and how much time is left."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from booking import clock
from booking.actions import promises, rules
from booking.domain.local_time import at_or_after, local_day
from booking.domain.promise import PromiseState, working_days_left
from booking.models import Promise


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a promise is to be kept, and how that stands."""

    due_by: datetime
    days_left: int
    """Working days after today; negative once overdue, or by how many it was kept too late."""
    state: PromiseState
    closes_at: datetime | None
    """When the office closes, where the last day is today and it has not closed yet."""


def reader(session: Session) -> Callable[[Promise], Deadline]:
    """Reads how promises stand now. The council's calendar is read once for all of them."""
    judge, office, now = promises.judge(session), rules.office(session), clock.now()

    def read(promise: Promise) -> Deadline:
        stopped = promise.kept_at or promise.ended_at
        left = working_days_left(
            promise.due_by,
            now=stopped or now,
            calendar=office.calendar,
            zone=office.zone,
        )
        closes_at = at_or_after(local_day(promise.due_by, office.zone), office.closes, office.zone)
        closes_today = left == 0 and stopped is None and now < closes_at
        return Deadline(promise.due_by, left, judge(promise), closes_at if closes_today else None)

    return read
