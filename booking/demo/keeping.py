"""How the promise was kept of late: the ladder's steps, an officer who fell ill, questions passed on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import (
    absences,
    answering_for,
    diaries,
    enforcing,
    enquiring,
    handing_over,
    rules,
)
from booking.actions.actor import Actor
from booking.actions.enquiring import NewEnquiry
from booking.demo.officers import ILL
from booking.demo.residents import Population
from booking.demo.timeline import Timeline
from booking.domain.lifecycle import Status
from booking.domain.local_time import at_or_after, day_bounds, local_day
from booking.extensions import db
from booking.models import (
    ActorKind,
    Appointment,
    Arranges,
    CameBy,
    Officer,
    Promise,
    Role,
    Service,
    Staff,
)
from booking.models.promises import RUNNING
from booking.settings import settings

ILL_SINCE, ILL_UNTIL = -6, 45
"""Working days from today."""
ROUNDS = (time(9), time(12, 5), time(14), time(16, 45))
"""When the ladder is looked at: its steps fall due at these times, or a little before."""


class Asked(NamedTuple):
    """A question that reached the council, working days before today, and what became of it."""

    ago: int
    service: str
    came_by: CameBy
    question: str
    answer: str | None = None
    after: int = 0
    """Working days until it was answered, or no longer asked; an answer after 0 is at first contact."""


QUESTIONS = (
    Asked(
        9,
        "benefits",
        CameBy.PHONE,
        "On which day of the month is my payment?",
        "On the third, or the working day before it.",
        after=1,
    ),
    Asked(
        8,
        "housing",
        CameBy.VISIT,
        "Where can I hand in my keys?",
        "At the town hall, Monday to Friday.",
    ),
    Asked(
        8,
        "planning",
        CameBy.EMAIL,
        "May I put up a shed of 3 by 4 metres?",
        "Yes. No permission is needed.",
        after=6,
    ),
    Asked(
        7,
        "licensing",
        CameBy.PHONE,
        "Which form is it for a street party?",
        "Form SP1. We post it today.",
        after=5,
    ),
    Asked(6, "housing", CameBy.EMAIL, "Is the flat in Elder Grove still free?", after=2),
    Asked(5, "benefits", CameBy.ONLINE, "Why has my council tax gone up?"),
    Asked(3, "housing", CameBy.PHONE, "How far up the list am I?"),
    Asked(2, "blue-badges", CameBy.VISIT, "Has my badge been posted?"),
    Asked(1, "planning", CameBy.LETTER, "Who decides about the tree in front of my house?"),
    Asked(0, "benefits", CameBy.PHONE, "Does my new job change what I get?"),
)


class Keeping:
    """Puts all of it on a timeline, where it happens between what residents do. Same `rng`, same people."""

    def __init__(self, timeline: Timeline, rng: Random) -> None:
        session = db.session()
        self._timeline, self._people = timeline, Population(rng)
        self._calendar = rules.working_calendar(session)
        self._today = local_day(timeline.until, settings().timezone)
        manager = session.scalar(select(Staff.id).where(Staff.role == Role.MANAGER))
        self._manager = Actor(ActorKind.MANAGER, manager)
        self._desk = replace(timeline.desk, on_behalf=True)
        self._officers = {
            one.slug: one.id for one in session.scalars(select(Officer).where(Officer.active))
        }

    def foresee(self, since: datetime) -> None:
        """From `since` (UTC) to the end of the timeline."""
        day = local_day(since, settings().timezone)
        while day <= self._today:
            if self._calendar.is_working_day(day):
                for round_ in ROUNDS:
                    self._at(day, round_, enforcing.enforce)
            day += timedelta(days=1)
        self._timeline.at(self._timeline.until, enforcing.enforce)
        self._fall_ill()
        self._at(self._before(1), time(10, 20), self._hold_one_back)
        self._at(self._before(1), time(11), self._hand_one_over)
        for working_days_ago in (2, 1):
            self._at(self._before(working_days_ago), time(15, 30), self._put_one_right)
        for number, asked in enumerate(QUESTIONS):
            self._at(
                self._before(asked.ago),
                time(9, 40),
                partial(self._enquire, f"demonstration-{number}", asked),
            )

    def _before(self, working_days: int) -> date:
        return self._calendar.add(self._today, -working_days) if working_days else self._today

    def _at(self, day: date, clock: time, happens: Callable[[], object]) -> None:
        self._timeline.at(at_or_after(day, clock, settings().timezone), happens)

    def _fall_ill(self) -> None:
        if (officer_id := self._officers.get(ILL)) is None:
            return
        first, last = (self._calendar.add(self._today, days) for days in (ILL_SINCE, ILL_UNTIL))
        zone = settings().timezone
        record = partial(
            absences.record,
            officer_id=officer_id,
            starts_at=day_bounds(first, zone)[0],
            ends_at=day_bounds(last, zone)[1],
            reason="sickness",
            actor=self._manager,
        )
        self._at(first, time(8, 10), record)

    def _hold_one_back(self) -> None:
        """An officer wants to arrange a request themselves, and says why."""
        waiting = (
            select(Appointment)
            .join(Officer)
            .where(
                Appointment.status == Status.REQUESTED,
                Officer.arranges == Arranges.BY_REQUEST,
                Officer.slug != ILL,
            )
        )
        found = db.session.scalars(waiting.order_by(Appointment.id.desc()).limit(1)).first()
        if found:
            answering_for.hold_back(
                appointment_id=found.id,
                reason="I see the neighbour about the same matter first.",
                actor=Actor(ActorKind.OFFICER),
            )

    def _hand_one_over(self) -> None:
        """What is due the soonest goes to a colleague in good time, as the resident wishes."""
        session = db.session()
        waiting = _waiting_for(ILL).where(Promise.due_by >= clock.now())
        for appointment in session.scalars(waiting):
            if self._give_to_cover(
                session, appointment, "Glad to be seen sooner, by whoever is in."
            ):
                return

    def _put_one_right(self) -> None:
        """The manager looks after whoever has waited the longest: a word, and the cover if they agree."""
        session = db.session()
        late = _waiting_for(ILL).where(Promise.due_by < clock.now(), Promise.put_right_at.is_(None))
        appointment = session.scalars(late.limit(1)).first()
        if appointment is None:
            return
        answering_for.put_right(
            promise_id=appointment.promise.id,
            what="Phoned them, said that we are sorry, and offered the colleague who stands in.",
            actor=self._manager,
        )
        self._give_to_cover(session, appointment, "Agreed on the phone.")

    def _give_to_cover(self, session: Session, appointment: Appointment, agreement: str) -> bool:
        """At the cover's first time from tomorrow that meets every need; whether there is one."""
        cover = diaries.cover_for(session, appointment)
        if cover is None:
            return False
        needed = diaries.demand_of(appointment, officer=cover)
        tomorrow = self._today + timedelta(days=1)
        slot = next(diaries.offered(session, cover, needed, since=tomorrow), None)
        if slot is None:
            return False
        handing_over.hand_over(
            appointment_id=appointment.id,
            officer_id=cover.id,
            starts_at=slot.start,
            agreement=agreement,
            actor=self._manager,
        )
        return True

    def _enquire(self, key: str, asked: Asked) -> None:
        session = db.session()
        who = _whoever_answers(session, asked.service)
        if who is None:
            return
        service_id, officer_id = who
        at_once = asked.answer if asked.after == 0 else None
        new = NewEnquiry(
            key=key,
            service_id=service_id,
            officer_id=officer_id,
            contact=self._people.next().contact,
            question=asked.question,
            came_by=asked.came_by,
            answer=at_once,
        )
        enquiry_id = enquiring.log(new, actor=self._desk).id
        if asked.after:
            day = self._calendar.add(local_day(clock.now(), settings().timezone), asked.after)
            self._at(day, time(11, 15), self._end_of(enquiry_id, asked.answer))

    def _end_of(self, enquiry_id: int, answer: str | None) -> Callable[[], object]:
        """The officer's answer; without one, the resident has come to know it by themselves."""
        if answer is None:
            return partial(enquiring.withdraw, enquiry_id=enquiry_id, actor=self._desk)
        return partial(
            enquiring.answer, enquiry_id=enquiry_id, text=answer, actor=Actor(ActorKind.OFFICER)
        )


def _waiting_for(officer: str) -> Select[Appointment]:
    """What is asked of an officer and not arranged, the longest due first."""
    return (
        select(Appointment)
        .join(Officer)
        .join(Promise, Promise.appointment_id == Appointment.id)
        .where(Officer.slug == officer, Appointment.status == Status.REQUESTED, RUNNING)
        .order_by(Promise.due_by, Appointment.id)
    )


def _whoever_answers(session: Session, service: str) -> tuple[int, int] | None:
    """The service and the first officer who sees residents about it."""
    found = (
        select(Service.id, Officer.id)
        .join(Officer.services)
        .where(Service.slug == service, Officer.active, Officer.slug != ILL)
        .order_by(Officer.id)
    )
    row = session.execute(found.limit(1)).first()
    return (row[0], row[1]) if row else None
