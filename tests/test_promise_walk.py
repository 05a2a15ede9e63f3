"""A promise of the demonstration council, left alone: walked by the clock through every step of its ladder.

Over a real relay and a Twilio spoken to over HTTP: what is told is what arrives.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from booking import create_app, worker
from booking.actions import reporting, requesting
from booking.actions.actor import RESIDENT
from booking.actions.requesting import NewRequest
from booking.demo import loading
from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting
from booking.domain.promise import PromiseState
from booking.extensions import db
from booking.models import Appointment, Arranges, Channel, Kind, Message, Officer, PatternHours
from tests.builders import contact
from tests.conftest import SteppedClock, configured
from tests.fakes.smtp import FakeSmtp
from tests.fakes.twilio import FakeTwilio
from tests.outside import Outside, connect

WEDNESDAY = datetime(2026, 11, 25, 11, 10, tzinfo=UTC)
ON_THE_DAY = {
    "please_arrange": "2026-11-25",
    "arrange_reminder": "2026-11-27",
    "at_risk": "2026-11-30",
}
"""Asked on a Wednesday: day 2 is the Friday, day 3 the Monday, day 4 the Tuesday, day 5 the Wednesday."""


@pytest.fixture
def demonstration(tmp_path: Path, migrated_file: Path, clock: SteppedClock) -> Iterator[Outside]:
    """The council as it is on a Wednesday, all its own messages told; from here on they really go out."""
    stored = tmp_path / "demonstration.sqlite3"
    stored.write_bytes(migrated_file.read_bytes())
    clock.at = WEDNESDAY
    app = create_app(configured(f"sqlite:///{stored}"), clock=clock)
    with FakeSmtp() as relay, FakeTwilio(now=clock) as twilio, app.app_context():
        loading.load(officer_count=6, appointments=8, seed=7, progress=lambda _made: None)
        worker.once()
        db.session.remove()
        yield connect(app, relay, twilio)
        db.session.remove()
        db.engine.dispose()


def asked(session: Session) -> tuple[int, str]:
    """Somebody with a mobile asks an officer who arranges by request; the appointment and the officer."""
    officer = session.scalars(
        select(Officer).where(Officer.arranges == Arranges.BY_REQUEST).order_by(Officer.id)
    ).first()
    assert officer is not None
    request = NewRequest(
        key="a walk",
        service_id=officer.services[0].id,
        officer_id=officer.id,
        meeting=Meeting.PHONE,
        contact=contact(channel=Channel.SMS),
    )
    return requesting.request(request, actor=RESIDENT).id, officer.email


def walk(app: Flask, clock: SteppedClock, days: int) -> None:
    """An hour at a time, the worker at work."""
    for _hour in range(days * 24):
        clock.forward(hours=1)
        with app.app_context():
            worker.once()


def told(session: Session, appointment_id: int) -> dict[str, str]:
    """The day on which each kind of message about it first went out."""
    session.rollback()
    rows = session.scalars(
        select(Message)
        .where(Message.appointment_id == appointment_id, Message.sent_at.is_not(None))
        .order_by(Message.sent_at.desc())
    )
    return {row.kind.value: f"{row.sent_at:%Y-%m-%d}" for row in rows}


def test_left_alone_it_is_arranged_with_invitation_and_text(
    demonstration: Outside, clock: SteppedClock
) -> None:
    appointment_id, officer = asked(db.session())
    walk(demonstration.app, clock, 8)
    days = told(db.session(), appointment_id)
    assert days.items() >= (ON_THE_DAY | {"arranged": "2026-12-01"}).items()
    assert Kind.DELAY not in days
    appointment = db.session.get_one(Appointment, appointment_id)
    invitations = demonstration.invitations(officer)
    mine = [entry for entry in invitations if entry.uid.startswith(appointment.uid)]
    assert [entry.method for entry in mine[:1]] == ["REQUEST"]
    texts = demonstration.texts("+447700900123")
    assert len(texts) >= 2
    assert "Hartley Vale Council" in texts[0]
    assert reporting.promise_state(db.session(), appointment) is PromiseState.KEPT


def test_where_no_time_is_possible_the_resident_is_told_of_the_delay_and_hears_the_apology(
    demonstration: Outside, clock: SteppedClock
) -> None:
    db.session.execute(delete(PatternHours))
    db.session.commit()
    appointment_id, _officer = asked(db.session())
    walk(demonstration.app, clock, 9)
    days = told(db.session(), appointment_id)
    expected = ON_THE_DAY | {
        "no_time": "2026-11-25",
        "delay": "2026-12-02",
        "apology": "2026-12-03",
        "missed": "2026-12-03",
    }
    assert days.items() >= expected.items()
    appointment = db.session.get_one(Appointment, appointment_id)
    assert appointment.status is Status.REQUESTED
    assert reporting.promise_state(db.session(), appointment) is PromiseState.MISSED
    assert timedelta(0) < clock.at - appointment.arrange_by
