"""Asking for an appointment: by the resident online, by the front desk for a visitor, by a partner system."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import (
    acting_for,
    diaries,
    drafts,
    enforcing,
    holds,
    outbox,
    promises,
    residents,
    story,
    supporters,
)
from booking.actions.actor import Actor
from booking.actions.arranging import fix
from booking.actions.diaries import demand_for
from booking.actions.residents import Contact
from booking.actions.supporters import Authority
from booking.actions.transaction import transaction
from booking.domain.arranging import Preference
from booking.domain.conflicts import check_interpreter
from booking.domain.errors import KeyReused, NotOffered, NotReachable
from booking.domain.lifecycle import Status
from booking.domain.meetings import check_contact
from booking.domain.needs import Demand, Meeting
from booking.domain.references import new_reference
from booking.messaging.ways import allowed_ways
from booking.models import Appointment, CameBy, Kind, Officer, PreferredTime, Service
from booking.models.types import digest
from booking.settings import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """What somebody asks for: to see an officer about a service, at a chosen time or as preferred."""

    key: str
    """Idempotency: the same key with the same content is the same appointment."""
    service_id: int
    officer_id: int
    meeting: Meeting
    contact: Contact
    location_id: int | None = None
    starts_at: datetime | None = None
    """The chosen slot, UTC; None leaves it to the officer, by `preferences`."""
    preferences: tuple[Preference, ...] = ()
    needs: tuple[str, ...] = ()
    needs_in_own_words: str | None = None
    spoken_language: str | None = None
    interpreter_wishes: str | None = None
    about: str | None = None
    came_by: CameBy = CameBy.ONLINE
    asked_by: str | None = None
    authority: Authority | None = None
    """Who acts for the resident in it, from the start."""


@transaction
def request(
    session: Session, new: NewRequest, *, actor: Actor, held_by: str | None = None
) -> Appointment:
    """Makes the appointment: arranged there and then when a slot was chosen, else a request to arrange.

    Whatever `held_by` holds is given back in the same transaction, and the journey with this key keeps
    nothing but the appointment that it became. Raises SlotTaken, SlotNotOffered,
    NotOffered, KeyReused, NotReachable, UnknownNeed, InterpreterRefused, ContactMissing,
    SupporterIsOfficer, SupporterIsResident, OfficerActs;
    then nothing has been saved and the hold still stands.
    """
    if known := _known(session, new):
        drafts.became(session, new.key, known)
        return known
    service = session.get_one(Service, new.service_id)
    officer = session.get_one(Officer, new.officer_id)
    needed = _needed(new, service, officer)
    if not _is_offered(service, officer, new.meeting, needed.meeting):
        raise NotOffered
    check_contact(needed.meeting, new.contact)
    ours = settings().default_language
    check_interpreter(new.needs, language=new.spoken_language, ours=ours)
    appointment = _received(session, new, service, officer, needed)
    supporters.check_officer(appointment, officer)
    held_since = holds.free(session, held_by) if held_by else None
    story.begin(session, appointment, actor, came_by=new.came_by)
    if new.authority:
        acting_for.begin(session, appointment, new.authority, actor, is_new=True)
    if new.starts_at:
        fix(session, appointment, new.starts_at, actor=actor, asked_at=held_since)
    else:
        outbox.tell_resident(session, appointment, Kind.REQUEST_RECEIVED)
        outbox.tell_officer(session, appointment, Kind.PLEASE_ARRANGE)
        if diaries.chosen_for(session, appointment) is None:
            enforcing.offer_otherwise(session, appointment)
    drafts.became(session, new.key, appointment)
    return appointment


def _is_offered(service: Service, officer: Officer, *ways: Meeting) -> bool:
    """Every door must be held to this: a form can be posted with another page's values."""
    return (
        service.active
        and officer.active
        and service in officer.services
        and set(ways) <= set(service.meetings)
    )


def _known(session: Session, new: NewRequest) -> Appointment | None:
    known = session.scalar(select(Appointment).where(Appointment.idempotency_key == new.key))
    if known and known.content_digest != _digest(new):
        raise KeyReused
    return known


def _digest(new: NewRequest) -> str:
    content = json.dumps(asdict(new), default=str, sort_keys=True)
    return digest("request", hashlib.sha256(content.encode()).hexdigest()).hex()


def _needed(new: NewRequest, service: Service, officer: Officer) -> Demand:
    return demand_for(
        service,
        officer,
        meeting=new.meeting,
        needs=new.needs,
        language=new.spoken_language,
        location_id=new.location_id,
    )


def _received(
    session: Session, new: NewRequest, service: Service, officer: Officer, needed: Demand
) -> Appointment:
    appointment = Appointment(
        reference=_unused_reference(session),
        idempotency_key=new.key,
        content_digest=_digest(new),
        status=Status.REQUESTED,
        service=service,
        officer=officer,
        resident=residents.enrol(session, new.contact, needs=new.needs),
        meeting=needed.meeting,
        location_id=new.location_id,
        minutes=needed.minutes,
        about=new.about,
        needs=residents.stated(new.needs, new.contact),
        needs_in_own_words=new.needs_in_own_words,
        spoken_language=new.spoken_language,
        interpreter_wishes=new.interpreter_wishes,
        came_by=new.came_by,
        asked_by=new.asked_by,
        received_at=clock.now(),
        preferences=[
            PreferredTime(rank=wish.rank, day=wish.day, part=wish.part) for wish in new.preferences
        ],
    )
    if not allowed_ways(appointment):
        raise NotReachable(new.contact.channel)
    session.add(appointment)
    session.flush()
    promises.begin(session, appointment)
    return appointment


def _unused_reference(session: Session) -> str:
    while True:
        reference = new_reference()
        if not session.scalar(select(Appointment.id).where(Appointment.reference == reference)):
            return reference
