"""Questions that were passed on: some months of them, answered in time, at once, or too late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions.enquiring import PROMISED_BY
from booking.actions.transaction import transaction
from booking.demo.bulk import Line, insert, message, numbered, story
from booking.demo.history import enrol, owner, reader
from booking.demo.openings import SPREAD
from booking.demo.past_promises import Answer, Old, Past
from booking.demo.residents import Person, Population
from booking.domain.lifecycle import Action, Status
from booking.domain.local_time import at_or_after
from booking.domain.promise import Promised
from booking.domain.references import new_reference
from booking.models import (
    ActorKind,
    CameBy,
    Channel,
    Enquiry,
    Event,
    Kind,
    Message,
    Officer,
    Promise,
    Service,
)

LONGEST = 13
"""Working days: whatever is asked so long before the story is answered before it begins."""
SOON = (0, 0, 1, 2, 0, 1, 1, 3, 2, 1, 0, 2, 4)
WRITTEN = (2, 5, 8, 4, 9, 7, 6, 3, 10, 12, 5, 1)
"""Working days until the answer: to what came by phone, visit or form, and to what was written. The
standards are 3 and 10, so one of each is late."""

WAYS = {
    Channel.EMAIL: (CameBy.EMAIL, CameBy.EMAIL, CameBy.ONLINE),
    Channel.SMS: (CameBy.PHONE, CameBy.ONLINE, CameBy.VISIT, CameBy.PHONE),
    Channel.LETTER: (CameBy.LETTER, CameBy.LETTER, CameBy.VISIT),
    Channel.PHONE: (CameBy.PHONE, CameBy.VISIT),
}
"""How those who are told by a channel usually come to ask a question."""


class Question(NamedTuple):
    """What people want to know of a service, and what it says."""

    service: str
    asks: str
    answer: str


ASKED = (
    Question("benefits", "Has my form arrived?", "Yes, and nothing is missing."),
    Question("housing", "Who repairs the lift?", "We do. It is ordered for Thursday."),
    Question("planning", "May I fell a tree in my garden?", "Yes: it is not a protected one."),
    Question(
        "benefits", "Why did I get two bills?", "The second one takes the place of the first."
    ),
    Question("blue-badges", "How do I renew my badge?", "With the form that we post to you today."),
    Question("licensing", "Is my taxi licence on its way?", "Yes, it was posted yesterday."),
    Question("adult-social-care", "Who pays for a stair lift?", "The grant covers all of it."),
    Question("housing", "May I keep a dog in my flat?", "Yes. Your tenancy allows one."),
    Question("planning", "When is the meeting about Mill Lane?", "On the first Monday, at 7pm."),
    Question("benefits", "Do I pay council tax as a student?", "No. Send us your certificate."),
    Question("registrars", "What does a certificate cost?", "Say which one, and we post a list."),
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One old question, by whom and to whom, and when it was answered."""

    question: Question
    service_id: int
    officer: Officer
    resident_id: int
    person: Person
    came_by: CameBy
    key: str
    promise: Old


@transaction
def write(session: Session, count: int, before: date, rng: Random) -> None:
    """Writes `count` enquiries, spread over the working days of the history before `before`."""
    if not count:
        return
    past = Past(session)
    asked = list(_asked(session, count, before, past, rng))
    ids = numbered(session, Enquiry, [_enquiry(one) for one in asked])
    about = [{"appointment_id": None, "enquiry_id": number} for number in ids]
    each = list(zip(about, asked, strict=True))
    promises = [one.promise.row(whose, past.staff) for whose, one in each]
    run = iter(numbered(session, Promise, promises))
    events = (story(whose, _lines(one, next(run)), past.staff) for whose, one in each)
    insert(session, Event, [row for rows in events for row in rows])
    told = (_told(whose, one, past) for whose, one in each)
    insert(session, Message, [row for rows in told for row in rows])


def _asked(session: Session, count: int, before: date, past: Past, rng: Random) -> Iterator[_Asked]:
    services = {service.slug: service.id for service in session.scalars(select(Service))}
    answers = {slug: _who_answers(session, slug) for slug in services}
    questions = [question for question in ASKED if answers[question.service]]
    people = Population(rng)
    days = sorted((LONGEST + SPREAD * turn // count for turn in range(count)), reverse=True)
    first = at_or_after(past.calendar.add(before, -days[0]), past.opens, past.zone)
    known = enrol(session, [people.next() for _ in days], first - timedelta(days=1))
    for turn, (ago, (resident_id, person)) in enumerate(zip(days, known, strict=True)):
        question = questions[turn % len(questions)]
        came_by = rng.choice(WAYS[person.contact.channel])
        promised = PROMISED_BY[came_by]
        turns = SOON if promised is Promised.ENQUIRY_PASSED_ON else WRITTEN
        after = rng.choice(turns)
        morning = at_or_after(past.calendar.add(before, -ago), past.opens, past.zone)
        asked_at = morning + timedelta(minutes=rng.randint(5, 450))
        service_id = services[question.service]
        answer = Answer(ActorKind.OFFICER if after else ActorKind.FRONT_DESK, after)
        yield _Asked(
            question=question,
            service_id=service_id,
            officer=rng.choice(answers[question.service]),
            resident_id=resident_id,
            person=person,
            came_by=came_by,
            key=f"demonstration-{rng.getrandbits(128):032x}",
            promise=past.kept(service_id, asked_at, answer, promised, turn),
        )


def _who_answers(session: Session, service: str) -> list[Officer]:
    those = select(Officer).join(Officer.services).where(Service.slug == service)
    return list(session.scalars(those.order_by(Officer.id)))


def _enquiry(one: _Asked) -> dict[str, Any]:
    return {
        "reference": new_reference(),
        "idempotency_key": one.key,
        "status": Status.ANSWERED,
        "service_id": one.service_id,
        "officer_id": one.officer.id,
        "resident_id": one.resident_id,
        "came_by": one.came_by,
        "question": one.question.asks,
        "answer": one.question.answer,
        "needs": [],
        "received_at": one.promise.started_at,
        "ended_at": one.promise.kept_at,
    }


def _lines(one: _Asked, promise_id: int) -> Iterator[Line]:
    desk, promise = ActorKind.FRONT_DESK, one.promise
    facts = {"came_by": one.came_by.value}
    yield Line(promise.started_at, Action.REQUEST.value, desk, Status.REQUESTED, True, facts=facts)
    yield Line(promise.kept_at, Action.ANSWER.value, promise.kept_by, Status.ANSWERED)
    yield from promise.lines(promise_id)


def _told(about: dict[str, int | None], one: _Asked, past: Past) -> Iterator[dict[str, Any]]:
    """Nothing is sent of what was answered while they were there."""
    if one.promise.kept_by is ActorKind.OFFICER:
        resident = reader(one.person)
        kept_at = one.promise.kept_at
        yield message(about, Kind.ENQUIRY_ANSWERED, resident, kept_at, one.question.answer)
        yield from past.told(about, one.promise, resident, owner(one.officer))
