"""When old appointments can have been: officers' patterns, cut up, each meeting with a room of its own."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.actions import rules
from booking.domain.local_time import at_or_after
from booking.domain.needs import Meeting
from booking.models import Arranges, Officer, PatternHours, Room, Service
from booking.settings import settings

BUSIEST = 0.75
"""The share of their times at which officers see somebody, at the most."""
SPREAD = 60
"""The working days over which few openings are spread."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One officer's time with one resident, UTC; a room and its location for meetings in person."""

    starts_at: datetime
    ends_at: datetime
    officer_id: int
    service_id: int
    meeting: Meeting
    by_request: bool
    location_id: int | None = None
    room_id: int | None = None


def openings(session: Session, count: int, before: date, rng: Random) -> list[Opening]:
    """The last `count` openings on the working days before `before`, oldest first.

    Raises HolidayYearMissing where so many would lead back to years that nobody knows.
    """
    calendar = rules.working_calendar(session)
    cutting = _Cutting(session, rng)
    cutting.thin_out(count / SPREAD, [calendar.add(before, -days) for days in range(1, 6)])
    day = before
    days: list[list[Opening]] = []
    found = 0
    while found < count:
        day = calendar.add(day, -1)
        days.append(list(cutting.of_day(day)))
        found += len(days[-1])
    oldest_first = [opening for of_day in reversed(days) for opening in of_day]
    return oldest_first[-count:]


class _Cutting:
    """All officers and rooms, read once."""

    def __init__(self, session: Session, rng: Random) -> None:
        self._rng, self._used = rng, BUSIEST
        self._zone = settings().timezone
        officers = select(Officer).order_by(Officer.id)
        self._officers = session.scalars(
            officers.options(selectinload(Officer.patterns), selectinload(Officer.services))
        ).all()
        self._rooms: dict[int | None, list[int]] = defaultdict(list)
        for room in session.scalars(select(Room).order_by(Room.id)):
            self._rooms[room.location_id].append(room.id)

    def thin_out(self, enough: float, week: list[date]) -> None:
        """Makes the days of a usual week hold no more than `enough` openings each."""
        usual = sum(len(list(self.of_day(day))) for day in week) / len(week)
        self._used *= min(1.0, enough / usual)

    def of_day(self, day: date) -> Iterator[Opening]:
        """The day's openings in order of time; by phone where no room is free, else not at all."""
        free_from: dict[int, datetime] = {}
        for cut in sorted(self._cuts(day), key=lambda cut: (cut.starts_at, cut.officer.id)):
            free = (n for n in self._rooms[cut.location_id] if _is_free(free_from, n, cut))
            if cut.location_id and (room_id := next(free, None)):
                free_from[room_id] = cut.ends_at
                yield cut.opening(Meeting.IN_PERSON, cut.location_id, room_id)
            elif Meeting.PHONE in cut.service.meetings:
                yield cut.opening(Meeting.PHONE)

    def _cuts(self, day: date) -> Iterator["_Cut"]:
        for officer in self._officers:
            for hours in officer.patterns:
                if hours.weekday == day.weekday() and _in_force(hours, day):
                    yield from self._cut(officer, hours, day)

    def _cut(self, officer: Officer, hours: PatternHours, day: date) -> Iterator["_Cut"]:
        start = at_or_after(day, hours.starts, self._zone)
        end = at_or_after(day, hours.ends, self._zone)
        while True:
            service = self._rng.choice(officer.services)
            until = start + timedelta(minutes=service.minutes)
            if until > end:
                return
            if self._rng.random() < self._used:
                yield _Cut(start, until, officer, service, hours.location_id)
            start = until + timedelta(minutes=officer.buffer_minutes)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A piece of a pattern, before it is known how officer and resident meet."""

    starts_at: datetime
    ends_at: datetime
    officer: Officer
    service: Service
    location_id: int | None

    def opening(
        self, meeting: Meeting, location_id: int | None = None, room_id: int | None = None
    ) -> Opening:
        return Opening(
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            officer_id=self.officer.id,
            service_id=self.service.id,
            meeting=meeting,
            by_request=self.officer.arranges is Arranges.BY_REQUEST,
            location_id=location_id,
            room_id=room_id,
        )


def _in_force(hours: PatternHours, day: date) -> bool:
    return hours.effective_from <= day <= (hours.effective_until or day)


def _is_free(free_from: dict[int, datetime], room_id: int, cut: _Cut) -> bool:
    return room_id not in free_from or free_from[room_id] <= cut.starts_at
