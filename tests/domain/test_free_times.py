"""What a diary offers, one rule at a time; `test_diary_by_brute_force` has them all together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.domain.diary import Empty, OfficerDiary, Reason, RoomDiary, Slot, WorkingPattern
from booking.domain.free_times import free_slots, why_empty
from booking.domain.intervals import Interval
from booking.domain.needs import Demand, Meeting, Part
from booking.domain.working_days import HolidayYearMissing, WorkingCalendar

LONDON = ZoneInfo("Europe/London")
CAIRO = ZoneInfo("Africa/Cairo")  # changes its clocks on working days
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (date(2026, 11, d) for d in range(23, 29))
NEXT_MONDAY = date(2026, 11, 30)
LONG_AGO = date(2020, 1, 1)
SUNDAY_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CALENDAR = WorkingCalendar({2026: frozenset({date(2026, 12, 25)}), 2027: frozenset()})
BY_PHONE = Demand(minutes=30, meeting=Meeting.PHONE)
IN_PERSON = Demand(minutes=30, meeting=Meeting.IN_PERSON)


def work(
    weekday: int, starts: str = "09:00", ends: str = "11:00", location_id: int | None = 1
) -> WorkingPattern:
    begins, finishes = time.fromisoformat(starts), time.fromisoformat(ends)
    return WorkingPattern(weekday, begins, finishes, location_id, effective_from=LONG_AGO)


def every_day(starts: str = "09:00", ends: str = "11:00") -> tuple[WorkingPattern, ...]:
    return tuple(work(weekday, starts, ends) for weekday in range(5))


def taken(day: date, starts: str, ends: str, until: date | None = None) -> Interval:
    """An interval between two clock times in winter, when London keeps UTC."""
    return Interval(
        datetime.combine(day, time.fromisoformat(starts), tzinfo=UTC),
        datetime.combine(until or day, time.fromisoformat(ends), tzinfo=UTC),
    )


OFFICER = OfficerDiary(officer_id=1, patterns=every_day(), step_minutes=30)


def offered(
    diary: OfficerDiary,
    demand: Demand = BY_PHONE,
    rooms: Sequence[RoomDiary] = (),
    *,
    since: date = MONDAY,
    until: date = MONDAY,
    now: datetime = SUNDAY_NOON,
    calendar: WorkingCalendar = CALENDAR,
    zone: ZoneInfo = LONDON,
) -> list[Slot]:
    return list(
        free_slots(
            diary, demand, rooms, since=since, until=until, now=now, calendar=calendar, zone=zone
        )
    )


def clocks(slots: Iterable[Slot], zone: ZoneInfo = LONDON) -> list[str]:
    return [f"{slot.start.astimezone(zone):%H:%M}" for slot in slots]


def days(slots: Iterable[Slot]) -> list[date]:
    return list(dict.fromkeys(slot.start.astimezone(LONDON).date() for slot in slots))


# Working patterns


def test_slots_fill_the_working_pattern_to_its_end() -> None:
    assert clocks(offered(OFFICER)) == ["09:00", "09:30", "10:00", "10:30"]


def test_slots_keep_to_the_grid_of_the_pattern_after_something_odd() -> None:
    diary = replace(OFFICER, busy=(taken(MONDAY, "09:00", "09:07"),), step_minutes=15)
    assert clocks(offered(diary))[:2] == ["09:15", "09:30"]


def test_a_long_appointment_needs_a_long_stretch() -> None:
    diary = replace(OFFICER, busy=(taken(MONDAY, "10:00", "10:30"),))
    assert clocks(offered(diary, replace(BY_PHONE, minutes=60))) == ["09:00"]


def test_weekends_public_holidays_and_closures_offer_nothing() -> None:
    calendar = replace(CALENDAR, closures=frozenset({TUESDAY}))
    diary = replace(OFFICER, patterns=(*every_day(), work(5), work(6)))
    found = offered(diary, until=NEXT_MONDAY, calendar=calendar)
    assert days(found) == [MONDAY, WEDNESDAY, THURSDAY, FRIDAY, NEXT_MONDAY]
    assert offered(OFFICER, since=date(2026, 12, 25), until=date(2026, 12, 25)) == []


def test_extra_time_on_one_saturday_is_offered_unless_the_council_is_closed() -> None:
    opened = replace(work(5), effective_from=SATURDAY, effective_until=SATURDAY)
    diary = replace(OFFICER, patterns=(*every_day(), work(5), opened))
    assert days(offered(diary, since=FRIDAY, until=NEXT_MONDAY)) == [FRIDAY, SATURDAY, NEXT_MONDAY]
    closed = replace(CALENDAR, closures=frozenset({SATURDAY}))
    found = offered(diary, since=FRIDAY, until=NEXT_MONDAY, calendar=closed)
    assert days(found) == [FRIDAY, NEXT_MONDAY]


def test_a_pattern_that_changes_in_the_middle_of_the_range_changes_the_times() -> None:
    before = replace(work(0), effective_until=MONDAY)
    after = replace(work(0, "14:00", "15:00"), effective_from=NEXT_MONDAY)
    diary = replace(OFFICER, patterns=(before, after))
    found = offered(diary, until=NEXT_MONDAY)
    assert clocks(found) == ["09:00", "09:30", "10:00", "10:30", "14:00", "14:30"]
    assert days(found) == [MONDAY, NEXT_MONDAY]


def test_where_patterns_overlap_the_first_holds_and_no_time_comes_twice() -> None:
    diary = replace(OFFICER, patterns=(work(0, "10:00", "12:00", 2), work(0, "09:00", "11:00", 1)))
    found = offered(diary)
    assert clocks(found) == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]


def test_work_that_does_not_end_after_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        work(0, "17:00", "09:00")


# Absences, busy time, buffers


def test_an_absence_that_crosses_midnight_takes_from_both_days() -> None:
    away = taken(MONDAY, "10:00", "09:45", until=TUESDAY)
    found = offered(replace(OFFICER, absences=(away,)), until=TUESDAY)
    assert clocks(found) == ["09:00", "09:30", "10:00", "10:30"]
    assert days(found) == [MONDAY, TUESDAY]


def test_busy_time_may_overlap_and_come_in_any_order() -> None:
    busy = (taken(MONDAY, "09:30", "09:40"), taken(MONDAY, "09:00", "10:30"))
    assert clocks(offered(replace(OFFICER, busy=busy))) == ["10:30"]


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("09:45", "10:00", ["09:00", "10:15", "10:30"]),
        ("09:40", "10:00", ["10:15", "10:30"]),
        ("08:30", "09:00", ["09:15", "09:30", "09:45", "10:00", "10:15", "10:30"]),
        ("11:10", "12:00", ["09:00", "09:15", "09:30", "09:45", "10:00", "10:15"]),
        ("11:15", "12:00", ["09:00", "09:15", "09:30", "09:45", "10:00", "10:15", "10:30"]),
    ],
)
def test_the_buffer_is_kept_before_and_after(starts: str, ends: str, expected: list[str]) -> None:
    busy = (taken(MONDAY, starts, ends),)
    diary = replace(OFFICER, busy=busy, buffer_minutes=15, step_minutes=15)
    assert clocks(offered(diary)) == expected


def test_no_buffer_is_kept_to_an_absence() -> None:
    away = (taken(MONDAY, "09:00", "10:00"),)
    diary = replace(OFFICER, absences=away, buffer_minutes=15)
    assert clocks(offered(diary)) == ["10:00", "10:30"]


# Limits


def test_a_day_that_has_reached_its_maximum_offers_nothing() -> None:
    diary = replace(OFFICER, daily_maximum=2, booked_per_day={MONDAY: 2, TUESDAY: 1})
    assert days(offered(diary, until=TUESDAY)) == [TUESDAY]


def test_minimum_notice_is_counted_from_now() -> None:
    now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    assert clocks(offered(replace(OFFICER, minimum_notice_minutes=90), now=now)) == [
        "10:00",
        "10:30",
    ]


def test_nothing_is_offered_in_the_past() -> None:
    now = datetime(2026, 11, 24, 10, 1, tzinfo=UTC)
    found = offered(OFFICER, since=MONDAY, until=TUESDAY, now=now)
    assert (days(found), clocks(found)) == ([TUESDAY], ["10:30"])


def test_the_booking_horizon_counts_days_from_today() -> None:
    assert days(offered(replace(OFFICER, horizon_days=2), until=FRIDAY)) == [MONDAY, TUESDAY]


@pytest.mark.parametrize(("working_days", "first"), [(0, MONDAY), (1, MONDAY), (3, WEDNESDAY)])
def test_support_that_takes_time_moves_the_first_day(working_days: int, first: date) -> None:
    demand = replace(BY_PHONE, lead_working_days=working_days)
    assert days(offered(OFFICER, demand, until=FRIDAY))[0] == first


def test_lead_time_is_counted_in_working_days() -> None:
    friday_noon = datetime(2026, 11, 27, 12, tzinfo=UTC)
    demand = replace(BY_PHONE, lead_working_days=1)
    assert days(offered(OFFICER, demand, until=NEXT_MONDAY, now=friday_noon)) == [NEXT_MONDAY]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({Part.MORNING}, ["11:00", "11:30"]),
        ({Part.AFTERNOON}, ["12:00", "12:30"]),
        (set(Part), ["11:00", "11:30", "12:00", "12:30"]),
    ],
)
def test_only_mornings_means_over_by_noon(parts: set[Part], expected: list[str]) -> None:
    diary = replace(OFFICER, patterns=every_day("11:00", "13:00"))
    assert clocks(offered(diary, replace(BY_PHONE, parts=frozenset(parts)))) == expected
    long = replace(BY_PHONE, parts=frozenset({Part.MORNING}), minutes=45)
    assert clocks(offered(diary, long)) == ["11:00"]


# Places and rooms


def room(room_id: int, *facilities: str, at: int = 1, busy: Sequence[Interval] = ()) -> RoomDiary:
    return RoomDiary(room_id, at, frozenset(facilities), tuple(busy))


def test_work_from_home_serves_phone_and_video_only() -> None:
    diary = replace(OFFICER, patterns=(work(0, "09:00", "09:30", location_id=None),))
    served = [m for m in Meeting if offered(diary, Demand(30, m), [room(1)])]
    assert served == [Meeting.PHONE, Meeting.VIDEO]


def test_only_a_meeting_in_person_takes_a_room_and_a_place() -> None:
    diary = replace(OFFICER, patterns=(work(0, "09:00", "09:30"),))
    places = {m: offered(diary, Demand(30, m), [room(7)])[0] for m in Meeting}
    taking = [m for m, slot in places.items() if (slot.location_id, slot.room_id) == (1, 7)]
    assert taking == [Meeting.IN_PERSON]
    others = [slot for m, slot in places.items() if m is not Meeting.IN_PERSON]
    assert all(slot.location_id is None and slot.room_id is None for slot in others)


def test_two_places_on_one_day_are_offered_where_the_officer_is() -> None:
    diary = replace(OFFICER, patterns=(work(0, "09:00", "10:00", 1), work(0, "14:00", "15:00", 2)))
    rooms = [room(10, at=1), room(20, at=2)]
    found = offered(diary, IN_PERSON, rooms)
    assert [(slot.location_id, slot.room_id) for slot in found] == [(1, 10)] * 2 + [(2, 20)] * 2
    there = replace(IN_PERSON, location_id=2)
    assert clocks(offered(diary, there, rooms)) == ["14:00", "14:30"]
    for elsewhere in (Meeting.PHONE, Meeting.VIDEO, Meeting.HOME_VISIT):
        assert len(offered(diary, replace(there, meeting=elsewhere))) == 4


def test_the_room_has_every_facility_and_as_few_others_as_can_be() -> None:
    rooms = [
        room(1, "step_free", "hearing_loop", "quiet"),
        room(2, "step_free", "hearing_loop"),
        room(3, "step_free"),
        room(4),
        room(5),
    ]

    def rooms_for(*facilities: str) -> set[int | None]:
        demand = replace(IN_PERSON, facilities=frozenset(facilities))
        return {slot.room_id for slot in offered(OFFICER, demand, rooms)}

    assert rooms_for() == {4}
    assert rooms_for("step_free") == {3}
    assert rooms_for("hearing_loop") == {2}
    assert rooms_for("quiet", "step_free") == {1}
    assert rooms_for("separate_waiting") == set()


def test_a_taken_room_gives_way_to_the_next_and_then_to_none() -> None:
    rooms = [
        room(1, busy=[taken(MONDAY, "09:15", "10:00")]),
        room(2, "step_free", busy=[taken(MONDAY, "09:30", "10:00")]),
    ]
    found = offered(OFFICER, IN_PERSON, rooms)
    assert list(zip(clocks(found), (slot.room_id for slot in found), strict=True)) == [
        ("09:00", 2),
        ("10:00", 1),
        ("10:30", 1),
    ]


# Clock changes


def test_nine_stays_nine_across_both_clock_changes() -> None:
    for friday, offsets in ((date(2026, 3, 27), (0, 1)), (date(2026, 10, 23), (1, 0))):
        now = datetime.combine(friday, time(0), tzinfo=UTC)
        monday = friday + timedelta(days=3)
        found = offered(OFFICER, since=friday, until=monday, now=now)
        assert clocks(found) == ["09:00", "09:30", "10:00", "10:30"] * 2
        assert (found[0].start.hour, found[4].start.hour) == (9 - offsets[0], 9 - offsets[1])


def test_times_that_the_clocks_skip_are_not_offered() -> None:
    """In Cairo the hour from midnight on Friday 24 April 2026 does not exist."""
    friday = date(2026, 4, 24)
    diary = replace(OFFICER, patterns=every_day("00:30", "02:00"))
    now = datetime(2026, 4, 20, tzinfo=UTC)
    found = offered(diary, since=friday, until=friday, now=now, zone=CAIRO)
    assert clocks(found, CAIRO) == ["01:00", "01:30"]
    inside = replace(OFFICER, patterns=every_day("00:00", "00:45"))
    assert offered(inside, since=friday, until=friday, now=now, zone=CAIRO) == []


def test_the_day_of_twenty_five_hours_offers_its_extra_hour_to_work_that_spans_it() -> None:
    """On Lord Howe and in London the clocks change at weekends, in Cairo on a Thursday at midnight.

    The hour from 23:00 comes twice there: work that ends in it ends the first time.
    """
    thursday = date(2026, 10, 29)
    diary = replace(OFFICER, patterns=every_day("22:00", "23:30"))
    now = datetime(2026, 10, 26, tzinfo=UTC)
    found = offered(diary, since=thursday, until=thursday, now=now, zone=CAIRO)
    assert clocks(found, CAIRO) == ["22:00", "22:30", "23:00"]
    assert found[-1].end - found[0].start == timedelta(minutes=90)


# Laziness


def test_the_next_time_is_found_without_looking_at_later_days() -> None:
    this_year_only = WorkingCalendar({2026: frozenset()})
    diary = replace(OFFICER, horizon_days=400)
    slots = free_slots(
        diary,
        BY_PHONE,
        (),
        since=date(2026, 12, 31),
        until=date(2027, 12, 31),
        now=SUNDAY_NOON,
        calendar=this_year_only,
        zone=LONDON,
    )
    assert clocks([next(slots)]) == ["09:00"]
    with pytest.raises(HolidayYearMissing):
        list(slots)


# Why there is nothing


def why(
    diary: OfficerDiary,
    demand: Demand = BY_PHONE,
    rooms: Sequence[RoomDiary] = (),
    *,
    since: date = MONDAY,
    until: date = date(2026, 12, 4),
    now: datetime = SUNDAY_NOON,
) -> Empty | None:
    return why_empty(
        diary, demand, rooms, since=since, until=until, now=now, calendar=CALENDAR, zone=LONDON
    )


AWAY_ALL_WEEK = taken(MONDAY, "00:00", "00:00", until=SATURDAY)
LATE_ON_MONDAY = datetime(2026, 11, 23, 10, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("diary", "demand", "now", "expected"),
    [
        (OFFICER, BY_PHONE, SUNDAY_NOON, None),
        (
            replace(OFFICER, absences=(AWAY_ALL_WEEK,)),
            BY_PHONE,
            SUNDAY_NOON,
            Empty(Reason.AWAY, NEXT_MONDAY),
        ),
        (
            replace(OFFICER, absences=(replace(AWAY_ALL_WEEK, start=SUNDAY_NOON),)),
            BY_PHONE,
            LATE_ON_MONDAY,
            Empty(Reason.AWAY, NEXT_MONDAY),
        ),
        (
            OFFICER,
            replace(BY_PHONE, lead_working_days=4),
            SUNDAY_NOON,
            Empty(Reason.LEAD_TIME, THURSDAY),
        ),
        (OFFICER, BY_PHONE, LATE_ON_MONDAY, Empty(Reason.NOTICE, TUESDAY)),
        (
            replace(OFFICER, patterns=(work(3),)),
            BY_PHONE,
            SUNDAY_NOON,
            Empty(Reason.NOT_WORKING, THURSDAY),
        ),
        (
            replace(OFFICER, busy=(AWAY_ALL_WEEK,)),
            BY_PHONE,
            SUNDAY_NOON,
            Empty(Reason.FULL, NEXT_MONDAY),
        ),
        (
            replace(OFFICER, daily_maximum=1, booked_per_day={MONDAY: 1}),
            BY_PHONE,
            SUNDAY_NOON,
            Empty(Reason.FULL, TUESDAY),
        ),
        (OFFICER, IN_PERSON, SUNDAY_NOON, Empty(Reason.NO_ROOM, None)),
        (replace(OFFICER, patterns=()), BY_PHONE, SUNDAY_NOON, Empty(Reason.NOT_WORKING, None)),
    ],
)
def test_the_first_days_without_times_are_explained(
    diary: OfficerDiary, demand: Demand, now: datetime, expected: Empty | None
) -> None:
    assert why(diary, demand, now=now) == expected


def test_the_reason_for_most_of_the_days_is_the_one_given() -> None:
    away = taken(TUESDAY, "00:00", "00:00", until=SATURDAY)
    diary = replace(OFFICER, absences=(away,), daily_maximum=1, booked_per_day={MONDAY: 1})
    assert why(diary) == Empty(Reason.AWAY, NEXT_MONDAY)


def test_a_weekend_is_the_reason_only_when_there_is_no_other() -> None:
    assert why(OFFICER, since=SATURDAY) == Empty(Reason.CLOSED, NEXT_MONDAY)


def test_days_beyond_the_horizon_are_too_far() -> None:
    assert why(replace(OFFICER, horizon_days=3), since=FRIDAY) == Empty(Reason.TOO_FAR, None)
