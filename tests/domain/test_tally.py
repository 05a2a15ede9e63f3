"""Counting promises, and publishing what was counted without giving anybody away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.domain.promise import PromiseState
from booking.domain.small_numbers import FEWEST, in_order, others_last
from booking.domain.tally import Tally

KEPT, MISSED, ON_TRACK = PromiseState.KEPT, PromiseState.MISSED, PromiseState.ON_TRACK
COUNTS = st.lists(st.integers(0, 12), max_size=14)


def tally(kept: int = 0, missed: int = 0, still_open: int = 0) -> Tally:
    found = Tally()
    for state, count in ((KEPT, kept), (MISSED, missed), (ON_TRACK, still_open)):
        for _one in range(count):
            found.add(state)
    return found


def took(*days: int) -> Tally:
    found = Tally()
    for number in days:
        found.add(KEPT, number)
    return found


def test_the_share_is_of_what_is_decided() -> None:
    assert tally(kept=3, missed=1, still_open=9).share_kept == 0.75
    assert tally(still_open=9).share_kept is None


@pytest.mark.parametrize(
    ("days", "median", "ninetieth"),
    [
        ((3,), 3, 3),
        ((0, 4), 0, 4),
        ((5, 0, 2), 2, 5),
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 5, 9),
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 6, 10),
        ((0,) * 9 + (7,), 0, 0),
        ((0,) * 8 + (7,) * 2, 0, 7),
    ],
)
def test_percentiles_are_days_that_occurred(
    days: tuple[int, ...], median: int, ninetieth: int
) -> None:
    assert (took(*days).median, took(*days).ninetieth) == (median, ninetieth)


def test_nothing_arranged_has_no_percentile() -> None:
    assert (Tally().median, tally(kept=1).ninetieth) == (None, None)


@given(st.lists(st.integers(0, 40), min_size=1), st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_a_percentile_is_the_least_number_of_days_that_holds_for_so_many(
    days: list[int], share: float
) -> None:
    found = took(*days).within(share)
    assert found in days
    assert sum(day <= found for day in days) >= share * len(days)
    assert sum(day < found for day in days) < share * len(days)


def test_tallies_add_up() -> None:
    both = took(1, 2) + tally(kept=1, missed=2)
    assert (both.given, both.decided, both.days.total()) == (5, 5, 2)


@given(COUNTS)
def test_months_shown_together_hold_every_promise_in_order_and_none_is_small(
    counts: list[int],
) -> None:
    shown = in_order((number, tally(kept=count)) for number, count in enumerate(counts))
    assert all(one.tally.decided >= FEWEST for one in shown)
    if sum(counts) >= FEWEST:
        assert [name for one in shown for name in one.members] == list(range(len(counts)))
        assert sum(one.tally.decided for one in shown) == sum(counts)
    else:
        assert shown == []


@given(COUNTS)
def test_no_small_service_can_be_found_by_taking_the_others_from_the_total(
    counts: list[int],
) -> None:
    shown = others_last((number, tally(missed=count)) for number, count in enumerate(counts))
    assert all(one.tally.decided >= FEWEST for one in shown)
    if sum(counts) >= FEWEST:
        assert sum(one.tally.decided for one in shown) == sum(counts)
    else:
        assert shown == []


def test_one_small_service_takes_the_smallest_of_the_others_with_it() -> None:
    shown = others_last([("a", tally(9)), ("b", tally(2)), ("c", tally(6))])
    assert [(one.members, one.tally.decided) for one in shown] == [(("a",), 9), (("b", "c"), 8)]


def test_a_small_month_is_shown_with_the_next_and_the_last_with_the_one_before() -> None:
    shown = in_order([(1, tally(2)), (2, tally(4)), (3, tally(7)), (4, tally(1))])
    assert [(one.members, one.tally.decided) for one in shown] == [((1, 2), 6), ((3, 4), 8)]
