"""Enquiries: a question passed on, answered by a promised day on the same clock and ladder."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from booking import clock
from booking.actions import audit, links, outbox, promises, residents, story, supporters
from booking.actions.actor import Actor
from booking.actions.residents import Contact
from booking.actions.transaction import transaction
from booking.domain.errors import KeyReused, NotOffered, NotReachable, ReasonMissing
from booking.domain.lifecycle import Action, Status, after
from booking.domain.promise import Promised
from booking.domain.references import new_reference, parse_reference
from booking.messaging.ways import allowed_ways
from booking.models import Appointment, CameBy, Enquiry, Kind, Officer, Promise, Purpose, Service
from booking.models.promises import RUNNING

PROMISED_BY = {
    CameBy.PHONE: Promised.ENQUIRY_PASSED_ON,
    CameBy.VISIT: Promised.ENQUIRY_PASSED_ON,
    CameBy.ONLINE: Promised.ENQUIRY_PASSED_ON,
    CameBy.EMAIL: Promised.ENQUIRY_WRITTEN,
    CameBy.LETTER: Promised.ENQUIRY_WRITTEN,
}
"""Which standard holds, by how the enquiry came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEnquiry:
    """What somebody wants to know, who should answer, and how they are told."""

    key: str
    """Idempotency: the same key is the same enquiry."""
    service_id: int
    officer_id: int
    contact: Contact
    question: str
    came_by: CameBy
    needs: tuple[str, ...] = ()
    answer: str | None = None
    """Said there and then, at first contact; None passes it on."""


@transaction
def log(session: Session, new: NewEnquiry, *, actor: Actor) -> Enquiry:
    """Logs an enquiry: the resident is told by when they hear, its officer is asked to answer.

    With an answer it is resolved at first contact, and nobody else is bothered. Raises NotOffered,
    ReasonMissing (no question), KeyReused, NoStandard, NotReachable, OfficerActs.
    """
    if known := session.scalar(select(Enquiry).where(Enquiry.idempotency_key == new.key)):
        if not _is_the_same(known, new):
            raise KeyReused
        return known
    service = session.get_one(Service, new.service_id)
    officer = session.get_one(Officer, new.officer_id)
    if not (service.active and officer.active and service in officer.services):
        raise NotOffered
    if not new.question.strip():
        raise ReasonMissing
    enquiry = Enquiry(
        reference=_unused_reference(session),
        idempotency_key=new.key,
        status=Status.REQUESTED,
        service=service,
        officer=officer,
        resident=residents.enrol(session, new.contact, needs=new.needs),
        came_by=new.came_by,
        question=new.question.strip(),
        needs=residents.stated(new.needs, new.contact),
        received_at=clock.now(),
    )
    if not allowed_ways(enquiry):
        raise NotReachable(new.contact.channel)
    session.add(enquiry)
    session.flush()
    promises.begin(session, enquiry, promised=PROMISED_BY[new.came_by])
    story.begin(session, enquiry, actor, came_by=new.came_by)
    if new.answer and new.answer.strip():
        _answer(session, enquiry, new.answer, actor)
    else:
        supporters.check_officer(enquiry, officer)
        outbox.tell_resident(session, enquiry, Kind.ENQUIRY_RECEIVED)
        outbox.tell_officer(session, enquiry, Kind.PLEASE_ANSWER)
    return enquiry


@transaction
def answer(session: Session, *, enquiry_id: int, text: str, actor: Actor) -> Enquiry:
    """Answers it; the resident is told by the way that they chose. Raises ActionRefused, ReasonMissing."""
    enquiry = session.get_one(Enquiry, enquiry_id, with_for_update=True)
    _answer(session, enquiry, text, actor)
    outbox.tell_resident(session, enquiry, Kind.ENQUIRY_ANSWERED)
    return enquiry


@transaction
def withdraw(session: Session, *, enquiry_id: int, actor: Actor) -> Enquiry:
    """The resident no longer asks. Raises ActionRefused."""
    enquiry = session.get_one(Enquiry, enquiry_id, with_for_update=True)
    story.move(session, enquiry, Action.WITHDRAW, actor)
    enquiry.ended_at = clock.now()
    promises.end(enquiry.promise)
    return enquiry


