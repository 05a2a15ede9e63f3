"""What the promise should be, worked out another way than the product does: by walking over the days.

It shares no rule with `booking.domain`: the bank holidays are GOV.UK's list, written out.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Cause, Event, Promise, PromisedStandard

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
_LISTED = {
    2026: ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"),
    2027: ("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"),
    2028: ("01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"),
}
BANK_HOLIDAYS = frozenset(
    date.fromisoformat(f"{year}-{day}") for year, days in _LISTED.items() for day in days
)
"""England and Wales, https://www.gov.uk/bank-holidays"""
LADDER = {3: (2, 2, None), 5: (2, 3, 4), 10: (4, 6, None)}
"""By the days of the standard: when to remind, to warn, to arrange. Enquiries are answered by people."""

CLOCKS_APART = timedelta(hours=1)
"""So far ahead may the clock be of the worker that ended it."""

Closed = Sequence[tuple[datetime, date]]
"""Closure days, each with the moment since when it was known."""


def works(day: date, closed: set[date]) -> bool:
    return day.isoweekday() <= 5 and day not in BANK_HOLIDAYS and day not in closed


def nth_working_day(since: date, number: int, closed: set[date]) -> date:
    """Counted on fingers."""
    working = [since + n * DAY for n in range(1, 60) if works(since + n * DAY, closed)]
    return working[number - 1]


def on_the_clock(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute, second), LONDON).astimezone(UTC)


def wrong_deadlines(session: Session, closed: Closed) -> Iterator[str]:
    """Promises whose deadline is not the end of the last day that was promised when it was given."""
    due: dict[tuple[int | None, int | None], datetime] = {}
    for promise, days in _promises(session):
        subject = promise.appointment_id, promise.enquiry_id
        known = {day for since, day in closed if since <= promise.started_at}
        first = due.get(subject)
        if promise.cause is Cause.COUNCIL_CHANGE and first and first > promise.started_at - _SECOND:
            expected = first
        else:
            granted = 1 if promise.cause is Cause.COUNCIL_CHANGE else days
            started = promise.started_at.astimezone(LONDON).date()
            expected = on_the_clock(nth_working_day(started, granted, known), 23, 59, 59)
        if promise.due_by != expected:
            yield f"promise:{promise.id} due {promise.due_by}, not {expected}"
        due[subject] = promise.due_by


def steps_left_out(
    session: Session, closed: Closed, turns: Sequence[datetime], now: datetime
) -> Iterator[str]:
    """Steps that no event tells of, though a worker turned between their time and the promise's end.

    Promises during which a closure was added are left to `booking.actions.checking`: their steps move.
    """
    taken = {mark for mark in session.scalars(select(Event.once)) if mark}
    for promise, days in _promises(session):
        until = promise.kept_at or promise.ended_at or promise.replaced_at or now
        if any(promise.started_at < since <= until for since, _day in closed):
            continue
        steps = _steps(promise, days, {day for since, day in closed if since <= promise.started_at})
        for step, at in steps.items():
            reached = max(at, promise.started_at)
            seen = next((turn for turn in turns if turn >= reached), None)
            if seen is None or seen + CLOCKS_APART >= until:
                continue  # no worker was there before it was over, by whichever clock
            overtaken = steps.get(_OVERTAKEN.get(step, ""))
            if overtaken and overtaken <= seen:
                continue
            if f"promise {promise.id}: {step}" not in taken:
                yield f"promise:{promise.id} {step}, due {at}"


_SECOND = timedelta(seconds=1)
_OVERTAKEN = {"remind": "arrange", "tell_of_delay": "apologise"}


def _steps(promise: Promise, days: int, closed: set[date]) -> dict[str, datetime]:
    """When each named step falls due; those that a later miss repeats are not named."""
    remind, warn, arrange = LADDER[days]
    started = promise.started_at.astimezone(LONDON).date()
    last = promise.due_by.astimezone(LONDON).date()

    def opening(number: int) -> datetime:
        return on_the_clock(min(nth_working_day(started, number, closed), last), 9)

    steps = {"remind": opening(remind), "warn": opening(warn)}
    if arrange:
        held = promise.held_reason is not None
        steps["arrange"] = on_the_clock(last, 12) if held else opening(arrange)
    steps["tell_of_delay"] = on_the_clock(last, 14)
    steps["apologise"] = on_the_clock(nth_working_day(last, 1, closed), 9)
    if promise.ended_at:
        del steps["apologise"]
    return steps


def _promises(session: Session) -> Iterator[tuple[Promise, int]]:
    found = (
        select(Promise, PromisedStandard.working_days)
        .join(PromisedStandard, PromisedStandard.id == Promise.standard_id)
        .order_by(Promise.id)
    )
    yield from session.execute(found)
