"""The last weeks of a council: every request is made, arranged, changed and seen by the real actions."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from itertools import count
from random import Random

from sqlalchemy import select

from booking import clock
from booking.actions import arranging, attending, changing, diaries, enquiring, requesting, rules
from booking.actions.actor import RESIDENT, Actor
from booking.actions.requesting import NewRequest
from booking.demo.near import free, wishes, with_live_time
from booking.demo.officers import ILL
from booking.demo.plans import WITH_A_TIME, Ending, Plan
from booking.demo.residents import CAME_BY, JOAN, NOTHING, Person, Population
from booking.demo.timeline import Timeline
from booking.domain.lifecycle import Status
from booking.domain.local_time import at_or_after, local, local_day
from booking.domain.meetings import missing_to_meet
from booking.domain.needs import Meeting, met_as
from booking.extensions import db
from booking.models import (
    ActorKind,
    Appointment,
    Arranges,
    CameBy,
    Officer,
    Service,
    Staff,
)
from booking.settings import settings

_MINUTE = timedelta(minutes=1)
_USUAL_WAYS = (Meeting.IN_PERSON, Meeting.IN_PERSON, Meeting.PHONE, Meeting.VIDEO)
_MOVED, _CANCELLED, _MISSED = 0.06, 0.13, 0.21
_LATE = 0.08
_TOO_LATE = 0.08
"""Shares of all that is arranged (to the left of each, those before it), late comers, broken promises."""
_CERTAIN = {Ending.CANCELLED: _MOVED, Ending.MISSED: _CANCELLED}
_REFUSALS = defaultdict(
    lambda: (
        "This officer can no longer see residents about that.",
        "Phone us and we will find the colleague who can.",
    ),
    {
        "planning": (
            "Where the boundary between two gardens lies is not a matter of planning.",
            "Citizens Advice can explain what your deeds say.",
        ),
        "adult-social-care": (
            "Your assessment was finished last week, so you do not need to come.",
            "The letter with the result is on its way. Phone us if it is not there in 5 days.",
        ),
        "licensing": (
            "The council does not license fishing.",
            "You can buy a rod licence at a post office.",
        ),
    },
)
AFTER_THE_LADDER = time(9, 1)
"""When Kept has arranged by itself what nobody answered (`keeping.ROUNDS`)."""
_EXCUSES = ("I have to work that day.", "I am not well.", None)


class Story:
    """Plays plans on a timeline. The same `rng` and plans make the same story."""

    def __init__(self, timeline: Timeline, rng: Random, progress: Callable[[int], None]) -> None:
        self._timeline, self._rng, self._progress = timeline, rng, progress
        self._people = Population(rng)
        self._turn = count()
        self._foreseen = set[int]()
        session = db.session()
        self._calendar = rules.working_calendar(session)
        staff = session.scalars(select(Staff)).all()
        self._desk = timeline.desk
        self._for_residents = replace(timeline.desk, on_behalf=True)
        self._staff_of = {member.officer_id: member.id for member in staff}
        self._officers: dict[Arranges, list[int]] = {way: [] for way in Arranges}
        self._ill = list[int]()
        for officer in session.scalars(select(Officer).order_by(Officer.id)):
            by_way = self._ill if officer.slug == ILL else self._officers[officer.arranges]
            by_way.append(officer.id)

    def play(self, plans: Iterable[Plan]) -> None:
        """Asks what is planned, each at its moment, and lets all that follows happen."""
        for plan in plans:
            self._timeline.at(plan.asked_at, partial(self._ask, plan))
        self._timeline.play()

    def _ask(self, plan: Plan) -> None:
        session, person = db.session(), self._people.next()
        for officer_id in self._officers_for(plan):
            officer = session.get_one(Officer, officer_id)
            service = self._rng.choice(officer.services)
            new = self._request(officer, service, person)
            if officer.arranges is Arranges.OPEN and plan.ending in WITH_A_TIME:
                new = with_live_time(session, new, officer, service, plan.wanted)
            if new.starts_at and abs(new.starts_at - plan.wanted) <= plan.within:
                break
        if not new.starts_at:
            new = replace(new, preferences=wishes(plan.wanted))
        actor = RESIDENT if new.came_by is CameBy.ONLINE else self._for_residents
        appointment = requesting.request(new, actor=actor)
        self._progress(1)
        if new.starts_at:
            self._foresee(appointment.id, plan.ending)
        else:
            self._await_decision(appointment.id, plan)

    def _officers_for(self, plan: Plan) -> list[int]:
        """Whom to try in turn: one officer, or everybody who is open where the time matters.

        Requests that are not arranged were put to those who arrange by request, if there are any.
        """
        by_request, live = (self._officers[way] for way in (Arranges.BY_REQUEST, Arranges.OPEN))
        turn = next(self._turn)
        if plan.in_vain and self._ill:
            return self._ill
        if plan.within < timedelta.max and live:
            first = turn % len(live)
            return [*live[first:], *live[:first]]
        anybody = [*live, *by_request]
        asked = anybody if plan.ending in WITH_A_TIME else by_request or anybody
        return [asked[turn % len(asked)]]

    def _request(self, officer: Officer, service: Service, person: Person) -> NewRequest:
        """Everything that is asked but the time. Those with needs, or without a phone, come in person."""
        contact, needing = person.contact, person.needing
        reached = [way for way in _USUAL_WAYS if not missing_to_meet(way, contact)]
        every = [way for way in reached if way in service.meetings]
        ways = [way for way in every if met_as(way, needing.needs) in service.meetings]
        if not ways:
            needing, ways = NOTHING, every  # nobody visits anybody about this
        in_person = needing.needs and Meeting.IN_PERSON in ways
        at_a_distance = contact.phone and not in_person
        return NewRequest(
            key=f"demonstration-{self._rng.getrandbits(128):032x}",
            service_id=service.id,
            officer_id=officer.id,
            meeting=self._rng.choice(ways) if at_a_distance else Meeting.IN_PERSON,
            contact=contact,
            needs=needing.needs,
            needs_in_own_words=needing.in_own_words,
            spoken_language=needing.language,
            about=person.about,
            came_by=self._rng.choice(CAME_BY[contact.channel]),
            asked_by="Joan, her sister" if "supporter" in needing.needs else None,
            authority=JOAN if "supporter" in needing.needs else None,
        )

    def _await_decision(self, appointment_id: int, plan: Plan) -> None:
        """The officer answers after a day or two; now and then too late for the promise."""
        halfway = plan.asked_at + (plan.wanted - plan.asked_at) / 2
        decided_at = self._working_days_later(plan.asked_at, self._rng.choice((1, 1, 2, 2, 3)))
        zone = settings().timezone
        by_itself = self._calendar.add(local_day(plan.asked_at, zone), 4)
        arranged = partial(self._foresee_if_arranged, appointment_id, plan.ending)
        self._timeline.at(at_or_after(by_itself, AFTER_THE_LADDER, zone), arranged)
        match plan.ending:
            case Ending.ARRANGED | Ending.CANCELLED | Ending.MISSED:
                if self._rng.random() < _TOO_LATE:
                    decided_at = self._working_days_later(plan.asked_at, 6)
                decided_at = min(decided_at, halfway)
                self._timeline.at(decided_at, partial(self._arrange, appointment_id, plan))
            case Ending.DECLINED:
                self._timeline.at(decided_at, partial(self._decline, appointment_id))
            case Ending.WITHDRAWN:
                withdraws_at = halfway if halfway < self._timeline.until else decided_at
                self._timeline.at(withdraws_at, partial(self._withdraw, appointment_id))
            case Ending.ANSWERED:
                at_once = plan.asked_at + 2 * _MINUTE
                answer = partial(
                    enquiring.answer_now,
                    appointment_id=appointment_id,
                    text="We have found it, and it is settled. You do not need to come.",
                    actor=self._for_residents,
                )
                self._timeline.at(at_once, answer)

    def _arrange(self, appointment_id: int, plan: Plan) -> None:
        session = db.session()
        appointment = session.get_one(Appointment, appointment_id)
        if appointment.status is not Status.REQUESTED:
            return  # Kept has arranged it by itself
        officer, needed = appointment.officer, diaries.demand_of(appointment)
        starts_at = free(session, officer, needed, plan.wanted)
        if starts_at is None:
            return  # it stays on the officer's list: nothing in these weeks meets the needs
        actor = self._officer(appointment.officer_id)
        arranging.arrange(appointment_id=appointment_id, starts_at=starts_at, actor=actor)
        self._foresee(appointment_id, plan.ending)

    def _foresee_if_arranged(self, appointment_id: int, ending: Ending) -> None:
        """What nobody answered has been arranged by Kept this morning, where it could be."""
        appointment = db.session().get_one(Appointment, appointment_id)
        if appointment.status is Status.ARRANGED and appointment_id not in self._foreseen:
            self._foresee(appointment_id, ending)

    def _withdraw(self, appointment_id: int) -> None:
        """Unless Kept has arranged it by itself: then they come."""
        appointment = db.session().get_one(Appointment, appointment_id)
        excuse = self._rng.choice(_EXCUSES)
        if appointment.status is Status.REQUESTED:
            changing.cancel(appointment_id=appointment_id, actor=RESIDENT, reason=excuse)

    def _decline(self, appointment_id: int) -> None:
        appointment = db.session().get_one(Appointment, appointment_id)
        reason, instead = _REFUSALS[appointment.service.slug]
        changing.decline(
            appointment_id=appointment_id,
            reason=reason,
            instead=instead,
            actor=self._officer(appointment.officer_id),
        )

    def _foresee(self, appointment_id: int, ending: Ending, *, moved: bool = False) -> None:
        """What becomes of something arranged. Around the present everybody comes."""
        appointment = db.session().get_one(Appointment, appointment_id)
        starts_at, ends_at = appointment.starts_at, appointment.ends_at
        self._foreseen.add(appointment_id)
        if starts_at is None or ends_at is None:
            raise ValueError("only what is arranged can be foreseen")
        soon = abs(starts_at - self._timeline.until) < timedelta(hours=1)
        chance = _CERTAIN.get(ending, 1.0 if soon else self._rng.random())
        before = clock.now() + (starts_at - clock.now()) * self._rng.uniform(0.2, 0.8)
        if chance < _MOVED and not moved:
            self._timeline.at(before, partial(self._rearrange, appointment_id, ending))
        elif chance < _CANCELLED:
            self._timeline.at(before, partial(self._cancel, appointment_id))
        elif chance < _MISSED:
            self._timeline.at(
                starts_at + 20 * _MINUTE,
                partial(attending.miss, appointment_id=appointment_id, actor=self._desk),
            )
        else:
            self._attend(appointment_id, starts_at, ends_at)

    def _rearrange(self, appointment_id: int, ending: Ending) -> None:
        session = db.session()
        appointment = session.get_one(Appointment, appointment_id)
        needed = diaries.demand_of(appointment)
        two_days_later = (appointment.starts_at or clock.now()) + timedelta(days=2)
        if starts_at := free(session, appointment.officer, needed, two_days_later):
            changing.rearrange(appointment_id=appointment_id, starts_at=starts_at, actor=RESIDENT)
        self._foresee(appointment_id, ending, moved=True)

    def _cancel(self, appointment_id: int) -> None:
        changing.cancel(
            appointment_id=appointment_id, actor=RESIDENT, reason=self._rng.choice(_EXCUSES)
        )

    def _attend(self, appointment_id: int, starts_at: datetime, ends_at: datetime) -> None:
        """Comes, waits, is seen; whoever is due about now is here already, and seen on time."""
        until = self._timeline.until
        soon = abs(starts_at - until) < 30 * _MINUTE
        late = not soon and self._rng.random() < _LATE
        arrives = starts_at + self._rng.randint(*((2, 9) if late else (-14, -2))) * _MINUTE
        begins = max(starts_at, arrives) + self._rng.choice((0, 0, 1, 2, 4, 7)) * _MINUTE
        if soon:
            arrives = min(arrives, until - self._rng.randint(1, 8) * _MINUTE)
            begins = starts_at
        officer_id = db.session().get_one(Appointment, appointment_id).officer_id
        desk, officer = self._desk, self._officer(officer_id)
        steps: tuple[tuple[datetime, Callable[..., object], Actor], ...] = (
            (arrives, attending.check_in, desk),
            (begins, attending.start, officer),
            (max(begins, ends_at - 3 * _MINUTE), attending.finish, officer),
        )
        if late:
            says_so = partial(attending.say_late, minutes=10)
            steps = ((starts_at - 15 * _MINUTE, says_so, RESIDENT), *steps)
        for moment, action, actor in steps:
            self._timeline.at(moment, partial(action, appointment_id=appointment_id, actor=actor))

    def _officer(self, officer_id: int) -> Actor:
        return Actor(ActorKind.OFFICER, self._staff_of.get(officer_id))

    def _working_days_later(self, moment: datetime, working_days: int) -> datetime:
        """The same time of day, so many working days later."""
        zone = settings().timezone
        wall = local(moment, zone)
        return at_or_after(self._calendar.add(wall.date(), working_days), wall.time(), zone)
