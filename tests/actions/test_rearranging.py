"""Another time for what was arranged."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import changing, holds, requesting
from booking.actions.actor import RESIDENT
from booking.actions.diaries import demand_of
from booking.domain.errors import ActionRefused, SlotNotOffered, SlotTaken
from booking.models import DiaryEntry, Kind
from tests.builders import Council, arranged, contact, london, new_request
from tests.conftest import SteppedClock
from tests.postgresql import any_database
from tests.stored import all_of, count, story, told

THURSDAY = london(26, 14)


@any_database
def test_the_same_appointment_moves(session: Session, council: Council) -> None:
    appointment = arranged(council)
    uid, reference = appointment.uid, appointment.reference
    changing.rearrange(appointment_id=appointment.id, starts_at=THURSDAY, actor=RESIDENT)
    assert (appointment.uid, appointment.reference) == (uid, reference)
    assert (appointment.starts_at, appointment.sequence) == (THURSDAY, 1)
    [entry] = all_of(session, DiaryEntry)
    assert (entry.starts_at, entry.ends_at) == (THURSDAY, london(26, 14, 30))
    assert story(session, appointment) == ["request", "arrange", "rearrange"]
    assert {Kind.REARRANGED, Kind.INVITATION_UPDATE} <= set(told(session, appointment))


@any_database
def test_a_taken_time_leaves_the_old_one_standing(session: Session, council: Council) -> None:
    appointment = arranged(council)
    arranged(council, THURSDAY, contact=contact(name="Omar Haddad"))
    before = told(session, appointment)
    with pytest.raises(SlotTaken):
        changing.rearrange(appointment_id=appointment.id, starts_at=THURSDAY, actor=RESIDENT)
    session.refresh(appointment)
    assert (appointment.starts_at, appointment.sequence) == (london(25, 10, 30), 0)
    assert told(session, appointment) == before
    assert count(session, DiaryEntry) == 2


def test_it_may_move_into_a_part_of_its_own_time(session: Session, council: Council) -> None:
    appointment = arranged(council)
    changing.rearrange(appointment_id=appointment.id, starts_at=london(25, 10, 45), actor=RESIDENT)
    assert count(session, DiaryEntry) == 1


def test_a_time_outside_of_the_working_pattern_is_refused(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    for never in (london(26, 18), london(28, 10), london(26, 10, 7), london(20, 10)):
        with pytest.raises(SlotNotOffered):
            changing.rearrange(appointment_id=appointment.id, starts_at=never, actor=RESIDENT)


def test_a_change_that_the_resident_asks_for_starts_a_new_clock(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council)
    first = appointment.arrange_by
    clock.forward(days=1)
    changing.rearrange(appointment_id=appointment.id, starts_at=THURSDAY, actor=RESIDENT)
    assert appointment.arrange_by > first
    assert appointment.promise.kept_at == appointment.promise.started_at == clock()


def test_other_needs_can_come_with_another_time(session: Session, council: Council) -> None:
    appointment = arranged(council)
    changing.rearrange(
        appointment_id=appointment.id,
        starts_at=THURSDAY,
        needs=["longer_appointment", "hearing_loop"],
        actor=RESIDENT,
    )
    assert appointment.ends_at == london(26, 14, 45)
    assert appointment.room is not None
    assert "hearing_loop" in appointment.room.facilities


def test_the_held_time_becomes_the_new_one(session: Session, council: Council) -> None:
    appointment = arranged(council)
    holds.hold(
        officer_id=council.sam.id,
        needed=demand_of(appointment),
        starts_at=THURSDAY,
        held_by="change",
    )
    changing.rearrange(
        appointment_id=appointment.id, starts_at=THURSDAY, actor=RESIDENT, held_by="change"
    )
    [entry] = all_of(session, DiaryEntry)
    assert (entry.appointment_id, entry.starts_at) == (appointment.id, THURSDAY)


def test_what_is_not_arranged_cannot_be_rearranged(session: Session, council: Council) -> None:
    request = requesting.request(new_request(council), actor=RESIDENT)
    over = changing.cancel(appointment_id=arranged(council).id, actor=RESIDENT)
    for appointment in (request, over):
        with pytest.raises(ActionRefused):
            changing.rearrange(appointment_id=appointment.id, starts_at=THURSDAY, actor=RESIDENT)
