"""One appointment at the front desk: finding it, reading it, changing it, printing it."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import changing
from booking.actions.actor import RESIDENT
from booking.domain.lifecycle import Status
from booking.models import ActorKind, Appointment, AuditEntry, Event, Role
from booking.web.times import written
from tests.builders import Council, arranged, london
from tests.conftest import SteppedClock
from tests.pages import text_of
from tests.stored import all_of
from tests.visitor import Page, Visitor
from tests.web.desk import desk, signed_in_as

__all__ = ["desk"]


@pytest.fixture
def amina(council: Council) -> Appointment:
    """On Wednesday 25 November at 10:30am with Sam."""
    return arranged(council, needs=("step_free", "hearing_loop"), about="Damp")


def opened(desk: Visitor, appointment: Appointment, page: str = "") -> Page:
    return desk.get(f"/desk/appointments/{appointment.reference}{page}")


@pytest.mark.parametrize(
    "sought", ["amina", "YUSUF Amina", "07700 900123", "+447700900123", "amina@example.org"]
)
def test_anybody_is_found_by_what_they_say(desk: Visitor, amina: Appointment, sought: str) -> None:
    page = desk.submit(desk.get("/desk/find"), {"sought": sought})
    assert "1 appointment found" in page.text
    assert amina.reference in page.text
    assert "?" not in page.address


def test_a_reference_is_found_however_it_is_typed(desk: Visitor, amina: Appointment) -> None:
    typed = amina.reference.lower().replace("-", " ")
    assert "Amina Yusuf" in desk.submit(desk.get("/desk/find"), {"sought": typed}).text


@pytest.mark.parametrize("sought", ["nobody", "🙂", "' OR 1=1 --", "%", "@", "0", "-"])
def test_what_finds_nobody_says_what_to_try(desk: Visitor, amina: Appointment, sought: str) -> None:
    page = desk.submit(desk.get("/desk/find"), {"sought": sought})
    assert "Nothing was found" in page.text


@pytest.mark.parametrize("sought", ["", "   ", "x" * 300, "a\r\nb", "\x00"])
def test_what_cannot_be_looked_for_is_explained(desk: Visitor, sought: str) -> None:
    assert desk.submit(desk.get("/desk/find"), {"sought": sought}).title.startswith("Error: ")


def test_a_search_is_in_the_audit_trail_without_what_was_typed(
    desk: Visitor, amina: Appointment, session: Session
) -> None:
    desk.submit(desk.get("/desk/find"), {"sought": "amina"})
    [entry] = all_of(session, AuditEntry, AuditEntry.action == "search")
    assert entry.subject == f"appointments:{amina.id}"


def test_the_page_shows_needs_story_and_messages(desk: Visitor, amina: Appointment) -> None:
    page = opened(desk, amina)
    assert page.heading == f"Amina Yusuf Reference {amina.reference}"
    for words in (
        "Wednesday 25 November at 10:30am",
        "Step-free access",
        "Hearing loop",
        "07700 900123",
        "The appointment was arranged. The resident. For Wednesday 25 November at 10:30am.",
        "Appointment arranged The resident Email",
        "Calendar invitation The officer Email",
    ):
        assert words in page.text, words


def test_each_look_at_a_record_is_in_the_audit_trail(
    desk: Visitor, amina: Appointment, session: Session
) -> None:
    opened(desk, amina)
    [entry] = all_of(session, AuditEntry, AuditEntry.action == "see_appointment")
    assert entry.subject == f"appointment:{amina.id}"


@pytest.mark.parametrize("reference", ["ABCD-EFGH", "x", "🙂", "1" * 500])
@pytest.mark.parametrize("page", ["", "/time", "/needs", "/cancel", "/confirmation"])
def test_an_unknown_reference_is_no_page(desk: Visitor, reference: str, page: str) -> None:
    desk.get(f"/desk/appointments/{reference}{page}", status=404)


def test_the_time_is_changed_for_the_resident(
    desk: Visitor, amina: Appointment, session: Session
) -> None:
    page = opened(desk, amina, "/time?day=2026-11-26")
    page = desk.submit(page, {"time": written(london(26, 14))}, button="Change to this time")
    assert "The time is changed." in page.text
    [made] = all_of(session, Appointment)
    assert (made.starts_at, made.sequence) == (london(26, 14), 1)
    last = all_of(session, Event)[-1]
    assert (last.actor, last.on_behalf) == (ActorKind.FRONT_DESK, True)
    assert "The front desk (Rosa Lind), for the resident" in page.text


def test_a_time_just_taken_brings_the_nearest_and_the_old_one_stands(
    desk: Visitor, council: Council, amina: Appointment, session: Session
) -> None:
    page = opened(desk, amina, "/time?day=2026-11-26")
    arranged(council, london(26, 14))
    page = desk.submit(page, {"time": written(london(26, 14))}, button="Change to this time")
    assert "Somebody else has just taken that time" in page.text
    assert len(page.choices("time")) == 3
    assert all_of(session, Appointment)[0].starts_at == london(25, 10, 30)


@pytest.mark.parametrize("time", ["", "soon", "2026-11-26T14:00:00", "9999-12-31T00:00:00Z"])
def test_what_is_no_time_is_explained(desk: Visitor, amina: Appointment, time: str) -> None:
    page = opened(desk, amina, "/time")
    page = desk.submit(page, {"time": time}, button="Change to this time")
    assert "Choose a time" in page.text
    assert page.title.startswith("Error: ")


def test_needs_are_changed_and_what_was_not_asked_stays(
    desk: Visitor, council: Council, session: Session
) -> None:
    made = arranged(council, needs=("contact_sms", "step_free"))
    page = opened(desk, made, "/needs")
    assert page.answers()["needs_place"] == "step_free"
    page = desk.submit(page, {"needs_place": [], "needs_time": ["longer_appointment"]})
    assert "The needs are changed." in page.text
    [after] = all_of(session, Appointment)
    assert after.needs == ["contact_sms", "longer_appointment"]
    assert after.minutes == 45


def test_needs_that_do_not_fit_bring_times_that_do(
    desk: Visitor, council: Council, session: Session
) -> None:
    made = arranged(council)
    page = opened(desk, made, "/needs")
    page = desk.submit(page, {"needs_time": ["afternoons_only"]})
    assert "These times fit the needs below" in page.text
    assert all_of(session, Appointment)[0].needs == []
    page = desk.submit(page, {"time": next(iter(page.choices("time")))})
    [after] = all_of(session, Appointment)
    assert after.needs == ["afternoons_only"]
    assert after.starts_at == london(25, 12)


def test_cancelling_tells_why(desk: Visitor, amina: Appointment, session: Session) -> None:
    page = desk.submit(opened(desk, amina, "/cancel"), {"reason": "They moved away"})
    assert "It is cancelled." in page.text
    assert "The reason given: They moved away" in page.text
    assert all_of(session, Appointment)[0].status is Status.CANCELLED


@pytest.mark.parametrize("page", ["/time", "/needs", "/cancel"])
def test_what_is_over_is_not_changed_any_more(desk: Visitor, amina: Appointment, page: str) -> None:
    changing.cancel(appointment_id=amina.id, actor=RESIDENT)
    shown = desk.get(f"/desk/appointments/{amina.reference}{page}", status=409)
    assert shown.heading == "This can no longer be changed"


def test_a_cancellation_from_a_stale_page_says_that_it_moved_on(
    desk: Visitor, amina: Appointment
) -> None:
    page = opened(desk, amina, "/cancel")
    changing.cancel(appointment_id=amina.id, actor=RESIDENT)
    assert "no longer be changed" in desk.submit(page, status=409).heading


def test_being_late_is_passed_on_on_the_day(
    desk: Visitor, amina: Appointment, session: Session, clock: SteppedClock
) -> None:
    assert "Tell the officer" not in opened(desk, amina).buttons
    clock.at = london(25, 9)
    page = desk.submit(opened(desk, amina), {"minutes": "20"}, button="Tell the officer")
    assert "The officer is being told" in page.text
    assert all_of(session, Appointment)[0].late_minutes == 20


@pytest.mark.parametrize("minutes", ["", "7", "-5", "x", "9" * 30])
def test_another_lateness_is_refused(
    desk: Visitor, council: Council, session: Session, minutes: str
) -> None:
    amina = arranged(council, london(23, 14))
    page = desk.submit(opened(desk, amina), {"minutes": minutes}, button="Tell the officer")
    assert "Choose how late they will be." in page.text
    assert all_of(session, Appointment)[0].late_minutes is None


def test_the_confirmation_is_large_where_large_print_is_needed(
    desk: Visitor, council: Council, amina: Appointment
) -> None:
    ordinary = opened(desk, amina, "/confirmation")
    assert "kept-large-print" not in ordinary.html
    assert "Your tenancy agreement" in ordinary.text
    assert "kept-large-print" in desk.follow(ordinary, "Large print").html
    large = arranged(council, london(26, 9), needs=("large_print_18",))
    assert "kept-large-print" in opened(desk, large, "/confirmation").html


def test_officers_have_no_business_at_the_desk(app: Flask, council: Council) -> None:
    officer = signed_in_as(app, Role.OFFICER, officer_id=council.sam.id)
    for page in ("/desk/today", "/desk/book", "/desk/find", "/desk/to-tell"):
        officer.get(page, status=403)


def test_a_reminder_of_the_time_before_is_not_said_to_wait(
    desk: Visitor, council: Council, amina: Appointment
) -> None:
    changing.rearrange(appointment_id=amina.id, starts_at=london(30, 10), actor=RESIDENT)
    rows = [text_of(row) for row in opened(desk, amina).root.iter("tr")]
    reminders = [row for row in rows if row.startswith("Reminder")]
    assert reminders
    coming = [row for row in reminders if "Waiting to be sent" in row]
    assert all("November" in row and "25 November" not in row for row in coming)
    assert any("Not sent, as it was no longer true" in row for row in reminders)
