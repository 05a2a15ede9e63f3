"""Today at the front desk: who is expected, who is here, what must be arranged."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import requesting
from booking.actions.actor import RESIDENT
from booking.domain.lifecycle import Status
from booking.models import Appointment, AuditEntry, Kind, Role
from tests import stored
from tests.builders import Council, arranged, contact, london, new_request
from tests.conftest import SteppedClock
from tests.queries import queries
from tests.visitor import Visitor
from tests.web.desk import desk, signed_in_as

__all__ = ["desk"]


@pytest.fixture
def amina(council: Council) -> Appointment:
    return arranged(council, london(23, 14), needs=("step_free", "met_at_door"))


def test_those_expected_today_stand_under_their_time(desk: Visitor, amina: Appointment) -> None:
    page = desk.get("/desk/today")
    assert page.heading == "Today at Civic Centre Monday 23 November 2026"
    assert "2pm Amina Yusuf Has needs Sam Okafor" in page.text


def test_needs_are_words_on_the_list(desk: Visitor, amina: Appointment) -> None:
    assert "Step-free access Meet at the door and guide" in desk.get("/desk/today").text


def test_checking_in_shows_since_when_they_wait_and_tells_the_officer(
    desk: Visitor, amina: Appointment, session: Session, clock: SteppedClock
) -> None:
    clock.at = london(23, 13, 50)
    page = desk.press(desk.get("/desk/today"), "Check in: Amina Yusuf")
    assert page.heading.startswith("Today at Civic Centre")
    assert "Checked in. The officer is being told." in page.text
    clock.forward(minutes=12)
    assert "Waiting for 12 minutes" in desk.get("/desk/today").text
    assert stored.message(session, Kind.RESIDENT_HERE).officer_id == amina.officer_id


def test_pressing_twice_says_that_it_has_changed(desk: Visitor, amina: Appointment) -> None:
    before = desk.get("/desk/today")
    desk.press(before, "Check in: Amina Yusuf")
    page = desk.press(before, "Check in: Amina Yusuf")
    assert "The appointment has changed since you opened this page" in page.text


def test_nobody_is_missed_before_their_time(
    desk: Visitor, amina: Appointment, session: Session, clock: SteppedClock
) -> None:
    assert "Did not attend: Amina Yusuf" not in desk.get("/desk/today").buttons
    clock.at = london(23, 14, 20)
    page = desk.get("/desk/today")
    assert "20 minutes late" in page.text
    page = desk.press(page, "Did not attend: Amina Yusuf")
    assert "Finished: 1" in page.text
    session.rollback()
    assert amina.status is Status.DID_NOT_ATTEND


def test_the_list_is_that_of_the_own_location_until_another_is_chosen(
    app: Flask, council: Council, amina: Appointment
) -> None:
    library = signed_in_as(app, Role.FRONT_DESK, location_id=council.library.id)
    page = library.get("/desk/today")
    assert "Amina Yusuf" not in page.text
    assert "Amina Yusuf" in library.follow(page, "Civic Centre").text
    assert "Amina Yusuf" in library.follow(page, "All locations").text


def test_requests_due_by_tonight_are_listed(
    desk: Visitor, council: Council, clock: SteppedClock
) -> None:
    requesting.request(new_request(council, contact=contact(name="Ken Ode")), actor=RESIDENT)
    assert "Ken Ode" not in desk.get("/desk/today").text
    clock.at = london(30, 9)
    page = desk.get("/desk/today")
    assert "To be arranged by the end of today: 1" in page.text
    assert "Arrange a time: Ken Ode" in page.links


def test_looking_at_the_day_is_in_the_audit_trail(
    desk: Visitor, council: Council, session: Session
) -> None:
    desk.get("/desk/today")
    entry = stored.all_of(session, AuditEntry, AuditEntry.action == "see_day")[-1]
    assert entry.subject == f"location:{council.civic_centre.id}"


@pytest.mark.parametrize("location", ["", "999", "-1", "x" * 5000, "9" * 40])
def test_an_unknown_location_shows_all(desk: Visitor, location: str) -> None:
    assert "all locations" in desk.get(f"/desk/today?location={location}").heading


@pytest.mark.parametrize("step", ["", "cancel", "🙂", "check_in\r\nX"])
def test_a_step_that_is_none_is_refused(
    desk: Visitor, amina: Appointment, step: str, session: Session
) -> None:
    page = desk.get("/desk/today")
    desk.submit(page, {"step": step}, button="Check in: Amina Yusuf", status=400)
    session.rollback()
    assert amina.status is Status.ARRANGED


def test_the_day_takes_as_many_queries_for_many_as_for_a_few(
    desk: Visitor, council: Council, amina: Appointment
) -> None:
    few = queries(desk, "/desk/today")
    for hour in (12, 13, 15, 16):
        who = contact(name=f"Bo {hour}")
        arranged(council, london(23, hour, 30), contact=who, needs=("step_free",))
    assert queries(desk, "/desk/today") == few
