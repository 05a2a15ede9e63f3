"""Preferences in their order, times spread out, and the nearest to a lost one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.domain.arranging import Preference, automatic, best, nearest, part_of, spread
from booking.domain.diary import Slot
from booking.domain.needs import Part

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 23)


def slot(text: str) -> Slot:
    """A slot of 30 minutes in the week of 23 November 2026, from "tue 09:30" (winter, so UTC)."""
    weekday, clock = text.split()
    day = MONDAY + timedelta(days=["mon", "tue", "wed", "thu", "fri"].index(weekday))
    start = datetime.fromisoformat(f"{day}T{clock}+00:00").astimezone(UTC)
    return Slot(start, start + timedelta(minutes=30))


def slots(*texts: str) -> list[Slot]:
    return [slot(text) for text in texts]


def texts(found: list[Slot]) -> list[str]:
    return [f"{each.start:%a %H:%M}".lower() for each in found]


QUARTERS_OF_MONDAY = slots(*(f"mon {h:02}:{m:02}" for h in range(9, 17) for m in (0, 15, 30, 45)))


def endless(first: Slot) -> Iterator[Slot]:
    """A diary that never runs out: only what is asked for may be read."""
    while True:
        yield first
        first = Slot(first.start + timedelta(minutes=15), first.end + timedelta(minutes=15))


@pytest.mark.parametrize(
    ("instant", "part"),
    [
        (datetime(2026, 11, 24, 11, 59, tzinfo=UTC), Part.MORNING),
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), Part.AFTERNOON),
        (datetime(2026, 7, 1, 10, 59, tzinfo=UTC), Part.MORNING),
        (datetime(2026, 7, 1, 11, 0, tzinfo=UTC), Part.AFTERNOON),
    ],
)
def test_the_afternoon_begins_at_twelve_on_the_local_clock(instant: datetime, part: Part) -> None:
    assert part_of(instant, LONDON) is part


def test_a_preference_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="a day, a part of the day, or both"):
        Preference(rank=1)


def test_the_first_times_are_one_for_each_half_day() -> None:
    assert texts(spread(endless(slot("mon 09:00")), zone=LONDON)) == [
        "mon 09:00",
        "mon 12:00",
        "tue 00:00",
    ]


def test_a_morning_full_of_times_gives_them_an_hour_apart() -> None:
    morning = QUARTERS_OF_MONDAY[:12]
    assert texts(spread(morning, zone=LONDON)) == ["mon 09:00", "mon 10:00", "mon 11:00"]


def test_the_last_of_the_morning_and_the_first_of_the_afternoon_are_not_both_proposed() -> None:
    found = spread(slots("mon 11:45", "mon 12:00", "mon 12:45", "tue 09:00"), zone=LONDON)
    assert texts(found) == ["mon 11:45", "mon 12:45", "tue 09:00"]


def test_neighbouring_times_are_proposed_when_there_are_no_others() -> None:
    found = spread(slots("mon 09:00", "mon 09:15", "mon 09:30", "mon 09:45"), zone=LONDON)
    assert texts(found) == ["mon 09:00", "mon 09:15", "mon 09:30"]


def test_one_time_is_proposed_once_even_if_two_rooms_have_it() -> None:
    assert texts(spread(slots("mon 09:00", "mon 09:00"), zone=LONDON)) == ["mon 09:00"]


def test_nothing_is_proposed_from_nothing() -> None:
    assert spread([], zone=LONDON) == []
    assert best([], [Preference(1, MONDAY)], zone=LONDON) == []
    assert nearest([], slot("mon 09:00").start) == []


week = st.lists(st.integers(0, 5 * 96 - 1), unique=True).map(
    lambda quarters: [
        Slot(start, start + timedelta(minutes=30))
        for start in (slot("mon 00:00").start + timedelta(minutes=15 * n) for n in sorted(quarters))
    ]
)


@given(week, st.integers(0, 6))
def test_as_many_times_as_there_are_always_with_the_earliest(free: list[Slot], count: int) -> None:
    found = spread(free, zone=LONDON, count=count)
    assert len(found) == min(count, len(free))
    assert found[:1] == free[: min(count, 1)]
    assert all(one.start < other.start for one, other in pairwise(found))


def test_preferences_are_met_in_their_order() -> None:
    free = slots("mon 09:00", "tue 10:00", "tue 14:00", "wed 15:00", "thu 09:00")
    wanted = [
        Preference(2, None, Part.AFTERNOON),
        Preference(1, date(2026, 11, 26)),
        Preference(3, date(2026, 11, 24), Part.MORNING),
    ]
    found = best(free, wanted, zone=LONDON, count=5)
    assert [(texts([each.slot])[0], each.met) for each in found] == [
        ("thu 09:00", 1),
        ("tue 14:00", 2),
        ("wed 15:00", 2),
        ("tue 10:00", 3),
        ("mon 09:00", None),
    ]


def test_a_preferred_morning_gives_no_three_neighbouring_quarter_hours() -> None:
    wanted = [Preference(1, MONDAY, Part.MORNING)]
    found = best(QUARTERS_OF_MONDAY, wanted, zone=LONDON)
    assert texts([each.slot for each in found]) == ["mon 09:00", "mon 10:00", "mon 11:00"]
    assert [each.met for each in found] == [1, 1, 1]


def test_preferences_give_way_when_nothing_meets_them() -> None:
    found = best(slots("mon 09:00"), [Preference(1, date(2026, 12, 1))], zone=LONDON)
    assert [(texts([each.slot])[0], each.met) for each in found] == [("mon 09:00", None)]


def test_without_preferences_no_more_is_read_than_needed() -> None:
    assert len(best(endless(slot("mon 09:00")), [], zone=LONDON)) == 3


preferences = st.lists(
    st.tuples(
        st.sampled_from([None, MONDAY, date(2026, 11, 24), date(2026, 11, 27)]),
        st.sampled_from([None, *Part]),
    ).filter(any),
    max_size=3,
).map(lambda wants: [Preference(rank, *want) for rank, want in enumerate(wants, start=1)])


@given(week, preferences)
def test_a_better_preference_is_never_passed_over(
    free: list[Slot], wanted: list[Preference]
) -> None:
    def rank(candidate: Slot) -> int:
        met = [each.rank for each in wanted if each.is_met_by(candidate, LONDON)]
        return min(met, default=99)

    found = best(free, wanted, zone=LONDON)
    assert [each.met or 99 for each in found] == sorted(map(rank, free))[:3]
    assert all(rank(each.slot) == (each.met or 99) for each in found)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("mon 09:00", ["mon 09:00", "mon 10:00", "mon 12:00"]),
        ("mon 12:15", ["mon 10:00", "mon 12:00", "mon 13:00"]),
        ("tue 09:00", ["mon 12:00", "mon 13:00", "tue 16:00"]),
        ("fri 09:00", ["mon 12:00", "mon 13:00", "tue 16:00"]),
    ],
)
def test_the_nearest_times_come_in_order_of_time(wanted: str, expected: list[str]) -> None:
    free = slots("mon 09:00", "mon 10:00", "mon 12:00", "mon 13:00", "tue 16:00")
    assert texts(nearest(free, slot(wanted).start)) == expected


def test_the_nearest_times_are_found_without_reading_the_whole_diary() -> None:
    found = nearest(endless(slot("mon 09:00")), slot("wed 10:05").start)
    assert texts(found) == ["wed 09:45", "wed 10:00", "wed 10:15"]


@given(week, st.integers(0, 5 * 96 * 15), st.integers(1, 5))
def test_nothing_nearer_is_left_out(free: list[Slot], minutes: int, count: int) -> None:
    wanted = slot("mon 00:00").start + timedelta(minutes=minutes)
    found = nearest(iter(free), wanted, count)
    distances = sorted(abs(each.start - wanted) for each in free)
    assert sorted(abs(each.start - wanted) for each in found) == distances[:count]


# What Kept arranges by itself

QUARTER = timedelta(minutes=15)


def chosen(found: list[Slot], *preferences: Preference) -> tuple[str, int | None] | None:
    proposal = automatic(found, preferences, zone=LONDON, step=QUARTER)
    return (texts([proposal.slot])[0], proposal.met) if proposal else None


def test_nobody_waits_longer_than_they_must() -> None:
    assert chosen(slots("tue 14:00", "wed 09:00", "wed 09:15")) == ("tue 14:00", None)


def test_a_tight_gap_is_filled_before_a_long_stretch_is_broken() -> None:
    long_morning = slots("tue 09:00", "tue 09:15", "tue 09:30", "tue 09:45")
    assert chosen([*long_morning, *slots("tue 11:00", "tue 14:00", "tue 14:15")]) == (
        "tue 11:00",
        None,
    )


def test_the_least_wanted_wish_gives_way_first() -> None:
    first = Preference(1, MONDAY + timedelta(days=3))
    second = Preference(2, part=Part.AFTERNOON)
    assert chosen(slots("tue 09:00", "tue 14:00"), first, second) == ("tue 14:00", 2)
    assert chosen(slots("tue 09:00", "thu 09:00"), first, second) == ("thu 09:00", 1)
    assert chosen(slots("tue 09:00", "wed 10:00"), first, second) == ("tue 09:00", None)


def test_where_nothing_fits_nothing_is_chosen() -> None:
    assert chosen([], Preference(1, part=Part.MORNING)) is None


@given(st.sets(st.sampled_from(range(len(QUARTERS_OF_MONDAY))), min_size=1))
def test_what_is_chosen_was_offered_and_begins_a_free_stretch(offered: set[int]) -> None:
    found = [QUARTERS_OF_MONDAY[index] for index in sorted(offered)]
    proposal = automatic(found, [], zone=LONDON, step=QUARTER)
    assert proposal is not None
    assert proposal.slot in found
    assert proposal.slot.start - QUARTER not in {slot.start for slot in found}
