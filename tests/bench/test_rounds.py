"""The measuring itself: turns are fair, and what comes out is what was meant."""

from argparse import Namespace

import pytest

from tests.bench import pages
from tests.bench.rounds import Paired, p95, paired
from tests.bench.row import share_of_limit


def test_turns_alternate_and_the_first_is_not_kept() -> None:
    called: list[str] = []
    measured = paired(
        lambda: called.append("ours"), lambda: called.append("limit"), rounds=4, each=0
    )
    assert called == [
        *("limit", "ours"),  # to get warm
        *("ours", "limit"),
        *("limit", "ours"),
        *("ours", "limit"),
        *("limit", "ours"),
    ]
    assert len(measured.ours) == len(measured.limit) == 4


def test_a_share_is_of_the_limits_pace_and_judged_by_its_median() -> None:
    measured = Paired(ours=[0.002, 0.004, 0.008], limit=[0.001, 0.001, 0.001])
    assert measured.ratios == [0.5, 0.25, 0.125]
    assert share_of_limit("", measured, 0.25).holds is True
    assert share_of_limit("", measured, 0.26).holds is False
    assert share_of_limit("", measured, 0.25).figure == "25% (12% to 50%)"


def test_19_of_20_stay_below_p95() -> None:
    assert p95([float(n) for n in range(1, 100)]) == pytest.approx(95)


def test_the_limits_answer_exactly_as_kept_does() -> None:
    rows = list(pages.rows(Namespace(rounds=1, each=0)))  # raises where they do not
    assert [row.what for row in rows] == [
        "free times of a day, JSON",
        "page to choose a time: every time of a day",
        "page to choose a time: soonest",
    ]
