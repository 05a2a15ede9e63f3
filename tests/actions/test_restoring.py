"""A restore from last night's backup: nobody is reminded again of what the morning reminded them of."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from booking import worker
from booking.actions import checking, restoring
from booking.extensions import db
from booking.models import Kind, MessageState, Outcome
from config import Config
from tests.builders import Council, arranged, london
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.stored import messages

NIGHT, MORNING, NOON = london(25, 2), london(25, 8, 30), london(25, 12)
HERS, SAMS = "+447700900123", "+447700900101"


def turn(app: Flask) -> None:
    with app.app_context():
        worker.once()


@pytest.fixture
def backup(
    app: Flask, session: Session, council: Council, config: Config, clock: SteppedClock
) -> tuple[Path, bytes]:
    """Of the night before two appointments; everything until then has been told."""
    arranged(council, london(25, 10, 30))
    arranged(council, london(25, 15))
    session.rollback()
    clock.at = NIGHT
    turn(app)
    session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.session.remove()
    db.engine.dispose()
    stored = Path(make_url(config.database_url).database or "")
    return stored, stored.read_bytes()


def restore(backup: tuple[Path, bytes]) -> None:
    stored, content = backup
    db.session.remove()
    db.engine.dispose()
    for beside in stored.parent.glob(f"{stored.name}-*"):
        beside.unlink()
    stored.write_bytes(content)


def test_no_reminder_is_sent_again(
    app: Flask,
    session: Session,
    backup: tuple[Path, bytes],
    clock: SteppedClock,
    outside: Outside,
) -> None:
    for clock.at in (MORNING, london(25, 10, 15)):
        turn(app)
    before = outside.texts(HERS), outside.texts(SAMS)
    assert [len(texts) for texts in before] == [1, 1]
    restore(backup)
    clock.at = london(25, 10, 20)
    done = app.test_cli_runner().invoke(
        args=["restored", "--backed-up-at", NIGHT.isoformat()], catch_exceptions=False
    )
    assert done.output == "2 reminders are not sent again.\n"
    turn(app)
    assert (outside.texts(HERS), outside.texts(SAMS)) == before
    found = messages(session, Kind.REMINDER_HOURS, Kind.OFFICER_REMINDER)
    dropped = [row for row in found if row.outcome == Outcome.RESTORED]
    assert [row.state for row in dropped] == [MessageState.DROPPED] * 2
    assert [wrong for _name, wrong in checking.checked(session) if wrong] == []


def test_reminders_that_fall_due_later_still_come(
    app: Flask,
    session: Session,
    backup: tuple[Path, bytes],
    clock: SteppedClock,
    outside: Outside,
) -> None:
    clock.at = NOON
    restore(backup)
    restoring.leave_out_reminders(backed_up_at=NIGHT)
    clock.at = london(25, 14, 50)
    turn(app)
    assert len(outside.texts(HERS)) == len(outside.texts(SAMS)) == 1


@pytest.mark.parametrize("given", ["yesterday", "2026-11-25T02:00", "2026-11-26T02:00Z"])
def test_a_moment_that_is_not_one_or_is_to_come_is_refused(app: Flask, given: str) -> None:
    """Without a zone nobody could say which moment it is."""
    assert app.test_cli_runner().invoke(args=["restored", "--backed-up-at", given]).exit_code != 0
