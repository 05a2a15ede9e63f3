"""A request that the council does not meet: why, and what instead."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import changing, requesting
from booking.actions.actor import RESIDENT, Actor
from booking.domain.errors import ActionRefused, ReasonMissing
from booking.domain.lifecycle import Status
from booking.models import ActorKind, Appointment, Kind
from tests.builders import Council, arranged, new_request
from tests.stored import story, told

SAM = Actor(ActorKind.OFFICER)


@pytest.fixture
def request_(session: Session, council: Council) -> Appointment:
    return requesting.request(new_request(council), actor=RESIDENT)


def test_the_resident_is_told_why_and_what_instead(session: Session, request_: Appointment) -> None:
    changing.decline(
        appointment_id=request_.id, reason=" Not my area ", instead="Ring Shelter", actor=SAM
    )
    assert request_.status is Status.DECLINED
    assert (request_.reason, request_.instead) == ("Not my area", "Ring Shelter")
    assert told(session, request_)[-1] is Kind.DECLINED
    assert story(session, request_) == ["request", "decline"]


@pytest.mark.parametrize(("reason", "instead"), [("", "Ring"), ("No", ""), (" \n", "\t")])
def test_without_a_reason_or_an_alternative_nothing_is_declined(
    session: Session, request_: Appointment, reason: str, instead: str
) -> None:
    with pytest.raises(ReasonMissing):
        changing.decline(appointment_id=request_.id, reason=reason, instead=instead, actor=SAM)
    session.refresh(request_)
    assert (request_.status, request_.reason) == (Status.REQUESTED, None)


def test_what_is_arranged_is_cancelled_not_declined(session: Session, council: Council) -> None:
    appointment = arranged(council)
    with pytest.raises(ActionRefused):
        changing.decline(appointment_id=appointment.id, reason="No", instead="Ring", actor=SAM)
