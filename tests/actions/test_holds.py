"""A time kept for 15 minutes while somebody checks their answers."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import daily, holds, requesting
from booking.actions.actor import RESIDENT
from booking.domain.errors import SlotNotOffered, SlotTaken
from booking.domain.needs import Demand, Meeting
from booking.models import DiaryEntry
from tests.builders import Council, arranged, london, new_request
from tests.conftest import SteppedClock
from tests.postgresql import any_database
from tests.stored import all_of, count

SLOT = london(25, 10, 30)
NEEDED = Demand(minutes=30, meeting=Meeting.IN_PERSON)


def hold(council: Council, held_by: str = "a draft", hour: int = 10, minute: int = 30) -> None:
    holds.hold(
        officer_id=council.sam.id,
        needed=NEEDED,
        starts_at=london(25, hour, minute),
        held_by=held_by,
    )


@any_database
def test_a_held_time_is_nobody_elses(session: Session, council: Council) -> None:
    hold(council)
    for take in (lambda: hold(council, "another draft"), lambda: arranged(council, SLOT)):
        with pytest.raises(SlotTaken):
            take()


@any_database
def test_after_15_minutes_it_is_free_again(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    hold(council)
    clock.forward(minutes=14, seconds=59)
    with pytest.raises(SlotTaken):
        arranged(council, SLOT)
    clock.forward(seconds=1)
    assert holds.current(session, "a draft") is None
    arranged(council, SLOT)


def test_one_draft_holds_one_time(session: Session, council: Council) -> None:
    hold(council)
    hold(council, hour=14)
    [entry] = all_of(session, DiaryEntry)
    assert entry.starts_at == london(25, 14, 30)


def test_a_hold_that_fails_leaves_the_one_before(session: Session, council: Council) -> None:
    arranged(council, london(25, 14))
    hold(council)
    with pytest.raises(SlotTaken):
        hold(council, hour=14, minute=0)
    held = holds.current(session, "a draft")
    assert held is not None
    assert held.starts_at == SLOT


@any_database
def test_confirming_turns_the_hold_into_the_appointment(session: Session, council: Council) -> None:
    hold(council)
    new = new_request(council, starts_at=SLOT)
    appointment = requesting.request(new, actor=RESIDENT, held_by="a draft")
    [entry] = all_of(session, DiaryEntry)
    assert (entry.appointment_id, entry.held_by) == (appointment.id, None)


def test_notice_counts_from_when_the_time_was_held(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    """Sam wants two hours' notice; checking one's answers must not use them up."""
    clock.at = london(25, 8, 30)
    hold(council)
    clock.forward(minutes=10)
    with pytest.raises(SlotNotOffered):
        arranged(council, london(25, 10, 30).replace(minute=0))
    new = new_request(council, starts_at=SLOT)
    assert requesting.request(new, actor=RESIDENT, held_by="a draft").starts_at == SLOT


def test_a_time_that_is_not_offered_is_not_held(session: Session, council: Council) -> None:
    for hour, minute in ((8, 0), (16, 45), (10, 7)):
        with pytest.raises(SlotNotOffered):
            hold(council, hour=hour, minute=minute)
    assert count(session, DiaryEntry) == 0


def test_what_is_given_back_is_free(session: Session, council: Council) -> None:
    hold(council)
    holds.release(held_by="a draft")
    hold(council, "another draft")


def test_lapsed_holds_are_cleared_away(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    hold(council)
    arranged(council, london(25, 14))
    clock.forward(minutes=15)
    daily.clear_lapsed()
    assert [entry.held_by for entry in all_of(session, DiaryEntry)] == [None]
