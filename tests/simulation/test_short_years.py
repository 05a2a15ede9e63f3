"""Two weeks of a council's year, again and again: every season, every fault, nothing violated."""

from datetime import date

import pytest
from flask import Flask

from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.simulation.year import Year

SEASONS = (
    date(2027, 3, 18),  # Easter, and the clocks go forward
    date(2027, 10, 22),  # the clocks go back
    date(2027, 12, 17),  # Christmas closure and New Year
    date(2027, 4, 23),  # the bank holidays of May
    date(2027, 1, 4),
)
DAYS, REQUESTS = 14, 14
ON_SQLITE, ON_POSTGRESQL = range(1, 21), range(21, 26)


def a_short_year(app: Flask, clock: SteppedClock, outside: Outside, seed: int) -> Year:
    start = SEASONS[seed % len(SEASONS)]
    return Year(app, clock, outside, seed=seed, start=start, days=DAYS, requests=REQUESTS)


@pytest.mark.parametrize(
    ("database_url", "seed"),
    [("sqlite", seed) for seed in ON_SQLITE] + [("postgresql", seed) for seed in ON_POSTGRESQL],
    indirect=["database_url"],
)
def test_a_short_year_violates_nothing(
    app: Flask, clock: SteppedClock, outside: Outside, seed: int
) -> None:
    report = a_short_year(app, clock, outside, seed).run()
    assert report.missed_silently == 0
    assert report.requests > 0
    assert sum(report.faults.values()) > 0


def test_the_same_seed_is_the_same_year(app: Flask, clock: SteppedClock, outside: Outside) -> None:
    year = a_short_year(app, clock, outside, 3)
    drawn = [year.rng.random() for _ in range(3)]
    again = a_short_year(app, clock, outside, 3)
    assert [again.rng.random() for _ in range(3)] == drawn
