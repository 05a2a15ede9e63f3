"""The ladder that keeps a promise: which step falls due when, until it is arranged or put right.

A step falls due at an instant that follows from the clock and the council's working days alone, so
whoever asks, and however late, gets the same answer. Each is named, so that it is taken once.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import ceil
from zoneinfo import ZoneInfo

from booking.domain.local_time import NOON, at_or_after, local_day
from booking.domain.promise import PromiseClock, is_past
from booking.domain.working_days import WorkingCalendar

_BEFORE_CLOSING = timedelta(hours=3)


class Step(StrEnum):
    """What is done when a request has waited so long."""

    REMIND = "remind"
    """The officer and their cover are reminded."""
    WARN = "warn"
    """The manager is told: the request is at risk."""
    ARRANGE = "arrange"
    """Kept arranges it itself, or offers the cover where nothing fits."""
    TELL_OF_DELAY = "tell_of_delay"
    """The resident is told before the office closes, with an apology and when they will hear."""
    APOLOGISE = "apologise"
    """The deadline has passed."""
    ESCALATE = "escalate"
    """The manager is told again, every working day until it has been put right."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The working days since receipt on which the first steps fall due.

    `arrange` of None: nobody can take that step but an officer (an enquiry is answered by people).
    """

    remind: int
    warn: int
    arrange: int | None


def usual(working_days: int) -> Ladder:
    """The ladder of a standard that names no days of its own: days 2, 3 and 4 of 5, and in proportion."""
    arrange = max(working_days - 1, 1)
    return Ladder(
        remind=min(ceil(working_days * 2 / 5), arrange),
        warn=min(ceil(working_days * 3 / 5), arrange),
        arrange=arrange,
    )


@dataclass(frozen=True, slots=True)
class Office:
    """The council's working days and the hours, on its clock, in which people act on what they are told."""

    calendar: WorkingCalendar
    zone: ZoneInfo
    opens: time
    closes: time

    def opening(self, day: date) -> datetime:
        """When the office opens on `day`, UTC."""
        return at_or_after(day, self.opens, self.zone)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step and when it falls due, UTC. Its name is unique within one run of the clock."""

    step: Step
    at: datetime
    name: str


def rungs(
    clock: PromiseClock,
    ladder: Ladder,
    office: Office,
    *,
    now: datetime,
    held: bool = False,
    put_right: bool = False,
) -> list[Rung]:
    """Every step of this run in order of time, those that repeat up to the first one after `now`.

    No step before the deadline falls later than its last working day: where a closure was added since,
    steps come sooner, for the day that was promised stands. `held`: an officer keeps Kept from arranging
    by itself until noon of the last day. Once arranged in time there are none; after a miss they go on
    until `put_right`.
    """
    stopped = clock.arranged_at or clock.ended_at
    if stopped and not is_past(clock.arrange_by, stopped):
        return []
    found = [] if stopped else list(_before(clock, ladder, office, held))
    if not clock.ended_at:
        found.append(_named(Step.APOLOGISE, office.opening(_first_day_late(clock, office))))
    if not put_right:
        found += _escalations(clock, office, now)
    return sorted(found, key=lambda rung: rung.at)


def due(found: Iterable[Rung], done: Collection[str], now: datetime) -> list[Rung]:
    """The steps to take now, in order: reached, not `done` (by name), and not overtaken by a later one.

    After an outage nobody is reminded of what is being done that minute, nor told of a delay together
    with the apology for it.
    """
    reached = [rung for rung in found if rung.at <= now]
    steps = {rung.step for rung in reached}
    overtaken = {step for step, by in _OVERTAKEN.items() if by in steps}
    escalations = [rung for rung in reached if rung.step is Step.ESCALATE]
    return [
        rung
        for rung in reached
        if rung.name not in done
        and rung.step not in overtaken
        and (rung.step is not Step.ESCALATE or rung is escalations[-1])
    ]


def next_at(found: Iterable[Rung], now: datetime) -> datetime | None:
    """When the next step falls due after `now`; None where there is none to come."""
    return min((rung.at for rung in found if rung.at > now), default=None)


_OVERTAKEN = {
    Step.REMIND: Step.ARRANGE,
    Step.WARN: Step.ESCALATE,
    Step.TELL_OF_DELAY: Step.APOLOGISE,
}


def _before(clock: PromiseClock, ladder: Ladder, office: Office, held: bool) -> Iterator[Rung]:
    started_on = local_day(clock.started_at, office.zone)
    last_day = _last_office_day(clock, office)

    def opening(working_days: int) -> datetime:
        return office.opening(min(office.calendar.add(started_on, working_days), last_day))

    yield _named(Step.REMIND, opening(ladder.remind))
    yield _named(Step.WARN, opening(ladder.warn))
    if ladder.arrange is not None:
        noon = at_or_after(last_day, NOON, office.zone)
        yield _named(Step.ARRANGE, noon if held else opening(ladder.arrange))
    closing = at_or_after(last_day, office.closes, office.zone)
    yield _named(Step.TELL_OF_DELAY, closing - _BEFORE_CLOSING)


def _last_office_day(clock: PromiseClock, office: Office) -> date:
    """The last working day on which the promise can be kept; the day it began where none is left."""
    last = local_day(clock.arrange_by, office.zone)
    if not office.calendar.is_working_day(last):
        last = office.calendar.add(last, -1)
    return max(last, local_day(clock.started_at, office.zone))


def _first_day_late(clock: PromiseClock, office: Office) -> date:
    return office.calendar.add(local_day(clock.arrange_by, office.zone), 1)


def _escalations(clock: PromiseClock, office: Office, now: datetime) -> Iterator[Rung]:
    day = _first_day_late(clock, office)
    while True:
        opening = office.opening(day)
        yield Rung(Step.ESCALATE, opening, f"{Step.ESCALATE}:{day.isoformat()}")
        if opening > now:
            return
        day = office.calendar.add(day, 1)


def _named(step: Step, at: datetime) -> Rung:
    return Rung(step, at, step.value)
