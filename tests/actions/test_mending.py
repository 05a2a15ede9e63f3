"""Putting right how a resident is reached: something that they have not refused must be left."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from booking.actions import acting_for, changing, enquiring, links, mending
from booking.actions.actor import RESIDENT, Actor
from booking.domain.errors import BookingError, LinkRefused, NotReachable, SupporterIsResident
from booking.domain.meetings import ContactMissing
from booking.domain.needs import Meeting
from booking.models import ActorKind, Channel, Purpose, Resident
from tests.builders import Council, arranged, authority, contact, new_enquiry
from tests.postgresql import any_database

DESK = Actor(ActorKind.FRONT_DESK)
KNOWN: dict[str, Any] = {
    "phone": "+447700900123",
    "phone_textable": True,
    "email": "amina@example.org",
    "address": "7 Mill Lane",
}


def mend(resident_id: int, **changes: Any) -> None:
    mending.mend(resident_id=resident_id, actor=DESK, **(KNOWN | changes))


def refused(
    session: Session, resident_id: int, because: type[BookingError], **changes: Any
) -> None:
    with pytest.raises(because):
        mend(resident_id, **changes)
    session.rollback()
    assert session.get_one(Resident, resident_id).email == "amina@example.org", "nothing is changed"


@any_database
def test_only_a_way_that_they_refused_is_no_way(session: Session, council: Council) -> None:
    appointment = arranged(council, needs=("no_phone", "no_sms"))
    refused(session, appointment.resident_id, NotReachable, email=None, address=None)
    mend(appointment.resident_id, email=None)


def test_what_a_question_needs_counts_as_well(session: Session, council: Council) -> None:
    enquiry = enquiring.log(new_enquiry(council, needs=("no_phone", "no_sms")), actor=DESK)
    refused(session, enquiry.resident_id, NotReachable, email=None, address=None)


@pytest.mark.parametrize(
    ("meeting", "detail"),
    [(Meeting.PHONE, "phone"), (Meeting.VIDEO, "email"), (Meeting.HOME_VISIT, "address")],
)
def test_what_an_appointment_is_held_by_is_not_taken_away(
    session: Session, council: Council, meeting: Meeting, detail: str
) -> None:
    appointment = arranged(council, service_id=council.benefits.id, meeting=meeting)
    refused(session, appointment.resident_id, ContactMissing, **{detail: None})
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    mend(appointment.resident_id, **{detail: None})


def test_what_is_over_needs_nothing_any_more(session: Session, council: Council) -> None:
    appointment = arranged(council, needs=("no_phone", "no_sms"))
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    mend(appointment.resident_id, email=None, address=None)
    assert session.get_one(Resident, appointment.resident_id).phone == "+447700900123"


@pytest.mark.parametrize("theirs", [{"phone": "+447700900456"}, {"email": "joan@example.org"}])
def test_nobody_is_reached_by_what_reaches_whoever_acts_for_them(
    session: Session, council: Council, theirs: dict[str, str]
) -> None:
    appointment = arranged(council)
    joan = acting_for.authorise(appointment_id=appointment.id, authority=authority(), actor=DESK)
    refused(session, appointment.resident_id, SupporterIsResident, **theirs)
    acting_for.end(appointment_id=appointment.id, supporter_id=joan.id, actor=RESIDENT)
    mend(appointment.resident_id, **theirs)


@pytest.mark.parametrize(
    ("changes", "opens"),
    [
        ({"phone": "+447700900999"}, False),
        ({"email": "new@example.org"}, False),
        ({"address": "8 Mill Lane"}, True),
    ],
)
def test_a_link_that_went_to_what_they_no_longer_have_opens_nothing(
    session: Session, council: Council, changes: dict[str, str], opens: bool
) -> None:
    appointment = arranged(council, contact=contact(channel=Channel.SMS))
    token = links.mint(session, appointment, Purpose.MANAGE)
    session.commit()
    mend(appointment.resident_id, **changes)
    if opens:
        assert links.opened(session, token, Purpose.MANAGE)
        return
    with pytest.raises(LinkRefused):
        links.opened(session, token, Purpose.MANAGE)
