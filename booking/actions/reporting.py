"""How the promise was kept, counted by the one definition in `domain.promise`.

Every run of a clock counts once. Rows are read as bare columns, one after the other, and only counts
are kept of them: a year of a large council takes no more memory than a week of a small one.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import dropwhile
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from booking.actions import promises, rules
from booking.domain.local_time import day_bounds, local_day
from booking.domain.promise import PromiseClock, Promised, PromiseState
from booking.domain.tally import Tally
from booking.models import Appointment, CameBy, Enquiry, Officer, Promise, PromisedStandard, Service
from booking.settings import settings

Key = int | CameBy
_AT_ONCE = 1000
"""Rows fetched in one go."""


class By(StrEnum):
    """What promises are grouped by."""

    SERVICE = "service"
    OFFICER = "officer"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Group:
    """The promises of one service, of one officer, or that came by one channel."""

    key: Key
    name: str
    """The name of the service or the officer; the code of the channel."""
    tally: Tally


@dataclass(frozen=True, slots=True)
class Count:
    """Promises of one kind: all of them, by group in order of the names, and by month."""

    total: Tally
    groups: tuple[Group, ...]
    months: Mapping[date, Tally]
    """By the first of the month in which they were given; every month from the first that has any."""


@dataclass(frozen=True, slots=True)
class Report:
    """The promises that were given from one local day to another, both included."""

    since: date
    until: date
    by: By
    of: Mapping[Promised, Count]


def promise_state(session: Session, appointment: Appointment) -> PromiseState:
    """How the promise of one appointment stands now."""
    return promises.judge(session)(appointment.promise)


def promise_counts(session: Session, *, since: datetime) -> Counter[str]:
    """How many promises given since then stand in which state."""
    judge = promises.judge_clock(session)
    return Counter(judge(run.clock, run.standard_id).value for run in _runs(session, since=since))


def share_kept(counts: Mapping[str, int]) -> float | None:
    """Of the promises that are decided, the share kept; None where none is."""
    kept, missed = counts.get(PromiseState.KEPT, 0), counts.get(PromiseState.MISSED, 0)
    return kept / (kept + missed) if kept + missed else None


def report(session: Session, *, since: date, until: date, by: By = By.SERVICE) -> Report:
    """Counts the promises given from the start of one local day to the end of another."""
    zone = settings().timezone
    judge, took = promises.judge_clock(session), _working_days(session)
    groups: dict[Promised, dict[Key, Tally]] = {promised: {} for promised in Promised}
    months = {promised: _months(since, until) for promised in Promised}
    begins, ends = day_bounds(since, zone)[0], day_bounds(until, zone)[1]
    for run in _runs(session, since=begins, until=ends, by=by):
        state = judge(run.clock, run.standard_id)
        days = took(run.started_at, run.kept_at) if run.kept_at else None
        month = local_day(run.started_at, zone).replace(day=1)
        groups[run.promised].setdefault(run.key, Tally()).add(state, days)
        months[run.promised][month].add(state, days)
    names = _names(session, by)
    return Report(
        since,
        until,
        by,
        {
            promised: Count(
                sum(months[promised].values(), Tally()),
                tuple(sorted(_named(groups[promised], names), key=lambda group: group.name)),
                _begun(months[promised]),
            )
            for promised in Promised
        },
    )


class _Run(NamedTuple):
    """One run of a clock, as its row is read."""

    promised: Promised
    standard_id: int
    started_at: datetime
    due_by: datetime
    kept_at: datetime | None
    ended_at: datetime | None
    key: Key

    @property
    def clock(self) -> PromiseClock:
        return PromiseClock(self.started_at, self.due_by, self.kept_at, self.ended_at)


_KEYS: Mapping[By, ColumnElement[Any]] = {
    By.SERVICE: func.coalesce(Appointment.service_id, Enquiry.service_id),
    By.OFFICER: func.coalesce(Appointment.officer_id, Enquiry.officer_id),
    By.CHANNEL: func.coalesce(Appointment.came_by, Enquiry.came_by),
}


def _runs(
    session: Session, *, since: datetime, until: datetime | None = None, by: By = By.SERVICE
) -> Iterator[_Run]:
    given = (
        select(
            PromisedStandard.promised,
            Promise.standard_id,
            Promise.started_at,
            Promise.due_by,
            Promise.kept_at,
            Promise.ended_at,
            _KEYS[by],
        )
        .join(PromisedStandard, PromisedStandard.id == Promise.standard_id)
        .outerjoin(Appointment, Appointment.id == Promise.appointment_id)
        .outerjoin(Enquiry, Enquiry.id == Promise.enquiry_id)
        .where(Promise.started_at >= since)
    )
    if until is not None:
        given = given.where(Promise.started_at < until)
    for row in session.execute(given.execution_options(yield_per=_AT_ONCE)):
        yield _Run(*row)


def _working_days(session: Session) -> Callable[[datetime, datetime], int]:
    """How many working days lie between two instants; the day of the first is day 0."""
    zone = settings().timezone
    between = cache(rules.working_calendar(session).between)
    return lambda start, end: between(local_day(start, zone), local_day(end, zone))


def _months(since: date, until: date) -> dict[date, Tally]:
    months, first = {}, since.replace(day=1)
    while first <= until:
        months[first] = Tally()
        first = (first + timedelta(days=31)).replace(day=1)
    return months


def _begun(months: Mapping[date, Tally]) -> dict[date, Tally]:
    """Without the months before anything was promised: a row of nothings tells nobody anything."""
    return dict(dropwhile(lambda month: not month[1].given, months.items()))


def _names(session: Session, by: By) -> Mapping[Key, str]:
    if by is By.CHANNEL:
        return {channel: channel.value for channel in CameBy}
    noun = Service if by is By.SERVICE else Officer
    return {row.id: row.name for row in session.execute(select(noun.id, noun.name))}


def _named(tallies: Mapping[Key, Tally], names: Mapping[Key, str]) -> Iterator[Group]:
    for key, tally in tallies.items():
        yield Group(key, names[key], tally)
