"""Every action killed before each statement, each commit and its answer: all of it is stored, or nothing.

The failpoints are numbered (`failpoints.py`): each action is begun again and again on the same council and
killed one step further each time, until it is through.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from booking.actions import (
    absences,
    answering_for,
    arranging,
    attending,
    breaking,
    changing,
    checking,
    closures,
    enforcing,
    enquiring,
    handing_over,
    requesting,
    signing_in,
)
from booking.actions.actor import RESIDENT, Actor
from booking.domain.arranging import Preference
from booking.domain.needs import Part
from booking.extensions import db
from booking.models import ActorKind, Role
from config import Config
from tests.builders import Council, arranged, london, new_enquiry, new_request
from tests.conftest import SteppedClock
from tests.simulation.failpoints import ANSWER_TO_COMMIT, Killed, failing

MANAGER = Actor(ActorKind.MANAGER, staff_id=1)
TOMORROW, LATER = london(24, 14), london(26, 11)
BEGUN: dict[str, Any] = {}
"""What `a_council` made, for the actions that need more than the number of something."""

ACTIONS: dict[str, Callable[[], object]] = {
    "request": lambda: requesting.request(BEGUN["request"], actor=RESIDENT),
    "request a time": lambda: requesting.request(BEGUN["a time"], actor=RESIDENT),
    "arrange": lambda: arranging.arrange(appointment_id=2, starts_at=TOMORROW, actor=MANAGER),
    "rearrange": lambda: changing.rearrange(appointment_id=1, starts_at=LATER, actor=RESIDENT),
    "change needs": lambda: changing.change_needs(
        appointment_id=1, needs=("step_free",), in_own_words=None, actor=RESIDENT
    ),
    "prefer": lambda: changing.prefer(
        appointment_id=2, preferences=(Preference(1, part=Part.MORNING),), actor=RESIDENT
    ),
    "cancel": lambda: changing.cancel(appointment_id=1, actor=RESIDENT),
    "decline": lambda: changing.decline(
        appointment_id=2, reason="Not ours.", instead="The county.", actor=MANAGER
    ),
    "say late": lambda: attending.say_late(appointment_id=1, minutes=10, actor=RESIDENT),
    "hold back": lambda: answering_for.hold_back(
        appointment_id=2, reason="A letter.", actor=MANAGER
    ),
    "hand over": lambda: handing_over.hand_over(
        appointment_id=2, officer_id=BEGUN["cover"], agreement="By phone.", actor=MANAGER
    ),
    "rearranged by the council": lambda: breaking.rearrange(
        appointment_id=1, reason="Ill.", actor=MANAGER
    ),
    "reopen": lambda: breaking.reopen(appointment_id=1, reason="Ill.", actor=MANAGER),
    "close": lambda: closures.add(
        first=date(2026, 11, 30), last=date(2026, 12, 1), reason="Snow", actor=MANAGER
    ),
    "record an absence": lambda: absences.record(
        officer_id=1, starts_at=TOMORROW, ends_at=LATER, reason="sickness", actor=MANAGER
    ),
    "log an enquiry": lambda: enquiring.log(BEGUN["enquiry"], actor=MANAGER),
    "answer an enquiry": lambda: enquiring.answer(enquiry_id=1, text="On Friday.", actor=MANAGER),
    "climb": lambda: enforcing.climb(2),
}

WHEN = {"say late": london(25, 8), "climb": london(27, 9)}
"""What is not done on Monday, while the appointments are made."""


@pytest.fixture
def beginnings(
    config: Config, session: Session, council: Council, clock: SteppedClock
) -> tuple[Path, bytes]:
    """Appointment 1 is arranged, 2 waits and is to be arranged by Kept today, enquiry 1 was not answered."""
    signing_in.add_staff(email="m@example.org", name="M", role=Role.MANAGER, password="a" * 16)
    for_priya = {"service_id": council.benefits.id, "officer_id": council.priya.id}
    arranged(council)
    requesting.request(new_request(council, **for_priya), actor=RESIDENT)
    enquiring.log(new_enquiry(council), actor=MANAGER)
    BEGUN.update(
        {
            "request": new_request(council, **for_priya),
            "a time": new_request(council, starts_at=london(25, 14)),
            "enquiry": new_enquiry(council),
            "cover": council.sam.id,
        }
    )
    stored = Path(make_url(config.database_url).database or "")
    session.rollback()
    session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.session.remove()
    db.engine.dispose()
    return stored, stored.read_bytes()


def contents() -> dict[str, list[Any]]:
    """Every row of every table."""
    db.session.rollback()
    return {
        name: [tuple(row) for row in db.session.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608
        for name in db.metadata.tables
    }


def again(stored: Path, beginnings: bytes) -> None:
    """The same beginnings, whatever has become of them."""
    db.session.remove()
    db.engine.dispose()
    for beside in stored.parent.glob(f"{stored.name}-*"):
        beside.unlink()
    stored.write_bytes(beginnings)


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_that_is_killed_leaves_all_or_nothing(
    app: Flask, beginnings: tuple[Path, bytes], clock: SteppedClock, name: str
) -> None:
    clock.at = WHEN.get(name, clock.at)
    stored, first = beginnings
    before = contents()
    last = 0
    while True:
        last += 1
        with failing(app, last, Killed()) as points:
            try:
                ACTIONS[name]()
                break
            except Killed:
                pass
        db.session.remove()
        if points.before == ANSWER_TO_COMMIT:
            assert contents() != before
            assert_sound(name)
            again(stored, first)
        else:
            assert contents() == before, f"something was left at step {last} of {name}"
    assert last > 5
    assert_sound(name)


def assert_sound(name: str) -> None:
    """What is stored passes every check, but for what the worker has not had a turn to do."""
    late = ("no step of a promise is left out", "messages are delivered in time")
    waits = late if name in WHEN else ()
    found = {check: offenders for check, offenders in checking.checked(db.session()) if offenders}
    assert not [check for check in found if check not in waits], found
