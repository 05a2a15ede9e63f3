"""What messages are about: one appointment and one enquiry, with all that can be said of them."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking import create_app
from booking.actions import enquiring
from booking.actions.actor import Actor
from booking.domain.needs import Part
from booking.models import ActorKind, Appointment, CameBy, Enquiry, PreferredTime
from tests.builders import Council, arranged, contact
from tests.conftest import SteppedClock, configured
from tests.messaging.specimens import Both


@pytest.fixture(scope="module")
def without_database() -> Iterator[Flask]:
    """An application in whose database there is nothing, not even a table: whatever asks it fails."""
    app = create_app(configured("sqlite://"), clock=SteppedClock())
    with app.app_context():
        yield app


@pytest.fixture
def appointment(session: Session, council: Council) -> Appointment:
    """Amina Yusuf sees Sam Okafor about housing on Wednesday 25 November 2026 at 10:30."""
    made = arranged(council)
    made.reference = "KRM7-X2P9"
    made.uid = "7d8b0f0e-2c41-4c8e-9a55-1f0c6f3f2b10"
    made.sequence = 1
    made.reason, made.instead = "Sam does not deal with this.", "Phone the repairs line."
    made.late_minutes = 10
    made.officer.cover = council.rhys
    made.preferences = [
        PreferredTime(rank=1, day=date(2026, 11, 24), part=Part.MORNING),
        PreferredTime(rank=2, day=date(2026, 11, 25)),
    ]
    session.commit()
    return made


@pytest.fixture
def enquiry(session: Session, council: Council) -> Enquiry:
    """What Amina asked Sam about housing by phone: he has not answered, but what he will say is known."""
    new = enquiring.NewEnquiry(
        key="one",
        service_id=council.housing.id,
        officer_id=council.sam.id,
        contact=contact(),
        question="Why does my neighbour hit the wall?",
        came_by=CameBy.PHONE,
    )
    made = enquiring.log(new, actor=Actor(ActorKind.FRONT_DESK))
    made.reference = "HVT4-B8QK"
    made.answer = "The repairs team comes on Thursday."
    session.commit()
    return made


@pytest.fixture
def both(appointment: Appointment, enquiry: Enquiry) -> Both:
    """What messages of every kind are about."""
    return Both(appointment, enquiry)
