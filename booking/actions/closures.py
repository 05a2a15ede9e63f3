"""Closures: days on which the whole council is closed.

A closure never moves a promise that was given: its deadline was told and stands. What it takes away
are the working days on which we wanted to act, so the steps of the ladder come sooner.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import audit, breaking, rules
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.domain.errors import BookingError, ReasonMissing
from booking.domain.local_time import day_bounds, local_day
from booking.models import Appointment, Closure, Promise
from booking.models.promises import RUNNING, TO_CLIMB
from booking.settings import settings

LONGEST = 92
"""Days: a closure of more than a quarter is a slip of the pen."""
AROUND = 5
"""Working days after a closure within which a deadline is near it."""

_ONE_DAY = timedelta(days=1)


class ClosureRefused(BookingError):
    """A closure in the past, that ends before it begins, or longer than LONGEST."""

    code = "closure_refused"


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row with one reason, both ends included."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class Touched:
    """What a closure touches."""

    due: int
    """Open promises with their deadline in it or within AROUND working days after it."""
    appointments: Sequence[Appointment]
    """What is arranged in it: somebody must find these residents another time."""


@transaction
def add(session: Session, *, first: date, last: date, reason: str, actor: Actor) -> Span:
    """Closes the council from `first` to `last`; days that are closed already stay as they are.

    Every open promise is looked at again at once, so that its steps come in time. Raises ClosureRefused,
    ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    if first < _today() or not first <= last < first + timedelta(days=LONGEST):
        raise ClosureRefused
    known = set(session.scalars(select(Closure.day).where(Closure.day.between(first, last))))
    added = [day for day in _days(first, last) if day not in known]
    session.add_all(Closure(day=day, reason=reason.strip()) for day in added)
    if added:
        session.flush()
        _look_again(session)
        _write(session, actor, "add_closure", first, last)
    return Span(first, last, reason.strip())


@transaction
def remove(session: Session, *, first: date, last: date, actor: Actor) -> None:
    """Opens the council again on those days; days that are open already are left alone.

    Days that are over stay as they were: figures count by them. Raises ClosureRefused.
    """
    if first < _today():
        raise ClosureRefused
    ours = Closure.day.between(first, last)
    if session.scalar(select(Closure.id).where(ours).limit(1)) is None:
        return
    session.execute(delete(Closure).where(ours))
    _look_again(session)
    _write(session, actor, "remove_closure", first, last)


def coming(session: Session) -> list[Span]:
    """The closures that are not over, in order; days in a row with the same reason are one."""
    rows = session.execute(
        select(Closure.day, Closure.reason).where(Closure.day >= _today()).order_by(Closure.day)
    )
    spans: list[Span] = []
    for day, reason in rows:
        if spans and (spans[-1].last + _ONE_DAY, spans[-1].reason) == (day, reason):
            spans[-1] = Span(spans[-1].first, day, reason)
        else:
            spans.append(Span(day, day, reason))
    return spans


def touched(session: Session, spans: Iterable[Span]) -> dict[Span, Touched]:
    """What each of these closures touches, as things stand now."""
    zone, calendar = settings().timezone, rules.working_calendar(session)
    due = [
        local_day(due_by, zone) for due_by in session.scalars(select(Promise.due_by).where(RUNNING))
    ]
    found = {}
    for span in spans:
        near = calendar.add(span.last, AROUND)
        found[span] = Touched(
            sum(span.first <= day <= near for day in due),
            breaking.affected(
                session,
                since=day_bounds(span.first, zone)[0],
                until=day_bounds(span.last, zone)[1],
            ),
        )
    return found


def _look_again(session: Session) -> None:
    """The worker works the ladders out afresh: which step is due when follows from the closures."""
    session.execute(
        update(Promise)
        .where(TO_CLIMB)
        .values(next_step_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _ONE_DAY


def _today() -> date:
    return local_day(clock.now(), settings().timezone)


def _write(session: Session, actor: Actor, action: str, first: date, last: date) -> None:
    audit.by(
        session, actor, action=action, subject=f"closure:{first.isoformat()}..{last.isoformat()}"
    )
