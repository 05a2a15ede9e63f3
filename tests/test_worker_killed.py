"""The worker killed between any two steps: whatever was due still reaches everybody, and only once.

Every statement, commit and call to a provider in a worker's turn is a numbered failpoint
(tests/simulation/failpoints.py). The turn is run
again and again on the same beginnings, killed one failpoint further each time, and then by a worker that
comes after it.
"""

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from booking import worker
from booking.extensions import db
from booking.models import Channel, MessageState
from config import Config
from tests.builders import Council, arranged, contact, london
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.postgresql import any_database
from tests.simulation.failpoints import Killed, busy, failing
from tests.stored import messages

MORNING = london(25, 8, 30)
"""Amina's reminder is due, and Sam's day."""


def turn_that_ends(app: Flask, last: int, death: BaseException) -> int:
    """How many steps a turn passes; `death` comes at the step numbered `last`."""
    with app.app_context(), failing(app, last, death) as points:
        try:
            worker.once()
        except type(death):
            assert points.passed == last
    return points.passed


def whole_turn(app: Flask) -> None:
    with app.app_context():
        worker.once()


@pytest.fixture
def one_appointment(session: Session, council: Council) -> None:
    """Omar's, who is told by text, and Sam by email; nothing has been sent yet."""
    omar = contact(name="Omar Haddad", channel=Channel.SMS, email=None, phone="+447700900456")
    arranged(council, london(25, 11, 30), contact=omar)
    session.rollback()


@pytest.fixture
def a_morning(
    one_appointment: None, council: Council, session: Session, clock: SteppedClock
) -> None:
    """Amina's too, by email; and since then it has become the morning of both."""
    arranged(council)
    session.rollback()
    clock.at = MORNING


TWO = Counter({"+447700900456": 1, "sam@example.org": 1})
"""The confirmation and the invitation of one appointment."""
SIX = TWO + Counter({"+447700900123": 1, "amina@example.org": 1, "sam@example.org": 2})
"""With Amina's, her reminder and Sam's day."""


def assert_told(expected: Counter[str], session: Session, outside: Outside, now: datetime) -> None:
    texts = Counter(text.to for text in outside.twilio.texts)
    emails = {mail.message["Message-ID"]: mail.recipients[0] for mail in outside.relay.mails}
    # Twilio can be asked, so no text goes twice; a relay cannot, so the email in hand may.
    assert texts + Counter(emails.values()) == expected
    assert len(outside.relay.mails) <= len(emails) + 1
    due = [row for row in messages(session) if row.due_at <= now]
    assert {row.state for row in due} == {MessageState.SENT}
    assert len(due) == expected.total()
    assert all(row.provider_id and row.content for row in due)


def forget(outside: Outside) -> None:
    outside.twilio.texts.clear()
    outside.relay.mails.clear()


def test_an_untroubled_turn_tells_everybody_once(
    app: Flask, session: Session, a_morning: None, clock: SteppedClock, outside: Outside
) -> None:
    whole_turn(app)
    assert_told(SIX, session, outside, clock())
    assert len(outside.relay.mails) + len(outside.twilio.texts) == SIX.total()


def test_killed_at_any_step_nothing_is_lost(
    app: Flask,
    config: Config,
    session: Session,
    one_appointment: None,
    clock: SteppedClock,
    outside: Outside,
    tmp_path: Path,
) -> None:
    stored = Path(make_url(config.database_url).database or "")
    session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    session.rollback()
    db.engine.dispose()
    beginnings = stored.read_bytes()
    began = clock()
    last = 0
    while turn_that_ends(app, last := last + 1, Killed()) == last:
        clock.forward(minutes=6)
        whole_turn(app)
        assert_told(TWO, session, outside, clock())
        forget(outside)
        session.rollback()
        db.engine.dispose()
        for beside in stored.parent.glob(f"{stored.name}-*"):
            beside.unlink()
        stored.write_bytes(beginnings)
        clock.at = began
    assert last > 30, "a turn has more steps than that"


@any_database
@pytest.mark.parametrize("last", [2, 14, 27, 41, 58])
def test_killed_in_a_busy_morning_nothing_is_lost(
    app: Flask,
    session: Session,
    a_morning: None,
    clock: SteppedClock,
    outside: Outside,
    last: int,
) -> None:
    assert turn_that_ends(app, last, Killed()) == last
    clock.forward(minutes=6)
    whole_turn(app)
    assert_told(SIX, session, outside, clock())


@pytest.mark.parametrize("last", [12, 20, 27, 33, 41])
def test_a_database_that_goes_away_fails_no_message(
    app: Flask,
    session: Session,
    a_morning: None,
    clock: SteppedClock,
    outside: Outside,
    last: int,
) -> None:
    assert turn_that_ends(app, last, busy()) >= last
    clock.forward(minutes=6)
    whole_turn(app)
    assert_told(SIX, session, outside, clock())
