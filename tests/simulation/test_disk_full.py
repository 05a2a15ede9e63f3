"""A disk that is full: the database says so itself, nothing is half stored, with room again all goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from booking import worker
from booking.actions import checking, requesting
from booking.actions.actor import RESIDENT
from booking.extensions import db
from booking.models import Appointment, Event, Message
from tests.builders import Council, london, new_request
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.stored import count


@contextmanager
def no_room() -> Iterator[None]:
    """The file may not grow by a single page."""

    def limit(connection: object, *_: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("PRAGMA max_page_count = 1")  # SQLite takes what it has for the least
        cursor.close()

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "checkout", limit)
    try:
        yield
    finally:
        event.remove(db.engine, "checkout", limit)
        db.session.remove()
        db.engine.dispose()


def test_what_finds_no_room_leaves_nothing_and_goes_through_once_there_is_some(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    times = [london(day, hour) for day in (25, 26, 27) for hour in range(9, 17)]
    asked = [new_request(council, starts_at=start) for start in times]
    session.rollback()

    def ask() -> None:
        for new in asked:
            requesting.request(new, actor=RESIDENT)

    with no_room(), pytest.raises(OperationalError, match="full"):
        ask()
    assert count(session, Appointment) < len(asked)
    ask()
    worker.once()
    assert count(session, Appointment) == len(asked)
    assert count(session, Event) == 2 * len(asked)
    assert count(session, Message) >= 4 * len(asked)
    assert [wrong for _name, wrong in checking.checked(session) if wrong] == []
