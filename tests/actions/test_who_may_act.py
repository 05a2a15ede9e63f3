"""Who may act for a resident: nobody on both sides, nobody to no purpose, nobody whom nothing reaches."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import acting_for, changing, enquiring, handing_over, requesting, supporters
from booking.actions.actor import RESIDENT
from booking.actions.checking import acting
from booking.domain.acting_for import Tells
from booking.domain.errors import (
    AuthorityPointless,
    NotReachable,
    OfficerActs,
    SupporterIsOfficer,
    SupporterIsResident,
)
from booking.models import Appointment, Channel, Supporter
from tests.builders import Council, arranged, authority, contact, new_enquiry, new_request
from tests.stored import all_of, count
from tests.supporters import AMINA, AT_THE_DESK, JOAN, authorised


@pytest.mark.parametrize(
    ("email", "phone"),
    [
        ("SAM@example.org", None),
        (JOAN, "+447700900101"),
        ("rhys@example.org", None),
    ],
)
def test_an_officer_or_their_cover_cannot_act_at_their_own_appointment(
    session: Session, council: Council, email: str, phone: str | None
) -> None:
    appointment = arranged(council)
    appointment.officer.cover = council.rhys
    session.commit()
    with pytest.raises(SupporterIsOfficer):
        authorised(appointment, email=email, phone=phone)


@pytest.mark.parametrize(
    ("column", "theirs"), [("email", JOAN), ("mobile", "+447700900456"), ("cover", None)]
)
def test_whoever_came_to_be_their_officer_since_is_named_by_the_check(
    session: Session, council: Council, column: str, theirs: str | None
) -> None:
    """No action makes somebody another officer: the council's own hand does."""
    asked = requesting.request(new_request(council), actor=RESIDENT)
    supporter = authorised(asked)
    assert list(acting.on_both_sides(session)) == []
    if column == "cover":
        council.rhys.email = JOAN
    setattr(council.sam, column, theirs or council.rhys)
    session.commit()
    assert list(acting.on_both_sides(session)) == [
        f"appointment:{asked.id} supporter:{supporter.id}"
    ]
    changing.cancel(appointment_id=asked.id, actor=RESIDENT)
    assert list(acting.on_both_sides(session)) == []


def test_two_people_may_share_a_name(session: Session, council: Council) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment, name="sam  OKAFOR")
    assert supporters.namesakes(supporter.name, appointment.officer) == [appointment.officer]


def test_nobody_is_handed_over_to_the_officer_who_acts_for_them(
    session: Session, council: Council
) -> None:
    appointment = requesting.request(new_request(council), actor=RESIDENT)
    authorised(appointment, email="rhys@example.org")
    with pytest.raises(SupporterIsOfficer):
        handing_over.hand_over(
            appointment_id=appointment.id,
            officer_id=council.rhys.id,
            agreement="by phone",
            actor=AT_THE_DESK,
        )


def test_nobody_acts_in_everything_and_is_the_officer_of_what_is_asked_for_next(
    session: Session, council: Council
) -> None:
    one = arranged(council)
    authorised(one, AT_THE_DESK, in_everything=True, email="rhys@example.org")
    known = contact(resident_id=one.resident_id)
    with pytest.raises(OfficerActs):
        requesting.request(
            new_request(council, officer_id=council.rhys.id, contact=known), actor=AT_THE_DESK
        )
    assert count(session, Appointment) == 1


@pytest.mark.parametrize("again", [False, True])
def test_an_authority_does_not_spread_to_where_they_are_the_officer(
    session: Session, council: Council, again: bool
) -> None:
    one = arranged(council)
    known = contact(resident_id=one.resident_id)
    new = new_request(council, officer_id=council.rhys.id, contact=known)
    requesting.request(new, actor=AT_THE_DESK)
    if again:
        authorised(one, AT_THE_DESK, email="rhys@example.org")
    with pytest.raises(SupporterIsOfficer):
        authorised(one, AT_THE_DESK, in_everything=True, email="rhys@example.org")
    session.rollback()
    assert [who.appointment_id for who in all_of(session, Supporter)] == [one.id] * again


def test_nobody_answers_the_question_of_somebody_for_whom_they_act(
    session: Session, council: Council
) -> None:
    one = arranged(council)
    known = contact(resident_id=one.resident_id)
    asked = enquiring.log(new_enquiry(council, contact=known, needs=()), actor=AT_THE_DESK)
    with pytest.raises(SupporterIsOfficer):
        authorised(one, AT_THE_DESK, in_everything=True, email="priya@example.org")
    session.rollback()
    supporter = authorised(one, AT_THE_DESK, in_everything=True)
    council.rhys.email, council.rhys.services = JOAN, [council.housing, council.benefits]
    session.commit()  # by the council's own hand; no action refuses that
    with pytest.raises(OfficerActs):
        enquiring.give_to(enquiry_id=asked.id, officer_id=council.rhys.id, actor=AT_THE_DESK)
    session.rollback()
    with pytest.raises(OfficerActs):
        enquiring.log(
            new_enquiry(council, officer_id=council.rhys.id, contact=known, needs=()),
            actor=AT_THE_DESK,
        )
    assert supporters.acting(asked) == [supporter]


def test_the_residents_own_contact_is_refused_and_nothing_is_booked(
    session: Session, council: Council
) -> None:
    with pytest.raises(SupporterIsResident):
        arranged(council, authority=authority(email=AMINA))
    assert all_of(session, Appointment) == []


def test_people_who_live_together_may_share_an_address(session: Session, council: Council) -> None:
    home = contact().address
    appointment = arranged(council)
    authorised(appointment, channel=Channel.LETTER, address=home)
    assert len(supporters.acting(appointment)) == 1


def test_authority_to_do_nothing_is_refused(session: Session, council: Council) -> None:
    with pytest.raises(AuthorityPointless):
        authority(tells=Tells.NOTHING, may_manage=False)
    appointment = arranged(council)
    supporter = authorised(appointment)
    with pytest.raises(AuthorityPointless):
        acting_for.change(
            appointment_id=appointment.id,
            supporter_id=supporter.id,
            tells=Tells.NOTHING,
            may_manage=False,
            actor=RESIDENT,
        )


@pytest.mark.parametrize(
    "unreachable",
    [
        {"channel": Channel.SMS, "phone_textable": False},
        {"channel": Channel.EMAIL, "email": None},
        {"channel": Channel.LETTER},
        {"channel": Channel.PHONE, "phone": None},
    ],
)
def test_a_supporter_whom_nothing_reaches_is_refused(unreachable: dict[str, object]) -> None:
    with pytest.raises(NotReachable):
        authority(**unreachable)


def test_a_name_may_have_one_letter(session: Session, council: Council) -> None:
    assert authorised(arranged(council), name="O").name == "O"
