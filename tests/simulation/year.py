"""The simulated year itself: a clock, a queue of what happens when, and the checks of every evening."""

import heapq
import itertools
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from flask import Flask
from sqlalchemy import func, select

from booking import worker
from booking.actions import checking, promises
from booking.domain.errors import BookingError
from booking.domain.promise import PromiseState
from booking.extensions import db
from booking.models import Event, Message, Promise
from booking.models.messages import BY_HAND, UNDELIVERED
from booking.models.promises import TO_CLIMB
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.simulation import council, faults, happenings, oracle
from tests.simulation.arrivals import Arrivals
from tests.simulation.failpoints import meanwhile
from tests.simulation.happenings import moment_on
from tests.simulation.report import Report

T = TypeVar("T")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
CLAIM_OVER = timedelta(minutes=6)
"""After so long another worker takes up what a dead one had in hand."""
PULSE = timedelta(minutes=5)
"""The worker of the simulation looks every five minutes, where there is anything to do."""


class Violation(AssertionError):
    """Something that must always be true was not."""


class Year:
    """One run. `start` is a local day; everything follows from the seed."""

    def __init__(
        self,
        app: Flask,
        clock: SteppedClock,
        outside: Outside,
        *,
        seed: int,
        start: date,
        days: int,
        requests: int,
        trouble: float = 0.12,
    ) -> None:
        self.app, self.clock, self.outside = app, clock, outside
        self.rng = Random(seed)
        self.report = Report(seed)
        self.start, self.days, self.asked, self.trouble = start, days, requests, trouble
        self.step = 0
        self.closed: list[tuple[datetime, date]] = []
        self.turns: list[datetime] = []
        self.arrivals = Arrivals(outside)
        self._queue: list[tuple[datetime, int, str, Callable[[], object]]] = []
        self._order = itertools.count()
        self._asleep_until: datetime | None = None
        self.progress: Callable[[str], None] | None = None

    def run(self) -> Report:
        """Lives through the year; raises Violation with the seed and the step."""
        self.clock.at = moment_on(self.start, 0, 1)
        faults.impatient(self.app, self.outside)
        holidays = council.christmas(self.start.year)
        self.closed = [(self.clock(), day) for day in holidays]
        with self.app.app_context():
            self.council = council.found(db.session(), holidays)
        self._plan()
        for day in range(self.days):
            self._live(self.start + day * DAY)
        self._sum_up()
        return self.report

    def at(self, moment: datetime, what: str, deed: Callable[[], object]) -> None:
        """Puts something in the queue. Without a name it is no act of anybody's."""
        heapq.heappush(self._queue, (moment, next(self._order), what, deed))

    def later(self, days: float, what: str, deed: Callable[[], object]) -> None:
        """The same, so many days from now."""
        self.at(self.clock() + timedelta(days=days), what, deed)

    def read(self, question: Callable[[], T]) -> T:
        """Asks the database in a context of its own."""
        with self.app.app_context():
            return question()

    def act(self, what: str, deed: Callable[[], T]) -> T | None:
        """Somebody does something; where the process dies under it, they try again. None: refused."""
        self.step += 1
        with self.app.app_context():
            if self.rng.random() < self.trouble:
                struck = self._try(lambda: faults.shaken(self.app, self.rng, deed))
                if struck and struck[0]:
                    self.report.faults[f"{struck[0]} in an action"] += 1
        with self.app.app_context():
            done = self._try(deed)
        if done is not None:
            self.report.acts[what] += 1
        return done

    def _try(self, deed: Callable[[], T]) -> T | None:
        try:
            return deed()
        except BookingError as refusal:
            self.report.refused[refusal.code] += 1
            return None

    def _plan(self) -> None:
        rng = self.rng
        for number in range(self.asked):
            asks = rng.choices(
                (happenings.somebody_asks, happenings.somebody_wants_to_know), (5, 1)
            )[0]
            self.at(self._some_moment(), "", _bound(asks, self, number))
        for rate, happens in (
            (0.10, lambda: happenings.an_officer_is_away(self, sick=False)),
            (0.12, lambda: happenings.an_officer_is_away(self, sick=True)),
            (0.07, lambda: happenings.a_closure_comes_late(self)),
            (0.05, lambda: happenings.time_is_opened(self)),
            (0.04, lambda: faults.twilio_is_down(self)),
            (0.04, lambda: faults.relay_is_down(self)),
            (0.6, lambda: faults.provider_stumbles(self)),
        ):
            for _ in range(sum(rng.random() < rate for _day in range(self.days))):
                self.at(self._some_moment(), "", happens)
        for day in range(self.days):
            friday = self.start + day * DAY
            if friday.isoweekday() == 5 and rng.random() < 0.25:
                self.at(moment_on(friday, 16, 0), "", self._sleep_over_the_weekend)

    def _some_moment(self) -> datetime:
        """Mostly by day, at times by night and at weekends."""
        day = self.start + self.rng.randrange(self.days) * DAY
        hour = self.rng.randint(0, 23) if self.rng.random() < 0.15 else self.rng.randint(8, 17)
        return moment_on(day, hour, self.rng.randrange(60))

    def _live(self, day: date) -> None:
        self.at(moment_on(day, 6, 30), "", lambda: happenings.the_day_begins(self, day))
        self.at(moment_on(day, 7, 30), "", lambda: None)  # the officers' lists
        evening = moment_on(day, 20, 30)
        self.at(moment_on(day, 16, 45), "", lambda: happenings.what_was_missed_is_put_right(self))
        while (moment := self._next(evening)) < evening:
            self.clock.at = max(self.clock.at, moment)
            while self._queue and self._queue[0][0] <= self.clock.at:
                _moment, _order, what, deed = heapq.heappop(self._queue)
                if what:
                    self.act(what, deed)
                else:
                    deed()
            self._turn()
        self.clock.at = evening
        self._check(day)
        self.report.days += 1
        if self.progress:
            self.progress(f"{day} is over: {self.report.requests} requests so far")

    def _next(self, evening: datetime) -> datetime:
        """When something is to happen, or the worker to do something, next."""
        planned = self._queue[0][0] if self._queue else evening
        if self._asleep():
            return planned
        wanted = self.read(_next_due)
        pulse = max(wanted, self.clock.at + PULSE) if wanted else evening
        return min(planned, pulse, evening)

    def _asleep(self) -> bool:
        return self._asleep_until is not None and self.clock.at < self._asleep_until

    def _sleep_over_the_weekend(self) -> None:
        monday = self.clock.at.astimezone(oracle.LONDON).date() + 3 * DAY
        self._asleep_until = moment_on(monday, 8, 0)
        self.report.faults["worker down for a weekend"] += 1

    def _turn(self) -> None:
        """A worker's turn, which may die or meet another; then one comes that does not."""
        if self._asleep():
            return
        self.step += 1
        drawn = self.rng.random()
        with self.app.app_context():
            if drawn < self.trouble:
                struck, _ = faults.shaken(self.app, self.rng, worker.once)
                if struck:
                    self.report.faults[f"{struck} in a worker's turn"] += 1
                    self.clock.at += CLAIM_OVER
            elif drawn < self.trouble * 1.5:
                with meanwhile(self.app, self.rng.randint(1, 12), self._another_worker) as points:
                    worker.once()
                self.report.faults["two workers at once"] += points.reached
        self._another_worker()
        self.turns.append(self.clock.at)

    def _another_worker(self) -> None:
        with self.app.app_context():
            worker.once()
        self.report.turns += 1

    def _check(self, day: date) -> None:
        if self._asleep():
            return
        self._another_worker()
        self.turns.append(self.clock.at)
        with self.app.app_context():
            session = db.session()
            found = [
                f"{name}: {offender}"
                for name, offenders in checking.checked(session)
                for offender in offenders
            ]
            found += oracle.wrong_deadlines(session, self.closed)
            found += oracle.steps_left_out(session, self.closed, self.turns, self.clock.at)
            self.arrivals.read(session)
            found += self.arrivals.violations()
        if found:
            listed = "\n  ".join(found[:20])
            raise Violation(
                f"seed {self.report.seed}, step {self.step}, evening of {day}"
                f" ({len(found)} found):\n  {listed}"
            )

    def _sum_up(self) -> None:
        with self.app.app_context():
            session = db.session()
            judge = promises.judge(session)
            states: Counter[str] = Counter()
            for promise in session.scalars(select(Promise)):
                states[state := judge(promise)] += 1
                if state is PromiseState.MISSED:
                    self.report.missed_told += 1
            self.report.promises = Counter({str(name): count for name, count in states.items()})
            silent = list(checking.untold(session))
            self.report.missed_silently = len(silent)
            self.report.missed_told -= len(silent)
            self.report.acts["events written"] = (
                session.scalar(select(func.count()).select_from(Event)) or 0
            )
        self.report.emails = len(self.outside.relay.mails)
        self.report.texts = len(self.outside.twilio.texts)
        self.report.duplicates = self.arrivals.duplicates()


def _next_due() -> datetime | None:
    """When the outbox or a promise next wants a worker."""
    message = select(func.min(Message.due_at)).where(UNDELIVERED, Message.channel.not_in(BY_HAND))
    step = select(func.min(Promise.next_step_at)).where(TO_CLIMB)
    moments = [moment for moment in (db.session.scalar(message), db.session.scalar(step)) if moment]
    return min(moments, default=None)


def _bound(asks: Callable[[Year, int], None], year: Year, number: int) -> Callable[[], None]:
    return lambda: asks(year, number)
