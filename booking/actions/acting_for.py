"""Letting somebody act for a resident, changing what they may do, and ending it at once."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import audit, links, outbox, reminding, story, supporters
from booking.actions.actor import Actor
from booking.actions.otherwise import respect_authority
from booking.actions.residents import Contact
from booking.actions.supporters import Authority
from booking.actions.transaction import transaction
from booking.domain.acting_for import PROVEN, Agreed, Tells, hears_more, is_pointless
from booking.domain.errors import ActionRefused, AuthorityPointless
from booking.domain.lifecycle import OPEN
from booking.models import ActorKind, Appointment, Kind, Supporter


@transaction
def authorise(
    session: Session, *, appointment_id: int, authority: Authority, actor: Actor
) -> Supporter:
    """Records that somebody acts for the resident of an appointment; both are told.

    The same person recorded again is the same supporter, with what they may do now. Raises
    AuthorityPointless, SupporterIsOfficer, SupporterIsResident.
    """
    return begin(session, story.load(session, appointment_id), authority, actor)


def begin(
    session: Session,
    appointment: Appointment,
    authority: Authority,
    actor: Actor,
    *,
    is_new: bool = False,
) -> Supporter:
    """The same within another action. `is_new`: the appointment is being asked for this minute.

    Whoever gets everything then hears of it by the message about the appointment itself.
    """
    _check(session, appointment, authority.contact, in_everything=authority.in_everything)
    known = supporters.same_person(supporters.acting(appointment), authority.contact)
    if known:
        _renew(session, appointment, known, authority, actor)
        return known
    supporter = supporters.enrol(session, appointment, authority, staff_id=actor.staff_id)
    session.expire(appointment.resident, ["supporters"])
    for one in _covered(session, supporter, appointment):
        _note(session, one, "supporter_began", supporter, actor)
        reminding.remind_supporter(session, one, supporter)
    _audit(session, "supporter_began", supporter, actor)
    if not (is_new and supporter.tells is Tells.EVERYTHING):
        outbox.tell_supporter(session, appointment, Kind.ACTING_BEGAN, supporter)
    if _resident_should_hear(appointment, authority.agreed):
        outbox.tell_of_supporter(session, appointment, Kind.SUPPORTER_BEGAN, supporter)
    return supporter


@transaction
def change(
    session: Session,
    *,
    appointment_id: int,
    supporter_id: int,
    tells: Tells,
    may_manage: bool,
    actor: Actor,
    contact: Contact | None = None,
) -> Supporter:
    """Changes what a supporter may do and is told, and how they are reached where that is given.

    Holds at once, for the links and messages that they have too. Raises ActionRefused for whoever does
    not act here, AuthorityPointless, SupporterIsOfficer, SupporterIsResident.
    """
    appointment = story.load(session, appointment_id)
    supporter = _acting_here(appointment, supporter_id)
    if is_pointless(tells, may_manage=may_manage):
        raise AuthorityPointless
    agreed = Agreed.ONLINE if actor.kind is ActorKind.RESIDENT else None
    _change(session, appointment, supporter, tells, may_manage, contact, actor, agreed=agreed)
    return supporter


@transaction
def end(session: Session, *, appointment_id: int, supporter_id: int, actor: Actor) -> Supporter:
    """Ends somebody's authority at once: links are dead, what waited for them is never sent.

    What only they were to be told is told to the resident. The supporter hears that it has ended, and
    never why or by whom; the resident hears too, unless they ended it on their own page. Ended
    before, nothing is changed. Raises ActionRefused for whoever never acted here.
    """
    appointment = story.load(session, appointment_id)
    supporter = _ever_here(appointment, supporter_id)
    if supporter.ended_at is not None:
        return supporter
    supporter.ended_at = clock.now()
    supporter.lookups = []
    for one in _covered(session, supporter, appointment):
        _note(session, one, "supporter_ended", supporter, actor)
    respect_authority(session, supporter)
    _audit(session, "supporter_ended", supporter, actor)
    outbox.tell_supporter(session, appointment, Kind.ACTING_ENDED, supporter)
    if actor.kind is not ActorKind.RESIDENT:
        outbox.tell_of_supporter(session, appointment, Kind.SUPPORTER_ENDED, supporter)
    return supporter


def _renew(
    session: Session,
    appointment: Appointment,
    known: Supporter,
    authority: Authority,
    actor: Actor,
) -> None:
    """The same person again: what is recorded now takes the place of what was."""
    if spreads := authority.in_everything and known.appointment_id is not None:
        known.appointment_id = None
    known.agreed, known.authority = authority.agreed.value, authority.words
    known.relationship_to_resident = authority.relationship or known.relationship_to_resident
    if session.is_modified(known):
        known.recorded_by = actor.staff_id
    _change(
        session,
        appointment,
        known,
        authority.tells,
        authority.may_manage,
        authority.contact,
        actor,
        agreed=authority.agreed,
        spreads=spreads,
    )


def _change(
    session: Session,
    appointment: Appointment,
    supporter: Supporter,
    tells: Tells,
    may_manage: bool,
    contact: Contact | None,
    actor: Actor,
    *,
    agreed: Agreed | None,
    spreads: bool = False,
) -> None:
    """`agreed`: how the resident agreed to this change; None where nobody says so."""
    if contact and contact.phone and supporter.phone_wrong_since:
        # Whoever gives a number, again or anew, says that it is theirs.
        supporter.phone_wrong_since = None
    before = supporter.tells, supporter.may_manage, supporters.contact_of(supporter)
    after = tells, may_manage, contact or before[2]
    if after == before and not session.is_modified(supporter):
        return
    may_now = may_manage and not supporter.may_manage
    elsewhere = replace(after[2], language=supporter.language) != before[2]
    widened = may_now or elsewhere or spreads or hears_more(tells, than=supporter.tells)
    narrowed = before[1] > may_manage or hears_more(before[0], than=tells)
    supporter.tells, supporter.may_manage = tells, may_manage
    if moved := after[2] != before[2]:
        everything = supporter.appointment_id is None
        _check(session, appointment, after[2], in_everything=everything)
        links.revoke(session, supporter)  # they lie where somebody else may read them now
        supporters.reach(supporter, after[2])
    for one in _covered(session, supporter, appointment):
        _note(session, one, "supporter_changed", supporter, actor)
        reminding.remind_supporter(session, one, supporter)
    if narrowed:
        respect_authority(session, supporter)
    _audit(session, "supporter_changed", supporter, actor)
    if moved or may_now:
        outbox.tell_supporter(session, appointment, Kind.ACTING_BEGAN, supporter)
    if widened and (agreed is None or _resident_should_hear(appointment, agreed)):
        outbox.tell_of_supporter(session, appointment, Kind.SUPPORTER_BEGAN, supporter)


def _check(
    session: Session, appointment: Appointment, contact: Contact, *, in_everything: bool
) -> None:
    """Nobody sits on both sides, here or anywhere that the authority reaches."""
    supporters.check(contact, resident=appointment.resident, officer=appointment.officer)
    if in_everything:
        for one in story.open_of(session, appointment.resident_id):
            supporters.check(contact, resident=None, officer=one.officer)


def _acting_here(appointment: Appointment, supporter_id: int) -> Supporter:
    for one in supporters.acting(appointment):
        if one.id == supporter_id:
            return one
    raise ActionRefused("does not act here")


def _ever_here(appointment: Appointment, supporter_id: int) -> Supporter:
    for one in appointment.resident.supporters:
        if one.id == supporter_id and one.appointment_id in (None, appointment.id):
            return one
    raise ActionRefused("does not act here")


def _covered(
    session: Session, supporter: Supporter, appointment: Appointment
) -> Sequence[Appointment]:
    """The appointment at hand and, where they act in everything, the resident's other open ones."""
    if supporter.appointment_id is not None:
        return [appointment]
    others = select(Appointment).where(
        Appointment.resident_id == supporter.resident_id,
        Appointment.status.in_(OPEN),
        Appointment.id != appointment.id,
    )
    found = session.scalars(others.order_by(Appointment.id).with_for_update())
    return [appointment, *found]


def _resident_should_hear(appointment: Appointment, agreed: Agreed) -> bool:
    """Unless they said so themself a moment ago, or wanted it so in front of us."""
    if agreed is Agreed.ONLINE:
        return False
    return not (agreed in PROVEN and supporters.THROUGH in appointment.needs)


def _note(
    session: Session, appointment: Appointment, what: str, supporter: Supporter, actor: Actor
) -> None:
    story.note(
        session,
        appointment,
        what,
        actor,
        supporter=supporter.id,
        tells=str(supporter.tells),
        may_manage=supporter.may_manage,
    )


def _audit(session: Session, what: str, supporter: Supporter, actor: Actor) -> None:
    audit.by(session, actor, action=what, subject=f"supporter:{supporter.id}")
