"""Every rule of the diary at once, against an oracle that tries every five minutes of every day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from booking.domain.diary import OfficerDiary, RoomDiary, Slot, WorkingPattern
from booking.domain.free_times import free_slots, why_empty
from booking.domain.intervals import Interval
from booking.domain.needs import Demand, Meeting, Part
from booking.domain.working_days import WorkingCalendar

LONDON = ZoneInfo("Europe/London")
CAIRO = ZoneInfo("Africa/Cairo")  # changes its clocks on working days
LONG_AGO = date(2020, 1, 1)
TICK = timedelta(minutes=5)


@dataclass(frozen=True)
class World:
    diary: OfficerDiary
    demand: Demand
    rooms: tuple[RoomDiary, ...]
    since: date
    until: date
    now: datetime
    calendar: WorkingCalendar
    zone: ZoneInfo


def ticks(intervals: Iterable[Interval]) -> set[datetime]:
    return {
        interval.start + n * TICK
        for interval in intervals
        for n in range((interval.end - interval.start) // TICK)
    }


def by_brute_force(world: World) -> list[Slot]:
    """Every slot that keeps every rule, found by trying every tick of every day."""
    diary, demand, zone = world.diary, world.demand, world.zone
    today = world.now.astimezone(zone).date()
    lead = [day for n in range(1, 20) if works(day := today + timedelta(days=n), world.calendar)]
    first = lead[demand.lead_working_days - 1] if demand.lead_working_days else today
    away, busy = ticks(diary.absences), ticks(diary.busy)
    length, buffer = demand.minutes * (TICK / 5), diary.buffer_minutes * (TICK / 5)
    found = []
    day = max(world.since, first)
    while day <= min(world.until, today + timedelta(days=diary.horizon_days)):
        full = diary.booked_per_day.get(day, 0) >= (diary.daily_maximum or 99)
        for pattern in diary.patterns if works(day, world.calendar) and not full else ():
            worked = ticks_of_work(pattern, day, zone) if serves(pattern, demand) else []
            for start in worked:
                wanted = ticks([Interval(start, start + length)])
                around = ticks([Interval(start - buffer, start + length + buffer)])
                if (
                    (start - worked[0]) % timedelta(minutes=diary.step_minutes) == timedelta(0)
                    and wanted <= set(worked)
                    and not wanted & away
                    and not around & busy
                    and start >= world.now + timedelta(minutes=diary.minimum_notice_minutes)
                    and all(suits(tick, demand, zone) for tick in wanted)
                ):
                    found += slot_with_room(start, start + length, pattern, world)
        day += timedelta(days=1)
    return sorted(found, key=lambda slot: slot.start)


def works(day: date, calendar: WorkingCalendar) -> bool:
    holidays = calendar.holidays[day.year] | calendar.closures
    return day.isoweekday() <= 5 and day not in holidays


def ticks_of_work(pattern: WorkingPattern, day: date, zone: ZoneInfo) -> list[datetime]:
    """Of an hour that comes twice only the first is worked, which holds in Cairo: none is after."""
    if day.weekday() != pattern.weekday or day < pattern.effective_from:
        return []
    if pattern.effective_until is not None and day > pattern.effective_until:
        return []
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    around = [(noon + n * TICK).astimezone(zone) for n in range(-250, 250)]
    return [
        tick.astimezone(UTC)
        for tick in around
        if tick.date() == day and pattern.starts <= tick.time() < pattern.ends and not tick.fold
    ]


def serves(pattern: WorkingPattern, demand: Demand) -> bool:
    match demand.meeting:
        case Meeting.IN_PERSON:
            anywhere = demand.location_id is None
            here = pattern.location_id is not None
            return here and (anywhere or pattern.location_id == demand.location_id)
        case Meeting.HOME_VISIT:
            return pattern.location_id is not None
        case _:
            return True


def suits(tick: datetime, demand: Demand, zone: ZoneInfo) -> bool:
    part = Part.MORNING if tick.astimezone(zone).hour < 12 else Part.AFTERNOON
    return demand.parts is None or part in demand.parts


def slot_with_room(
    start: datetime, end: datetime, pattern: WorkingPattern, world: World
) -> list[Slot]:
    if world.demand.meeting is not Meeting.IN_PERSON:
        return [Slot(start, end)]
    fitting = [
        (len(room.facilities - world.demand.facilities), room.room_id)
        for room in world.rooms
        if room.location_id == pattern.location_id
        and world.demand.facilities <= room.facilities
        and not ticks([Interval(start, end)]) & ticks(room.busy)
    ]
    return [Slot(start, end, pattern.location_id, min(fitting)[1])] if fitting else []


def clock_times(first: int, last: int) -> st.SearchStrategy[time]:
    """Clock times at whole ticks between two hours of the day."""
    return st.integers(first * 12, last * 12 - 1).map(lambda n: time(n // 12, n % 12 * 5))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A week or so, often across a change of clocks, with everything that can be in the way."""
    zone, monday = draw(
        st.sampled_from(
            [
                (LONDON, date(2026, 11, 23)),
                (LONDON, date(2026, 3, 26)),
                (LONDON, date(2026, 10, 22)),
                (CAIRO, date(2026, 4, 22)),
                (CAIRO, date(2026, 10, 27)),
            ]
        )
    )
    facilities = st.frozensets(st.sampled_from(["step_free", "quiet", "hearing_loop"]))
    location = st.sampled_from([1, 1, 1, 2, None])
    midnight = datetime.combine(monday, time(0), tzinfo=UTC)

    def intervals(most: int, longest: int) -> st.SearchStrategy[tuple[Interval, ...]]:
        return st.lists(
            st.builds(
                lambda begin, length: Interval(
                    midnight + begin * TICK, midnight + (begin + length) * TICK
                ),
                st.integers(-50, 6 * 288),
                st.integers(1, longest),
            ),
            max_size=most,
        ).map(tuple)

    patterns = []
    hours = st.sampled_from([[(7, 12, 19)], [(0, 4, 12), (12, 20, 24)]])
    for weekday in range(7):
        for first, middle, last in draw(hours):
            begin, end = draw(clock_times(first, middle)), draw(clock_times(middle, last))
            since = draw(st.sampled_from([LONG_AGO, LONG_AGO, monday + timedelta(days=2)]))
            until = draw(st.sampled_from([None, None, monday + timedelta(days=3)]))
            patterns.append(WorkingPattern(weekday, begin, end, draw(location), since, until))
    horizon = [monday + timedelta(days=n) for n in range(7)]
    diary = OfficerDiary(
        officer_id=1,
        patterns=tuple(draw(st.permutations(patterns))),
        absences=draw(intervals(2, 400)),
        busy=draw(intervals(20, 30)),
        booked_per_day=draw(st.dictionaries(st.sampled_from(horizon), st.integers(0, 3))),
        buffer_minutes=draw(st.sampled_from([0, 5, 15])),
        minimum_notice_minutes=draw(st.sampled_from([0, 0, 0, 120, 1500])),
        daily_maximum=draw(st.sampled_from([None, None, 2])),
        horizon_days=draw(st.sampled_from([3, 60])),
        step_minutes=draw(st.sampled_from([10, 15, 20, 30])),
    )
    demand = Demand(
        minutes=draw(st.sampled_from([15, 30, 50])),
        meeting=draw(st.sampled_from([Meeting.IN_PERSON, Meeting.IN_PERSON, *Meeting])),
        facilities=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"step_free"})])),
        lead_working_days=draw(st.sampled_from([0, 0, 0, 1, 3])),
        location_id=draw(st.sampled_from([None, None, 1, 2])),
        parts=draw(st.sampled_from([None, None, *map(frozenset, ([p] for p in Part))])),
    )
    rooms = tuple(
        RoomDiary(n, draw(st.sampled_from([1, 2])), draw(facilities), draw(intervals(6, 100)))
        for n in range(draw(st.integers(1, 4)))
    )
    closures = frozenset(draw(st.sets(st.sampled_from(horizon), max_size=1)))
    return World(
        diary=diary,
        demand=demand,
        rooms=rooms,
        since=monday + timedelta(days=draw(st.integers(-1, 2))),
        until=monday + timedelta(days=draw(st.integers(3, 6))),
        now=midnight + draw(st.integers(-100, 400)) * TICK,
        calendar=WorkingCalendar({2026: frozenset()}, closures),
        zone=zone,
    )


@given(worlds())
def test_exactly_the_slots_that_keep_every_rule_are_offered(world: World) -> None:
    assert list(free_slots(**vars(world))) == by_brute_force(world)


@given(worlds())
def test_there_is_a_reason_exactly_while_there_are_no_times(world: World) -> None:
    asked = vars(world)
    today = world.now.astimezone(world.zone).date()
    since = max(world.since, today)
    found = list(free_slots(**asked | {"until": since}))
    empty = why_empty(**asked | {"since": since})
    assert (empty is None) == bool(found or since > world.until)