@transaction
def give_to(session: Session, *, enquiry_id: int, officer_id: int, actor: Actor) -> Enquiry:
    """Another officer answers; the clock goes on. To the one who has it, nothing is changed.

    Raises ActionRefused, NotOffered, OfficerActs.
    """
    enquiry = session.get_one(Enquiry, enquiry_id, with_for_update=True)
    after(enquiry.status, Action.ANSWER)
    officer = session.get_one(Officer, officer_id)
    if not officer.active or enquiry.service not in officer.services:
        raise NotOffered
    if enquiry.officer is officer:
        return enquiry
    supporters.check_officer(enquiry, officer)
    enquiry.officer = officer
    story.note(session, enquiry, "handed_over", actor)
    outbox.tell_officer(session, enquiry, Kind.PLEASE_ANSWER)
    return enquiry


@transaction
def answer_now(session: Session, *, appointment_id: int, text: str, actor: Actor) -> Appointment:
    """Answers a request there and then: no appointment is needed. Raises ActionRefused, ReasonMissing."""
    appointment = story.load(session, appointment_id)
    if not text.strip():
        raise ReasonMissing
    story.move(session, appointment, Action.ANSWER, actor)
    appointment.ended_at, appointment.reason = clock.now(), text.strip()
    promises.keep(session, appointment.promise)
    links.use_up(session, appointment, Purpose.ANSWER_REQUEST)
    outbox.tell_resident(session, appointment, Kind.ANSWERED)
    outbox.tell_officer(session, appointment, Kind.REQUEST_CLOSED)
    return appointment


def open_enquiries(session: Session, *, officer_id: int | None = None) -> Sequence[Enquiry]:
    """What is still to be answered, the most urgent first."""
    found = _whole().join(Promise).where(Enquiry.status == Status.REQUESTED, RUNNING)
    if officer_id is not None:
        found = found.where(Enquiry.officer_id == officer_id)
    return session.scalars(found.order_by(Promise.due_by, Enquiry.id)).unique().all()


def to_answer(session: Session, officer_id: int) -> Sequence[Enquiry]:
    """What an officer can answer, their own and those of whom they cover, the most urgent first."""
    found = _whole().join(Promise).join(Enquiry.officer)
    found = found.where(Enquiry.status == Status.REQUESTED, RUNNING, _concerns(officer_id))
    return session.scalars(found.order_by(Promise.due_by, Enquiry.id)).unique().all()


def concerns(session: Session, enquiry_id: int, officer_id: int) -> bool:
    """Whether an enquiry is the officer's own, or of somebody whom they cover."""
    found = select(Enquiry.id).join(Enquiry.officer).where(Enquiry.id == enquiry_id)
    return session.scalar(found.where(_concerns(officer_id))) is not None


def by_reference(session: Session, text: str) -> Enquiry | None:
    """The enquiry with that reference, however it was typed."""
    reference = parse_reference(text)
    if reference is None:
        return None
    return session.scalar(_whole().where(Enquiry.reference == reference))


def _is_the_same(known: Enquiry, new: NewEnquiry) -> bool:
    """Whether an enquiry is what was sent under its key; who owns it may have changed since."""
    stored = (known.question, known.service_id, known.came_by, known.needs)
    return stored == (new.question.strip(), new.service_id, new.came_by, list(new.needs))


def _concerns(officer_id: int) -> ColumnElement[bool]:
    return or_(Enquiry.officer_id == officer_id, Officer.cover_id == officer_id)


def _whole() -> Select[Enquiry]:
    return select(Enquiry).options(
        joinedload(Enquiry.resident),
        joinedload(Enquiry.officer),
        joinedload(Enquiry.service),
        selectinload(Enquiry.promises),
    )


def _answer(session: Session, enquiry: Enquiry, text: str, actor: Actor) -> None:
    if not text.strip():
        raise ReasonMissing
    story.move(session, enquiry, Action.ANSWER, actor)
    enquiry.answer, enquiry.ended_at = text.strip(), clock.now()
    promises.keep(session, enquiry.promise)
    audit.by(session, actor, action="answer", subject=f"enquiry:{enquiry.id}")


def _unused_reference(session: Session) -> str:
    """One that no enquiry and no appointment has: people say it on the phone, of either."""
    while True:
        reference = new_reference()
        known = [
            session.scalar(select(noun.id).where(noun.reference == reference))
            for noun in (Appointment, Enquiry)
        ]
        if not any(known):
            return reference
