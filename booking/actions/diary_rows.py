"""What is stored of diaries, in statements that are put together once and name bare columns.

Every page of times is made of these reads. Put together at each call, and turned into objects that
nobody keeps, they took most of its time.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from booking.models import Absence, Closure, DiaryEntry, PatternHours, Room

Rows = Sequence[Any]

_closure, _pattern, _absence, _room, _entry = (
    model.__table__.c for model in (Closure, PatternHours, Absence, Room, DiaryEntry)
)

_CLOSURES = select(_closure.day)
_PATTERNS = select(
    _pattern.weekday,
    _pattern.starts,
    _pattern.ends,
    _pattern.location_id,
    _pattern.effective_from,
    _pattern.effective_until,
).where(_pattern.officer_id == bindparam("officer_id"))
_ABSENCES = select(_absence.starts_at, _absence.ends_at).where(
    _absence.officer_id == bindparam("officer_id"),
    _absence.ends_at > bindparam("begins"),
    _absence.starts_at < bindparam("ends"),
)
_ROOMS = select(_room.id, _room.location_id, _room.facilities).where(
    _room.location_id.in_(bindparam("places", expanding=True)), _room.active
)
_TAKEN = select(_entry.officer_id, _entry.room_id, _entry.starts_at, _entry.ends_at).where(
    or_(
        _entry.officer_id == bindparam("officer_id"),
        _entry.room_id.in_(bindparam("room_ids", expanding=True)),
    ),
    _entry.ends_at > bindparam("begins"),
    _entry.starts_at < bindparam("ends"),
    _entry.id.not_in(bindparam("ignoring", expanding=True)),
    or_(_entry.held_until.is_(None), _entry.held_until > bindparam("now")),
)


def closures(session: Session) -> Rows:
    """The days on which the council is closed: day."""
    return session.execute(_CLOSURES).all()


def patterns(session: Session, officer_id: int) -> Rows:
    """The officer's working pattern, past and future: the columns of PatternHours."""
    return session.execute(_PATTERNS, {"officer_id": officer_id}).all()


def absences(session: Session, officer_id: int, begins: datetime, ends: datetime) -> Rows:
    """The officer's absences that touch this time: starts_at, ends_at."""
    asked = {"officer_id": officer_id, "begins": begins, "ends": ends}
    return session.execute(_ABSENCES, asked).all()


def rooms(session: Session, places: Sequence[int]) -> Rows:
    """The rooms in use at these locations: id, location_id, facilities."""
    return session.execute(_ROOMS, {"places": places}).all()


def taken(
    session: Session,
    *,
    officer_id: int,
    room_ids: Sequence[int],
    begins: datetime,
    ends: datetime,
    ignoring: Sequence[int],
    now: datetime,
) -> Rows:
    """The time of the officer and of these rooms that is taken: officer_id, room_id, starts_at, ends_at.

    Holds that have lapsed by `now` are not taken any more, nor are the entries `ignoring`.
    """
    asked = {
        "officer_id": officer_id,
        "room_ids": room_ids,
        "begins": begins,
        "ends": ends,
        "ignoring": ignoring,
        "now": now,
    }
    return session.execute(_TAKEN, asked).all()
