"""Everything that an action writes commits together, or nothing does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from booking.actions import requesting
from booking.actions.actor import RESIDENT
from booking.actions.transaction import TRIES, transaction
from booking.extensions import db
from booking.models import Appointment, Closure, DiaryEntry, Event, Message, Resident
from tests.builders import Council, london, new_request
from tests.postgresql import any_database
from tests.stored import count

EVERYTHING = (Appointment, DiaryEntry, Event, Message, Resident)


class Killed(BaseException):
    """What no code of ours can catch and go on from."""


@contextmanager
def killed_at(last: int) -> Iterator[list[int]]:
    """Kills before the statement or commit numbered `last`; counts them."""
    passed = [0]

    def step(*_: object) -> None:
        passed[0] += 1
        if passed[0] == last:
            raise Killed

    moments = ("before_cursor_execute", "commit")
    for moment in moments:
        event.listen(db.engine, moment, step)
    try:
        yield passed
    finally:
        for moment in moments:
            event.remove(db.engine, moment, step)


@any_database
def test_killed_at_any_step_a_request_leaves_nothing_half_saved(
    session: Session, council: Council
) -> None:
    new = new_request(council, starts_at=london(25, 10, 30))
    last = 0
    while True:
        last += 1
        with killed_at(last) as passed:
            try:
                requesting.request(new, actor=RESIDENT)
                break
            except Killed:
                assert passed == [last]
        assert {count(session, stored) for stored in EVERYTHING} == {0}
    assert last > 15
    assert [count(session, stored) for stored in EVERYTHING] == [1, 1, 2, 4, 1]


@transaction
def close(session: Session, reason: str) -> None:
    session.add(Closure(day=london(25, 0).date(), reason=reason))


def test_an_action_within_an_action_is_refused_and_undoes_both(
    app: Flask, session: Session
) -> None:
    @transaction
    def outer(session: Session) -> None:
        session.add(Closure(day=london(26, 0).date()))
        close("inner")

    with pytest.raises(RuntimeError, match="already under way"):
        outer()
    assert count(session, Closure) == 0
    close("afterwards")
    assert count(session, Closure) == 1


def test_an_action_never_carries_off_what_was_left_unsaved(app: Flask, session: Session) -> None:
    session.add(Closure(day=london(26, 0).date()))
    with pytest.raises(RuntimeError, match="already under way"):
        close("mine")
    session.rollback()
    assert count(session, Closure) == 0


def failing_first(times: int, sqlstate: str) -> Callable[[], int]:
    """An action whose first tries the server itself refuses with `sqlstate`."""
    tries = [0]

    @transaction
    def action(session: Session) -> int:
        tries[0] += 1
        session.add(Closure(day=london(25, 0).date(), reason=str(tries[0])))
        session.flush()
        if tries[0] <= times:
            session.execute(
                text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{sqlstate}'; END $$")
            )
        return tries[0]

    return action


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_what_postgresql_asks_to_be_tried_again_is_tried_again(
    session: Session, sqlstate: str
) -> None:
    assert failing_first(2, sqlstate)() == 3
    assert session.query(Closure).one().reason == "3"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_it_is_not_tried_for_ever_nor_what_would_fail_again(session: Session) -> None:
    for times, sqlstate in ((TRIES, "40001"), (1, "22012")):
        with pytest.raises(Exception, match=r"(?i)exception|22012|40001"):
            failing_first(times, sqlstate)()
        assert count(session, Closure) == 0
