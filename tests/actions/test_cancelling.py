"""No appointment after all."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import changing, requesting
from booking.actions.actor import RESIDENT, Actor
from booking.domain.errors import ActionRefused
from booking.domain.lifecycle import Status
from booking.models import ActorKind, DiaryEntry, Event, Kind
from tests.builders import Council, arranged, new_request
from tests.conftest import SteppedClock
from tests.postgresql import any_database
from tests.stored import all_of, count, story, told


@any_database
def test_a_cancellation_frees_the_time_and_tells_both_sides(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = changing.cancel(
        appointment_id=arranged(council).id, actor=RESIDENT, reason="I am better"
    )
    assert (appointment.status, appointment.sequence) == (Status.CANCELLED, 1)
    assert (appointment.ended_at, appointment.reason) == (clock(), "I am better")
    assert count(session, DiaryEntry) == 0
    assert told(session, appointment)[-2:] == [Kind.CANCELLED, Kind.INVITATION_CANCEL]
    assert story(session, appointment) == ["request", "arrange", "cancel"]


def test_the_time_it_had_is_kept_so_that_it_can_be_told(session: Session, council: Council) -> None:
    appointment = arranged(council)
    had = appointment.starts_at
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    session.refresh(appointment)
    assert appointment.starts_at == had


def test_a_request_is_withdrawn_and_the_officer_told_that_it_is_closed(
    session: Session, council: Council
) -> None:
    request = requesting.request(new_request(council), actor=RESIDENT)
    changing.cancel(appointment_id=request.id, actor=RESIDENT)
    assert request.status is Status.WITHDRAWN
    assert told(session, request)[-2:] == [Kind.WITHDRAWN, Kind.REQUEST_CLOSED]


def test_what_is_over_cannot_be_cancelled_again(session: Session, council: Council) -> None:
    appointment = changing.cancel(appointment_id=arranged(council).id, actor=RESIDENT)
    before = count(session, Event)
    with pytest.raises(ActionRefused):
        changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    assert count(session, Event) == before
    session.refresh(appointment)
    assert appointment.sequence == 1


def test_who_cancelled_and_for_whom_is_in_the_story(session: Session, council: Council) -> None:
    desk = Actor(ActorKind.FRONT_DESK, on_behalf=True)
    appointment = changing.cancel(appointment_id=arranged(council).id, actor=desk)
    last = all_of(session, Event, Event.appointment_id == appointment.id)[-1]
    assert (last.actor, last.on_behalf) == (ActorKind.FRONT_DESK, True)
    assert (last.from_status, last.to_status) == (Status.ARRANGED, Status.CANCELLED)
