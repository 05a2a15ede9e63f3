"""The runs of a promise's clock, and the ladder of the present one, as a manager reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import enforcing, promises
from booking.actions.story import Subject
from booking.domain.ladder import due
from booking.domain.promise import PromiseState
from booking.language.codes import EVENTS
from booking.language.promises import STEPS
from booking.models import Promise, Staff
from booking.web import deadlines
from booking.web.deadlines import Deadline


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the clock."""

    promise: Promise
    deadline: Deadline
    held_by: str | None
    put_right_by: str | None

    @property
    def must_be_put_right(self) -> bool:
        """Whether it was missed and nobody has recorded what was done about it."""
        missed = self.deadline.state is PromiseState.MISSED
        return missed and self.promise.put_right_at is None


@dataclass(frozen=True, slots=True)
class Climb:
    """The steps of one run: those taken, with when, those due, and those to come."""

    taken: Sequence[tuple[datetime, LazyString]]
    due: Sequence[tuple[datetime, LazyString]]
    """Due by now: the worker takes them within the minute."""
    to_come: Sequence[tuple[datetime, LazyString]]


def of(session: Session, subject: Subject) -> list[Run]:
    """Every run, the present one first."""
    read = deadlines.reader(session)
    ids = {one.held_by for one in subject.promises} | {one.put_right_by for one in subject.promises}
    named = select(Staff.id, Staff.name).where(Staff.id.in_(ids - {None}))
    names: dict[int | None, str] = {row.id: row.name for row in session.execute(named)}
    return [
        Run(one, read(one), names.get(one.held_by), names.get(one.put_right_by))
        for one in reversed(subject.promises)
    ]


def climb(session: Session, subject: Subject) -> Climb:
    """The ladder of the present run."""
    promise, now = subject.promise, clock.now()
    mark = enforcing.mark(promise, "")
    done = [one for one in subject.events if (one.once or "").startswith(mark)]
    rungs = promises.rungs(session, promise)
    names = {(one.once or "").removeprefix(mark) for one in done}
    return Climb(
        [(one.at, EVENTS[one.action]) for one in done],
        [(rung.at, STEPS[rung.step]) for rung in due(rungs, names, now)],
        [(rung.at, STEPS[rung.step]) for rung in rungs if rung.at > now],
    )
