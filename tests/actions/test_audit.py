"""The trail of what staff saw and did shows any gap and any change."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import audit, signing_in
from booking.models import PrintRun, Role, Staff
from tests.postgresql import any_database


@pytest.fixture
def staff(session: Session) -> Staff:
    return signing_in.add_staff(
        email="desk@example.org", name="Dana", role=Role.FRONT_DESK, password="a long passphrase"
    )


@pytest.fixture
def trail(session: Session, staff: Staff) -> None:
    for number in range(1, 6):
        audit.record(staff_id=staff.id, action="view", subject=f"appointment:{number}")


def broken(session: Session) -> list[int]:
    session.rollback()
    session.expire_all()
    return [entry.number for entry in audit.broken(session)]


@any_database
def test_an_untouched_trail_is_whole(session: Session, trail: None) -> None:
    assert broken(session) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET subject = 'appointment:9' WHERE number = 3",
        "UPDATE audit_entry SET action = 'change' WHERE number = 3",
        "UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE number = 3",
        "DELETE FROM audit_entry WHERE number = 3",
        "DELETE FROM audit_entry WHERE number = 1",
        "DELETE FROM audit_entry WHERE number = 5",
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET number = 7 WHERE number = 3",
    ],
)
def test_a_change_or_a_gap_shows(session: Session, trail: None, change: str) -> None:
    session.execute(text(change))
    session.commit()
    assert broken(session) != []


def test_every_member_of_staff_has_a_trail_of_their_own(
    session: Session, staff: Staff, trail: None
) -> None:
    other = signing_in.add_staff(
        email="other@example.org", name="Eli", role=Role.MANAGER, password="a long passphrase"
    )
    audit.record(staff_id=other.id, action="view", subject="appointment:1")
    audit.record(staff_id=staff.id, action="view", subject="appointment:6")
    assert broken(session) == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_somebody_is_at_elsewhere_keeps_no_other_action_of_theirs_waiting(
    app: Flask, session: Session, staff: Staff
) -> None:
    """Else two actions that each wrote a row of theirs before its entry would wait for one another."""
    staff_id = staff.id

    def act() -> None:
        with app.app_context():
            audit.record(staff_id=staff_id, action="view", subject="appointment:1")

    session.add(PrintRun(created_at=clock.now(), staff_id=staff_id))
    session.flush()
    with ThreadPoolExecutor(1) as threads:
        elsewhere = threads.submit(act)
        finished, _waits = wait([elsewhere], timeout=5)
        session.rollback()
    assert finished
    assert broken(session) == []
