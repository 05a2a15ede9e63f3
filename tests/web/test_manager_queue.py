"""The managers' queue and the story of what was promised: the riskiest first, in words, for managers only."""

from datetime import timedelta
from importlib import import_module

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import absences, answering_for, arranging, changing, enforcing
from booking.actions.actor import KEPT, RESIDENT
from booking.models import Appointment, AuditEntry, CameBy, Role
from tests.builders import Council, contact, london
from tests.conftest import SteppedClock
from tests.pages import text_of
from tests.queries import queries
from tests.stored import all_of, count
from tests.visitor import Page, Visitor
from tests.web.desk import PASSWORD, signed_in_as
from tests.web.managing import asked, enquired, manager

__all__ = ["manager"]


def rows(page: Page) -> list[str]:
    """The rows of the board, each as its words."""
    return [text_of(row) for body in page.root.iter("tbody") for row in body.iter("tr")]


def named(council: Council, name: str, **changes: object) -> Appointment:
    return asked(council, contact=contact(name=name), **changes)


def on(manager: Visitor, clock: SteppedClock, day: int, hour: int, month: int = 11) -> None:
    """Time passes, and Rosa signs in again."""
    clock.at = london(day, hour, month=month)
    manager.sign_in("manager@example.org", PASSWORD)


def fill(council: Council) -> None:
    """Priya and Sam are away for as long as anybody can look ahead."""
    for officer_id in (council.priya.id, council.sam.id):
        absences.record(
            officer_id=officer_id,
            starts_at=london(23, 0),
            ends_at=london(23, 0) + timedelta(days=100),
            reason="leave",
            actor=KEPT,
        )


def test_what_is_missed_stands_first_then_what_is_at_risk_each_with_the_time_left(
    manager: Visitor, council: Council, clock: SteppedClock
) -> None:
    named(council, "Missed Early")
    clock.at = london(24, 10)
    named(council, "Due Today")
    clock.at = london(27, 10)
    named(council, "Asked Friday", came_by=CameBy.PHONE)
    on(manager, clock, 1, 10, month=12)
    page = manager.get("/manager/")
    missed, today, track = rows(page)
    assert "Missed Early" in missed
    assert "1 working day late" in missed
    assert "Due Today" in today
    assert "Due today by 5pm" in today
    assert "At risk" in today
    assert "Asked Friday" in track
    assert "3 working days left" in track
    assert "By phone" in track
    assert "3 promises are shown" in page.text


def test_after_closing_time_the_last_day_names_no_hour(
    manager: Visitor, council: Council, clock: SteppedClock
) -> None:
    asked(council)
    on(manager, clock, 30, 18)
    assert "Due today" in (row := rows(manager.get("/manager/"))[0])
    assert "5pm" not in row


def test_a_row_says_which_step_was_taken_last_and_why_it_is_held(
    manager: Visitor, council: Council, clock: SteppedClock
) -> None:
    answering_for.hold_back(
        appointment_id=asked(council).id, reason="Waits for the landlord", actor=KEPT
    )
    assert "Nothing yet" in rows(manager.get("/manager/"))[0]
    on(manager, clock, 26, 10)
    enforcing.enforce()
    row = rows(manager.get("/manager/"))[0]
    assert "The manager was told that the promise is at risk" in row
    assert "Thursday 26 November at 10am" in row
    assert "Waits for the landlord" in row


