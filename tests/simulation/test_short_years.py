"""Twelve days of a council's year, again and again: every season, every fault, nothing violated."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from booking.domain.needs import CATALOGUE
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.simulation.beginning import year_on
from tests.simulation.needs import LANGUAGES
from tests.simulation.report import Report
from tests.simulation.year import Year

SEASONS = (
    date(2027, 3, 18),  # Easter, and the clocks go forward
    date(2027, 10, 22),  # the clocks go back
    date(2027, 12, 21),  # Christmas closure and New Year
    date(2027, 4, 23),  # a bank holiday of May
    date(2027, 1, 4),
)
DAYS, REQUESTS = 12, 10
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


def test_needs_of_every_kind_in_every_language_are_kept(
    app: Flask, clock: SteppedClock, outside: Outside
) -> None:
    """Each need of the catalogue is asked for, and agencies do whatever agencies do."""
    year = Year(
        app,
        clock,
        outside,
        seed=4,
        start=date(2027, 6, 1),
        days=14,
        requests=len(CATALOGUE) + 15,
        every_need=True,
    )
    report = year.run()
    assert report.missed_silently == 0
    assert set(report.needs) == set(CATALOGUE)
    assert set(report.languages) == set(LANGUAGES)
    assert report.support.keys() >= {"ordered", "confirmed", "never answered"}


def test_the_same_seed_is_the_same_year_and_another_is_not(tmp_path: Path) -> None:
    """Four days of it, from empty databases: what was done, refused, injected, told."""

    def lived(name: str, seed: int) -> Report:
        url = f"sqlite:///{tmp_path / name}"
        with year_on(url, seed=seed, start=SEASONS[0], days=4, requests=12) as year:
            return year.run()

    first = lived("first", 3)
    assert lived("again", 3) == first
    assert replace(lived("other", 4), seed=first.seed) != first
