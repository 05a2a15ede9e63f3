"""Who acts for a resident now, what they are told, and how staff find them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions.residents import Contact, lookup_keys, write_down
from booking.actions.story import Subject
from booking.domain.acting_for import (
    TO_CHOOSE,
    Agreed,
    Tells,
    is_copied,
    is_pointless,
)
from booking.domain.errors import (
    AuthorityPointless,
    OfficerActs,
    SupporterIsOfficer,
    SupporterIsResident,
)
from booking.models import Appointment, Kind, Officer, Resident, Supporter, SupporterLookup
from booking.models.types import digest, folded

THROUGH = "through_supporter"
"""The need of a resident who wants the supporter told in their place."""
SOMEBODY = "supporter"
"""The need of a resident who says that somebody acts for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who is to act for a resident, what they may do and are told, and how the resident agreed."""

    contact: Contact
    """The supporter's own."""
    relationship: str = ""
    tells: Tells = Tells.EVERYTHING
    may_manage: bool = True
    agreed: Agreed = Agreed.ONLINE
    words: str = ""
    """What was agreed or shown."""
    in_everything: bool = False
    """In everything of this resident, not in one appointment alone."""

    def __post_init__(self) -> None:
        """Raises AuthorityPointless where it lets them do nothing."""
        if is_pointless(self.tells, may_manage=self.may_manage):
            raise AuthorityPointless


def acting(subject: Subject) -> list[Supporter]:
    """Those who act for the resident in this now, the first one first."""
    only = subject.id if isinstance(subject, Appointment) else None
    return sorted(
        (
            one
            for one in subject.resident.supporters
            if one.ended_at is None and one.appointment_id in (None, only)
        ),
        key=lambda one: one.id,
    )


def told(subject: Subject, kind: Kind) -> list[Supporter]:
    """Those who get a copy of what the resident is told."""
    return [one for one in acting(subject) if is_copied(one.tells, kind)]


def in_place_of(subject: Subject) -> list[Supporter]:
    """Those who are told in the resident's place; nobody unless the resident asked for that.

    Only whoever gets everything can stand in for them: else the resident would not be told at all.
    """
    if THROUGH not in (subject.needs or ()):
        return []
    return [one for one in acting(subject) if one.tells is Tells.EVERYTHING]


def standing_in(subject: Subject, kind: Kind) -> list[Supporter]:
    """Those who may be told this in the resident's place: to choose is left to whoever may choose."""
    if not is_copied(Tells.EVERYTHING, kind):
        return []
    return [one for one in in_place_of(subject) if one.may_manage or kind not in TO_CHOOSE]


def may_hear(supporter: Supporter, kind: Kind) -> bool:
    """Whether a message that was written for a supporter may still be told to them."""
    if kind is Kind.ACTING_ENDED:
        return True
    if supporter.ended_at is not None:
        return False
    if kind is Kind.YOUR_LINK:
        return supporter.may_manage
    return kind is Kind.ACTING_BEGAN or is_copied(supporter.tells, kind)


def is_unmet(subject: Subject) -> bool:
    """Whether the resident said that somebody acts for them, and nobody is recorded who can."""
    needs = subject.needs or ()
    through = THROUGH in needs and not in_place_of(subject)
    return through or (SOMEBODY in needs and not acting(subject))


def check(contact: Contact, *, resident: Resident | Contact | None, officer: Officer) -> None:
    """Raises SupporterIsOfficer and SupporterIsResident by contact: two people may share a name.

    A postal address may be shared by people who live together, so it is not compared.
    """
    theirs = _keys(contact.email, contact.phone)
    if _is_on_both_sides(theirs, officer):
        raise SupporterIsOfficer
    if resident:
        check_apart(contact, resident)


def check_apart(supporter: Supporter | Contact, resident: Resident | Contact) -> None:
    """Raises SupporterIsResident where both would be reached by the same phone or email."""
    theirs = _keys(supporter.email, supporter.phone)
    if theirs & _keys(resident.email, resident.phone):
        raise SupporterIsResident


