"""The workers of the simulated year: they die, meet one another, sleep, and have clocks that are wrong."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from booking import worker
from tests.simulation.days import moment_on
from tests.simulation.failpoints import meanwhile
from tests.simulation.oracle import LONDON

if TYPE_CHECKING:
    from tests.simulation.year import Year

CLAIM_OVER = timedelta(minutes=6)
"""After so long another worker takes up what a dead one had in hand."""
OFFICE_HOURS = range(10, 16)
"""When a clock that is an hour off is still one of the day."""


class Workers:
    """Whoever does what is due; after every turn that went wrong one comes that does not."""

    def __init__(self, year: "Year") -> None:
        self._year = year
        self.turns: list[datetime] = []
        """When a turn went through."""
        self._asleep_until: datetime | None = None

    @property
    def asleep(self) -> bool:
        """Whether there is none at all."""
        return self._asleep_until is not None and self._year.clock.at < self._asleep_until

    def sleep_over_the_weekend(self) -> None:
        """From Friday afternoon until Monday at 8:00."""
        monday = self._year.clock.at.astimezone(LONDON).date() + timedelta(days=3)
        self._asleep_until = moment_on(monday, 8, 0)
        self._year.report.faults["worker down for a weekend"] += 1

    def turn(self) -> None:
        """One turn, which may go wrong; then one that does not."""
        if self.asleep:
            return
        year = self._year
        drawn, trouble = year.rng.random(), year.trouble
        if drawn < trouble:
            self._shaken_turn()
        elif drawn < trouble * 1.5:
            self._turn_within_a_turn()
        elif drawn < trouble * 2:
            self._turn_by_a_wrong_clock()
        self.sound_turn()

    def sound_turn(self) -> None:
        """A turn that goes through."""
        self._turn()
        self.turns.append(self._year.clock.at)

    def _turn(self) -> None:
        with self._year.app.app_context():
            self._year.shaking.watched("turn", worker.once)
        self._year.report.turns += 1

    def _shaken_turn(self) -> None:
        year = self._year
        with year.app.app_context():
            struck = year.shaking.shaken("turn", worker.once)
        if struck:
            year.report.faults[f"worker: {struck}"] += 1
            year.clock.at += CLAIM_OVER

    def _turn_within_a_turn(self) -> None:
        """Another worker's whole turn while this one waits for a provider."""
        year = self._year
        with (
            year.app.app_context(),
            meanwhile(year.app, year.rng.randint(1, 12), self._turn) as points,
        ):
            worker.once()
        year.report.faults["two workers at once"] += points.reached

    def _turn_by_a_wrong_clock(self) -> None:
        """A worker on a machine whose clock is up to an hour off."""
        year, right = self._year, self._year.clock.at
        if right.astimezone(LONDON).hour not in OFFICE_HOURS:
            return
        year.clock.at += timedelta(minutes=year.rng.choice((-60, -7, 7, 60)))
        self._turn()
        year.clock.at = right
        year.report.faults["worker's clock wrong"] += 1
