"""The earliest time among many officers is the one that reading every diary would find."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from booking.actions import absences, changing, diaries, holds, requesting
from booking.actions.actor import KEPT, RESIDENT
from booking.actions.earliest import Found, Wanted, earliest
from booking.domain.diary import Slot
from booking.domain.needs import Meeting
from booking.extensions import db
from booking.models import Officer, Room
from tests.builders import Council, arranged, london, new_request
from tests.conftest import SteppedClock
from tests.postgresql import any_database


def by_reading_all(session: Session, wanted: Wanted) -> list[tuple[Slot, int]]:
    """Every officer's first time, the slow and simple way."""
    found = []
    for officer in session.query(Officer).order_by(Officer.id):
        if wanted.service in officer.services:
            needed = diaries.demand_for(
                wanted.service,
                officer,
                meeting=wanted.meeting,
                needs=list(wanted.needs),
                language=wanted.language,
                location_id=wanted.location_id,
            )
            if slot := next(diaries.offered(session, officer, needed), None):
                found.append((slot, officer.id))
    return sorted(found, key=lambda each: (each[0].start, each[1]))


def agree(session: Session, wanted: Wanted) -> list[Found]:
    session.rollback()
    found = list(earliest(session, wanted))
    slow = by_reading_all(session, wanted)
    assert [(each.slot, each.officer_id) for each in found] == slow
    return found


WANTED = (
    {"meeting": Meeting.PHONE},
    {"meeting": Meeting.IN_PERSON},
    {"meeting": Meeting.IN_PERSON, "needs": ("step_free",)},
    {"meeting": Meeting.VIDEO, "needs": ("bsl_interpreter",)},
    {"meeting": Meeting.PHONE, "needs": ("afternoons_only", "longer_appointment")},
    {"meeting": Meeting.PHONE, "needs": ("interpreter_in_person",), "language": "cy"},
)


@any_database
def test_it_is_what_reading_every_diary_finds_whatever_has_been_booked_since(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    rng = Random(7)
    for _again in range(12):
        found = [agree(session, Wanted(service=council.housing, **terms)) for terms in WANTED]
        first = rng.choice([each for each in found if each])[0]
        requesting.request(
            new_request(
                council,
                officer_id=first.officer_id,
                starts_at=first.slot.start,
                meeting=Meeting.IN_PERSON if first.slot.room_id else Meeting.PHONE,
                location_id=first.slot.location_id,
            ),
            actor=RESIDENT,
        ) if not rng.random() < 0.1 else clock.forward(hours=5)


def test_time_given_back_is_found_again(session: Session, council: Council) -> None:
    wanted = Wanted(service=council.housing, meeting=Meeting.PHONE)
    first = agree(session, wanted)[0].slot
    appointment = arranged(council, first.start, meeting=Meeting.PHONE)
    assert agree(session, wanted)[0].slot.start >= first.start
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    assert agree(session, wanted)[0].slot == first


def test_a_hold_counts_while_it_lives(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    wanted = Wanted(service=council.housing, meeting=Meeting.PHONE)
    before = agree(session, wanted)
    needed = diaries.demand_for(
        council.housing,
        council.sam,
        meeting=Meeting.PHONE,
        needs=[],
        language=None,
        location_id=None,
    )
    mine = next(each.slot for each in before if each.officer_id == council.sam.id)
    holds.hold(officer_id=council.sam.id, needed=needed, starts_at=mine.start, held_by="somebody")
    during = agree(session, wanted)
    assert next(each.slot for each in during if each.officer_id == council.sam.id) != mine
    clock.forward(minutes=16)
    agree(session, wanted)


def test_an_absence_and_a_closed_room_count_at_once(session: Session, council: Council) -> None:
    wanted = Wanted(service=council.housing, meeting=Meeting.IN_PERSON, needs=("step_free",))
    agree(session, wanted)
    absences.record(
        officer_id=council.sam.id,
        starts_at=london(23, 0),
        ends_at=london(28, 0),
        reason="leave",
        actor=KEPT,
    )
    agree(session, wanted)
    session.query(Room).filter(Room.location_id == council.library.id).update({"active": False})
    session.commit()
    assert len(agree(session, wanted)) == 1


def test_unchanged_diaries_are_not_read_again(session: Session, council: Council) -> None:
    wanted = Wanted(service=council.housing, meeting=Meeting.PHONE)
    next(earliest(session, wanted))
    statements = []
    session.rollback()
    listen = lambda *args: statements.append(args[2])  # noqa: E731 - one line for one event
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        next(earliest(session, wanted))
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    assert len(statements) <= 10


@pytest.mark.parametrize("days", [1, 2])
def test_another_day_is_looked_at_afresh(
    session: Session, council: Council, clock: SteppedClock, days: int
) -> None:
    wanted = Wanted(service=council.housing, meeting=Meeting.PHONE)
    agree(session, wanted)
    clock.at += timedelta(days=days)
    agree(session, wanted)
