"""What is going to be asked: for which moment of which day, asked when, and how it is meant to end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from random import Random
from zoneinfo import ZoneInfo

from booking.domain.local_time import at_or_after, local_day
from booking.domain.working_days import WorkingCalendar

PAST_DAYS, COMING_DAYS = 8, 16
"""Working days before and after today that the story tells of; before that is `history`."""
STORY = 96
"""The appointments whose whole life the real actions play."""

STILL_OPEN = (5, 4, 3, 3, 2, 1, 1, 0, 0)
"""How many working days ago was asked what still waits today, unless Kept has arranged it by itself."""
IN_VAIN = (8, 7, 6, 6, 5, 4, 3, 1)
"""Likewise, of an officer who has fallen ill, so that nothing fits."""


class Ending(Enum):
    """What becomes of a request."""

    ARRANGED = auto()
    """And then whatever chance brings."""
    CANCELLED = auto()
    MISSED = auto()
    OPEN = auto()
    DECLINED = auto()
    WITHDRAWN = auto()
    ANSWERED = auto()


WITH_A_TIME = frozenset({Ending.ARRANGED, Ending.CANCELLED, Ending.MISSED})
"""The endings that come after a time was arranged."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One thing that somebody will ask: at `asked_at`, for about `wanted`; both UTC."""

    wanted: datetime
    asked_at: datetime
    ending: Ending = Ending.ARRANGED
    within: timedelta = timedelta.max
    """How near to `wanted` it must be, if any officer can."""
    in_vain: bool = False
    """Put to an officer who has fallen ill."""


def plans(now: datetime, rng: Random, calendar: WorkingCalendar, zone: ZoneInfo) -> Iterator[Plan]:
    """One of everything, then today, then past and coming days without end: take as many as wanted."""
    planner = _Planner(now, rng, calendar, zone)
    yield from planner.requests()
    yield from planner.today()
    while True:
        yield planner.arranged(-rng.randint(1, PAST_DAYS))
        yield planner.arranged(rng.randint(1, COMING_DAYS))


class _Planner:
    def __init__(
        self, now: datetime, rng: Random, calendar: WorkingCalendar, zone: ZoneInfo
    ) -> None:
        self.now, self.rng, self.calendar, self.zone = now, rng, calendar, zone
        self.day = local_day(now, zone)

    def requests(self) -> Iterator[Plan]:
        """Requests as they stand: new, at risk, due today, overdue; and all that did not come off."""
        for working_days_ago in STILL_OPEN:
            yield self._asked(working_days_ago, Ending.OPEN)
        for working_days_ago in IN_VAIN:
            yield replace(self._asked(working_days_ago, Ending.OPEN), in_vain=True)
        for ending in (Ending.DECLINED, Ending.WITHDRAWN, Ending.ANSWERED):
            for working_days_ago in (15, 9, 6, 3):
                yield self._asked(working_days_ago, ending)
        for ending in (Ending.CANCELLED, Ending.MISSED):
            past = self.arranged(-self.rng.randint(2, PAST_DAYS))
            yield replace(past, ending=ending, within=timedelta(hours=6))

    def today(self) -> Iterator[Plan]:
        """Around this very minute, so that somebody is being seen and somebody is waiting."""
        if not self.calendar.is_working_day(self.day):
            return
        for minutes in (-8, 15, -8, 20, -100, -150, -60, 55, 90, 120, 150, 200, -200, -240):
            # So long ago that no interpreter is too late for it.
            asked = self._asked(self.rng.randint(11, 14), Ending.ARRANGED)
            wanted = self.now + timedelta(minutes=minutes)
            yield Plan(wanted, asked.asked_at, within=timedelta(minutes=8))

    def arranged(self, working_days: int) -> Plan:
        """Something arranged for so many working days from today."""
        day = self.calendar.add(self.day, working_days)
        earliest_asked = self.calendar.add(day, -self.rng.choice((2, 3, 4, 5, 6, 8, 11)))
        asked = min(earliest_asked, self.calendar.add(self.day, -self.rng.randint(0, 5)))
        return Plan(self._some_time(day), self._before_now(asked))

    def _asked(self, working_days_ago: int, ending: Ending) -> Plan:
        asked_at = self._before_now(self.calendar.add(self.day, -working_days_ago))
        wanted = self.calendar.add(self.day, self.rng.randint(1, COMING_DAYS))
        return Plan(self._some_time(wanted), asked_at, ending)

    def _some_time(self, day: date) -> datetime:
        clock = time(self.rng.randint(9, 16), self.rng.randrange(0, 60, 5))
        return at_or_after(day, clock, self.zone)

    def _before_now(self, day: date) -> datetime:
        """A time of `day` at which people ask, and that is over."""
        asked_at = self._some_time(day)
        just_now = self.now - timedelta(minutes=self.rng.randint(3, 50))
        return min(asked_at, just_now)
