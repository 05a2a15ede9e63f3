"""Asking for an appointment."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.actions import changing, requesting
from booking.actions.actor import RESIDENT
from booking.domain.errors import KeyReused, NotOffered, SlotTaken
from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting
from booking.models import Appointment, DiaryEntry, Event, Kind, Message
from tests.builders import Council, arranged, london, new_request


def kinds(session: Session) -> list[str]:
    return sorted(session.scalars(select(Message.kind)))


def test_a_chosen_slot_is_arranged_there_and_then(session: Session, council: Council) -> None:
    appointment = arranged(council)
    assert appointment.status is Status.ARRANGED
    assert appointment.starts_at == london(25, 10, 30)
    assert appointment.promise.kept_at is not None
    assert appointment.promise.kept_at <= appointment.arrange_by
    assert kinds(session) == [
        Kind.ARRANGED,
        Kind.INVITATION,
        Kind.OFFICER_REMINDER,
        Kind.REMINDER_HOURS,
    ]


def test_without_a_slot_the_officer_is_asked(session: Session, council: Council) -> None:
    appointment = requesting.request(new_request(council), actor=RESIDENT)
    assert appointment.status is Status.REQUESTED
    assert kinds(session) == [Kind.PLEASE_ARRANGE, Kind.REQUEST_RECEIVED]


def test_the_same_key_makes_one_appointment(session: Session, council: Council) -> None:
    new = new_request(council, starts_at=london(25, 10, 30))
    first = requesting.request(new, actor=RESIDENT)
    again = requesting.request(new, actor=RESIDENT)
    assert again.reference == first.reference
    assert session.scalar(select(func.count(Appointment.id))) == 1


def test_the_same_key_with_other_content_is_refused(session: Session, council: Council) -> None:
    new = new_request(council)
    requesting.request(new, actor=RESIDENT)
    with pytest.raises(KeyReused):
        requesting.request(new_request(council, key=new.key, about="Damp"), actor=RESIDENT)


def test_a_taken_slot_saves_nothing(session: Session, council: Council) -> None:
    arranged(council)
    with pytest.raises(SlotTaken):
        arranged(council)
    for stored, count in ((Appointment, 1), (DiaryEntry, 1), (Event, 2), (Message, 4)):
        assert session.scalar(select(func.count()).select_from(stored)) == count


def test_a_cancelled_time_can_be_booked_again(session: Session, council: Council) -> None:
    changing.cancel(appointment_id=arranged(council).id, actor=RESIDENT)
    assert arranged(council).status is Status.ARRANGED


def test_an_officer_is_not_seen_about_another_service(session: Session, council: Council) -> None:
    with pytest.raises(NotOffered):
        requesting.request(
            new_request(council, service_id=council.housing.id, officer_id=council.priya.id),
            actor=RESIDENT,
        )
    assert session.scalar(select(func.count(Appointment.id))) == 0


def test_a_service_is_not_met_in_a_way_that_it_does_not_allow(council: Council) -> None:
    with pytest.raises(NotOffered):
        requesting.request(new_request(council, meeting=Meeting.HOME_VISIT), actor=RESIDENT)
