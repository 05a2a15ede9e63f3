"""Half-open intervals of time, against the plainest oracle there is: sets of minutes."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from booking.domain.intervals import Interval, gaps, intersect, is_free, merge, subtract

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


def minute(number: int) -> datetime:
    return MIDNIGHT + timedelta(minutes=number)


def span(start: int, end: int) -> Interval:
    return Interval(minute(start), minute(end))


def minutes(intervals: Iterable[Interval]) -> set[int]:
    return {
        number
        for interval in intervals
        for number in range(
            (interval.start - MIDNIGHT) // timedelta(minutes=1),
            (interval.end - MIDNIGHT) // timedelta(minutes=1),
        )
    }


spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(-2, 20)).map(lambda pair: span(pair[0], sum(pair))),
    max_size=8,
)


def test_an_interval_that_does_not_end_after_its_start_holds_no_time() -> None:
    assert merge([span(5, 5), span(9, 7)]) == []
    assert subtract([span(0, 10)], [span(5, 5)]) == [span(0, 10)]


def test_touching_intervals_become_one() -> None:
    assert merge([span(10, 20), span(0, 10)]) == [span(0, 20)]


def test_an_interval_inside_another_does_not_shorten_it() -> None:
    assert merge([span(0, 60), span(10, 20)]) == [span(0, 60)]


def test_cutting_out_the_middle_leaves_both_ends() -> None:
    assert subtract([span(0, 60)], [span(20, 30)]) == [span(0, 20), span(30, 60)]


def test_what_only_touches_is_not_shared() -> None:
    assert intersect([span(0, 10)], [span(10, 20)]) == []


def test_a_long_interval_that_began_earlier_still_counts() -> None:
    taken = merge([span(0, 50), span(5, 10)])
    assert list(gaps(minute(20), minute(60), taken)) == [span(50, 60)]
    assert not is_free(minute(20), minute(25), taken)


@given(spans)
def test_merged_intervals_hold_the_same_time_in_order_and_apart(intervals: list[Interval]) -> None:
    merged = merge(intervals)
    assert minutes(merged) == minutes(intervals)
    assert all(one.end < other.start for one, other in pairwise(merged))


@given(spans, spans)
def test_subtracting_takes_away_exactly_what_is_taken(
    intervals: list[Interval], taken: list[Interval]
) -> None:
    left = subtract(intervals, taken)
    assert minutes(left) == minutes(intervals) - minutes(taken)
    assert left == merge(left)


@given(spans, spans)
def test_intersecting_keeps_exactly_what_is_shared(
    intervals: list[Interval], others: list[Interval]
) -> None:
    shared = intersect(intervals, others)
    assert minutes(shared) == minutes(intervals) & minutes(others)
    assert shared == intersect(others, intervals) == merge(shared)


@given(st.integers(0, 80), st.integers(1, 20), spans)
def test_a_stretch_is_free_when_its_only_gap_is_itself(
    start: int, length: int, taken: list[Interval]
) -> None:
    wanted = span(start, start + length)
    found = list(gaps(wanted.start, wanted.end, merge(taken)))
    assert minutes(found) == minutes([wanted]) - minutes(taken)
    assert is_free(wanted.start, wanted.end, merge(taken)) == (found == [wanted])
