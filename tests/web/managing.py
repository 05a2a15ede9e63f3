"""A manager at work, and the promises that wait for them."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import enquiring, requesting
from booking.actions.actor import RESIDENT
from booking.actions.enquiring import NewEnquiry
from booking.domain.promise import Promised
from booking.models import Appointment, CameBy, Enquiry, PromisedStandard, Role
from tests.builders import ALWAYS, Council, contact, new_request
from tests.visitor import Visitor
from tests.web.desk import signed_in_as


@pytest.fixture
def manager(app: Flask, council: Council) -> Visitor:
    """Rosa, signed in as a manager."""
    return signed_in_as(app, Role.MANAGER)


def asked(council: Council, **changes: object) -> Appointment:
    """Somebody asks for Priya, who arranges by request."""
    usual: dict[str, object] = {
        "service_id": council.benefits.id,
        "officer_id": council.priya.id,
    }
    return requesting.request(new_request(council, **(usual | changes)), actor=RESIDENT)


def enquired(
    session: Session, council: Council, *, key: str = "k", came_by: CameBy = CameBy.PHONE
) -> Enquiry:
    """Somebody asks a question about benefits, for Priya to answer."""
    for promised, days in ((Promised.ENQUIRY_PASSED_ON, 3), (Promised.ENQUIRY_WRITTEN, 10)):
        session.add(PromisedStandard(working_days=days, effective_from=ALWAYS, promised=promised))
    session.commit()
    return enquiring.log(
        NewEnquiry(
            key=key,
            service_id=council.benefits.id,
            officer_id=council.priya.id,
            contact=contact(name="Bo Li"),
            question="When is my claim paid?",
            came_by=came_by,
        ),
        actor=RESIDENT,
    )
