"""A resident asks for an appointment, from the first page to the last."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting, Part
from booking.models import Appointment, DiaryEntry, Draft
from tests.builders import Council, london
from tests.conftest import SteppedClock
from tests.pages import Browser
from tests.web.walks import TUESDAY_AT_9, the_appointment, to_check, to_time, with_details


@pytest.fixture
def visitor(client: FlaskClient, council: Council) -> Browser:
    return Browser(client).open("/")


def test_a_resident_asks_and_is_arranged_at_once(
    visitor: Browser, council: Council, session: Session
) -> None:
    to_time(visitor, council)
    assert visitor.heading == "Choose one of the earliest times"
    assert "Sam Okafor" in visitor.title
    assert "Housing advice" in visitor.title
    assert next(iter(visitor.choices("time").values())) == "Monday 23 November at midday"
    with_details(visitor.send(time=TUESDAY_AT_9))
    assert visitor.heading == "Check your answers"
    assert "We are keeping this time for you until 10:15am." in visitor.text
    visitor.send("Confirm and send")
    assert visitor.heading == "Your appointment is arranged"
    appointment = the_appointment(session)
    assert appointment.starts_at == london(24, 9)
    assert appointment.status is Status.ARRANGED
    assert appointment.reference in visitor.text
    assert "Tuesday 24 November9am to 9:30am" in visitor.text
    assert "Your tenancy agreement" in visitor.text


@pytest.mark.parametrize(("day", "too_late"), [("2026-11-26", True), ("2026-11-27", False)])
def test_who_is_told_by_letter_hears_at_once_that_it_may_come_too_late(
    visitor: Browser, council: Council, day: str, too_late: bool
) -> None:
    to_time(visitor, council).send(time=f"{day}T09:00:00Z")
    with_details(visitor, channel="letter", address="1 High Street").send("Confirm and send")
    assert "We are sending you a letter" in visitor.text
    assert ("The letter may come too late" in visitor.text) is too_late


def test_nothing_said_stays_in_the_draft_once_it_is_sent(
    visitor: Browser, council: Council, session: Session
) -> None:
    to_check(visitor, council).send("Confirm and send")
    appointment_id = session.scalar(select(Appointment.id))
    assert session.scalars(select(Draft)).one().answers == {"appointment_id": appointment_id}


def test_the_appointment_goes_into_a_calendar(visitor: Browser, council: Council) -> None:
    to_check(visitor, council).send("Confirm and send")
    response = visitor.client.get("/request/appointment.ics")
    assert response.mimetype == "text/calendar"
    assert b"DTSTART;TZID=Europe/London:20261124T090000" in response.data
    assert "appointment.ics" in response.headers["Content-Disposition"]


def test_finishing_leaves_nothing_in_the_browser(visitor: Browser, council: Council) -> None:
    to_check(visitor, council).send("Confirm and send").send("Finish")
    assert visitor.path == "/"
    visitor.open("/request/done", status=404)


def test_an_officer_by_request_is_asked_for_preferred_times(
    visitor: Browser, council: Council, session: Session
) -> None:
    visitor.send("Start now").send(service="benefits").send(officer="priya-shah")
    visitor.send(way="phone").send(needs=["none"]).send(needs=["none"]).send(needs=["none"])
    assert visitor.path == "/request/preferences"
    wishes: dict[str, Any] = {
        "first-day": "2026-11-26",
        "first-part": "morning",
        "second-part": "afternoon",
    }
    visitor.send(**wishes)
    with_details(visitor, phone="07700 900123")
    assert "Thursday 26 November, in the morning" in visitor.text
    assert "by Monday 30 November" in visitor.text
    visitor.send("Confirm and send")
    assert visitor.heading == "We have your request"
    assert "tell you the time by Monday 30 November" in visitor.text
    appointment = the_appointment(session)
    assert appointment.status is Status.REQUESTED
    assert appointment.meeting is Meeting.PHONE
    assert [wish.part for wish in appointment.preferences] == [Part.MORNING, Part.AFTERNOON]


def test_none_of_these_suit_me_leads_to_preferences(visitor: Browser, council: Council) -> None:
    to_time(visitor, council).follow("None of these suit me").send(any_time="y")
    with_details(visitor)
    assert "Any time" in visitor.text
    assert visitor.send("Confirm and send").heading == "We have your request"


def test_all_times_are_found_by_day(visitor: Browser, council: Council) -> None:
    to_time(visitor, council).follow("See all times")
    assert visitor.choices("day")["2026-11-24"] == "Tuesday 24 November: 31 times"
    visitor.send("See the times of this day", day="2026-11-24")
    assert visitor.path == "/request/times/2026-11-24"
    assert "Tuesday 24 November, morning" in visitor.text
    assert "Tuesday 24 November, afternoon" in visitor.text
    assert visitor.choices("time")["2026-11-24T14:30:00Z"] == "Tuesday 24 November at 2:30pm"
    assert visitor.send(time="2026-11-24T14:30:00Z").path == "/request/helped"


def test_a_letter_leads_straight_to_an_officer(visitor: Browser, council: Council) -> None:
    visitor.open("/with/priya-shah")
    assert visitor.heading == "Ask for an appointment with Priya Shah"
    visitor.send("Start now")
    assert list(visitor.choices("service").values()) == ["Benefits and council tax"]
    assert visitor.send(service="benefits").path == "/request/meeting"


def test_opening_a_letters_link_begins_nothing(
    visitor: Browser, council: Council, session: Session
) -> None:
    visitor.open("/with/priya-shah")
    assert session.scalar(select(func.count(Draft.id))) == 0


def test_an_officer_is_found_by_name(visitor: Browser, council: Council) -> None:
    visitor.send("Start now").send(service="housing")
    assert list(visitor.choices("officer").values()) == ["Rhys Morgan", "Sam Okafor"]
    assert "Speaks English and Welsh" in visitor.text
    visitor.send("Search", q="priya")
    assert list(visitor.choices("officer").values()) == ["Priya Shah"]
    assert "Does not see people about this" in visitor.text
    assert visitor.send(officer="priya-shah").path == "/request/service"
    assert list(visitor.choices("service").values()) == ["Benefits and council tax"]


def test_a_name_that_nobody_has_is_said_so(visitor: Browser, council: Council) -> None:
    visitor.send("Start now").send(service="housing").send("Search", q="<b>nobody</b>")
    assert "We found nobody" in visitor.text


def test_every_answer_can_be_changed_and_leads_back_to_the_check(
    visitor: Browser, council: Council
) -> None:
    changes = {
        "Change what it is about",
        "Change the officer",
        "Change how we meet",
        "Change the language that you speak",
        "Change what you need",
        "Change how we write to you",
        "Change the time",
        "Change who helps you",
        "Change your name",
    }
    to_check(visitor, council)
    for words in changes:
        link = next(a for a in visitor.page.iter("a") if "".join(a.itertext()).endswith(words))
        visitor.open(link.attrib["href"])
        if visitor.path == "/request/time":
            visitor.send(time=next(iter(visitor.choices("time"))))
        else:
            visitor.send()
        assert visitor.heading == "Check your answers", words


def test_a_change_that_the_held_time_allows_keeps_it(visitor: Browser, council: Council) -> None:
    to_check(visitor, council).open("/request/support").send(needs=["step_free"])
    assert visitor.heading == "Check your answers"
    assert "Tuesday 24 November at 9am" in visitor.text


def test_a_change_that_the_held_time_does_not_allow_asks_for_the_time_again(
    visitor: Browser, council: Council, session: Session
) -> None:
    to_check(visitor, council).open("/request/support").send(needs=["afternoons_only"])
    assert visitor.path == "/request/time"
    assert visitor.errors == ["We cannot offer that time. The nearest times are:"]
    assert session.scalar(select(func.count(DiaryEntry.id))) == 0
    visitor.send(time=next(iter(visitor.choices("time"))))
    assert visitor.heading == "Check your answers"
    assert "Amina Yusuf" in visitor.text
    assert "I can only come in the afternoon" in visitor.text


def test_another_officer_means_another_time_and_nothing_else(
    visitor: Browser, council: Council, session: Session
) -> None:
    to_check(visitor, council).open("/request/officer").send(officer="rhys-morgan")
    assert visitor.path == "/request/meeting"
    assert session.scalar(select(func.count(DiaryEntry.id))) == 0
    visitor.send(way=f"in_person-{council.library.id}")
    assert visitor.path == "/request/time"
    visitor.send(time=next(iter(visitor.choices("time"))))
    assert visitor.heading == "Check your answers"
    assert "Amina Yusuf" in visitor.text


def test_who_comes_to_a_place_after_all_is_asked_what_they_need_there(
    visitor: Browser, council: Council
) -> None:
    visitor.send("Start now").send(service="housing").send(officer="sam-okafor").send(way="phone")
    visitor.send(needs=["none"])
    assert "step_free" not in visitor.choices("needs")
    visitor.send(needs=["breaks"]).send(needs=["none"]).open("/request/meeting")
    visitor.send(way=f"in_person-{council.civic_centre.id}")
    assert visitor.path == "/request/support"
    assert "step_free" in visitor.choices("needs")
    assert visitor.filled()["needs"] == "breaks"


def test_support_that_takes_time_to_book_is_explained(visitor: Browser, council: Council) -> None:
    to_time(visitor, council, communication=["bsl_interpreter"])
    assert "We need 10 working days to book this support: BSL interpreter." in visitor.text
    assert next(iter(visitor.choices("time").values())).startswith("Monday 7 December")


def test_a_sooner_interpreter_is_offered(visitor: Browser, council: Council) -> None:
    visitor.send("Start now").send(service="housing").send(officer="sam-okafor").send(way="phone")
    visitor.send(spoken="so", needs=["interpreter_in_person"])
    visitor.send(needs=["none"]).send(needs=["none"])
    assert "We need 3 working days" in visitor.text
    assert (
        "There are times from Monday 23 November with this support instead: Interpreter by phone. "
        "The choice is yours." in visitor.text
    )
    visitor.follow("Change how the interpreter helps you").send(needs=["interpreter_phone"])
    assert "We need" not in visitor.text


def test_what_the_interpreter_should_be_reaches_the_appointment(
    visitor: Browser, council: Council, session: Session
) -> None:
    visitor.send("Start now").send(service="housing").send(officer="sam-okafor").send(way="phone")
    visitor.send(spoken="so", needs=["interpreter_phone"], wishes="Af-Maay, a woman")
    visitor.send(needs=["none"]).send(needs=["none"])
    first, *_later = visitor.choices("time")
    with_details(visitor.send(time=first), phone="07700 900123")
    assert "Af-Maay, a woman" in visitor.text
    visitor.send("Confirm and send")
    assert the_appointment(session).interpreter_wishes == "Af-Maay, a woman"


def test_the_answers_survive_a_rest(
    visitor: Browser, council: Council, clock: SteppedClock
) -> None:
    to_time(visitor, council)
    clock.forward(hours=2)
    visitor.open("/request/writing").send()
    assert visitor.path == "/request/time"


def test_the_reference_is_read_out_the_same_everywhere(visitor: Browser, council: Council) -> None:
    to_check(visitor, council).send("Confirm and send")
    assert re.search(r"Your reference \S+", visitor.text)
