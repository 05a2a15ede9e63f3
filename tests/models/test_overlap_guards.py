"""The database itself refuses to let one officer, or one room, be taken twice."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from booking.models import OVERLAP_GUARDS, DiaryEntry
from tests.builders import Council, london
from tests.postgresql import any_database
from tests.stored import count

pytestmark = any_database

TEN, HALF_PAST, ELEVEN = london(25, 10), london(25, 10, 30), london(25, 11)
OFFICER, ROOM = OVERLAP_GUARDS


def held(
    officer_id: int, starts_at: datetime, ends_at: datetime, room_id: int | None = None
) -> DiaryEntry:
    return DiaryEntry(
        officer_id=officer_id,
        room_id=room_id,
        starts_at=starts_at,
        ends_at=ends_at,
        held_by=str(uuid4()),
        held_until=london(23, 11),
    )


def save(session: Session, *entries: DiaryEntry) -> None:
    session.add_all(entries)
    session.commit()


def assert_refused(session: Session, guard: str) -> None:
    with pytest.raises(IntegrityError, match=guard):
        session.commit()
    session.rollback()


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (TEN, ELEVEN),
        (HALF_PAST, london(25, 12)),
        (london(25, 9), london(25, 10, 1)),
        (london(25, 10, 15), HALF_PAST),
        (london(25, 9), london(25, 12)),
    ],
    ids=["same", "later", "earlier", "inside", "around"],
)
def test_an_officer_is_not_taken_twice(
    session: Session, council: Council, starts_at: datetime, ends_at: datetime
) -> None:
    save(session, held(council.sam.id, TEN, ELEVEN))
    session.add(held(council.sam.id, starts_at, ends_at))
    assert_refused(session, OFFICER)
    assert count(session, DiaryEntry) == 1


def test_a_room_is_not_taken_twice(session: Session, council: Council) -> None:
    save(session, held(council.sam.id, TEN, ELEVEN, room_id=1))
    session.add(held(council.priya.id, HALF_PAST, london(25, 12), room_id=1))
    assert_refused(session, ROOM)


def test_one_ends_when_the_next_begins(session: Session, council: Council) -> None:
    save(
        session,
        held(council.sam.id, TEN, HALF_PAST, room_id=1),
        held(council.sam.id, HALF_PAST, ELEVEN, room_id=1),
    )
    assert count(session, DiaryEntry) == 2


def test_other_officers_and_other_rooms_do_not_mind(session: Session, council: Council) -> None:
    save(
        session,
        held(council.sam.id, TEN, ELEVEN, room_id=1),
        held(council.priya.id, TEN, ELEVEN, room_id=2),
    )
    assert count(session, DiaryEntry) == 2


def test_meetings_without_a_room_never_collide_over_it(session: Session, council: Council) -> None:
    save(session, held(council.sam.id, TEN, ELEVEN), held(council.priya.id, TEN, ELEVEN))
    assert count(session, DiaryEntry) == 2


def test_moving_onto_taken_time_is_refused(session: Session, council: Council) -> None:
    moving = held(council.sam.id, TEN, HALF_PAST)
    save(session, moving, held(council.sam.id, HALF_PAST, ELEVEN))
    moving.ends_at = london(25, 10, 31)
    assert_refused(session, OFFICER)


def test_moving_into_a_taken_room_is_refused(session: Session, council: Council) -> None:
    moving = held(council.priya.id, TEN, ELEVEN, room_id=2)
    save(session, moving, held(council.sam.id, TEN, ELEVEN, room_id=1))
    moving.room_id = 1
    assert_refused(session, ROOM)


def test_handing_over_to_somebody_who_is_taken_is_refused(
    session: Session, council: Council
) -> None:
    moving = held(council.priya.id, TEN, ELEVEN)
    save(session, moving, held(council.sam.id, TEN, ELEVEN))
    moving.officer_id = council.sam.id
    assert_refused(session, OFFICER)


def test_an_entry_may_move_within_its_own_time(session: Session, council: Council) -> None:
    moving = held(council.sam.id, TEN, ELEVEN, room_id=1)
    save(session, moving)
    moving.starts_at = HALF_PAST
    session.commit()
    assert count(session, DiaryEntry) == 1


def test_a_stretch_without_length_is_refused(session: Session, council: Council) -> None:
    session.add(held(council.sam.id, TEN, TEN))
    assert_refused(session, "span")


def test_time_is_taken_by_an_appointment_or_a_hold_and_nothing_else(
    session: Session, council: Council
) -> None:
    entry = held(council.sam.id, TEN, ELEVEN)
    entry.held_by = None
    session.add(entry)
    assert_refused(session, "one_taker")
