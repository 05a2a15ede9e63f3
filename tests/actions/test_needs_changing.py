"""Needs shape the appointment, whenever they are told."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from booking.actions import changing, requesting
from booking.actions.actor import RESIDENT
from booking.domain.conflicts import Conflict, InterpreterRefused
from booking.domain.errors import ActionRefused, NotOffered, SlotNotOffered, SlotTaken
from booking.domain.meetings import ContactMissing
from booking.domain.needs import Meeting, UnknownNeed
from booking.models import Appointment, Channel, DiaryEntry, Kind, Message, Staff
from tests.builders import Council, arranged, contact, london, new_request
from tests.postgresql import any_database
from tests.stored import all_of, count, story, told


def change(appointment: Appointment, *needs: str) -> Appointment:
    return changing.change_needs(
        appointment_id=appointment.id, needs=needs, in_own_words=None, actor=RESIDENT
    )


@any_database
def test_a_longer_appointment_takes_more_of_the_diary(session: Session, council: Council) -> None:
    appointment = change(arranged(council), "longer_appointment")
    [entry] = all_of(session, DiaryEntry)
    assert entry.ends_at == appointment.ends_at == london(25, 11, 15)
    assert (appointment.minutes, appointment.sequence) == (45, 1)
    assert Kind.INVITATION_UPDATE in told(session, appointment)


def test_a_facility_moves_it_to_a_room_that_has_it(session: Session, council: Council) -> None:
    appointment = arranged(council)
    assert appointment.room_id == 1
    change(appointment, "hearing_loop")
    session.refresh(appointment)
    assert appointment.room_id == 2
    assert appointment.starts_at == london(25, 10, 30)


def test_a_need_that_asks_nothing_of_the_diary_moves_nothing(
    session: Session, council: Council
) -> None:
    appointment = change(arranged(council), "lipreads")
    assert (appointment.needs, appointment.sequence) == (["lipreads"], 0)
    assert story(session, appointment)[-1] == "needs_changed"


@any_database
def test_where_the_time_is_too_short_nothing_is_saved(session: Session, council: Council) -> None:
    appointment = arranged(council)
    arranged(council, london(25, 11), contact=contact(name="Omar Haddad"))
    before = count(session, Message)
    with pytest.raises(SlotTaken):
        change(appointment, "longer_appointment")
    session.refresh(appointment)
    assert (appointment.needs, appointment.minutes) == ([], 30)
    assert count(session, Message) == before


def test_support_that_cannot_be_had_in_time_calls_for_another_day(
    session: Session, council: Council
) -> None:
    with pytest.raises(SlotNotOffered):
        change(arranged(council), "bsl_interpreter")


def test_a_home_visit_is_no_longer_in_a_room(session: Session, council: Council) -> None:
    appointment = change(arranged(council, service_id=council.benefits.id), "home_visit")
    assert appointment.meeting is Meeting.HOME_VISIT
    assert (appointment.location_id, appointment.room_id) == (None, None)
    assert all_of(session, DiaryEntry)[0].room_id is None


def test_who_needs_no_home_visit_any_more_comes_in_person_again(
    session: Session, council: Council
) -> None:
    appointment = change(arranged(council, service_id=council.benefits.id), "home_visit")
    change(appointment, "lipreads")
    session.refresh(appointment)
    assert appointment.meeting is Meeting.IN_PERSON
    assert appointment.room is not None


def test_who_asked_for_a_call_is_phoned_whatever_they_need(
    session: Session, council: Council
) -> None:
    by_phone = arranged(council, meeting=Meeting.PHONE)
    assert change(by_phone, "home_visit").meeting is Meeting.PHONE
    assert change(by_phone).meeting is Meeting.PHONE


def test_nobody_is_visited_about_what_nobody_visits_for(session: Session, council: Council) -> None:
    appointment = arranged(council)
    with pytest.raises(NotOffered):
        change(appointment, "home_visit")
    with pytest.raises(NotOffered):
        arranged(council, london(26, 9), needs=["home_visit"])
    session.refresh(appointment)
    assert (appointment.meeting, appointment.needs) == (Meeting.IN_PERSON, [])


@pytest.mark.parametrize(
    ("meeting", "needs", "missing"),
    [
        (Meeting.PHONE, (), {"phone": None}),
        (Meeting.VIDEO, (), {"email": None, "channel": Channel.SMS}),
        (Meeting.HOME_VISIT, (), {"address": None}),
        (Meeting.IN_PERSON, ("home_visit",), {"address": None}),
    ],
)
def test_nobody_is_met_in_a_way_that_we_could_not_reach_them_for(
    session: Session,
    council: Council,
    meeting: Meeting,
    needs: tuple[str, ...],
    missing: dict[str, Any],
) -> None:
    with pytest.raises(ContactMissing):
        arranged(
            council,
            service_id=council.benefits.id,
            meeting=meeting,
            needs=needs,
            contact=contact(**missing),
        )
    assert count(session, Appointment) == 0


def test_nobody_is_visited_whose_address_we_do_not_have(session: Session, council: Council) -> None:
    who = contact(address=None)
    appointment = arranged(council, service_id=council.benefits.id, contact=who)
    with pytest.raises(ContactMissing):
        change(appointment, "home_visit")
    session.refresh(appointment)
    assert appointment.meeting is Meeting.IN_PERSON


def test_a_request_keeps_its_needs_for_when_it_is_arranged(
    session: Session, council: Council
) -> None:
    request = requesting.request(new_request(council), actor=RESIDENT)
    assert change(request, "longer_appointment").minutes == 45


def test_a_need_that_nobody_knows_is_refused(session: Session, council: Council) -> None:
    with pytest.raises(UnknownNeed):
        change(arranged(council), "champagne")


@pytest.mark.parametrize(
    ("needs", "speaks", "because"),
    [
        (["interpreter_phone"], None, Conflict.NO_LANGUAGE),
        (["interpreter_phone"], "en", Conflict.NO_LANGUAGE),
        (["interpreter_phone"], "en-GB", Conflict.NO_LANGUAGE),
        (["interpreter_phone", "interpreter_video"], "pl", Conflict.TWO_INTERPRETERS),
    ],
)
def test_one_interpreter_is_asked_for_in_a_language_that_is_not_ours_or_none_is(
    session: Session,
    council: Council,
    needs: list[str],
    speaks: str | None,
    because: Conflict,
) -> None:
    appointment = arranged(council)
    with pytest.raises(InterpreterRefused, match=because):
        changing.change_needs(
            appointment_id=appointment.id,
            needs=needs,
            in_own_words=None,
            language=speaks,
            actor=RESIDENT,
        )
    with pytest.raises(InterpreterRefused, match=because):
        arranged(council, london(26, 9), needs=needs, spoken_language=speaks)
    session.refresh(appointment)
    assert appointment.needs == []


def test_what_is_over_keeps_its_needs(session: Session, council: Council) -> None:
    over = changing.cancel(appointment_id=arranged(council).id, actor=RESIDENT)
    with pytest.raises(ActionRefused):
        change(over, "lipreads")


def test_a_request_that_no_room_can_meet_any_more_is_told_to_the_manager_at_once(
    session: Session, council: Council, manager: Staff
) -> None:
    appointment = change(requesting.request(new_request(council), actor=RESIDENT), "hearing_loop")
    assert Kind.NO_TIME not in told(session, appointment)
    change(appointment, "quiet_space")
    [message] = [one for one in all_of(session, Message) if one.kind is Kind.NO_TIME]
    assert message.staff_id == manager.id
