"""The simulated year itself: a clock, a queue of what happens when, and the checks of every evening."""

import heapq
import itertools
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.actions import checking
from booking.domain.errors import BookingError
from booking.extensions import db
from booking.models import Message, Promise
from booking.models.messages import BY_HAND, UNDELIVERED
from booking.models.promises import TO_CLIMB
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.simulation import council, days, faults, oracle, plan, support
from tests.simulation.arrivals import Arrivals
from tests.simulation.days import moment_on
from tests.simulation.needs import Needs
from tests.simulation.report import Report
from tests.simulation.workers import Workers

T = TypeVar("T")
DAY = timedelta(days=1)
PULSE = timedelta(minutes=5)
"""The worker of the simulation looks every five minutes, where there is anything to do."""
MOST_NAMED = 20


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
        every_need: bool = False,
    ) -> None:
        self.app, self.clock, self.outside = app, clock, outside
        self.rng = Random(seed)
        self.report = Report(seed)
        self.start, self.days, self.asked, self.trouble = start, days, requests, trouble
        self.step = 0
        self.closed: list[tuple[datetime, date]] = []
        self.shaking = faults.Shaking(app, self.rng)
        self.workers = Workers(self)
        self.arrivals = Arrivals(outside)
        self.needs = Needs(self)
        self.every_need = every_need
        """Whether the first who ask have one need each, until all of the catalogue have been asked for."""
        self._queue: list[tuple[datetime, int, str, Callable[[], object]]] = []
        self._order = itertools.count()
        self.progress: Callable[[str], None] | None = None

    def run(self) -> Report:
        """Lives through the year; raises Violation with the seed and the step."""
        self.clock.at = moment_on(self.start, 0, 1)
        faults.impatient(self.app, self.outside)
        holidays = council.christmas(self.start.year)
        self.closed = [(self.clock(), day) for day in holidays]
        with self.app.app_context():
            self.council = council.found(db.session(), holidays)
        plan.draw(self)
        logging.getLogger().addHandler(self.needs.log)
        try:
            for day in range(self.days):
                self._live(self.start + day * DAY)
        finally:
            logging.getLogger().removeHandler(self.needs.log)
        with self.app.app_context():
            self.report.sum_up(db.session())
        self.report.emails = len(self.outside.relay.mails)
        self.report.texts = len(self.outside.twilio.texts)
        self.report.duplicates = self.arrivals.duplicates()
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
        """Somebody does something; where the process dies under it, they try again. None: refused.

        Where it went through all the same they do it twice, as with a double click.
        """
        self.step += 1
        if self.rng.random() < self.trouble:
            with self.app.app_context():
                struck = self._try(lambda: self.shaking.shaken(what, deed))
            self.report.faults[f"action: {struck or 'done twice'}"] += 1
        with self.app.app_context():
            done = self._try(lambda: self.shaking.watched(what, deed))
        if done is not None:
            self.report.acts[what] += 1
        return done

    def _try(self, deed: Callable[[], T]) -> T | None:
        try:
            return deed()
        except BookingError as refusal:
            self.report.refused[refusal.code] += 1
            return None

    def _live(self, day: date) -> None:
        self.at(moment_on(day, 6, 30), "", lambda: days.the_day_begins(self, day))
        self.at(moment_on(day, 7, 30), "", lambda: None)  # the officers' lists
        self.at(moment_on(day, 11, 0), "", lambda: support.agencies_answer(self))
        evening = moment_on(day, 20, 30)
        self.at(moment_on(day, 16, 45), "", lambda: days.what_was_missed_is_put_right(self))
        while (moment := self._next(evening)) < evening:
            self.clock.at = max(self.clock.at, moment)
            while self._queue and self._queue[0][0] <= self.clock.at:
                _moment, _order, what, deed = heapq.heappop(self._queue)
                if what:
                    self.act(what, deed)
                else:
                    deed()
            self.step += 1
            self.workers.turn()
        self.clock.at = evening
        self._check(day)
        self.report.days += 1
        if self.progress:
            self.progress(f"{day} is over: {self.report.requests} requests so far")

    def _next(self, evening: datetime) -> datetime:
        """When something is to happen, or the worker to do something, next."""
        planned = self._queue[0][0] if self._queue else evening
        if self.workers.asleep:
            return planned
        wanted = self.read(_next_due)
        pulse = max(wanted, self.clock.at + PULSE) if wanted else evening
        return min(planned, pulse, evening)

    def _check(self, day: date) -> None:
        if self.workers.asleep:
            return
        self.workers.sound_turn()
        with self.app.app_context():
            found = [
                f"{name}: {offender}"
                for name, offenders in self._questions(db.session())
                for offender in offenders
            ]
        if found:
            listed = "\n  ".join(found[:MOST_NAMED])
            raise Violation(
                f"seed {self.report.seed}, step {self.step}, evening of {day}"
                f" ({len(found)} found):\n  {listed}"
            )

    def _questions(self, session: Session) -> Iterator[tuple[str, Iterable[str]]]:
        """What the product says of itself, what is counted without it, and what came out of the house."""
        yield from checking.checked(session)
        yield (
            "deadlines counted on the fingers",
            oracle.wrong_deadlines(session, self.closed),
        )
        yield (
            "steps counted on the fingers",
            oracle.steps_left_out(session, self.closed, self.workers.turns, self.clock.at),
        )
        yield (
            "no provider is called within a transaction",
            self.shaking.called_within_a_transaction(),
        )
        self.arrivals.read(session)
        yield from self.arrivals.questions().items()
        yield from self.needs.questions(session).items()


def _next_due() -> datetime | None:
    """When the outbox or a promise next wants a worker."""
    message = select(func.min(Message.due_at)).where(UNDELIVERED, Message.channel.not_in(BY_HAND))
    step = select(func.min(Promise.next_step_at)).where(TO_CLIMB)
    moments = [moment for moment in (db.session.scalar(message), db.session.scalar(step)) if moment]
    return min(moments, default=None)
