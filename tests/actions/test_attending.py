"""The day itself."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import attending, changing
from booking.actions.actor import KEPT, RESIDENT
from booking.domain.errors import ActionRefused, NotToday
from booking.domain.lifecycle import Status
from booking.models import Channel, Kind
from tests.builders import Council, arranged, contact, london
from tests.conftest import SteppedClock
from tests.stored import message, messages, story


def test_from_arriving_to_leaving(session: Session, council: Council, clock: SteppedClock) -> None:
    appointment = arranged(council)
    clock.at = london(25, 10, 25)
    attending.check_in(appointment_id=appointment.id, actor=KEPT)
    attending.start(appointment_id=appointment.id, actor=KEPT)
    clock.at = london(25, 11)
    attending.finish(appointment_id=appointment.id, actor=KEPT)
    assert (appointment.status, appointment.ended_at) == (Status.ATTENDED, london(25, 11))
    assert story(session, appointment)[2:] == ["check_in", "start", "finish"]


def test_the_officer_is_told_by_text_that_somebody_is_here(
    session: Session, council: Council
) -> None:
    attending.check_in(appointment_id=arranged(council).id, actor=KEPT)
    assert message(session, Kind.RESIDENT_HERE).channel is Channel.SMS


def test_an_officer_without_a_mobile_is_told_by_email(session: Session, council: Council) -> None:
    appointment = arranged(council, service_id=council.benefits.id, officer_id=council.priya.id)
    attending.check_in(appointment_id=appointment.id, actor=KEPT)
    assert message(session, Kind.RESIDENT_HERE).channel is Channel.EMAIL


def test_nobody_has_missed_what_has_not_begun(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council)
    clock.at = london(25, 10, 29)
    with pytest.raises(ActionRefused):
        attending.miss(appointment_id=appointment.id, actor=KEPT)
    clock.forward(minutes=1)
    attending.miss(appointment_id=appointment.id, actor=KEPT)
    assert appointment.status is Status.DID_NOT_ATTEND


def test_late_is_told_to_the_officer_once_for_each_thing_said(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council)
    clock.at = london(25, 10)
    for minutes in (10, 10, 20):
        attending.say_late(appointment_id=appointment.id, minutes=minutes, actor=RESIDENT)
    assert appointment.late_minutes == 20
    assert len(messages(session, Kind.RESIDENT_LATE)) == 2


def test_late_is_said_on_the_day_alone(session: Session, council: Council) -> None:
    with pytest.raises(NotToday):
        attending.say_late(appointment_id=arranged(council).id, minutes=10, actor=RESIDENT)


@pytest.mark.parametrize("minutes", [0, -5, 7, 1000])
def test_late_is_one_of_four_choices(session: Session, council: Council, minutes: int) -> None:
    with pytest.raises(ActionRefused):
        attending.say_late(appointment_id=arranged(council).id, minutes=minutes, actor=RESIDENT)


def test_after_a_change_of_time_nobody_is_late_any_more(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council)
    clock.at = london(25, 9)
    attending.say_late(appointment_id=appointment.id, minutes=30, actor=RESIDENT)
    changing.rearrange(appointment_id=appointment.id, starts_at=london(25, 15), actor=RESIDENT)
    assert appointment.late_minutes is None


def test_who_waits_can_be_neither_moved_nor_cancelled(session: Session, council: Council) -> None:
    appointment = attending.check_in(
        appointment_id=arranged(council, contact=contact()).id, actor=KEPT
    )
    with pytest.raises(ActionRefused):
        changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    with pytest.raises(ActionRefused):
        changing.rearrange(appointment_id=appointment.id, starts_at=london(26, 14), actor=RESIDENT)
