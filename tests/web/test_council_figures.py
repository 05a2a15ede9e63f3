"""What residents are told and asked follows the council's own figures, and nobody's language is lost."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import need_rules
from booking.actions.actor import KEPT
from booking.domain.catalogue import Rule
from booking.models import Appointment, Support
from tests.builders import Council, arranged
from tests.pages import Answer, Browser
from tests.visitor import Visitor
from tests.web.desk import desk
from tests.web.walks import the_appointment, to_time, with_details

__all__ = ["desk"]


@pytest.fixture
def visitor(client: FlaskClient, council: Council) -> Browser:
    """Somebody on the first page."""
    return Browser(client).open("/")


SOONER = "with this support instead"


def set_lead(code: str, days: int) -> None:
    need_rules.save(code=code, rule=Rule(lead_working_days=days), actor=KEPT)


def asks_for_an_interpreter(visitor: Browser, **answers: Any) -> None:
    """On the way to the times of a phone call, with an interpreter who is there in person."""
    visitor.send("Start now").send(service="housing").send(officer="sam-okafor").send(way="phone")
    usual: dict[str, Any] = {"spoken": "so", "needs": ["interpreter_in_person"]}
    visitor.send(**(usual | answers))
    visitor.send(needs=["none"]).send(needs=["none"])


def test_the_reason_to_wait_names_the_councils_own_figure(
    visitor: Browser, council: Council
) -> None:
    set_lead("bsl_interpreter", 12)
    to_time(visitor, council, communication=["bsl_interpreter"])
    assert "We need 12 working days to book this support: BSL interpreter." in visitor.text
    assert next(iter(visitor.choices("time").values())).startswith("Wednesday 9 December")
    assert SOONER not in visitor.text


def test_nothing_is_said_of_waiting_where_the_council_needs_no_time(
    visitor: Browser, council: Council
) -> None:
    set_lead("interpreter_in_person", 0)
    asks_for_an_interpreter(visitor)
    assert "to book this support" not in visitor.text


def test_what_is_sooner_is_what_is_sooner_by_the_councils_figures(
    visitor: Browser, council: Council
) -> None:
    set_lead("interpreter_in_person", 6)
    set_lead("interpreter_phone", 4)
    set_lead("interpreter_video", 2)
    asks_for_an_interpreter(visitor)
    assert "We need 6 working days" in visitor.text
    assert (
        "There are times from Wednesday 25 November with this support instead: "
        "Interpreter by video. The choice is yours." in visitor.text
    )


def test_what_is_not_offered_or_is_no_sooner_is_not_offered_instead(
    visitor: Browser, council: Council
) -> None:
    set_lead("interpreter_in_person", 3)
    set_lead("interpreter_phone", 3)
    need_rules.save(code="interpreter_video", rule=Rule(offered=False), actor=KEPT)
    asks_for_an_interpreter(visitor)
    assert "We need 3 working days" in visitor.text
    assert SOONER not in visitor.text


def test_an_officer_who_arranges_by_request_comes_with_the_reason_too(
    visitor: Browser, council: Council
) -> None:
    visitor.send("Start now").send(service="benefits").send(officer="priya-shah").send(way="phone")
    visitor.send(spoken="so", needs=["interpreter_in_person"])
    visitor.send(needs=["none"]).send(needs=["none"])
    assert visitor.path == "/request/preferences"
    assert "We need 3 working days to book this support" in visitor.text
    assert SOONER in visitor.text


def test_a_need_that_is_not_offered_is_not_asked_unless_it_was_said(
    visitor: Browser, council: Council
) -> None:
    asks_for_an_interpreter(visitor, needs=["interpreter_video"])
    need_rules.save(code="interpreter_video", rule=Rule(offered=False), actor=KEPT)
    visitor.open("/request/language")
    assert visitor.filled()["needs"] == "interpreter_video"
    visitor.send(needs=["interpreter_phone"]).open("/request/language")
    assert "interpreter_video" not in visitor.choices("needs")


def test_a_language_that_no_list_has_reaches_the_agency_in_the_residents_own_words(
    visitor: Browser, council: Council, session: Session, desk: Visitor
) -> None:
    asks_for_an_interpreter(visitor, spoken="en", unlisted="Ga", needs=["interpreter_phone"])
    first, *_later = visitor.choices("time")
    with_details(visitor.send(time=first), phone="07700 900123")
    assert "Language Ga" in visitor.text
    visitor.send("Confirm and send")
    asked = the_appointment(session)
    booking = session.scalars(select(Support).where(Support.appointment_id == asked.id)).one()
    order = desk.get(f"/desk/support/{booking.id}").text
    assert "Language Ga" in order
    assert re.search(r"\bGa\b", desk.get(f"/desk/appointments/{asked.reference}").text)


def test_a_language_that_was_written_is_found_in_the_list_by_its_name(
    visitor: Browser, council: Council
) -> None:
    asks_for_an_interpreter(visitor, spoken="en", unlisted=" somali ", needs=["interpreter_phone"])
    visitor.open("/request/language")
    assert (visitor.filled()["spoken"], visitor.filled().get("unlisted", "")) == ("so", "")


def test_our_own_language_needs_no_interpreter_however_it_is_said(
    visitor: Browser, council: Council
) -> None:
    visitor.send("Start now").send(service="housing").send(officer="sam-okafor").send(way="phone")
    visitor.send(spoken="en", unlisted="English", needs=["interpreter_phone"])
    assert visitor.errors == [
        "Choose the language that you speak best, so that we find the right interpreter"
    ]


def test_two_languages_at_once_are_not_guessed_between(visitor: Browser, council: Council) -> None:
    visitor.send("Start now").send(service="housing").send(officer="sam-okafor").send(way="phone")
    visitor.send(spoken="so", unlisted="Ga", needs=["interpreter_phone"])
    assert visitor.errors == ["Choose a language from the list or write one: not both"]


def test_the_desk_writes_down_a_language_that_no_list_has(
    desk: Visitor, council: Council, session: Session
) -> None:
    page = desk.get("/desk/book")
    answers: dict[str, Answer] = {
        "came_by": "phone",
        "name": "Bo Li",
        "whom": f"{council.housing.id}-{council.sam.id}",
        "meeting": "phone",
        "spoken_language": "so",
        "unlisted": "Ga",
        "needs_professional": "interpreter_phone",
        "channel": "phone",
        "phone": "07700 900123",
        "time": "later",
        "do": "book",
    }
    both = desk.submit(page, answers, button="Book this appointment")
    assert "Choose a language from the list or enter one, not both" in both.text
    desk.submit(
        both, {"spoken_language": "", "time": "later", "do": "book"}, button="Book this appointment"
    )
    assert the_appointment(session).spoken_language == "mis Ga"


def test_a_language_of_their_own_words_stays_when_the_needs_are_changed_at_the_desk(
    desk: Visitor, council: Council, session: Session
) -> None:
    there = arranged(council, needs=("interpreter_phone",), spoken_language="mis Ga")
    page = desk.get(f"/desk/appointments/{there.reference}/needs")
    desk.submit(page, {"needs_time": "breaks"})
    session.rollback()
    assert session.get_one(Appointment, there.id).spoken_language == "mis Ga"


@pytest.mark.parametrize("relay", ["text_relay", "video_relay"])
def test_to_be_phoned_and_not_to_be_phoned_is_said_to_contradict(
    visitor: Browser, council: Council, relay: str
) -> None:
    visitor.send("Start now").send(service="housing").send(officer="sam-okafor").send(way="video")
    visitor.send(needs=["none"]).send(needs=["none"])
    visitor.send(needs=[relay, "no_phone"])
    assert visitor.errors == ["You asked us to phone you and not to phone you. Choose one."]


def test_who_meets_by_phone_and_is_not_to_be_phoned_is_told_when_we_phone(
    visitor: Browser, council: Council
) -> None:
    visitor.send("Start now").send(service="housing").send(officer="sam-okafor").send(way="phone")
    visitor.send(needs=["none"]).send(needs=["none"]).send(needs=["no_phone"])
    visitor.send(time=next(iter(visitor.choices("time")))).send(helped="no")
    assert "So we phone you only at the time of your appointment." in visitor.text
    visitor.send(name="Amina Yusuf", channel="phone", phone="07700 900123")
    assert visitor.errors == [
        "You asked us not to use this. Choose another way, or change what you need."
    ]


def test_the_desk_is_told_when_somebody_asked_not_to_be_reached_that_way(
    desk: Visitor, council: Council
) -> None:
    page = desk.get("/desk/book")
    answers: dict[str, Answer] = {
        "needs_contact": ["no_sms", "text_relay", "no_phone"],
        "channel": "sms",
        "do": "book",
    }
    said = desk.submit(page, answers, button="Book this appointment").text
    assert "They asked us not to use this. Tell them another way, or change the needs." in said
    assert "They ask to be phoned and not to be phoned. Ask them which." in said
