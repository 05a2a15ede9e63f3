"""Old appointments by the ten thousand, for trying how Kept grows: what the actions would have left of them.

`openings` says when: backwards over the working days before the story, each officer's pattern cut into
appointments. Rows are written directly, oldest first, with every rule kept.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from booking.actions import rules
from booking.actions.residents import Contact, lookup_keys
from booking.actions.transaction import transaction
from booking.demo.openings import Opening, openings
from booking.demo.residents import Person, Population
from booking.domain.lifecycle import TRANSITIONS, Action, Status
from booking.domain.local_time import at_or_after, local
from booking.domain.needs import Meeting
from booking.domain.promise import arrange_by
from booking.domain.references import new_reference
from booking.extensions import Model, db
from booking.messaging.compose import Content
from booking.models import (
    ActorKind,
    Appointment,
    Audience,
    CameBy,
    Cause,
    Channel,
    DiaryEntry,
    Event,
    Kind,
    Message,
    MessageState,
    Promise,
    Resident,
    ResidentLookup,
    Role,
    Staff,
)
from booking.models.types import digest
from booking.settings import settings

AT_ONCE = 1000
"""Appointments in one transaction."""
ENDINGS = (Status.ATTENDED,) * 17 + (Status.DID_NOT_ATTEND, Status.CANCELLED, Status.CANCELLED)
LIVES: Mapping[Status, tuple[Action, ...]] = {
    Status.ATTENDED: (Action.ARRANGE, Action.CHECK_IN, Action.START, Action.FINISH),
    Status.DID_NOT_ATTEND: (Action.ARRANGE, Action.MISS),
    Status.CANCELLED: (Action.ARRANGE, Action.CANCEL),
}
"""The way from the request to each ending."""

_ACTORS = {
    Action.CHECK_IN: ActorKind.FRONT_DESK,
    Action.MISS: ActorKind.FRONT_DESK,
    Action.START: ActorKind.OFFICER,
    Action.FINISH: ActorKind.OFFICER,
}
_MINUTE = timedelta(minutes=1)

Dated = Callable[[Opening], dict[str, Any]]
"""From an opening to when everything about it happened."""


@dataclass(frozen=True, slots=True)
class Past:
    """One old appointment: its opening, who had it, how it ended and when everything happened."""

    opening: Opening
    resident_id: int
    person: Person
    key: str
    ending: Status
    standard_id: int
    arrange_by: datetime
    moments: Mapping[Action, datetime]


def write(count: int, before: date, rng: Random, progress: Callable[[int], None]) -> None:
    """Writes the last `count` appointments of the days before `before`."""
    if count <= 0:
        return
    session = db.session()
    chosen = openings(session, count, before, rng)
    population = Population(rng)
    dated = _dates(session, rng)
    for first in range(0, len(chosen), AT_ONCE):
        batch = chosen[first : first + AT_ONCE]
        _write(batch, population, dated, rng)
        progress(len(batch))


@transaction
def _write(
    session: Session,
    batch: list[Opening],
    population: Population,
    dated: Dated,
    rng: Random,
) -> None:
    known = _enrol(session, [population.next() for _ in range(len(batch) // 3 + 8)], batch[0])
    with_phone = [(number, person) for number, person in known if person.contact.phone]
    past = []
    for opening in batch:
        whoever = with_phone if opening.meeting is Meeting.PHONE else known
        resident_id, person = rng.choice(whoever)
        ending = rng.choice(ENDINGS)
        past.append(
            Past(
                opening=opening,
                resident_id=resident_id,
                person=person,
                key=f"demonstration-{rng.getrandbits(128):032x}",
                ending=ending,
                **dated(opening),
            )
        )
    ids = _numbered(session, Appointment, [_appointment(one) for one in past])
    desk = session.scalar(select(Staff.id).where(Staff.role == Role.FRONT_DESK))
    numbered = list(zip(ids, past, strict=True))
    _insert(session, Promise, [_promise(n, one) for n, one in numbered])
    _insert(session, Event, [row for n, one in numbered for row in _events(n, one, desk)])
    taken = [_diary_entry(n, one) for n, one in numbered if one.ending is not Status.CANCELLED]
    _insert(session, DiaryEntry, taken)
    _insert(session, Message, [_told(n, one) for n, one in numbered])


def _insert(session: Session, noun: type[Model], rows: list[dict[str, Any]]) -> None:
    """Inserts rows, all with the same columns, in one go: into the table, past the mapped class.

    Given the class, SQLAlchemy makes a statement for every combination of columns that are None.
    """
    session.connection().execute(_table(noun).insert(), rows)


def _numbered(session: Session, noun: type[Model], rows: list[dict[str, Any]]) -> list[int]:
    """Inserts rows; returns their ids in the same order."""
    table = _table(noun)
    numbering = table.insert().returning(table.c.id, sort_by_parameter_order=True)
    return list(session.connection().scalars(numbering, rows))


def _table(noun: type[Model]) -> Table:
    return cast(Table, noun.__table__)


def _enrol(session: Session, people: list[Person], first: Opening) -> list[tuple[int, Person]]:
    created_at = first.starts_at - timedelta(days=30)
    rows = [_resident(person.contact, created_at) for person in people]
    known = list(zip(_numbered(session, Resident, rows), people, strict=True))
    lookups = [
        {"resident_id": resident_id, "digest": key}
        for resident_id, person in known
        for key in lookup_keys(person.contact)
    ]
    _insert(session, ResidentLookup, lookups)
    return known


def _resident(contact: Contact, created_at: datetime) -> dict[str, Any]:
    same = ("name", "email", "phone", "phone_textable", "address", "channel", "language")
    return {name: getattr(contact, name) for name in same} | {"created_at": created_at}


def _dates(session: Session, rng: Random) -> Dated:
    """When everything about an opening happened, by the standard that was in force."""
    zone, calendar = settings().timezone, rules.working_calendar(session)

    @cache
    def promised(service_id: int, received_at: datetime) -> tuple[int | None, datetime]:
        standard = rules.standard_for(session, service_id=service_id, received_at=received_at)
        return standard.id, arrange_by(received_at, standard=standard, calendar=calendar, zone=zone)

    def dated(opening: Opening) -> dict[str, Any]:
        wall = local(opening.starts_at, zone)
        asked_on = calendar.add(wall.date(), -rng.choice((3, 4, 5, 6, 8)))
        midday = at_or_after(asked_on, wall.time().replace(hour=12, minute=0), zone)
        received_at = midday + rng.randint(-180, 290) * _MINUTE
        decided_on = calendar.add(asked_on, 1) if opening.by_request else asked_on
        arranged_at = received_at + (decided_on - asked_on)
        standard_id, deadline = promised(opening.service_id, midday)
        return {
            "standard_id": standard_id,
            "arrange_by": deadline,
            "moments": {
                Action.REQUEST: received_at,
                Action.ARRANGE: arranged_at,
                Action.CANCEL: opening.starts_at - timedelta(days=1),
                Action.CHECK_IN: opening.starts_at - rng.randint(2, 12) * _MINUTE,
                Action.START: opening.starts_at + rng.randint(0, 6) * _MINUTE,
                Action.MISS: opening.starts_at + 15 * _MINUTE,
                Action.FINISH: opening.ends_at - _MINUTE,
            },
        }

    return dated


def _appointment(past: Past) -> dict[str, Any]:
    opening, moments = past.opening, past.moments
    return {
        "reference": new_reference(),
        "idempotency_key": past.key,
        "content_digest": digest("request", past.key).hex(),
        "status": past.ending,
        "service_id": opening.service_id,
        "officer_id": opening.officer_id,
        "resident_id": past.resident_id,
        "meeting": opening.meeting,
        "location_id": opening.location_id,
        "room_id": opening.room_id,
        "minutes": (opening.ends_at - opening.starts_at) // _MINUTE,
        "starts_at": opening.starts_at,
        "ends_at": opening.ends_at,
        "about": past.person.about,
        "needs": [],
        "came_by": CameBy.ONLINE,
        "received_at": moments[Action.REQUEST],
        "ended_at": moments[LIVES[past.ending][-1]],
        "sequence": int(past.ending is Status.CANCELLED),
    }


def _promise(appointment_id: int, past: Past) -> dict[str, Any]:
    return {
        "appointment_id": appointment_id,
        "cause": Cause.ASKED,
        "standard_id": past.standard_id,
        "started_at": past.moments[Action.REQUEST],
        "due_by": past.arrange_by,
        "kept_at": past.moments[Action.ARRANGE],
    }


def _events(appointment_id: int, past: Past, desk: int | None) -> Iterator[dict[str, Any]]:
    facts: dict[Action, dict[str, object]] = {
        Action.REQUEST: {"came_by": CameBy.ONLINE.value},
        Action.ARRANGE: {"starts_at": past.opening.starts_at.isoformat()},
    }
    before, status = None, Status.REQUESTED
    for number, action in enumerate((Action.REQUEST, *LIVES[past.ending]), start=1):
        if action is not Action.REQUEST:
            before, status = status, TRANSITIONS[status, action]
        actor = _ACTORS.get(action, ActorKind.RESIDENT)
        if action is Action.ARRANGE and past.opening.by_request:
            actor = ActorKind.OFFICER
        yield {
            "appointment_id": appointment_id,
            "number": number,
            "at": past.moments[action],
            "action": action.value,
            "from_status": before,
            "to_status": status,
            "actor": actor,
            "staff_id": desk if actor is ActorKind.FRONT_DESK else None,
            "facts": facts.get(action, {}),
        }


def _diary_entry(appointment_id: int, past: Past) -> dict[str, Any]:
    same = ("officer_id", "location_id", "room_id", "starts_at", "ends_at")
    return {name: getattr(past.opening, name) for name in same} | {"appointment_id": appointment_id}


def _told(appointment_id: int, past: Past) -> dict[str, Any]:
    """That it was arranged, in one line: composing it in full would take a hundred times as long."""
    contact, arranged_at = past.person.contact, past.moments[Action.ARRANGE]
    to = {
        Channel.SMS: contact.phone,
        Channel.EMAIL: contact.email,
        Channel.PHONE: contact.phone,
        Channel.LETTER: contact.address,
    }[contact.channel]
    wall = local(past.opening.starts_at, settings().timezone)
    text = f"Your appointment is on {wall:%A} {wall.day} {wall:%B %Y at %H:%M}."
    return {
        "key": f"{Kind.ARRANGED}:{appointment_id}:2:{Audience.RESIDENT}",
        "kind": Kind.ARRANGED,
        "channel": contact.channel,
        "audience": Audience.RESIDENT,
        "appointment_id": appointment_id,
        "created_at": arranged_at,
        "due_at": arranged_at,
        "state": MessageState.SENT,
        "attempts": 1,
        "sent_at": arranged_at,
        "provider_id": "shown",
        "content": Content(to or "", contact.name, "Your appointment", text).to_json(),
    }