def test_a_miss_stays_until_it_is_put_right_even_when_it_was_arranged_since(
    manager: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = asked(council)
    on(manager, clock, 2, 10, month=12)
    arranging.arrange(appointment_id=appointment.id, starts_at=london(3, 10, month=12), actor=KEPT)
    row = rows(manager.get("/manager/"))[0]
    assert "2 working days late" in row
    assert "Done since, but too late" in row
    promise_id = session.get_one(Appointment, appointment.id).promise.id
    answering_for.put_right(promise_id=promise_id, what="Phoned", actor=KEPT)
    assert "Nothing waits here" in manager.get("/manager/").text


def test_what_is_kept_or_ended_in_time_is_not_in_the_queue(
    manager: Visitor, council: Council
) -> None:
    kept, ended = asked(council), asked(council)
    arranging.arrange(appointment_id=kept.id, starts_at=london(24, 10), actor=KEPT)
    changing.cancel(appointment_id=ended.id, actor=RESIDENT)
    assert rows(manager.get("/manager/")) == []


def test_enquiries_stand_in_the_same_queue(
    manager: Visitor, session: Session, council: Council
) -> None:
    asked(council)
    enquired(session, council)
    first, second = rows(manager.get("/manager/"))
    assert "Bo Li" in first
    assert "Enquiry" in first
    assert "3 working days left" in first
    assert "Appointment" in second


def test_the_queue_is_narrowed_by_service_officer_and_state(
    manager: Visitor, council: Council, clock: SteppedClock
) -> None:
    named(council, "Priya Benefits")
    named(council, "Sam Benefits", officer_id=council.sam.id)
    named(council, "Sam Housing", officer_id=council.sam.id, service_id=council.housing.id)
    page = manager.get("/manager/")
    shown = manager.submit(page, {"officer": str(council.sam.id)}, button="Show these")
    assert len(rows(shown)) == 2
    shown = manager.submit(shown, {"service": str(council.housing.id)}, button="Show these")
    assert ["Sam Housing" in row for row in rows(shown)] == [True]
    shown = manager.submit(page, {"state": "missed"}, button="Show these")
    assert rows(shown) == []
    on(manager, clock, 26, 10)
    assert len(rows(manager.get("/manager/?state=at_risk"))) == 3


@pytest.mark.parametrize(
    "address", ["?officer=x", "?officer=99999999999999999999", "?service=-1", "?state=kept"]
)
def test_an_address_that_asks_for_what_there_is_not_says_so(
    manager: Visitor, council: Council, address: str
) -> None:
    asked(council)
    page = manager.get(f"/manager/{address}")
    assert "Choose from the answers on this page" in page.text
    assert len(rows(page)) == 1


def test_the_most_urgent_are_shown_and_how_many_there_are(
    manager: Visitor, council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("booking.web.manager.queue"), "MOST", 2)
    for _ in range(3):
        asked(council)
    page = manager.get("/manager/")
    assert len(rows(page)) == 2
    assert "The 2 most urgent of 3 are shown" in page.text


def test_the_queue_takes_as_many_queries_for_many_as_for_a_few(
    manager: Visitor, session: Session, council: Council
) -> None:
    asked(council)
    enquired(session, council)
    few = queries(manager, "/manager/")
    for _ in range(6):
        asked(council)
        asked(council, officer_id=council.sam.id)
    assert queries(manager, "/manager/") == few


def test_managers_begin_at_the_queue(app: Flask, council: Council) -> None:
    rosa = signed_in_as(app, Role.MANAGER)
    assert rosa.get("/staff/").heading == "Promises to keep"


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.OFFICER])
def test_nobody_but_managers_comes_in(app: Flask, council: Council, role: Role) -> None:
    appointment = asked(council)
    officer_id = council.sam.id if role is Role.OFFICER else None
    other = signed_in_as(app, role, officer_id=officer_id)
    for address in ("", f"appointments/{appointment.reference}", "broken"):
        other.get(f"/manager/{address}", status=403)


def test_an_appointment_tells_its_promise_its_ladder_and_its_story(
    manager: Visitor, council: Council, clock: SteppedClock
) -> None:
    fill(council)
    appointment = asked(council, needs=("hearing_loop",), about="My claim")
    on(manager, clock, 26, 10)
    enforcing.enforce()
    page = manager.follow(manager.get("/manager/"), "Amina Yusuf")
    assert page.address.endswith(appointment.reference)
    for words in (
        "A resident asked",
        "Monday 30 November At risk",
        "2 working days left",
        "Taken Thursday 26 November at 10am: The manager was told that the promise is at risk",
        "Next Friday 27 November at 9am: Arrange it, or offer the cover",
        "Hearing loop",
        "My claim",
        "The appointment was asked for",
    ):
        assert words in page.text


def test_each_run_of_the_clock_is_told(
    manager: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = asked(council)
    on(manager, clock, 2, 10, month=12)
    arranging.arrange(appointment_id=appointment.id, starts_at=london(7, 10, month=12), actor=KEPT)
    changing.rearrange(
        appointment_id=appointment.id, starts_at=london(8, 10, month=12), actor=RESIDENT
    )
    page = manager.get(f"/manager/appointments/{appointment.reference}")
    assert "The resident asked for a change" in page.text
    assert "The clock before, begun on Monday 23 November at 10am" in page.text
    assert "Record how it was put right" in page.links


def test_an_enquiry_tells_the_same(manager: Visitor, session: Session, council: Council) -> None:
    enquired(session, council)
    page = manager.follow(manager.get("/manager/"), "Bo Li")
    assert "When is my claim paid?" in page.text
    assert "Thursday 26 November On track" in page.text


def test_a_number_that_is_somebody_else_s_is_not_shown(
    manager: Visitor, session: Session, council: Council
) -> None:
    for one, kind in ((asked(council), "appointments"), (enquired(session, council), "enquiries")):
        session.rollback()
        one.resident.phone, one.resident.phone_wrong_since = "+447700900123", london(23, 9)
        session.commit()
        text = manager.get(f"/manager/{kind}/{one.reference}").text
        assert "07700 900123" not in text
        assert "The phone number is somebody else’s." in text


def test_what_is_not_there_is_not_found(manager: Visitor, council: Council) -> None:
    reference = asked(council).reference
    for address in (
        "appointments/nonsense",
        f"enquiries/{reference}",
        "promises/99/put-right",
        "promises/99999999999/put-right",
    ):
        manager.get(f"/manager/{address}", status=404)


def test_every_view_of_a_person_is_in_the_audit_trail(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment, enquiry = asked(council), enquired(session, council)
    about = {
        "/manager/": "queue",
        f"/manager/appointments/{appointment.reference}": f"appointment:{appointment.id}",
        f"/manager/enquiries/{enquiry.reference}": f"enquiry:{enquiry.id}",
    }
    for address, subject in about.items():
        before = count(session, AuditEntry)
        manager.get(address)
        assert count(session, AuditEntry) == before + 1
        assert all_of(session, AuditEntry)[-1].subject == subject
