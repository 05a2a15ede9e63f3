"""Putting right how a resident is reached: a number that was somebody else's, an address that failed."""

from sqlalchemy.orm import Session

from booking.actions import audit, links, residents, story, supporters
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.domain.errors import NotReachable
from booking.domain.meetings import check_contact
from booking.messaging.ways import allowed_ways, ways_of
from booking.models import Appointment, Resident


@transaction
def mend(
    session: Session,
    *,
    resident_id: int,
    phone: str | None,
    phone_textable: bool,
    email: str | None,
    address: str | None,
    actor: Actor,
) -> Resident:
    """Puts right how somebody is reached, as they said it to staff; a wrong number is no longer one.

    What waits goes to the mended address. The links that went to another phone or email open nothing any
    more. Raises NotReachable where nothing is left to tell them by that they have not refused,
    ContactMissing where an appointment of theirs could not be held without what is taken away, and
    SupporterIsResident where it is how somebody who acts for them is reached.
    """
    resident = session.get_one(Resident, resident_id, with_for_update=True)
    if (phone, email) != (resident.phone, resident.email):
        links.revoke_own(session, resident_id)
    resident.phone, resident.phone_textable = phone, phone_textable
    resident.email, resident.address = email, address
    resident.phone_wrong_since = None
    _check(session, resident)
    residents.find_by(resident)
    audit.by(session, actor, action="mend_contact", subject=f"resident:{resident_id}")
    return resident


def _check(session: Session, resident: Resident) -> None:
    if not ways_of(resident):
        raise NotReachable
    for subject in story.open_of(session, resident.id):
        if not allowed_ways(subject):
            raise NotReachable(resident.channel)
        if isinstance(subject, Appointment):
            check_contact(subject.meeting, resident)
    for one in resident.supporters:
        if one.ended_at is None:
            supporters.check_apart(one, resident)
