"""Old appointments by the ten thousand, for trying how Kept grows: what the actions would have left of them.

`openings` says when: backwards over the working days before the story, each officer's pattern cut into
appointments. Rows are written directly, oldest first, with every rule kept.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions.residents import Contact, lookup_keys
from booking.actions.transaction import transaction
from booking.demo.bulk import Line, Reader, insert, message, numbered, story
from booking.demo.openings import Opening, openings
from booking.demo.past_promises import Answer, Old, Past
from booking.demo.residents import CAME_BY, Person, Population
from booking.domain.lifecycle import TRANSITIONS, Action, Status
from booking.domain.local_time import NOON, at_or_after, local
from booking.domain.needs import Meeting
from booking.domain.promise import Promised
from booking.domain.references import new_reference
from booking.extensions import db
from booking.models import (
    ActorKind,
    Appointment,
    Audience,
    CameBy,
    Channel,
    DiaryEntry,
    Event,
    Kind,
    Message,
    Officer,
    Promise,
    Resident,
    ResidentLookup,
)
from booking.models.types import digest

AT_ONCE = 1000
"""Appointments in one transaction."""
ENDINGS = (Status.ATTENDED,) * 17 + (Status.DID_NOT_ATTEND, Status.CANCELLED, Status.CANCELLED)
LIVES: Mapping[Status, tuple[Action, ...]] = {
    Status.ATTENDED: (Action.ARRANGE, Action.CHECK_IN, Action.START, Action.FINISH),
    Status.DID_NOT_ATTEND: (Action.ARRANGE, Action.MISS),
    Status.CANCELLED: (Action.ARRANGE, Action.CANCEL),
}
"""The way from the request to each ending."""

CHOSEN_LIVE = Answer(ActorKind.RESIDENT, 0)
BY_REQUEST = (
    *(Answer(ActorKind.OFFICER, after) for after in (1, 1, 2, 1, 3, 1, 2, 0, 1, 3, 2)),
    *(Answer(ActorKind.KEPT, 4), Answer(ActorKind.OFFICER, 1), Answer(ActorKind.KEPT, 4)),
    *(Answer(ActorKind.OFFICER, 2), Answer(ActorKind.OFFICER, 6)),
)
"""How soon those answered who arrange by request; the last one kept a resident waiting for too long."""

_ACTORS = {
    Action.CHECK_IN: ActorKind.FRONT_DESK,
    Action.MISS: ActorKind.FRONT_DESK,
    Action.START: ActorKind.OFFICER,
    Action.FINISH: ActorKind.OFFICER,
}
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Life:
    """One old appointment: its opening, who had it, how it ended and when everything happened."""

    opening: Opening
    resident_id: int
    person: Person
    key: str
    came_by: CameBy
    ending: Status
    promise: Old
    moments: Mapping[Action, datetime]


def write(count: int, before: date, rng: Random, progress: Callable[[int], None]) -> None:
    """Writes the last `count` appointments of the days before `before`."""
    if count <= 0:
        return
    session = db.session()
    chosen = openings(session, count, before, rng)
    population, past = Population(rng), Past(session)
    for first in range(0, len(chosen), AT_ONCE):
        batch = chosen[first : first + AT_ONCE]
        _write(batch, population, past, rng)
        progress(len(batch))


@transaction
def _write(
    session: Session, batch: list[Opening], population: Population, past: Past, rng: Random
) -> None:
    people = [population.next() for _ in range(len(batch) // 3 + 8)]
    known = enrol(session, people, batch[0].starts_at - timedelta(days=30))
    lives = list(_lives(batch, known, past, rng))
    ids = numbered(session, Appointment, [_appointment(life) for life in lives])
    about = [{"appointment_id": number, "enquiry_id": None} for number in ids]
    officers = {officer.id: officer for officer in session.scalars(select(Officer))}
    each = list(zip(about, lives, strict=True))
    promises = [life.promise.row(whose, past.staff) for whose, life in each]
    run = iter(numbered(session, Promise, promises))
    events = (story(whose, _lines(life, next(run)), past.staff) for whose, life in each)
    insert(session, Event, [row for rows in events for row in rows])
    taken = [life for life in each if life[1].ending is not Status.CANCELLED]
    insert(session, DiaryEntry, [_diary_entry(*one) for one in taken])
    told = (_told(*one, past, officers[one[1].opening.officer_id]) for one in each)
    insert(session, Message, [row for rows in told for row in rows])


def enrol(session: Session, people: list[Person], created_at: datetime) -> list[tuple[int, Person]]:
    """Writes residents, who can be found like all others; with their ids."""
    rows = [_resident(person.contact, created_at) for person in people]
    known = list(zip(numbered(session, Resident, rows), people, strict=True))
    lookups = [
        {"resident_id": resident_id, "digest": key}
        for resident_id, person in known
        for key in lookup_keys(person.contact)
    ]
    insert(session, ResidentLookup, lookups)
    return known


def reader(person: Person) -> Reader:
    """How a resident is told."""
    contact = person.contact
    return Reader(Audience.RESIDENT, contact.channel, contact.goes_to or "", contact.name)


def owner(officer: Officer) -> Reader:
    """How an officer is told."""
    return Reader(
        Audience.OFFICER, Channel.EMAIL, officer.email, officer.name, officer_id=officer.id
    )


def _resident(contact: Contact, created_at: datetime) -> dict[str, Any]:
    same = ("name", "email", "phone", "phone_textable", "address", "channel", "language")
    return {name: getattr(contact, name) for name in same} | {"created_at": created_at}


def _lives(
    batch: list[Opening], known: list[tuple[int, Person]], past: Past, rng: Random
) -> Iterator[Life]:
    with_phone = [(number, person) for number, person in known if person.contact.phone]
    for turn, opening in enumerate(batch):
        whoever = with_phone if opening.meeting is Meeting.PHONE else known
        resident_id, person = rng.choice(whoever)
        answer = rng.choice(BY_REQUEST) if opening.by_request else CHOSEN_LIVE
        yield Life(
            opening=opening,
            resident_id=resident_id,
            person=person,
            key=f"demonstration-{rng.getrandbits(128):032x}",
            came_by=rng.choice(CAME_BY[person.contact.channel]),
            ending=rng.choice(ENDINGS),
            promise=(promise := _promise(opening, answer, past, rng, turn)),
            moments=_moments(opening, promise, rng),
        )


def _promise(opening: Opening, answer: Answer, past: Past, rng: Random, turn: int) -> Old:
    """Asked some days before the opening, while the office was open, and answered before it."""
    wall = local(opening.starts_at, past.zone)
    days = max(rng.choice((3, 4, 5, 6, 8)), answer.after + 2)
    asked_at = at_or_after(past.calendar.add(wall.date(), -days), NOON, past.zone)
    started_at = asked_at + rng.randint(-170, 290) * _MINUTE
    return past.kept(opening.service_id, started_at, answer, Promised.APPOINTMENT, turn)


def _moments(opening: Opening, promise: Old, rng: Random) -> Mapping[Action, datetime]:
    return {
        Action.REQUEST: promise.started_at,
        Action.ARRANGE: promise.kept_at,
        Action.CANCEL: opening.starts_at - timedelta(days=1),
        Action.CHECK_IN: opening.starts_at - rng.randint(2, 12) * _MINUTE,
        Action.START: opening.starts_at + rng.randint(0, 6) * _MINUTE,
        Action.MISS: opening.starts_at + 15 * _MINUTE,
        Action.FINISH: opening.ends_at - _MINUTE,
    }


def _appointment(life: Life) -> dict[str, Any]:
    opening, moments = life.opening, life.moments
    return {
        "reference": new_reference(),
        "idempotency_key": life.key,
        "content_digest": digest("request", life.key).hex(),
        "status": life.ending,
        "service_id": opening.service_id,
        "officer_id": opening.officer_id,
        "resident_id": life.resident_id,
        "meeting": opening.meeting,
        "location_id": opening.location_id,
        "room_id": opening.room_id,
        "minutes": (opening.ends_at - opening.starts_at) // _MINUTE,
        "starts_at": opening.starts_at,
        "ends_at": opening.ends_at,
        "about": life.person.about,
        "needs": [],
        "came_by": life.came_by,
        "received_at": moments[Action.REQUEST],
        "ended_at": moments[LIVES[life.ending][-1]],
        "sequence": int(life.ending is Status.CANCELLED),
    }


def _lines(life: Life, promise_id: int) -> Iterator[Line]:
    online = life.came_by is CameBy.ONLINE
    asker = ActorKind.RESIDENT if online else ActorKind.FRONT_DESK
    facts: dict[Action, dict[str, object]] = {
        Action.REQUEST: {"came_by": life.came_by.value},
        Action.ARRANGE: {"starts_at": life.opening.starts_at.isoformat()},
    }
    arranger = life.promise.kept_by
    actors = _ACTORS | ({} if arranger is ActorKind.RESIDENT else {Action.ARRANGE: arranger})
    status = Status.REQUESTED
    for action in (Action.REQUEST, *LIVES[life.ending]):
        status = status if action is Action.REQUEST else TRANSITIONS[status, action]
        actor = actors.get(action, asker)
        yield Line(
            life.moments[action],
            action.value,
            actor,
            status,
            on_behalf=action not in actors and not online,
            facts=facts.get(action, {}),
        )
    yield from life.promise.lines(promise_id)


def _diary_entry(about: Mapping[str, int | None], life: Life) -> dict[str, Any]:
    same = ("officer_id", "location_id", "room_id", "starts_at", "ends_at")
    taken = {name: getattr(life.opening, name) for name in same}
    return taken | {"appointment_id": about["appointment_id"]}


def _told(
    about: Mapping[str, int | None], life: Life, past: Past, officer: Officer
) -> Iterator[dict[str, Any]]:
    """What the ladder told, and that it was arranged."""
    resident = reader(life.person)
    wall = local(life.opening.starts_at, past.zone)
    text = f"Your appointment is on {wall:%A} {wall.day} {wall:%B %Y at %H:%M}."
    yield message(about, Kind.ARRANGED, resident, life.promise.kept_at, text)
    yield from past.told(about, life.promise, resident, owner(officer))