def check_officer(subject: Subject, officer: Officer) -> None:
    """Raises OfficerActs where somebody who acts in this is that officer or their cover."""
    if on_both_sides(subject, officer):
        raise OfficerActs


def on_both_sides(subject: Subject, officer: Officer) -> list[Supporter]:
    """Those who act in this and have the phone or email of that officer or their cover."""
    return [
        one for one in acting(subject) if _is_on_both_sides(_keys(one.email, one.phone), officer)
    ]


def namesakes(name: str, officer: Officer) -> list[Officer]:
    """The officer or the cover who has that very name: for staff to look into."""
    return [one for one in (officer, officer.cover) if one and folded(one.name) == folded(name)]


def enrol(
    session: Session, appointment: Appointment, authority: Authority, *, staff_id: int | None
) -> Supporter:
    """The row of a new supporter."""
    supporter = Supporter(
        resident=appointment.resident,
        appointment_id=None if authority.in_everything else appointment.id,
        agreed=authority.agreed.value,
        authority=authority.words,
        relationship_to_resident=authority.relationship,
        tells=authority.tells,
        may_manage=authority.may_manage,
        recorded_by=staff_id,
        began_at=clock.now(),
    )
    reach(supporter, authority.contact)
    session.add(supporter)
    session.flush()
    return supporter


def reach(supporter: Supporter, contact: Contact) -> None:
    """Writes how they are called and reached, and how they are found by it."""
    write_down(supporter, contact)
    wanted = lookup_keys(contact)
    kept = [row for row in supporter.lookups if row.digest in wanted]
    new = wanted - {row.digest for row in kept}
    supporter.lookups = [*kept, *(SupporterLookup(digest=key) for key in sorted(new))]


def wrong_numbers(session: Session) -> list[tuple[Supporter, Appointment]]:
    """Those who act now and whose number proved to be somebody else's, each with what they act in."""
    theirs = or_(
        Supporter.appointment_id == Appointment.id,
        and_(Supporter.appointment_id.is_(None), Supporter.resident_id == Appointment.resident_id),
    )
    wrong = (
        select(Supporter.id, func.max(Appointment.id).label("newest"))
        .join(Appointment, theirs)
        .where(Supporter.phone_wrong_since.is_not(None), Supporter.ended_at.is_(None))
        .group_by(Supporter.id, Supporter.phone_wrong_since)
        .subquery()
    )
    found = (
        select(Supporter, Appointment)
        .join(wrong, wrong.c.id == Supporter.id)
        .join(Appointment, Appointment.id == wrong.c.newest)
        .order_by(Supporter.phone_wrong_since, Supporter.id)
    )
    return [(supporter, appointment) for supporter, appointment in session.execute(found)]


def contact_of(supporter: Supporter) -> Contact:
    """How they are reached now."""
    return Contact(
        name=supporter.name,
        channel=supporter.channel,
        email=supporter.email,
        phone=supporter.phone,
        phone_textable=supporter.phone_textable,
        address=supporter.address,
        language=supporter.language,
    )


def same_person(known: Iterable[Supporter], contact: Contact) -> Supporter | None:
    """The one of these with that name and a contact in common: the same form, sent twice."""
    return next(
        (
            one
            for one in known
            if folded(one.name) == folded(contact.name) and _places(one) & _places(contact)
        ),
        None,
    )


def _is_on_both_sides(keys: set[bytes], officer: Officer) -> bool:
    officers = [one for one in (officer, officer.cover) if one]
    return bool(keys & {key for one in officers for key in _keys(one.email, one.mobile)})


def _places(person: Supporter | Contact) -> set[bytes]:
    place = {digest("address", person.address)} if person.address else set()
    return _keys(person.email, person.phone) | place


def _keys(email: str | None, phone: str | None) -> set[bytes]:
    given = (("email", email), ("phone", phone))
    return {digest(kind, value) for kind, value in given if value}
