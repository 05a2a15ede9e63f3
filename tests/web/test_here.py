"""Saying "I am here" by the square on a letter."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import attending, changing, links, printing
from booking.actions.actor import KEPT, RESIDENT
from booking.domain.lifecycle import Status
from booking.models import Appointment, Channel, Kind, Purpose
from tests.builders import Council, arranged, contact, london
from tests.conftest import SteppedClock
from tests.stored import message, messages, story
from tests.visitor import Page, Visitor

ASKS = "Are you here for your appointment?"


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def appointment(council: Council) -> Appointment:
    return arranged(council)


def address(session: Session, appointment: Appointment) -> str:
    token = links.mint(session, appointment, Purpose.CHECK_IN)
    session.commit()
    return f"/here/{token}"


def stands(session: Session, appointment: Appointment) -> Status:
    session.rollback()
    return appointment.status


def tells_nobody_what(page: Page) -> bool:
    return not any(word in page.html for word in ("Amina", "Sam", "Housing", "Civic", "KRM7"))


def test_one_press_checks_in_and_tells_the_officer(
    visitor: Visitor, session: Session, appointment: Appointment, clock: SteppedClock
) -> None:
    here = address(session, appointment)
    clock.at = london(25, 10)
    page = visitor.get(here)
    assert page.heading == ASKS
    assert page.buttons == ["I am here"]
    assert tells_nobody_what(page)
    assert stands(session, appointment) is Status.ARRANGED
    done = visitor.press(page, "I am here")
    assert done.heading == "You are checked in"
    assert tells_nobody_what(done)
    assert stands(session, appointment) is Status.WAITING
    assert message(session, Kind.RESIDENT_HERE).channel is Channel.SMS
    assert story(session, appointment)[-1] == "check_in"
    assert appointment.events[-1].actor == "resident"


def test_a_second_press_changes_nothing(
    visitor: Visitor, session: Session, appointment: Appointment, clock: SteppedClock
) -> None:
    here = address(session, appointment)
    clock.at = london(25, 10)
    page = visitor.get(here)
    for _ in range(2):
        assert visitor.press(page, "I am here").heading == "You are checked in"
    assert len(messages(session, Kind.RESIDENT_HERE)) == 1


@pytest.mark.parametrize(
    ("day", "hour", "minute", "asks"),
    [
        (24, 10, 30, False),
        (25, 9, 29, False),
        (25, 9, 30, True),
        (25, 10, 59, True),
        (25, 11, 0, False),
    ],
)
def test_it_works_on_the_day_from_an_hour_before_until_the_end(
    day: int,
    hour: int,
    minute: int,
    asks: bool,
    visitor: Visitor,
    session: Session,
    appointment: Appointment,
    clock: SteppedClock,
) -> None:
    here = address(session, appointment)
    clock.at = london(25, 10)
    opened_in_time = visitor.get(here)
    clock.at = london(day, hour, minute)
    page = visitor.get(here)
    assert (page.heading == ASKS) is asks
    assert tells_nobody_what(page)
    visitor.press(opened_in_time, "I am here")
    assert (stands(session, appointment) is Status.WAITING) is asks


def test_after_the_day_the_square_opens_nothing(
    visitor: Visitor, session: Session, appointment: Appointment, clock: SteppedClock
) -> None:
    here = address(session, appointment)
    clock.at = london(26, 0)
    visitor.get(here, status=410)


def test_an_old_letter_says_that_the_appointment_has_changed(
    visitor: Visitor, session: Session, appointment: Appointment, clock: SteppedClock
) -> None:
    old = address(session, appointment)
    changing.rearrange(appointment_id=appointment.id, starts_at=london(25, 14), actor=RESIDENT)
    new = address(session, appointment)
    clock.at = london(25, 13, 30)
    page = visitor.get(old)
    assert page.heading == "This appointment has changed"
    assert "020 7946 0000" in page.text
    assert tells_nobody_what(page)
    assert visitor.get(new).heading == ASKS


def test_a_letter_about_a_cancelled_appointment_says_so(
    visitor: Visitor, session: Session, appointment: Appointment, clock: SteppedClock
) -> None:
    old = address(session, appointment)
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    clock.at = london(25, 10)
    assert visitor.get(old).heading == "This appointment is cancelled"


def test_who_was_checked_in_at_the_desk_reads_so(
    visitor: Visitor, session: Session, appointment: Appointment, clock: SteppedClock
) -> None:
    here = address(session, appointment)
    clock.at = london(25, 10)
    attending.check_in(appointment_id=appointment.id, actor=KEPT)
    assert visitor.get(here).heading == "You are checked in"


def test_the_square_opens_nothing_else_and_nothing_else_opens_it(
    visitor: Visitor, session: Session, appointment: Appointment
) -> None:
    token = address(session, appointment).removeprefix("/here/")
    manage = links.mint(session, appointment, Purpose.MANAGE)
    session.commit()
    visitor.get(f"/appointment/{token}", status=410)
    visitor.get(f"/here/{manage}", status=410)
    visitor.get("/here/nothing", status=410)


def test_presses_are_limited(
    visitor: Visitor, session: Session, appointment: Appointment, clock: SteppedClock
) -> None:
    here = address(session, appointment)
    clock.at = london(25, 10)
    page = visitor.get(here)
    for _ in range(10):
        visitor.press(page, "I am here")
    visitor.press(page, "I am here", status=429)


def test_the_square_on_the_letter_leads_there(
    visitor: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council, contact=contact(channel=Channel.LETTER))
    printing.print_letters(actor=KEPT)
    assert "<svg" in (message(session, Kind.ARRANGED).content or {})["html"]
    assert links.url(Purpose.CHECK_IN, "token") == "https://appointments.example.org/here/token"
    assert appointment.status is Status.ARRANGED
