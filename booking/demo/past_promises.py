"""Old promises: how long each took, what the ladder did until then, and how a missed one was put right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import enforcing, promises, rules
from booking.demo.bulk import Line, Reader, message
from booking.domain.ladder import Rung, Step, rungs
from booking.domain.local_time import NOON, at_or_after, local
from booking.domain.promise import PromiseClock, Promised, arrange_by, is_past
from booking.models import ActorKind, Audience, Cause, Channel, Kind, Promise, Role, Staff
from booking.settings import settings

_AFTER = timedelta(minutes=25)
"""So long after somebody was seen to at last, the manager had written down how it was put right."""
PUT_RIGHT = (
    "Phoned them, said that we are sorry, and gave them the first time of the day.",
    "Wrote to say that we are sorry, and whom to ask for next time.",
    "Phoned them; a colleague from the next office saw to it on the same day.",
)


class Answer(NamedTuple):
    """Who arranged or answered something old, so many working days after it was asked."""

    by: ActorKind
    after: int


@dataclass(frozen=True, slots=True)
class Old:
    """One promise of long ago."""

    standard_id: int
    started_at: datetime
    due_by: datetime
    kept_at: datetime
    kept_by: ActorKind
    steps: tuple[Rung, ...]
    put_right: str | None
    """How, where it was missed."""

    @property
    def put_right_at(self) -> datetime | None:
        """When that was written down."""
        return self.kept_at + _AFTER if self.put_right else None

    def row(
        self, about: Mapping[str, int | None], staff: Mapping[ActorKind, int]
    ) -> dict[str, Any]:
        """As a row of `promise`."""
        return {
            **about,
            "cause": Cause.ASKED,
            "standard_id": self.standard_id,
            "started_at": self.started_at,
            "due_by": self.due_by,
            "kept_at": self.kept_at,
            "put_right": self.put_right,
            "put_right_at": self.put_right_at,
            "put_right_by": staff[ActorKind.MANAGER] if self.put_right else None,
        }

    def lines(self, promise_id: int) -> Iterator[Line]:
        """What the ladder did, and what the manager wrote."""
        promise = Promise(id=promise_id)
        for rung in self.steps:
            once = enforcing.mark(promise, rung.name)
            yield Line(rung.at, f"step_{rung.step}", ActorKind.KEPT, once=once)
        if self.put_right_at:
            yield Line(self.put_right_at, "put_right", ActorKind.MANAGER, reason=self.put_right)


class Past:
    """The council's rules as they were; every standard and ladder is read once."""

    def __init__(self, session: Session) -> None:
        self.zone, self.calendar = settings().timezone, rules.working_calendar(session)
        self._office = rules.office(session)
        self.opens = self._office.opens
        self._ladder = cache(partial(promises.ladder_by, session))
        self._standard = cache(partial(rules.standard_for, session))
        self._manager = session.scalars(select(Staff).where(Staff.role == Role.MANAGER)).one()
        desk = session.scalars(select(Staff.id).where(Staff.role == Role.FRONT_DESK)).one()
        self.staff = {ActorKind.FRONT_DESK: desk, ActorKind.MANAGER: self._manager.id}
        """Whose account acted, by what they are."""

    def kept(
        self, service_id: int, started_at: datetime, answer: Answer, promised: Promised, turn: int
    ) -> Old:
        """What was asked at `started_at` (UTC, while the office was open), and when it was answered."""
        midday = at_or_after(local(started_at, self.zone).date(), NOON, self.zone)
        standard = self._standard(service_id=service_id, received_at=midday, promised=promised)
        if standard.id is None:
            raise ValueError("only a stored standard can be promised")
        due_by = arrange_by(midday, standard=standard, calendar=self.calendar, zone=self.zone)
        kept_at = self._after(started_at, answer)
        open_clock = PromiseClock(started_at, due_by, None, None)
        climbed = rungs(open_clock, self._ladder(standard.id), self._office, now=kept_at)
        late = is_past(due_by, kept_at)
        return Old(
            standard_id=standard.id,
            started_at=started_at,
            due_by=due_by,
            kept_at=kept_at,
            kept_by=answer.by,
            steps=tuple(rung for rung in climbed if rung.at < kept_at),
            put_right=PUT_RIGHT[turn % len(PUT_RIGHT)] if late else None,
        )

    def _after(self, started_at: datetime, answer: Answer) -> datetime:
        """At the same time of a later day; Kept itself does it when the office opens."""
        if not answer.after:
            return started_at
        wall = local(started_at, self.zone)
        clock = self.opens if answer.by is ActorKind.KEPT else wall.time()
        return at_or_after(self.calendar.add(wall.date(), answer.after), clock, self.zone)

    def told(
        self, about: Mapping[str, int | None], old: Old, resident: Reader, officer: Reader
    ) -> Iterator[dict[str, Any]]:
        """The messages of the steps, as rows."""
        readers = {
            Audience.RESIDENT: resident,
            Audience.OFFICER: officer,
            Audience.MANAGER: Reader(
                Audience.MANAGER,
                Channel.EMAIL,
                self._manager.email,
                self._manager.name,
                staff_id=self._manager.id,
            ),
        }
        enquiry = about["enquiry_id"] is not None
        for rung in old.steps:
            telling = _TELLING[rung.step]
            kind = telling.of_enquiry if enquiry else telling.of_appointment
            yield message(about, kind, readers[telling.audience], rung.at, telling.text)


class _Telling(NamedTuple):
    of_appointment: Kind
    of_enquiry: Kind
    audience: Audience
    text: str


_TELLING = {
    Step.REMIND: _Telling(
        Kind.ARRANGE_REMINDER,
        Kind.ANSWER_REMINDER,
        Audience.OFFICER,
        "This still waits for you.",
    ),
    Step.WARN: _Telling(
        Kind.AT_RISK, Kind.AT_RISK, Audience.MANAGER, "The promise for this is at risk."
    ),
    Step.ARRANGE: _Telling(
        Kind.NO_TIME, Kind.NO_TIME, Audience.MANAGER, "No free time met every need."
    ),
    Step.TELL_OF_DELAY: _Telling(
        Kind.DELAY,
        Kind.ENQUIRY_DELAY,
        Audience.RESIDENT,
        "We will not be able to keep what we promised, and we are sorry. You hear from us tomorrow.",
    ),
    Step.APOLOGISE: _Telling(
        Kind.APOLOGY,
        Kind.ENQUIRY_APOLOGY,
        Audience.RESIDENT,
        "We have not done what we promised in time, and we are sorry. We are seeing to it.",
    ),
    Step.ESCALATE: _Telling(
        Kind.MISSED, Kind.MISSED, Audience.MANAGER, "A promise was missed. Please put it right."
    ),
}
