"""A manager, whom what goes wrong is told to."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import signing_in
from booking.actions.actor import Actor
from booking.models import ActorKind, Role, Staff


@pytest.fixture
def manager(session: Session) -> Staff:
    return signing_in.add_staff(
        email="manager@example.org", name="Mo", role=Role.MANAGER, password="a long passphrase"
    )


@pytest.fixture
def managing(manager: Staff) -> Actor:
    return Actor(ActorKind.MANAGER, staff_id=manager.id)
