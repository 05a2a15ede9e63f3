"""Which language somebody speaks best: suggested, searched for by typing, and never another than they say."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from booking.language.languages import LANGUAGES, SPOKEN
from booking.models import Appointment, Message, Support, Supporter
from config import Config
from tests.builders import Council
from tests.conftest import configured
from tests.pages import Browser
from tests.stored import all_of, count
from tests.visitor import Visitor
from tests.web.desk import desk
from tests.web.test_front_desk_book import first_time, send, with_times
from tests.web.test_supporter import JOAN
from tests.web.walks import TUESDAY_AT_9, at_time, the_appointment, with_details

__all__ = ["desk"]
TYPED = " Panjabi"
"""What the box that is typed into sends where that is none of the choices."""


@pytest.fixture
def config(database_url: str) -> Config:
    return configured(database_url).but(languages=("en", "pl", "pa"))


@pytest.fixture
def visitor(client: FlaskClient, council: Council) -> Browser:
    return Browser(client).open("/")


def asked(visitor: Browser, council: Council, **before: Any) -> Browser:
    """On the page that asks for their language, which they have not answered unless `before` says so."""
    at_time(visitor, council, **{"spoken_language": None} | before)
    return visitor.open("/request/language")


def recorded(visitor: Browser, session: Session) -> Appointment:
    with_details(visitor.open("/request/time").send(time=TUESDAY_AT_9)).send("Confirm and send")
    return the_appointment(session)


def test_every_language_of_the_pages_is_one_that_people_speak() -> None:
    assert set(LANGUAGES) <= set(SPOKEN)


@pytest.mark.parametrize(("read", "tag"), [("English", "en"), ("Polski", "pl"), ("ਪੰਜਾਬੀ", "pa")])
def test_the_language_that_they_read_is_suggested_and_whoever_leaves_it_is_taken_to_speak_it(
    visitor: Browser, council: Council, session: Session, read: str, tag: str
) -> None:
    visitor.follow(read)
    asked(visitor, council)
    assert visitor.filled(SAYS[tag])["spoken"] == tag
    assert next(iter(visitor.choices("spoken"))) == tag
    visitor.send(SAYS[tag], needs=["none"]).open("/language/en?then=/request/time")
    appointment = recorded(visitor, session)
    assert appointment.spoken_language == tag
    assert (appointment.minutes, count(session, Support)) == (30, 0)


SAYS = {"en": "Continue", "pl": "Dalej", "pa": "ਅੱਗੇ ਵਧੋ"}


def test_the_suggestion_follows_the_page_into_another_language_until_they_choose(
    visitor: Browser, council: Council
) -> None:
    asked(visitor, council).send(switch_language="pl")
    assert visitor.filled("Dalej")["spoken"] == "pl"
    visitor.send("Dalej", switch_language="en", spoken="so")
    assert visitor.filled()["spoken"] == "so"


def test_what_they_said_is_no_suggestion(visitor: Browser, council: Council) -> None:
    asked(visitor, council).send(needs=["none"]).open("/request/language")
    visitor.send(switch_language="pl")
    assert visitor.filled("Dalej")["spoken"] == "en"


def test_a_suggestion_that_was_left_does_not_stand_against_a_language_that_was_written(
    visitor: Browser, council: Council, session: Session
) -> None:
    visitor.follow("Polski")
    asked(visitor, council).send("Dalej", unlisted="Ga", needs=["none"])
    assert visitor.path == "/request/time"
    visitor.open("/language/en?then=/request/time")
    assert recorded(visitor, session).spoken_language == "mis Ga"


def test_words_that_are_no_choice_are_the_language_that_they_speak(
    visitor: Browser, council: Council, session: Session
) -> None:
    asked(visitor, council).send(spoken=TYPED, needs=["none"])
    assert visitor.path == "/request/time"
    visitor.open("/request/language")
    assert visitor.filled()["unlisted"] == "Panjabi"
    assert recorded(visitor, session).spoken_language == "mis Panjabi"


def test_words_that_are_no_choice_are_kept_when_the_language_of_the_page_is_changed(
    visitor: Browser, council: Council
) -> None:
    asked(visitor, council, spoken_language="so").send(switch_language="pl", spoken=TYPED)
    assert visitor.filled("Dalej")["unlisted"] == "Panjabi"
    visitor.send("Dalej", needs=["interpreter_phone"])
    assert visitor.errors == []


def test_words_beside_another_language_are_asked_about(visitor: Browser, council: Council) -> None:
    asked(visitor, council).send(spoken=TYPED, unlisted="Ga", needs=["none"])
    assert "Choose a language from the list or write one: not both" in visitor.errors
    assert visitor.filled()["spoken"] == TYPED


def test_an_emptied_box_is_asked_again(visitor: Browser, council: Council) -> None:
    asked(visitor, council).send(spoken="", needs=["none"])
    assert visitor.errors == ["Choose from the answers on this page."]
    visitor.send(spoken="", unlisted="Ga")
    assert visitor.errors == []


def test_which_language_the_interpreter_is_for_is_asked_at_the_language(
    visitor: Browser, council: Council
) -> None:
    asked(visitor, council).send(needs=["interpreter_phone"])
    assert visitor.errors == [
        "Choose the language that you speak best, so that we find the right interpreter"
    ]
    links = [one.get("href") for one in visitor.page.iter("a") if "#" in one.get("href", "")]
    assert "#spoken" in links
    assert not [one for one in links if one and one.startswith("#needs")]


@pytest.mark.parametrize(("speaks", "told_in"), [("pa", "pa"), ("so", "pl"), ("en", "en")])
def test_each_is_told_in_their_own_language_where_one_asks_for_the_other(
    visitor: Browser, council: Council, session: Session, speaks: str, told_in: str
) -> None:
    at_time(visitor, council, helped=None, spoken_language=speaks).send(time=TUESDAY_AT_9)
    visitor.open("/language/pl?then=/request/helped")
    visitor.send("Dalej", helped="other").send("Dalej", **JOAN, agree="y")
    visitor.send("Dalej", name="Amina Yusuf", channel="email", email="amina@example.org")
    visitor.send("Potwierdź i wyślij")
    [supporter] = all_of(session, Supporter)
    assert supporter.language == "pl"
    assert the_appointment(session).resident.language == told_in
    languages = {one.language for one in all_of(session, Message, Message.audience == "resident")}
    assert languages == {told_in}


def test_words_that_are_no_choice_are_kept_at_the_desk(
    desk: Visitor, council: Council, session: Session
) -> None:
    page = with_times(desk, council, phone="07700 900789")
    typed = {"spoken_language": TYPED, "needs_professional": ["interpreter_phone"]}
    page = send(desk, page, "times", typed)
    assert page.answers("Look for them")["unlisted"] == "Panjabi"
    send(desk, page, "book", {"time": first_time(page)})
    [booked] = all_of(session, Appointment)
    assert booked.spoken_language == "mis Panjabi"


def test_words_that_name_nobody_stand_in_the_box_again_at_the_desk(
    desk: Visitor, council: Council, session: Session
) -> None:
    page = send(desk, desk.get("/desk/book"), "book", {"whom": " Nobody here"})
    assert "Choose from the answers on this page." in page.text
    assert page.answers("Look for them")["whom"] == " Nobody here"
    assert count(session, Appointment) == 0
