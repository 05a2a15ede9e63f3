"""The worker killed between any two steps: whatever was due still reaches everybody, and only once.

Every statement and commit of a worker's turn is a numbered failpoint. The turn is run again and again on
the same beginnings, killed one failpoint further each time, and then by a worker that comes after it.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from booking import worker
from booking.extensions import db
from booking.models import Channel, MessageState
from config import Config
from tests.builders import Council, arranged, contact, london
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import messages

MORNING = london(25, 8, 30)
"""When everything of this story is due: confirmations, invitations, reminders, Sam's day."""


class Killed(BaseException):
    """What no code of ours can catch and go on from."""


@dataclass
class Failpoints:
    """Counts the steps of a turn, and does not survive the one numbered `last`."""

    last: int
    death: BaseException
    passed: int = 0

    def step(self, *_: object) -> None:
        self.passed += 1
        if self.passed == self.last:
            raise self.death


@contextmanager
def failing(last: int, death: BaseException) -> Iterator[Failpoints]:
    """A failpoint before every statement, before every commit and after it."""
    points = Failpoints(last, death)
    watched = [
        (db.engine, "before_cursor_execute"),
        (db.engine, "commit"),
        (db.session, "after_commit"),
    ]
    for target, moment in watched:
        event.listen(target, moment, points.step)
    try:
        yield points
    finally:
        for target, moment in watched:
            event.remove(target, moment, points.step)


def turn_that_ends(app: Flask, last: int, death: BaseException) -> int:
    """How many steps a turn passes; `death` comes at the step numbered `last`."""
    with app.app_context(), failing(last, death) as points:
        try:
            worker.once()
        except type(death):
            assert points.passed == last
    return points.passed


def whole_turn(app: Flask) -> None:
    with app.app_context():
        worker.once()


@pytest.fixture
def beginnings(session: Session, council: Council, clock: SteppedClock) -> None:
    """Amina by email and Omar by text, both on Wednesday morning; nothing has been sent yet."""
    arranged(council)
    arranged(
        council,
        london(25, 11, 30),
        contact=contact(
            name="Omar Haddad",
            channel=Channel.SMS,
            email=None,
            phone="+447700900456",
        ),
    )
    session.rollback()
    clock.at = MORNING


EXPECTED_TEXTS = Counter({"+447700900123": 1, "+447700900456": 1})
EXPECTED_EMAILS = Counter({"sam@example.org": 3, "amina@example.org": 1})


def assert_everything_arrived(session: Session, outside: Outside) -> None:
    texts = Counter(text.to for text in outside.twilio.texts)
    assert texts == EXPECTED_TEXTS, "Twilio can be asked, so a text is never sent twice"
    emails = {mail.message["Message-ID"]: mail.recipients[0] for mail in outside.relay.mails}
    assert Counter(emails.values()) == EXPECTED_EMAILS
    assert len(outside.relay.mails) <= len(emails) + 1, "only the email in hand may go twice"
    due = [row for row in messages(session) if row.due_at <= MORNING]
    assert {row.state for row in due} == {MessageState.SENT}
    assert len(due) == len(EXPECTED_TEXTS) + EXPECTED_EMAILS.total() + 0
    assert all(row.provider_id and row.content for row in due)


def forget(outside: Outside) -> None:
    outside.twilio.texts.clear()
    outside.relay.mails.clear()


def test_an_untroubled_turn_tells_everybody_once(
    app: Flask, session: Session, beginnings: None, outside: Outside
) -> None:
    whole_turn(app)
    assert_everything_arrived(session, outside)
    assert len(outside.relay.mails) == EXPECTED_EMAILS.total()


def test_killed_at_any_step_nothing_is_lost(
    app: Flask,
    config: Config,
    session: Session,
    beginnings: None,
    clock: SteppedClock,
    outside: Outside,
    tmp_path: Path,
) -> None:
    stored = Path(make_url(config.database_url).database or "")
    kept = tmp_path / "beginnings.sqlite3"
    session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    session.rollback()
    db.engine.dispose()
    shutil.copy(stored, kept)
    last = 0
    while True:
        last += 1
        passed = turn_that_ends(app, last, Killed())
        if passed < last:
            break
        clock.forward(minutes=6)
        whole_turn(app)
        assert_everything_arrived(session, outside)
        clock.at = MORNING
        forget(outside)
        session.rollback()
        db.engine.dispose()
        for beside in stored.parent.glob(f"{stored.name}-*"):
            beside.unlink()
        shutil.copy(kept, stored)
    assert last > 50, "the turn has more steps than that"


@any_database
@pytest.mark.parametrize("last", [2, 9, 14, 20, 27, 33, 41, 58])
def test_killed_at_some_steps_on_either_database(
    app: Flask,
    session: Session,
    beginnings: None,
    clock: SteppedClock,
    outside: Outside,
    last: int,
) -> None:
    assert turn_that_ends(app, last, Killed()) == last
    clock.forward(minutes=6)
    whole_turn(app)
    assert_everything_arrived(session, outside)


@pytest.mark.parametrize("last", [12, 20, 27, 33, 41])
def test_a_database_that_goes_away_fails_no_message(
    app: Flask,
    session: Session,
    beginnings: None,
    clock: SteppedClock,
    outside: Outside,
    last: int,
) -> None:
    gone = OperationalError("SELECT", {}, ConnectionError("gone"))
    assert turn_that_ends(app, last, gone) >= last
    clock.forward(minutes=6)
    whole_turn(app)
    assert_everything_arrived(session, outside)
