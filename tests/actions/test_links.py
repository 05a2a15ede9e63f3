"""Secure links: for one purpose, for a while, and nothing of them in the database."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from booking.actions import arranging, changing, links, requesting
from booking.actions.actor import RESIDENT
from booking.domain.errors import LinkRefused, LinkUsed
from booking.models import Appointment, Purpose
from tests.builders import Council, arranged, london, new_request
from tests.conftest import SteppedClock


@pytest.fixture
def appointment(session: Session, council: Council) -> Appointment:
    return arranged(council)


def minted(session: Session, appointment: Appointment, purpose: Purpose = Purpose.MANAGE) -> str:
    token = links.mint(session, appointment, purpose)
    session.commit()
    return token


def test_a_link_opens_its_own_appointment(session: Session, appointment: Appointment) -> None:
    link = links.opened(session, minted(session, appointment), Purpose.MANAGE)
    assert link.appointment_id == appointment.id


def test_a_link_opens_nothing_else(session: Session, appointment: Appointment) -> None:
    token = minted(session, appointment)
    with pytest.raises(LinkRefused):
        links.opened(session, token, Purpose.ANSWER_REQUEST)


def test_a_changed_link_is_refused(session: Session, appointment: Appointment) -> None:
    token = minted(session, appointment)
    for place in (0, len(token) // 2, len(token) - 1):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(LinkRefused):
            links.opened(session, token[:place] + other + token[place + 1 :], Purpose.MANAGE)


@pytest.mark.parametrize("token", ["", ".", "x" * 5000, "%00", "ünïcode", "a.b.c", " "])
def test_what_was_never_a_link_is_refused(
    session: Session, appointment: Appointment, token: str
) -> None:
    with pytest.raises(LinkRefused):
        links.opened(session, token, Purpose.MANAGE)


def test_a_link_expires_30_days_after_the_appointment(
    session: Session, appointment: Appointment, clock: SteppedClock
) -> None:
    token = minted(session, appointment)
    clock.at = max(appointment.ends_at or clock(), appointment.arrange_by)
    clock.forward(days=30, seconds=-1)
    assert links.opened(session, token, Purpose.MANAGE)
    clock.forward(seconds=1)
    with pytest.raises(LinkRefused):
        links.opened(session, token, Purpose.MANAGE)


def test_the_database_keeps_nothing_that_would_open_it(
    session: Session, appointment: Appointment
) -> None:
    token = minted(session, appointment)
    [row] = session.execute(text("SELECT * FROM secure_link")).all()
    for part in (token, *token.split(".")):
        assert part.encode() not in repr(tuple(row)).encode()
        assert part.encode() not in bytes(row.token_hash)


def test_no_two_links_are_alike(session: Session, appointment: Appointment) -> None:
    assert len({minted(session, appointment) for _ in range(50)}) == 50


@pytest.mark.parametrize("answer", ["arrange", "decline", "withdraw"])
def test_a_request_is_answered_once(session: Session, council: Council, answer: str) -> None:
    request = requesting.request(new_request(council), actor=RESIDENT)
    token = minted(session, request, Purpose.ANSWER_REQUEST)
    id_ = request.id
    if answer == "arrange":
        arranging.arrange(appointment_id=id_, starts_at=london(25, 10), actor=RESIDENT)
    elif answer == "decline":
        changing.decline(appointment_id=id_, reason="No", instead="Ring", actor=RESIDENT)
    else:
        changing.cancel(appointment_id=id_, actor=RESIDENT)
    with pytest.raises(LinkUsed):
        links.opened(session, token, Purpose.ANSWER_REQUEST)
    assert links.recognised(session, token, Purpose.ANSWER_REQUEST).appointment_id == id_
