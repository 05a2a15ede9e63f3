"""What a resident does when the officer they asked to see has no time: the cover's times, or waiting."""

from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import absences, changing, holds, links, requesting
from booking.actions.actor import RESIDENT, Actor
from booking.domain.lifecycle import Status
from booking.models import ActorKind, Appointment, DiaryEntry, Event, Kind, Officer, Purpose, Role
from tests.builders import Council, arranged, london, new_request
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.stored import all_of, count, messages
from tests.visitor import Page, Visitor
from tests.web.desk import signed_in_as

NOTHING_FITS = "We have found no free time with everything that you need yet."


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def offered(session: Session, council: Council) -> Appointment:
    """Somebody asks for Priya, who is away for as long as anybody can book: Sam, her cover, is on offer."""
    away(council.priya)
    return asked(council)


def asked(council: Council, **changes: object) -> Appointment:
    usual = {"service_id": council.benefits.id, "officer_id": council.priya.id}
    return requesting.request(new_request(council, **(usual | changes)), actor=RESIDENT)


def away(officer: Officer) -> None:
    absences.record(
        officer_id=officer.id,
        starts_at=london(23, 0),
        ends_at=london(23, 0, month=3, year=2027),
        reason="sickness",
        actor=Actor(ActorKind.OFFICER),
    )


def link(session: Session, appointment: Appointment) -> str:
    token = links.mint(session, appointment, Purpose.MANAGE)
    session.commit()
    return f"/appointment/{token}"


def now(session: Session, appointment: Appointment) -> Appointment:
    session.rollback()
    return session.get_one(Appointment, appointment.id, populate_existing=True)


def to_the_check(visitor: Visitor, page: Page) -> Page:
    times = visitor.follow(page, "You can see Sam Okafor instead")
    return visitor.submit(times, {"time": next(iter(times.choices("time")))})


def test_the_cover_is_chosen_held_checked_and_arranged(
    visitor: Visitor, session: Session, offered: Appointment
) -> None:
    page = visitor.get(link(session, offered))
    assert "a colleague has times that meet what you need" in page.text
    times = visitor.follow(page, "You can see Sam Okafor instead")
    assert times.heading == "Choose a time with Sam Okafor"
    check = visitor.submit(times, {"time": next(iter(times.choices("time")))})
    assert "You will see Sam Okafor instead of Priya Shah." in check.text
    held = holds.current(session, changing.change_key(offered))
    assert held is not None
    held_for = held.starts_at
    assert "Your appointment is arranged" in visitor.press(check, "Arrange this appointment").text
    seen = now(session, offered)
    assert (seen.status, seen.officer.name) == (Status.ARRANGED, "Sam Okafor")
    assert seen.starts_at == held_for
    [given] = all_of(session, Event, Event.action == "handed_over")
    assert (given.reason, given.actor) == ("by the link", ActorKind.RESIDENT)


def test_every_time_of_the_cover_is_reached_day_by_day(
    visitor: Visitor, session: Session, offered: Appointment
) -> None:
    times = visitor.follow(visitor.get(link(session, offered)), "You can see Sam Okafor instead")
    days = visitor.follow(times, "See all days and times")
    assert days.heading == "Choose a day with Sam Okafor"
    day = visitor.submit(days, {"day": "2026-11-25"}, button="See the times of this day")
    assert day.heading == "Choose a time with Sam Okafor on Wednesday 25 November"


def test_pressing_twice_arranges_once(
    visitor: Visitor, session: Session, offered: Appointment
) -> None:
    check = to_the_check(visitor, visitor.get(link(session, offered)))
    visitor.press(check, "Arrange this appointment")
    again = visitor.press(check, "Arrange this appointment")
    assert "Your appointment is arranged" in again.text
    assert count(session, DiaryEntry) == 1
    assert len(messages(session, Kind.ARRANGED)) == 1


def test_who_would_rather_wait_changes_nothing(
    visitor: Visitor, session: Session, offered: Appointment
) -> None:
    check = to_the_check(visitor, visitor.get(link(session, offered)))
    waits = visitor.follow(check, "Do not choose a time now")
    assert "You can see Sam Okafor instead" in waits.links
    still = now(session, offered)
    assert (still.status, still.officer.name) == (Status.REQUESTED, "Priya Shah")


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-11-24", "9999-12-31T23:59:59Z"])
def test_what_is_no_time_is_asked_again(
    visitor: Visitor, session: Session, offered: Appointment, typed: str
) -> None:
    page = visitor.get(f"{link(session, offered)}/cover")
    again = visitor.submit(page, {"time": typed})
    assert again.title.startswith("Error:")
    assert now(session, offered).status is Status.REQUESTED


def test_a_time_taken_meanwhile_leads_to_the_nearest_with_the_cover(
    visitor: Visitor, session: Session, council: Council, offered: Appointment, clock: SteppedClock
) -> None:
    page = visitor.get(f"{link(session, offered)}/cover?day=2026-11-25")
    check = visitor.submit(page, {"time": "2026-11-25T10:30:00Z"})
    clock.forward(minutes=16)
    arranged(council)
    again = visitor.press(check, "Arrange this appointment", status=409)
    assert "Somebody else has just taken that time" in again.text
    assert "Wednesday 25 November at 11am" in again.choices("time").values()
    assert now(session, offered).status is Status.REQUESTED


def test_an_offer_that_is_over_leads_back_to_where_it_stands(
    visitor: Visitor, session: Session, council: Council, offered: Appointment
) -> None:
    home = link(session, offered)
    check = to_the_check(visitor, visitor.get(home))
    away(council.sam)
    for gone in ("/cover", "/cover/confirm?time=2026-11-25T10:30:00Z"):
        assert "Choose a time" not in visitor.get(f"{home}{gone}").heading
    assert "Sam Okafor" not in visitor.press(check, "Arrange this appointment").text
    assert now(session, offered).status is Status.REQUESTED


def test_nobody_is_offered_the_cover_while_their_officer_has_time(
    visitor: Visitor, session: Session, council: Council
) -> None:
    home = link(session, asked(council))
    assert "You can see Sam Okafor instead" not in visitor.get(home).links
    assert "Choose a time" not in visitor.get(f"{home}/cover").heading


def test_needs_that_nothing_meets_are_said_at_once_to_resident_and_manager(
    app: Flask, visitor: Visitor, session: Session, council: Council, outside: Outside
) -> None:
    signed_in_as(app, Role.MANAGER)
    beyond = asked(council, needs=("accessible_parking",))
    assert NOTHING_FITS in visitor.get(link(session, beyond)).text
    while outside.post():
        pass
    [received] = outside.emails("amina@example.org")
    [to_the_manager] = outside.emails("manager@example.org")
    assert NOTHING_FITS in words(received)
    assert "No room with what is needed is free when the officer is." in words(to_the_manager)


def test_it_is_not_said_of_what_is_only_waiting(
    visitor: Visitor, session: Session, council: Council, outside: Outside
) -> None:
    assert NOTHING_FITS not in visitor.get(link(session, asked(council))).text
    while outside.post():
        pass
    assert NOTHING_FITS not in words(outside.emails("amina@example.org")[0])


def words(email: EmailMessage) -> str:
    plain = email.get_body(("plain",))
    assert plain is not None
    return " ".join(plain.get_content().split())
