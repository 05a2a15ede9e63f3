"""What a demand finds free in a diary: one forward sweep over days, windows of work, the gaps in them
and the slots in those. Nothing is computed before it is asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from booking.domain.diary import Empty, OfficerDiary, Reason, RoomDiary, Slot, WorkingPattern
from booking.domain.intervals import Interval, gaps, is_free
from booking.domain.local_time import NOON, NonexistentTime, at, day_bounds, local_day
from booking.domain.needs import Demand, Meeting, Part
from booking.domain.working_days import WorkingCalendar

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_ALWAYS = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def free_slots(
    diary: OfficerDiary,
    demand: Demand,
    rooms: Sequence[RoomDiary],
    *,
    since: date,
    until: date,
    now: datetime,
    calendar: WorkingCalendar,
    zone: ZoneInfo,
) -> Iterator[Slot]:
    """Every slot that meets the whole demand on the local days `since` to `until`, both included.

    Lazy and in order of time, no two at the same start: `next()` reads no further than it must.
    Where two working patterns overlap, the one that starts first holds until it ends. Of the rooms
    that would do, the one with the fewest other facilities is taken, to keep the rest for those who
    need them. Raises HolidayYearMissing.
    """
    sweep = _Sweep(diary, demand, rooms, now, calendar, zone)
    return sweep.slots(_days(max(since, sweep.first_day), min(until, sweep.last_day)))


def why_empty(
    diary: OfficerDiary,
    demand: Demand,
    rooms: Sequence[RoomDiary],
    *,
    since: date,
    until: date,
    now: datetime,
    calendar: WorkingCalendar,
    zone: ZoneInfo,
) -> Empty | None:
    """Why there are no times on the first days from `since` on; None when there are at once.

    Of several reasons the one that accounts for most of the days is given, the earlier where they
    are level. Days that are no working days are nobody's reason, unless there are no others.
    """
    sweep = _Sweep(diary, demand, rooms, now, calendar, zone)
    reasons: dict[date, Reason] = {}
    for day in _days(max(since, sweep.today), until):
        if (reason := sweep.reason(day)) is None:
            break
        reasons[day] = reason
    counted = Counter(reason for reason in reasons.values() if reason is not Reason.CLOSED)
    if not (counted or reasons):
        return None
    main = counted.most_common(1)[0][0] if counted else Reason.CLOSED
    last = max(day for day, reason in reasons.items() if reason is main)
    over = (day for day in _days(last + _DAY, until) if reasons.get(day) is not Reason.CLOSED)
    return Empty(main, next(over, None))


def stretches(
    diary: OfficerDiary, *, since: date, until: date, calendar: WorkingCalendar, zone: ZoneInfo
) -> Iterator[Interval]:
    """The time that any demand could be met in, whatever it needs: no slot lies outside of it. In order."""
    anything = Demand(minutes=5, meeting=Meeting.PHONE)
    sweep = _Sweep(diary, anything, (), day_bounds(since, zone)[0], calendar, zone)
    return sweep.stretches(_days(since, min(until, sweep.last_day)))


class _Window(NamedTuple):
    """A stretch of work, in UTC; slots are counted from `anchor`, the start of the pattern."""

    anchor: datetime
    start: datetime
    end: datetime
    location_id: int | None


class _Sweep:
    """One demand put to one diary, now: what holds for every day is worked out once, here."""

    def __init__(
        self,
        diary: OfficerDiary,
        demand: Demand,
        rooms: Sequence[RoomDiary],
        now: datetime,
        calendar: WorkingCalendar,
        zone: ZoneInfo,
    ) -> None:
        self.diary, self.demand, self.rooms = diary, demand, rooms
        self.calendar, self.zone = calendar, zone
        self.today = local_day(now, zone)
        self.first_day = calendar.add(self.today, demand.lead_working_days)
        self.last_day = self.today + diary.horizon_days * _DAY
        self.earliest = now + diary.minimum_notice_minutes * _MINUTE
        self.length = demand.minutes * _MINUTE
        self.buffer = diary.buffer_minutes * _MINUTE
        self.step = diary.step_minutes * _MINUTE
        self.patterns: tuple[list[WorkingPattern], ...] = ([], [], [], [], [], [], [])
        for pattern in sorted(diary.patterns, key=attrgetter("starts")):
            if self._serves(pattern):
                self.patterns[pattern.weekday].append(pattern)

    def slots(self, days: Iterable[date]) -> Iterator[Slot]:
        """The times at which there is also a room, where the demand calls for one."""
        for start, end, location_id in self._times(days):
            if self.demand.meeting is not Meeting.IN_PERSON:
                yield Slot(start, end)
                continue
            for room in self._rooms_at.get(location_id, ()):
                if is_free(start, end, room.busy):
                    yield Slot(start, end, location_id, room.room_id)
                    break

    def stretches(self, days: Iterable[date]) -> Iterator[Interval]:
        """The free time between what is taken, buffers kept."""
        for window in self._windows(days):
            yield from self._stretches(window)

    def reason(self, day: date) -> Reason | None:
        """Why nobody can be seen on `day`; None when somebody can."""
        if day > self.last_day:
            return Reason.TOO_FAR
        if not any(self._hours(day)) and not self.calendar.is_working_day(day):
            return Reason.CLOSED
        if day < self.first_day:
            return Reason.LEAD_TIME
        if self.diary.is_full(day):
            return Reason.FULL
        windows = [w for w in self._windows([day]) if w.end - w.start >= self.length]
        if not windows:
            return Reason.NOT_WORKING
        if not any(map(self._is_present, windows)):
            return Reason.AWAY
        if all(window.end - self.earliest < self.length for window in windows):
            return Reason.NOTICE
        if not any(self._times([day])):
            return Reason.FULL
        return None if any(self.slots([day])) else Reason.NO_ROOM

    def _serves(self, pattern: WorkingPattern) -> bool:
        """Whether this work is done where, and as, the demand wants to be met."""
        if self.demand.meeting in (Meeting.PHONE, Meeting.VIDEO):
            return True
        if pattern.location_id is None:
            return False
        anywhere = self.demand.meeting is Meeting.HOME_VISIT or self.demand.location_id is None
        return anywhere or self.demand.location_id == pattern.location_id

    def _windows(self, days: Iterable[date]) -> Iterator[_Window]:
        """The stretches of work, cut to the parts of the day that the demand allows."""
        for day in days:
            if not self.patterns[day.weekday()] or self.diary.is_full(day):
                continue
            first, last = self._allowed(day)
            for pattern in self._hours(day):
                anchor = _instant(day, pattern.starts, self.zone)
                end = _instant(day, pattern.ends, self.zone)
                yield _Window(anchor, max(anchor, first), min(end, last), pattern.location_id)
                first = max(first, end)

    def _hours(self, day: date) -> Iterator[WorkingPattern]:
        """The work of a day: on a working day what the pattern says, at a weekend only extra time."""
        patterns = self.patterns[day.weekday()]
        if not patterns or self.calendar.is_closed(day):
            return
        is_working_day = self.calendar.is_working_day(day)
        for pattern in patterns:
            if pattern.holds_on(day) and (is_working_day or pattern.is_extra):
                yield pattern

    def _allowed(self, day: date) -> tuple[datetime, datetime]:
        """The time of day that suits the resident."""
        parts = self.demand.parts
        if parts is None:
            return _ALWAYS
        noon = _instant(day, NOON, self.zone)
        return (
            _ALWAYS[0] if Part.MORNING in parts else noon,
            _ALWAYS[1] if Part.AFTERNOON in parts else noon,
        )

    def _is_present(self, window: _Window) -> bool:
        return any(gaps(window.start, window.end, self.diary.absences, self.length))

    def _stretches(self, window: _Window) -> Iterator[Interval]:
        """What is free of a window, and long enough.

        Widening what is searched, then narrowing each gap by as much, keeps the buffer on both
        sides, and towards what lies just outside of the working hours as well.
        """
        start, end = max(window.start, self.earliest) - self.buffer, window.end + self.buffer
        for gap in gaps(start, end, self.diary.busy, self.length + 2 * self.buffer):
            yield from gaps(
                gap.start + self.buffer, gap.end - self.buffer, self.diary.absences, self.length
            )

    def _times(self, days: Iterable[date]) -> Iterator[tuple[datetime, datetime, int | None]]:
        """The starts and ends, on the grid of their pattern, that are free; and where it works."""
        for window in self._windows(days):
            for free in self._stretches(window):
                start = window.anchor + -((window.anchor - free.start) // self.step) * self.step
                while (end := start + self.length) <= free.end:
                    yield start, end, window.location_id
                    start += self.step

    @cached_property
    def _rooms_at(self) -> dict[int | None, list[RoomDiary]]:
        """The rooms that would do, by location, those with the fewest other facilities first."""
        found: dict[int | None, list[RoomDiary]] = defaultdict(list)
        wanted = self.demand.facilities
        for room in sorted(self.rooms, key=lambda room: (len(room.facilities), room.room_id)):
            if room.facilities >= wanted:
                found[room.location_id].append(room)
        return found


def _days(since: date, until: date) -> Iterator[date]:
    while since <= until:
        yield since
        since += _DAY


# Officers share their hours: for all of them together each clock time is worked out once a day.
@lru_cache(maxsize=8192)
def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """When the local clock shows `clock`; the moment of the change when the clocks skip it."""
    wall = datetime.combine(day, clock)
    while True:
        try:
            return at(wall.date(), wall.time(), zone)
        except NonexistentTime:
            wall += _MINUTE
