"""Somebody signed in at the front desk, for the tests of its pages."""

import pytest
from flask import Flask

from booking.actions import signing_in
from booking.models import Role
from tests.builders import Council
from tests.visitor import Visitor

PASSWORD = "a long enough password"


@pytest.fixture
def desk(app: Flask, council: Council) -> Visitor:
    """Rosa, signed in at the front desk of the civic centre."""
    return signed_in_as(app, Role.FRONT_DESK, location_id=council.civic_centre.id)


def signed_in_as(
    app: Flask, role: Role, *, location_id: int | None = None, officer_id: int | None = None
) -> Visitor:
    """Rosa, signed in with that role."""
    email = f"{role}@example.org"
    signing_in.add_staff(
        email=email,
        name="Rosa Lind",
        role=role,
        password=PASSWORD,
        location_id=location_id,
        officer_id=officer_id,
    )
    visitor = Visitor(app)
    visitor.sign_in(email, PASSWORD)
    return visitor
