"""What is drawn for a year before it begins: who asks when, and which bad days it has."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tests.simulation import days, faults, requests
from tests.simulation.council import NEEDS

if TYPE_CHECKING:
    from tests.simulation.year import Year

Happening = Callable[["Year"], None]

RATES: tuple[tuple[float, Happening], ...] = (
    (0.10, partial(days.an_officer_is_away, sick=False)),
    (0.12, partial(days.an_officer_is_away, sick=True)),
    (0.02, days.nobody_is_there),
    (0.07, days.a_closure_comes_late),
    (0.05, days.time_is_opened),
    (0.04, faults.twilio_is_down),
    (0.04, faults.relay_is_down),
    (0.60, faults.provider_stumbles),
)
"""How often a day each happens."""
FRIDAY, WEEKENDS_WITHOUT_WORKER = 5, 0.25


def draw(year: "Year") -> None:
    """Puts all of it in the year's queue."""
    rng = year.rng
    for number in range(year.asked):
        [asks] = rng.choices((requests.somebody_asks, requests.somebody_wants_to_know), (5, 1))
        if year.every_need and number < len(NEEDS):
            asks = requests.somebody_asks
        year.at(_some_moment(year), "", partial(asks, year, number))
    for rate, happens in RATES:
        for _ in range(sum(rng.random() < rate for _day in range(year.days))):
            year.at(_some_moment(year), "", partial(happens, year))
    for number in range(year.days):
        day = year.start + timedelta(days=number)
        if day.isoweekday() == FRIDAY and rng.random() < WEEKENDS_WITHOUT_WORKER:
            year.at(days.moment_on(day, 16, 0), "", year.workers.sleep_over_the_weekend)


def _some_moment(year: "Year") -> datetime:
    """Mostly by day, at times by night and at weekends."""
    rng = year.rng
    day = year.start + timedelta(days=rng.randrange(year.days))
    hour = rng.randint(0, 23) if rng.random() < 0.15 else rng.randint(8, 17)
    return days.moment_on(day, hour, rng.randrange(60))
