"""Officers: requests answered in one press, signed in or by the email's link; their day; their diary."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import links, requesting, signing_in
from booking.actions.actor import RESIDENT
from booking.domain.arranging import Preference
from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting, Part
from booking.models import (
    Absence,
    ActorKind,
    Appointment,
    AuditEntry,
    DiaryEntry,
    Event,
    Kind,
    Message,
    Officer,
    Purpose,
    Role,
)
from tests.builders import Council, arranged, london, new_request
from tests.conftest import SteppedClock
from tests.pages import Answer
from tests.stored import all_of, count, messages
from tests.visitor import Page, Visitor

PASSWORD = "a long and quiet passphrase"


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def sam(visitor: Visitor, council: Council) -> Visitor:
    """Sam, signed in."""
    return signed_in(visitor, council.sam)


def signed_in(visitor: Visitor, officer: Officer) -> Visitor:
    email, officer_id, name = officer.email, officer.id, officer.name
    signing_in.add_staff(
        email=email, name=name, role=Role.OFFICER, password=PASSWORD, officer_id=officer_id
    )
    visitor.sign_in(email, PASSWORD)
    return visitor


def requested(council: Council, **changes: object) -> Appointment:
    wish = (Preference(1, london(24, 0).date(), Part.AFTERNOON),)
    usual: dict[str, object] = {"preferences": wish, "about": "Damp in the bathroom"}
    return requesting.request(new_request(council, **(usual | changes)), actor=RESIDENT)


def link_to(session: Session, appointment: Appointment) -> str:
    token = links.mint(
        session, appointment, Purpose.ANSWER_REQUEST, officer_id=appointment.officer_id
    )
    session.commit()
    return f"/officer/answer/{token}"


def now(session: Session, appointment: Appointment) -> Appointment:
    session.rollback()
    return session.get_one(Appointment, appointment.id, populate_existing=True)


def test_a_number_that_is_somebody_else_s_is_not_shown(
    sam: Visitor, council: Council, session: Session
) -> None:
    appointment = arranged(council, meeting=Meeting.PHONE)
    address = f"/officer/appointments/{appointment.reference}"
    assert "07700 900123" in sam.get(address).text
    session.rollback()
    appointment.resident.phone_wrong_since = london(23, 9)
    session.commit()
    text = sam.get(address).text
    assert "07700 900123" not in text
    assert "Phone The phone number is somebody else’s." in text


def test_requests_stand_in_order_of_risk_with_the_days_left(
    sam: Visitor, council: Council, clock: SteppedClock
) -> None:
    requested(council, needs=("hearing_loop", "shared_device"))
    clock.forward(days=3)
    page = sam.get("/officer/requests")
    for words in (
        "Monday 30 November",
        "2 working days left",
        "At risk",
        "Amina Yusuf",
        "Tuesday 24 November, in the afternoon",
        "Hearing loop",
    ):
        assert words in page.text
    assert "Shared device" not in page.text


def test_a_request_shows_the_best_times_and_one_press_arranges_it(
    sam: Visitor, session: Session, council: Council
) -> None:
    appointment = requested(council)
    page = sam.follow(sam.get("/officer/requests"), "Amina Yusuf")
    assert "Damp in the bathroom" in page.text
    buttons = [words for words in page.buttons if "November" in words]
    assert len(buttons) == 3
    assert buttons[0] == "Tuesday 24 November at midday (their choice 1)"
    done = sam.press(page, buttons[0])
    assert done.heading.startswith("Amina Yusuf Arranged")
    kept = now(session, appointment)
    assert (kept.status, kept.starts_at) == (Status.ARRANGED, london(24, 12))
    assert (kept.events[-1].actor, kept.events[-1].staff_id) == (ActorKind.OFFICER, 1)
    assert len(messages(session, Kind.INVITATION)) == 1
    sam.press(page, buttons[1])
    assert now(session, appointment).starts_at == london(24, 12)


def test_a_time_lost_meanwhile_leads_to_the_nearest(
    sam: Visitor, session: Session, council: Council
) -> None:
    appointment = requested(council)
    page = sam.get(f"/officer/requests/{appointment.reference}")
    arranged(council, london(24, 12))
    again = sam.press(page, "Tuesday 24 November at midday (their choice 1)", status=409)
    assert "not free any more" in again.text
    sam.press(again, "Tuesday 24 November at 12:30pm")
    assert now(session, appointment).starts_at == london(24, 12, 30)


def test_another_time_is_chosen_from_all(sam: Visitor, session: Session, council: Council) -> None:
    appointment = requested(council)
    page = sam.get(f"/officer/requests/{appointment.reference}")
    days = sam.follow(sam.follow(page, "Choose another time"), "See all days and times")
    times = sam.submit(days, {"day": "2026-11-27"}, button="See the times of this day")
    sam.submit(times, {"time": "2026-11-27T09:00:00Z"})
    assert now(session, appointment).starts_at == london(27, 9)


def test_declining_needs_a_reason_and_what_instead(
    sam: Visitor, session: Session, council: Council
) -> None:
    appointment = requested(council)
    page = sam.get(f"/officer/requests/{appointment.reference}/decline")
    again = sam.submit(page, {"reason": "Not our tenant"})
    assert "Say what the resident can do instead" in again.text
    assert "Not our tenant" in again.html
    sam.submit(again, {"instead": "Ask your landlord"})
    kept = now(session, appointment)
    assert (kept.status, kept.reason, kept.instead) == (
        Status.DECLINED,
        "Not our tenant",
        "Ask your landlord",
    )
    assert len(messages(session, Kind.DECLINED)) == 1


def test_where_nothing_fits_the_page_says_so(sam: Visitor, council: Council) -> None:
    appointment = requested(council, needs=("separate_waiting",))
    page = sam.get(f"/officer/requests/{appointment.reference}")
    assert "No free time in your diary fits" in page.text
    assert sam.get(f"/officer/requests/{appointment.reference}/time").choices("time") == {}


def test_the_emails_link_shows_one_time_and_one_button(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = requested(council, needs=("hearing_loop",))
    link = link_to(session, appointment)
    page = visitor.get(f"{link}?time=2026-11-24T12:00:00Z")
    assert page.heading == "Arrange it for Tuesday 24 November at midday?"
    assert now(session, appointment).status is Status.REQUESTED
    done = visitor.press(page, "Arrange it for Tuesday 24 November at midday")
    assert done.heading == "Arranged for Tuesday 24 November at midday"
    assert now(session, appointment).status is Status.ARRANGED
    again = visitor.press(page, "Arrange it for Tuesday 24 November at midday")
    assert again.heading == done.heading
    assert len(messages(session, Kind.INVITATION)) == 1


def test_the_link_shows_no_name_no_need_and_no_word_of_the_residents(
    visitor: Visitor, session: Session, council: Council
) -> None:
    link = link_to(session, requested(council, needs=("hearing_loop",), needs_in_own_words="Left"))
    page = visitor.get(link)
    for untold in ("Amina", "Yusuf", "Hearing loop", "Damp", "amina@example.org", "Left"):
        assert untold not in page.html
    assert "A.Y." in page.text
    assert "Support is needed" in page.text


def test_the_link_of_a_lost_time_offers_the_nearest(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = requested(council)
    link = link_to(session, appointment)
    arranged(council, london(24, 12))
    page = visitor.get(f"{link}?time=2026-11-24T12:00:00Z")
    assert "not free any more" in page.text
    visitor.press(page, "Tuesday 24 November at 11:30am")
    assert now(session, appointment).starts_at == london(24, 11, 30)


def test_the_link_also_leads_to_another_time_and_to_declining(
    visitor: Visitor, session: Session, council: Council
) -> None:
    first, second = requested(council), requested(council)
    page = visitor.follow(visitor.get(link_to(session, first)), "Choose another time")
    visitor.submit(page, {"time": next(iter(page.choices("time")))})
    assert now(session, first).status is Status.ARRANGED
    link = link_to(session, second)
    page = visitor.get(f"{link}/decline")
    done = visitor.submit(page, {"reason": "No", "instead": "Yes"})
    assert "the resident is told why" in done.text.lower()
    for address in (link, f"{link}/time", f"{link}/decline"):
        assert visitor.get(address).heading == "This request has been answered"


def test_an_answer_by_one_door_uses_up_the_link_of_the_other(
    sam: Visitor, session: Session, council: Council
) -> None:
    appointment = requested(council)
    link = link_to(session, appointment)
    page = sam.get(f"/officer/requests/{appointment.reference}")
    sam.press(page, "Tuesday 24 November at midday (their choice 1)")
    assert sam.get(link).heading == "Arranged for Tuesday 24 November at midday"


def test_a_link_sent_to_another_officer_is_refused(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = requested(council)
    link = link_to(session, appointment)
    now(session, appointment).officer_id = council.rhys.id
    session.commit()
    visitor.get(link, status=410)


@pytest.mark.parametrize("time", ["", "now", "2026-11-24T10:30:00", "9999-12-31T00:00:00Z"])
def test_what_is_no_time_arranges_nothing(
    visitor: Visitor, session: Session, council: Council, time: str
) -> None:
    appointment = requested(council)
    link = link_to(session, appointment)
    page = visitor.get(f"{link}?time={time}")
    visitor.submit(page, {"time": time}, button="Tuesday 24 November at midday (their choice 1)")
    assert now(session, appointment).status is Status.REQUESTED


def test_an_officer_sees_and_touches_only_their_own(
    sam: Visitor, session: Session, council: Council
) -> None:
    theirs = requested(council, officer_id=council.rhys.id)
    token = sam.get("/officer/diary").token()
    reference = theirs.reference
    for address in (
        f"/officer/requests/{reference}",
        f"/officer/requests/{reference}/time",
        f"/officer/requests/{reference}/decline",
        f"/officer/appointments/{reference}",
        f"/staff/appointments/{reference}",
        "/officer/appointments/nonsense",
    ):
        sam.get(address, status=404)
    sam.post(f"/officer/appointments/{reference}/start", {"csrf_token": token}, status=404)
    sam.post(f"/officer/requests/{reference}", {"csrf_token": token}, status=404)
    assert now(session, theirs).status is Status.REQUESTED


def test_the_day_is_started_and_finished_by_one_press_each(
    sam: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council, needs=("lipreads",))
    assert "You see nobody on this day" in sam.get("/officer/day").text
    clock.at = london(25, 10, 25)
    sam.sign_in("sam@example.org", PASSWORD)
    page = sam.get("/officer/day")
    assert "Lipreads" in page.text
    page = sam.press(page, "Start: Amina Yusuf")
    assert page.address.startswith("/officer/day")
    assert now(session, appointment).status is Status.IN_PROGRESS
    sam.press(page, "Finish: Amina Yusuf")
    assert now(session, appointment).status is Status.ATTENDED
    late = sam.press(page, "Finish: Amina Yusuf")
    assert "changed since you opened this page" in late.text
    assert len(now(session, appointment).events) == 5


def test_did_not_attend_is_for_after_the_start(
    sam: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council, london(23, 14))
    page = sam.get(f"/officer/appointments/{appointment.reference}")
    assert "Did not attend: Amina Yusuf" not in page.text
    clock.at = london(23, 14, 20)
    page = sam.get(f"/officer/appointments/{appointment.reference}")
    sam.press(page, "Did not attend: Amina Yusuf")
    assert now(session, appointment).status is Status.DID_NOT_ATTEND


def test_an_appointment_says_what_the_officer_must_know(sam: Visitor, council: Council) -> None:
    appointment = arranged(
        council,
        needs=("bsl_interpreter", "no_email"),
        needs_in_own_words="Face me",
        spoken_language="pl",
        about="My rent",
        meeting=Meeting.PHONE,
        starts_at=london(9, 10, month=12),
    )
    page = sam.get(f"/staff/appointments/{appointment.reference}")
    for words in ("BSL interpreter", "Face me", "Polish", "My rent", "07700 900123", "10am"):
        assert words in page.text
    assert "No email" not in page.text
    assert "amina@example.org" not in page.text


def test_every_view_of_a_person_is_in_the_audit_trail(
    sam: Visitor, session: Session, council: Council
) -> None:
    appointment = requested(council)
    for address in (
        "/officer/day",
        "/officer/requests",
        "/officer/diary",
        f"/officer/requests/{appointment.reference}",
        f"/officer/appointments/{appointment.reference}",
    ):
        before = count(session, AuditEntry)
        sam.get(address)
        assert count(session, AuditEntry) == before + 1
    last = all_of(session, AuditEntry)[-1]
    assert (last.action, last.subject) == ("see_appointment", f"appointment:{appointment.id}")


def record(sam: Visitor, first: str, last: str = "", **answers: str) -> Page:
    days: dict[str, Answer] = {}
    for name, day in (("first", first), ("last", last)):
        parts = day.split("-") if day else ("", "", "")
        days |= dict(zip((f"{name}-year", f"{name}-month", f"{name}-day"), parts, strict=True))
    page = sam.get("/officer/diary")
    return sam.submit(page, {**days, **answers}, button="Record the absence")


def test_the_diary_lists_the_week_by_day(sam: Visitor, council: Council) -> None:
    arranged(council)
    page = sam.get("/officer/diary")
    assert page.heading == "My diary: the week of Monday 23 November"
    assert "9am to 5pm, Civic Centre" in page.text
    assert "10:30am to 11am Amina Yusuf" in page.text
    assert "Saturday" not in page.text
    assert "Monday 30 November" in sam.follow(page, "Week after").heading


def test_an_absence_closes_the_diary_and_names_what_still_stands(
    sam: Visitor, session: Session, council: Council
) -> None:
    arranged(council)
    page = record(sam, "2026-11-24", "2026-11-26")
    assert "1 appointment lies in it and still stands" in page.text
    assert "While you are away" in page.text
    (absence,) = all_of(session, Absence)
    assert (absence.starts_at, absence.ends_at) == (london(24, 0), london(27, 0))
    record(sam, "2026-11-24", "2026-11-26")
    assert count(session, Absence) == 1
    request = requested(council)
    offered = sam.get(f"/officer/requests/{request.reference}").buttons
    assert not any("24 November" in words for words in offered)
    page = sam.press(page, "Remove the absence on Tuesday 24 November")
    assert count(session, Absence) == 0


def test_half_a_day_is_one_days_half(sam: Visitor, session: Session, council: Council) -> None:
    record(sam, "2026-11-24", part="afternoon", reason="training")
    (absence,) = all_of(session, Absence)
    assert (absence.starts_at, absence.ends_at, absence.reason) == (
        london(24, 12),
        london(25, 0),
        "training",
    )


@pytest.mark.parametrize(
    ("first", "last", "part", "words"),
    [
        ("", "", "all", "Enter the first day"),
        ("2026-02-30", "", "all", "Enter a real date"),
        ("2026-xx-01", "", "all", "Enter a real date"),
        ("99999-01-01", "", "all", "Enter a real date"),
        ("2026-11-24", "2026-11-23", "all", "must not be before the first"),
        ("2026-11-24", "2028-11-23", "all", "a year at the most"),
        ("2026-11-24", "2026-11-25", "morning", "give one day only"),
        ("2026-11-24", "", "evening", "Choose from the answers on this page."),
    ],
)
def test_an_absence_that_cannot_be_is_refused_and_kept_on_the_page(
    sam: Visitor, session: Session, first: str, last: str, part: str, words: str
) -> None:
    page = record(sam, first, last, part=part)
    assert words in page.text
    assert page.title.startswith("Error:")
    assert count(session, Absence) == 0


def test_another_officers_absence_is_left_alone(
    sam: Visitor, session: Session, council: Council
) -> None:
    absence = Absence(officer_id=council.rhys.id, starts_at=london(24, 0), ends_at=london(25, 0))
    session.add(absence)
    session.commit()
    token = sam.get("/officer/diary").token()
    sam.post(f"/officer/absences/{absence.id}/remove", {"csrf_token": token})
    assert count(session, Absence) == 1


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "yesterday", "2026-02-30"])
def test_days_that_cannot_be_show_today(sam: Visitor, day: str) -> None:
    assert "23 November" in sam.get(f"/officer/day?day={day}").heading
    assert "23 November" in sam.get(f"/officer/diary?week={day}").heading


def test_opening_the_link_writes_nothing(
    visitor: Visitor, session: Session, council: Council
) -> None:
    link = link_to(session, requested(council))
    stored = (Appointment, DiaryEntry, Event, Message, AuditEntry)
    before = [count(session, table) for table in stored]
    for address in ("", "?time=2026-11-24T12:00:00Z", "/time", "/time?see=days", "/decline"):
        visitor.get(f"{link}{address}")
    assert [count(session, table) for table in stored] == before
