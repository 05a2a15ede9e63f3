"""`flask promise check`: nothing to say of a sound council, and every offender named in one that is not.

Rows are corrupted by plain SQL, as a slip of a hand in the database would: no action of ours can.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import text

from booking import create_app, worker
from booking.actions import audit, checking, enquiring, requesting, signing_in
from booking.actions.actor import RESIDENT, Actor
from booking.extensions import db
from booking.models import ActorKind, Role
from tests.builders import arranged, authority, build_council, london, new_enquiry, new_request
from tests.conftest import SteppedClock, configured

NOW = london(2, 10, month=12)
"""Appointments 1 and 2 are over; 3, asked for in vain, was missed, as was enquiry 1; 4 waits since Monday;
5 is next week, with an interpreter; of 6, next week as well, somebody is told in the resident's place."""
TURNS = (
    london(23, 11),
    london(25, 8, 30),
    *(london(day, hour) for day in (25, 26, 27) for hour in (9, 14)),
    *(london(30, hour) for hour in (9, 11, 14)),
    london(1, 9, month=12),
    london(2, 9, month=12),
)


@pytest.fixture(scope="module")
def sound_file(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A council's week and a half in a file, which every test gets a copy of."""
    path = tmp_path_factory.mktemp("sound") / "kept.sqlite3"
    path.write_bytes(migrated_file.read_bytes())
    clock = SteppedClock()
    app = create_app(configured(f"sqlite:///{path}"), clock=clock)
    with app.app_context():
        _live_through(clock)
        db.session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()
    return path


def _live_through(clock: SteppedClock) -> None:
    council = build_council(db.session())
    manager = signing_in.add_staff(
        email="manager@example.org", name="Mo", role=Role.MANAGER, password="a long passphrase"
    ).id
    audit.record(staff_id=manager, action="view", subject="appointment:1")
    arranged(council, london(25, 10, 30), about="The damp in my flat")
    arranged(council, london(25, 14), authority=authority())
    for_priya = {"service_id": council.benefits.id, "officer_id": council.priya.id}
    in_vain = new_request(council, **for_priya, needs=("quiet_space",))
    helped = ("interpreter_phone", "step_free", "no_sms")
    next_week = new_request(
        council, starts_at=london(9, 10, month=12), needs=helped, spoken_language="so"
    )
    in_place = new_request(
        council,
        starts_at=london(8, 10, month=12),
        authority=authority(),
        needs=("through_supporter",),
    )
    on_monday = new_request(council, **for_priya)
    waiting = {london(23, 11): in_vain, london(30, 11): on_monday}
    enquiring.log(new_enquiry(council), actor=Actor(ActorKind.FRONT_DESK, manager))
    for clock.at in TURNS:
        if new := waiting.get(clock.at):
            requesting.request(new, actor=RESIDENT)
        worker.once()
    clock.at = NOW
    requesting.request(next_week, actor=RESIDENT)
    requesting.request(in_place, actor=RESIDENT)
    worker.once()


@pytest.fixture
def app(sound_file: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on a copy of the sound council, on Wednesday 2 December."""
    path = tmp_path / "kept.sqlite3"
    path.write_bytes(sound_file.read_bytes())
    app = create_app(configured(f"sqlite:///{path}"), clock=SteppedClock(NOW))
    yield app
    with app.app_context():
        db.engine.dispose()


class Corruption(NamedTuple):
    """What is done to the rows, and the offender that is named for it."""

    statement: str
    offender: str


CORRUPTIONS: dict[str, Corruption] = {
    "no officer is booked twice": Corruption(
        "UPDATE diary_entry SET room_id = NULL, (starts_at, ends_at, officer_id) = (SELECT starts_at,"
        " ends_at, officer_id FROM diary_entry WHERE appointment_id = 1) WHERE appointment_id = 2",
        "diary_entry:2",
    ),
    "no room is booked twice": Corruption(
        "UPDATE diary_entry SET officer_id = 2, (starts_at, ends_at, room_id) = (SELECT starts_at,"
        " ends_at, room_id FROM diary_entry WHERE appointment_id = 1) WHERE appointment_id = 2",
        "diary_entry:2",
    ),
    "no step of a promise is left out": Corruption(
        "DELETE FROM event WHERE appointment_id = 4 AND action = 'step_remind'",
        "promise:5 step_remind",
    ),
    "no promise is missed silently": Corruption(
        "DELETE FROM message WHERE kind IN ('delay', 'apology')", "promise:4"
    ),
    "no promise is forgotten": Corruption(
        "UPDATE promise SET next_step_at = NULL WHERE id = 5", "promise:5"
    ),
    "no step is taken twice": Corruption(
        "UPDATE event SET action = 'step_remind' WHERE appointment_id = 3 AND action = 'step_warn'",
        "appointment:3 step_remind 2 times",
    ),
    "each has one promise that counts": Corruption(
        "UPDATE promise SET replaced_at = started_at WHERE id = 5", "appointment:4 has 0"
    ),
    "deadlines follow from the standard": Corruption(
        "UPDATE promise SET due_by = '2026-12-04 23:59:59.000000' WHERE id = 5", "promise:5"
    ),
    "stories have no gaps": Corruption(
        "DELETE FROM event WHERE appointment_id = 3 AND number = 2", "appointment:3 event 0"
    ),
    "the diary agrees with the status": Corruption(
        "DELETE FROM diary_entry WHERE appointment_id = 1", "appointment:1"
    ),
    "both sides know what is arranged": Corruption(
        "DELETE FROM message WHERE appointment_id = 1 AND kind = 'invitation'",
        "appointment:1 officer",
    ),
    "calendar sequences count the changes": Corruption(
        "UPDATE appointment SET sequence = 1 WHERE id = 1", "appointment:1"
    ),
    "reminders held when they were sent": Corruption(
        "UPDATE message SET expires_at = '2026-11-25 08:00:00.000000'"
        " WHERE appointment_id = 1 AND kind = 'reminder_hours'",
        r"message:\d+",
    ),
    "messages are what they say": Corruption(
        "UPDATE message SET sent_at = NULL WHERE appointment_id = 1 AND kind = 'arranged'",
        r"message:\d+",
    ),
    "messages are for somebody": Corruption(
        "UPDATE message SET officer_id = NULL WHERE appointment_id = 1 AND kind = 'invitation'",
        r"message:\d+",
    ),
    "nobody acts at their own appointment": Corruption(
        "UPDATE officer SET email = 'joan@example.org'"
        " WHERE id = (SELECT officer_id FROM appointment WHERE id = 6)",
        r"appointment:6 supporter:\d+",
    ),
    "nobody is told who acts no more": Corruption(
        "UPDATE supporter SET ended_at = '2026-11-23 08:00:00.000000'", r"message:\d+"
    ),
    "whoever stands in was told": Corruption(
        "UPDATE message SET state = 'failed', sent_at = NULL, outcome = 'bounced'"
        " WHERE appointment_id = 6 AND kind = 'arranged' AND audience = 'supporter'",
        r"message:\d+",
    ),
    "messages are delivered in time": Corruption(
        "UPDATE message SET state = 'waiting', sent_at = NULL"
        " WHERE appointment_id = 1 AND kind = 'arranged'",
        r"message:\d+",
    ),
    "the audit trail is unbroken": Corruption(
        "UPDATE audit_entry SET subject = 'appointment:9' WHERE staff_id = 1", "staff:1 entry 1"
    ),
    # Encrypted, so that a hand can only put one person's words in the place of another's.
    "needs are known": Corruption(
        "UPDATE appointment SET needs = about WHERE id = 1", "appointment:1"
    ),
    "support is booked for whoever needs it": Corruption("DELETE FROM support", "appointment:5"),
    "rooms have what is needed": Corruption(
        "UPDATE appointment SET room_id = 1 WHERE id = 5", "appointment:5"
    ),
    "nobody is to be told in a refused way": Corruption(
        "UPDATE message SET channel = 'sms' WHERE appointment_id = 5 AND state = 'waiting'",
        r"message:\d+",
    ),
    "needs are kept by consent alone": Corruption(
        "UPDATE resident SET needs_kept_since = '2020-01-01 00:00:00.000000' WHERE id = 1",
        "resident:1",
    ),
}


def check(app: Flask) -> tuple[int, str]:
    """What the command ends with, and says."""
    done = app.test_cli_runner().invoke(args=["promise", "check"])
    return done.exit_code, done.output


def found_by(name: str, output: str) -> list[str]:
    """The offenders that are listed below the name of a check."""
    _before, _name, after = output.partition(f"  {name}\n")
    return re.match(r"(?: {10}.+\n)*", after)[0].split("\n")[:-1]  # type: ignore[index]


def corrupt(app: Flask, statement: str) -> None:
    with app.app_context():
        guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_overlap_%'"
        for guard in db.session.scalars(text(guards)).all():
            db.session.execute(text(f"DROP TRIGGER {guard}"))
        assert db.session.execute(text(statement)).rowcount > 0  # type: ignore[attr-defined]
        db.session.commit()


def test_a_sound_council_passes_every_check(app: Flask) -> None:
    code, output = check(app)
    assert output == "".join(f"    ok  {name}\n" for name in checking.CHECKS)
    assert code == 0


def test_every_check_has_a_corruption() -> None:
    assert list(CORRUPTIONS) == list(checking.CHECKS)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_what_was_corrupted_is_named_by_its_check(app: Flask, name: str) -> None:
    statement, offender = CORRUPTIONS[name]
    corrupt(app, statement)
    code, output = check(app)
    assert code == 1
    assert any(re.fullmatch(offender, found.strip()) for found in found_by(name, output)), output
