"""Booking for somebody on one page: nothing typed is ever lost, and nothing is booked twice."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from booking.actions import requesting
from booking.actions.actor import RESIDENT
from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting
from booking.models import ActorKind, Appointment, AuditEntry, CameBy, Event, Resident
from booking.web.times import written
from tests.builders import Council, arranged, authority, contact, london, new_request
from tests.stored import all_of, count
from tests.visitor import Page, Visitor
from tests.web.desk import desk

__all__ = ["desk"]

ADDRESS = "/desk/book"
BUTTON = "Book this appointment"


def answers(council: Council, **changes: Any) -> dict[str, Any]:
    """Everything that somebody types for Ken Ode, who sees Sam about housing."""
    usual: dict[str, Any] = {
        "came_by": "phone",
        "name": "Ken Ode",
        "asked_by": "his daughter",
        "whom": f"{council.housing.id}-{council.sam.id}",
        "meeting": "in_person",
        "about": "Damp",
        "needs_place": ["step_free"],
        "needs_in_own_words": "A chair with arms",
        "phone": "07700 900456",
        "channel": "sms",
    }
    return usual | changes


def send(desk: Visitor, page: Page, do: str, typed: dict[str, Any] | None = None) -> Page:
    return desk.submit(page, {**(typed or {}), "do": do}, button=BUTTON)


def with_times(desk: Visitor, council: Council, **changes: Any) -> Page:
    return send(desk, desk.get(ADDRESS), "times", answers(council, **changes))


def first_time(page: Page) -> str:
    return next(iter(page.choices("time")))


def test_one_page_books_with_everything_that_was_said(
    desk: Visitor, council: Council, session: Session
) -> None:
    page = with_times(desk, council)
    done = send(desk, page, "book", {"time": first_time(page)})
    assert done.heading == "The appointment is arranged"
    [made] = all_of(session, Appointment)
    assert made.reference in done.text
    assert (made.status, made.came_by) == (Status.ARRANGED, CameBy.PHONE)
    assert (made.needs, made.needs_in_own_words) == (["step_free"], "A chair with arms")
    assert (made.asked_by, made.about) == ("his daughter", "Damp")
    assert made.resident.phone == "+447700900456"
    first = all_of(session, Event)[0]
    assert (first.actor, first.on_behalf) == (ActorKind.FRONT_DESK, True)


def test_three_times_first_and_then_every_time_of_a_day(desk: Visitor, council: Council) -> None:
    page = with_times(desk, council)
    assert len(page.choices("time")) == 4
    assert page.choices("time")["later"] == "No time now: the officer arranges one"
    page = send(desk, page, "times", {"day": "2026-11-25"})
    labels = list(page.choices("time").values())
    assert len(labels) > 10
    assert labels[0] == "Wednesday 25 November at 9am, Civic Centre"


def test_everything_typed_survives_every_button(desk: Visitor, council: Council) -> None:
    typed = answers(council, email="ken@example.org", address="1 High Street\nHartley")
    page = desk.get(ADDRESS)
    for do in ("search", "times", "known", "next", "book"):
        page = send(desk, page, do, typed if page.answers(BUTTON)["name"] == "" else None)
        kept = page.answers(BUTTON)
        for name, value in typed.items():
            expected = value[0] if name == "needs_place" else value
            assert kept[name] == expected, (do, name)


def test_sending_twice_makes_one_appointment(
    desk: Visitor, council: Council, session: Session
) -> None:
    page = with_times(desk, council)
    time = {"time": first_time(page)}
    assert send(desk, page, "book", time).text == send(desk, page, "book", time).text
    assert count(session, Appointment) == 1


def test_the_same_page_with_other_answers_is_refused(
    desk: Visitor, council: Council, session: Session
) -> None:
    page = with_times(desk, council)
    send(desk, page, "book", {"time": first_time(page)})
    again = send(desk, page, "book", {"time": first_time(page), "name": "Kay Ode"})
    assert "This request was sent before with other answers" in again.text
    assert count(session, Appointment) == 1


def test_a_time_taken_a_second_ago_brings_the_nearest_and_keeps_the_answers(
    desk: Visitor, council: Council, session: Session
) -> None:
    page = with_times(desk, council)
    arranged(council, london(25, 10, 30))
    page = send(desk, page, "book", {"time": written(london(25, 10, 30))})
    assert "Somebody else has just taken that time" in page.text
    assert page.title.startswith("Error: ")
    assert len(page.choices("time")) == 4
    assert page.answers(BUTTON)["name"] == "Ken Ode"
    done = send(desk, page, "book", {"time": first_time(page)})
    assert done.heading == "The appointment is arranged"
    assert count(session, Appointment) == 2


def test_without_a_time_it_is_a_request_with_what_suits(
    desk: Visitor, council: Council, session: Session
) -> None:
    page = with_times(desk, council, whom=f"{council.benefits.id}-{council.priya.id}")
    assert "arranges times by request" in page.text
    wishes = {"time": "later", "first-day": "2026-11-26", "first-part": "morning"}
    done = send(desk, page, "book", wishes)
    assert done.heading == "The request is with the officer"
    assert "We will arrange a time by Monday 30 November" in done.text
    [made] = all_of(session, Appointment)
    [wish] = made.preferences
    assert (wish.day, wish.part) == (london(26, 0).date(), "morning")


def test_a_time_cannot_be_forced_on_an_officer_who_arranges_by_request(
    desk: Visitor, council: Council, session: Session
) -> None:
    page = with_times(desk, council, whom=f"{council.benefits.id}-{council.priya.id}")
    page = send(desk, page, "book", {"time": written(london(25, 10))})
    assert "This officer arranges times by request: take no time" in page.text
    assert count(session, Appointment) == 0


def test_somebody_who_was_here_before_is_found_and_filled_in(
    desk: Visitor, council: Council, session: Session
) -> None:
    known = contact(keep_needs=True)
    before = requesting.request(
        new_request(council, contact=known, needs=("hearing_loop",)), actor=RESIDENT
    )
    page = send(desk, desk.get(ADDRESS), "next", {"sought": "amina"})
    assert page.choices("known")[str(before.resident_id)] == "Amina Yusuf"
    assert "Phone ending in 123. Not seen yet." in page.text
    page = send(desk, page, "known", {"known": str(before.resident_id)})
    kept = page.answers(BUTTON)
    assert (kept["name"], kept["email"]) == ("Amina Yusuf", "amina@example.org")
    assert kept["needs_communicating"] == "hearing_loop"
    assert "is it still right?" in page.text
    page = send(desk, page, "times", answers(council, name="Amina Yusuf", channel="email"))
    send(desk, page, "book", {"time": first_time(page)})
    assert count(session, Resident) == 1
    assert count(session, Appointment) == 2


def test_what_was_typed_wins_over_what_was_known(
    desk: Visitor, council: Council, session: Session
) -> None:
    before = requesting.request(new_request(council), actor=RESIDENT)
    typed = {"sought": "amina", "phone": "07700 900999"}
    page = send(desk, desk.get(ADDRESS), "next", typed)
    page = send(desk, page, "known", {"known": str(before.resident_id)})
    assert page.answers(BUTTON)["phone"] == "07700 900999"
    page = send(desk, page, "known", {"known": "new"})
    kept = page.answers(BUTTON)
    assert (kept["name"], kept["phone"]) == ("", "07700 900999")


def test_a_number_that_is_somebody_else_s_is_not_filled_in_and_given_again_it_is_theirs(
    desk: Visitor, council: Council, session: Session
) -> None:
    before = requesting.request(new_request(council), actor=RESIDENT).resident
    before.phone_wrong_since = london(23, 9)
    session.commit()
    page = send(desk, desk.get(ADDRESS), "next", {"sought": "amina"})
    assert "The phone number is somebody else’s. Not seen yet." in page.text
    page = send(desk, page, "known", {"known": str(before.id)})
    assert page.answers(BUTTON)["phone"] == ""
    typed = answers(council, name="Amina Yusuf", phone="07700 900123", channel="phone")
    page = send(desk, page, "times", typed)
    done = send(desk, page, "book", {"time": first_time(page)})
    assert done.heading == "The appointment is arranged"
    [resident] = all_of(session, Resident)
    assert resident.own_phone == "+447700900123"


def test_looking_at_residents_is_in_the_audit_trail_without_their_names(
    desk: Visitor, council: Council, session: Session
) -> None:
    before = requesting.request(new_request(council), actor=RESIDENT)
    resident = before.resident_id
    send(desk, desk.get(ADDRESS), "next", {"sought": "amina"})
    [entry] = all_of(session, AuditEntry, AuditEntry.action == "see_residents")
    assert entry.subject == f"residents:{resident}"


def test_an_empty_page_says_all_that_is_missing_and_saves_nothing(
    desk: Visitor, session: Session
) -> None:
    page = send(desk, desk.get(ADDRESS), "book")
    for words in (
        "Choose how they came to us",
        "Enter their name",
        "Choose a service and an officer",
        "Choose how they will meet",
        "Choose how we tell them",
        "Choose a time, or let the officer arrange one",
    ):
        assert words in page.text
    assert count(session, Resident) == 0


BAD = [
    ("name", "   ", "Enter their name"),
    ("name", "x" * 201, "Use 200 characters or fewer for “"),
    ("name", "Ken\r\nBcc: all@example.org", "Use one line of letters"),
    ("name", "Ken\x00Ode", "Use one line of letters"),
    ("asked_by", "x" * 5000, "Use 100 characters or fewer for “"),
    ("phone", "not a phone", "Enter a phone number"),
    ("phone", "020 7946 0123", "A text cannot reach this number"),
    ("phone", "", "Enter a mobile number, or tell them another way"),
    ("phone", "+44 7700 900456 ext 5", "without an extension"),
    ("email", "ken@", "Enter an email address in the right form"),
    ("email", "ken@example.org\r\nBcc: x@example.org", "Enter an email address in the right form"),
    ("address", "x" * 501, "Use 500 characters or fewer for “"),
    ("about", "x" * 501, "Use 500 characters or fewer for “"),
    ("whom", "999-999", "Choose from the answers"),
    ("meeting", "telepathy", "Choose from the answers"),
    ("meeting", "home_visit", "Housing advice is not done this way"),
    ("location", "77", "Choose from the answers"),
    ("needs_place", "teleport", "Choose from the answers"),
    ("spoken_language", "xx-bad", "Choose from the answers"),
    ("time", "yesterday", "Choose a time"),
    ("time", "2026-11-25T10:30:00", "Choose a time"),
    ("time", "2026-11-20T10:30:00Z", "That time is not free any more"),
    ("time", "2027-03-28T01:30:00Z", "That time is not free any more"),
    ("time", "9999-12-31T23:59:59Z", "Choose a time"),
    ("first-day", "2026-02-30", "Choose from the answers on this page."),
]


@pytest.mark.parametrize(("field", "typed", "told"), BAD)
def test_bad_input_is_explained_kept_and_saves_nothing(
    desk: Visitor, council: Council, session: Session, field: str, typed: str, told: str
) -> None:
    page = with_times(desk, council)
    time = {"time": first_time(page)}
    page = send(desk, page, "book", {**time, field: typed})
    assert told in page.text
    assert page.answers(BUTTON)["needs_in_own_words"] == "A chair with arms"
    assert count(session, Appointment) == 0
    assert count(session, Resident) == 0


@pytest.mark.parametrize(
    "name", ["Zoë 🙂 O’Neill", "محمد علی", "<b>Ken</b> & Co", "=cmd()", "Łukasz Żółć"]
)
def test_every_real_name_is_kept_as_it_is_written(
    desk: Visitor, council: Council, session: Session, name: str
) -> None:
    page = with_times(desk, council, name=name)
    done = send(desk, page, "book", {"time": first_time(page)})
    assert name in done.text
    assert all_of(session, Resident)[0].name == name


@pytest.mark.parametrize("key", ["", "x", "' OR 1=1", "🙂"])
def test_a_key_that_is_none_is_replaced(
    desk: Visitor, council: Council, session: Session, key: str
) -> None:
    page = with_times(desk, council)
    send(desk, page, "book", {"time": first_time(page), "key": key})
    [made] = all_of(session, Appointment)
    assert len(made.idempotency_key) == 36


@pytest.mark.parametrize("person", ["999", "-1", "9" * 40, "x", "²"])
def test_a_resident_who_is_none_is_somebody_new(
    desk: Visitor, council: Council, session: Session, person: str
) -> None:
    page = with_times(desk, council)
    send(desk, page, "book", {"time": first_time(page), "resident_id": person})
    assert count(session, Resident) == 1


def test_nothing_is_said_of_times_while_an_answer_is_wrong(
    desk: Visitor, council: Council, session: Session
) -> None:
    council.housing.meetings = [Meeting.PHONE]
    session.commit()
    page = with_times(desk, council)
    assert "Housing advice is not done this way." in page.text
    assert "no free times" not in page.text
    page = send(desk, page, "times", {"meeting": "phone"})
    assert page.choices("time")


def test_a_meeting_by_phone_needs_no_location(
    desk: Visitor, council: Council, session: Session
) -> None:
    page = with_times(desk, council, meeting="phone")
    assert next(iter(page.choices("time").values())).endswith(("am", "pm", "midday"))
    send(desk, page, "book", {"time": first_time(page)})
    assert all_of(session, Appointment)[0].meeting is Meeting.PHONE


def test_whoever_acts_for_them_in_everything_is_not_booked_as_their_officer(
    desk: Visitor, council: Council, session: Session
) -> None:
    everything = authority(in_everything=True, email="rhys@example.org")
    before = arranged(council, authority=everything)
    page = send(desk, desk.get(ADDRESS), "next", {"sought": "amina"})
    page = send(desk, page, "known", {"known": str(before.resident_id)})
    typed = answers(
        council, name="Amina Yusuf", whom=f"{council.housing.id}-{council.rhys.id}", phone=""
    )
    page = send(desk, page, "times", typed | {"channel": "email", "email": "amina@example.org"})
    page = send(desk, page, "book", {"time": first_time(page)})
    assert "This officer, or their cover, acts for the resident. Choose another" in page.text
    assert page.answers(BUTTON)["about"] == "Damp"
    assert count(session, Appointment) == 1


def test_who_wants_a_supporter_told_and_names_none_is_pointed_to_where_one_is_recorded(
    desk: Visitor, council: Council
) -> None:
    page = with_times(desk, council, needs_contact=["through_supporter"])
    done = send(desk, page, "book", {"time": first_time(page)})
    assert "nobody is recorded who can" in done.text
    assert desk.follow(done, "Record somebody who acts for them").heading.startswith(
        "Somebody acts"
    )
