"""Holding the automatic step: an officer says why they arrange a request themselves, and Kept waits."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import enforcing
from booking.domain.lifecycle import Status
from booking.models import Appointment, Role
from tests.builders import Council, london
from tests.conftest import SteppedClock
from tests.visitor import Visitor
from tests.web.desk import signed_in_as
from tests.web.managing import asked

HOLD = "Hold: I will arrange this myself"


@pytest.fixture
def priya(app: Flask, council: Council) -> Visitor:
    """Priya, signed in."""
    return signed_in_as(app, Role.OFFICER, officer_id=council.priya.id)


def test_a_request_says_when_kept_arranges_it_by_itself(priya: Visitor, council: Council) -> None:
    page = priya.get(f"/officer/requests/{asked(council).reference}")
    assert "Kept arranges it by itself on Friday 27 November at 9am" in page.text


def test_an_officer_holds_it_with_a_reason_until_midday_of_the_last_day(
    priya: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = asked(council)
    page = priya.follow(priya.get(f"/officer/requests/{appointment.reference}"), HOLD)
    assert "Say why" in priya.submit(page, {"reason": "  "}).text
    held = priya.submit(page, {"reason": "I am waiting for her letter"})
    assert "I am waiting for her letter" in held.text
    assert "by itself on Monday 30 November at midday" in held.text
    assert HOLD not in held.links
    clock.at = london(27, 10)
    enforcing.enforce()
    session.rollback()
    assert session.get_one(Appointment, appointment.id).status is Status.REQUESTED


def test_another_officers_request_cannot_be_held(priya: Visitor, council: Council) -> None:
    theirs = asked(council, officer_id=council.sam.id)
    priya.get(f"/officer/requests/{theirs.reference}/hold", status=404)
