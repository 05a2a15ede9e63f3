"""A council with as many appointments as are wanted: one real week, and its copies in the past.

The week is booked by the real actions, through which every row comes about as it would. SQL then copies
all of its rows 7 days back, again and again. So today and the days ahead are the same whatever the
number, as they are in life: a council of five years does not see more people a day than a young one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import Column, Connection, Table, func, select
from sqlalchemy.orm import Session

from booking import create_app, worker
from booking.actions import requesting
from booking.actions.actor import RESIDENT
from booking.actions.requesting import NewRequest
from booking.domain.needs import Meeting
from booking.extensions import db
from booking.models import Officer, PatternHours, Room
from booking.models.types import UtcDateTime
from tests.builders import ALWAYS, Council, build_council, contact
from tests.conftest import MONDAY, SteppedClock, configured, migrate

OFFICERS = 6
A_DAY = (time(9), time(10), time(13), time(14, 30), time(16))
"""When each officer of the real week sees somebody."""
COPIED = (
    "resident",
    "resident_lookup",
    "appointment",
    "promise",
    "preferred_time",
    "diary_entry",
    "event",
    "message",
    "secure_link",
)
"""Tables that grow with every appointment; each after those that it refers to."""
AS_IT_IS_LATER = {("appointment", "status"): "'attended'", ("message", "state"): "'sent'"}


@contextmanager
def council_app(
    database_url: str, *, appointments: int = 0, **settings: Any
) -> Iterator[tuple[Flask, Council]]:
    """The application on an empty database, with about that many appointments afterwards."""
    app = create_app(configured(database_url).but(**settings), clock=SteppedClock())
    migrate(app)
    with app.app_context():
        council = build_council(db.session())
        _more_officers(db.session(), council)
        _let_go(db.session(), council)
        if appointments:
            week = list(_real_week(council))
            worker.once()
            _copy_back(appointments // len(week))
        yield app, council
        db.session.remove()
        db.engine.dispose()


def _let_go(session: Session, council: Council) -> None:
    """Loads the council's own rows once and for all: they are asked for their ids by any thread."""
    for noun in vars(council).values():
        session.refresh(noun)
    session.expunge_all()


def _more_officers(session: Session, council: Council) -> None:
    """Colleagues of Sam's, each with a room."""
    for number in range(1, OFFICERS):
        session.add(Room(location_id=council.civic_centre.id, name=f"Room {number + 2}"))
        session.add(
            Officer(
                slug=f"officer-{number}",
                name=f"Officer {number}",
                email=f"officer-{number}@example.org",
                mobile=f"+4477009002{number:02}",
                services=[council.housing],
                patterns=[
                    PatternHours(
                        weekday=weekday,
                        starts=time(9),
                        ends=time(17),
                        location_id=council.civic_centre.id,
                        effective_from=ALWAYS,
                    )
                    for weekday in range(5)
                ],
            )
        )
    session.commit()


def _real_week(council: Council) -> Iterator[int]:
    """Books today, from the hour that it is, and the four working days after it."""
    for number, officer_id in enumerate(officers_of(council)):
        for days, clock in product(range(5), A_DAY):
            starts_at = datetime.combine((MONDAY + timedelta(days=days)).date(), clock, UTC)
            if starts_at > MONDAY + timedelta(hours=2):
                new = new_request(council, officer_id, starts_at, number)
                yield requesting.request(new, actor=RESIDENT).id


def officers_of(council: Council) -> list[int]:
    """Those who see residents about housing at the civic centre."""
    theirs = select(Officer.id).where(
        Officer.services.any(id=council.housing.id), Officer.id != council.rhys.id
    )
    return list(db.session.scalars(theirs.order_by(Officer.id)))


def new_request(
    council: Council, officer_id: int, starts_at: datetime | None, number: int = 0
) -> NewRequest:
    """Somebody's request to see that officer about housing, in person."""
    who = contact(name=f"Amina Yusuf {number}", phone=f"+447700900{number % 1000:03}")
    return NewRequest(
        key=str(uuid4()),
        service_id=council.housing.id,
        officer_id=officer_id,
        meeting=Meeting.IN_PERSON,
        contact=who,
        starts_at=starts_at,
        needs=("hearing_loop",) if number % 9 == 8 else (),
        about="The damp in the kitchen has come back.",
    )


def _copy_back(weeks: int) -> None:
    db.session.rollback()
    tables = [db.metadata.tables[name] for name in COPIED]
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        most = {
            table.name: int(connection.scalar(select(func.max(table.c.id))) or 0)
            for table in tables
            if "id" in table.columns
        }
        for week in range(weeks - 1, 0, -1):  # the oldest first, as they would have come
            for table in tables:
                _copy(connection, table, week, most)
        connection.exec_driver_sql("ANALYZE")


def _copy(connection: Connection, table: Table, week: int, most: dict[str, int]) -> None:
    columns = {column.name: _copied(column, week, most) for column in table.columns}
    of_the_week = " AND ".join(
        f"{column.name} <= {limit}" for column, limit in _own_or_foreign(table, most)
    )
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({', '.join(columns)}) "  # noqa: S608 - names of our own tables
        f"SELECT {', '.join(columns.values())} FROM {table.name} WHERE {of_the_week}"
    )


def _own_or_foreign(table: Table, most: dict[str, int]) -> Iterator[tuple[Column[object], int]]:
    for column in table.columns:
        if (owner := belongs_to(column)) in most:
            yield column, most[owner]


def belongs_to(column: Column[object]) -> str:
    """The table whose id stands in this column."""
    if column.name == "id":
        return str(column.table.name)
    return next((key.column.table.name for key in column.foreign_keys), "")


def _copied(column: Column[object], week: int, most: dict[str, int]) -> str:
    """The SQL for a column's value in the copy of that week."""
    name, table = column.name, column.table.name
    if (table, name) in AS_IT_IS_LATER:
        return AS_IT_IS_LATER[table, name]
    if owner := most.get(belongs_to(column)):
        return f"{name} + {owner * week}"
    if isinstance(column.type, UtcDateTime):
        return f"strftime('%Y-%m-%d %H:%M:%f', {name}, '-{7 * week} days') || '000'"
    if name in ("token_hash", "digest"):
        return f"CAST({name} || {week} AS BLOB)"
    return f"{name} || ':{week}'" if column.unique else name
