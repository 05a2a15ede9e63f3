"""Who the resident is, how to reach them, and how staff find them again."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.domain.errors import NotReachable
from booking.domain.needs import CATALOGUE, Part
from booking.models import Channel, Resident, ResidentLookup
from booking.models.residents import Reachable
from booking.models.types import digest, folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who asks and how they can be reached: an email, a phone or a postal address at the least."""

    name: str
    channel: Channel
    """How they chose to be told things; what it needs must be given."""
    email: str | None = None
    phone: str | None = None
    """E.164."""
    phone_textable: bool = False
    address: str | None = None
    language: str = "en"
    """The language of messages."""
    keep_needs: bool = False
    """They agree that their needs are kept for next time."""
    best_part: Part | None = None
    """The part of the day in which they are best phoned."""
    best_words: str | None = None
    """What else they said of when to phone them."""
    resident_id: int | None = None
    """The known resident whom staff have recognised; their details are brought up to date."""

    def __post_init__(self) -> None:
        """Raises NotReachable where the chosen channel has nowhere to go."""
        if not self.goes_to:
            raise NotReachable(self.channel)

    @property
    def goes_to(self) -> str | None:
        """Where the chosen channel goes; a landline is never texted."""
        places = {
            Channel.EMAIL: self.email,
            Channel.SMS: self.phone if self.phone_textable else None,
            Channel.PHONE: self.phone,
            Channel.LETTER: self.address,
        }
        return places[self.channel]


def enrol(session: Session, contact: Contact, *, needs: Iterable[str]) -> Resident:
    """The resident with this contact's details: a new one, or the one that staff recognised.

    Nobody is recognised by what a stranger types: two people may share a name, a phone or an email.
    """
    if contact.resident_id is None:
        resident = Resident(created_at=clock.now())
        session.add(resident)
    else:
        resident = session.get_one(Resident, contact.resident_id)
    write_down(resident, contact)
    # Whoever gives a number says that it is theirs, also where somebody else answered before.
    resident.phone_wrong_since = None
    resident.best_part, resident.best_words = contact.best_part, contact.best_words
    keep(resident, stated(needs, contact) if contact.keep_needs else None)
    find_by(resident)
    session.flush()
    return resident


def write_down(person: Reachable, contact: Contact) -> None:
    """How somebody is called and reached; another phone is not the one that proved to be wrong."""
    if person.phone != contact.phone:
        person.phone_wrong_since = None
    person.name = contact.name
    person.email = contact.email
    person.phone, person.phone_textable = contact.phone, contact.phone_textable
    person.address = contact.address
    person.channel = contact.channel
    person.language = contact.language


def stated(needs: Iterable[str], contact: Contact) -> list[str]:
    """The needs with what their contact details say besides: that they are best phoned at certain times."""
    said = {*needs, *(["best_times"] if contact.best_part or contact.best_words else [])}
    return [*(code for code in CATALOGUE if code in said), *(said - set(CATALOGUE))]


def keep(resident: Resident, needs: Iterable[str] | None) -> None:
    """Keeps needs for next time, as they are now; None forgets what was kept."""
    resident.kept_needs = None if needs is None else list(needs)
    resident.needs_kept_since = None if needs is None else clock.now()


def lookup_keys(contact: Contact) -> set[bytes]:
    """The keyed hashes under which these details are found."""
    return _keys(contact.name, contact.phone, contact.email)


def find_by(resident: Resident) -> None:
    """Has somebody found by what they are called and how they are reached now, and by nothing else."""
    keys = _keys(resident.name, resident.phone, resident.email)
    resident.lookups = [ResidentLookup(digest=key) for key in sorted(keys)]


def wrong_numbers(session: Session) -> list[Resident]:
    """Those whose number proved to be somebody else's, the longest known first."""
    wrong = select(Resident).where(Resident.phone_wrong_since.is_not(None))
    return list(session.scalars(wrong.order_by(Resident.phone_wrong_since)))


def _keys(name: str, phone: str | None, email: str | None) -> set[bytes]:
    keys = {digest("name", word) for word in folded(name).split()}
    if phone:
        keys.add(digest("phone", phone))
    if email:
        keys.add(digest("email", email))
    return keys
