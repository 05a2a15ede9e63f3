"""Who changes the language in the middle of a page keeps what they typed, and sends nothing by it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from booking.actions import acting_for, links, signing_in
from booking.actions.actor import RESIDENT
from booking.models import Channel, Kind, MessageState, Purpose, Role
from config import Config
from tests.builders import Council, arranged, authority, contact, london
from tests.conftest import configured
from tests.pages import Browser, text_of
from tests.stored import message
from tests.visitor import Visitor
from tests.web.desk import desk
from tests.web.walks import at_time

__all__ = ["desk"]
PASSWORD = "a long and quiet passphrase"
COOKIE, COUNCIL = "__Host-language", "localhost"


@pytest.fixture
def config(database_url: str) -> Config:
    return configured(database_url).but(languages=("en", "cy", "pl", "ar"))


@pytest.fixture
def visitor(client: FlaskClient, council: Council) -> Browser:
    return Browser(client).open("/")


def language_of(visitor: Browser) -> str:
    return visitor.page.attrib["lang"]


def test_what_was_typed_is_there_again_in_the_other_language(
    visitor: Browser, council: Council
) -> None:
    at_time(visitor, council).send(time="2026-11-24T09:00:00Z")
    visitor.send(switch_language="ar", name="Amina Yusuf", channel="sms", phone="not a number")
    assert language_of(visitor) == "ar"
    assert visitor.page.attrib["dir"] == "rtl"
    assert visitor.path == "/request/details"
    assert visitor.errors == []
    typed = visitor.filled("متابعة")
    assert (typed["name"], typed["channel"], typed["phone"]) == (
        "Amina Yusuf",
        "sms",
        "not a number",
    )


def test_ticks_stay_and_a_language_alone_goes_no_further(
    visitor: Browser, council: Council
) -> None:
    at_time(visitor, council).open("/request/support")
    visitor.send(switch_language="pl", needs=["hearing_loop", "none"], in_own_words="A low table")
    assert (language_of(visitor), visitor.path, visitor.errors) == ("pl", "/request/support", [])
    typed = visitor.filled("Dalej")
    assert typed["needs"] == ["hearing_loop", "none"]
    assert typed["in_own_words"] == "A low table"


def test_a_chosen_time_stays_chosen(visitor: Browser, council: Council) -> None:
    at_time(visitor, council).send(switch_language="pl", time="2026-11-24T09:00:00Z")
    assert (language_of(visitor), visitor.path) == ("pl", "/request/time")
    assert visitor.filled("Dalej")["time"] == "2026-11-24T09:00:00Z"


def test_changing_the_language_answers_nothing(visitor: Browser, council: Council) -> None:
    at_time(visitor, council).send(time="2026-11-24T09:00:00Z")
    visitor.send(switch_language="pl", name="Amina", channel="email", email="amina@example.org")
    assert visitor.path == "/request/details"
    visitor.open("/request/check")
    assert visitor.path == "/request/details", "nothing has been answered yet"


def test_a_language_that_is_not_offered_changes_nothing(visitor: Browser, council: Council) -> None:
    at_time(visitor, council).open("/request/support")
    visitor.send(switch_language="xx", needs=["hearing_loop"])
    assert (language_of(visitor), visitor.path) == ("en", "/request/support")


def test_enter_never_presses_a_language(visitor: Browser, council: Council) -> None:
    """The first button of a form in the page is what Enter presses."""
    at_time(visitor, council).open("/request/support")
    buttons = [
        one
        for one in visitor.page.iter("button")
        if one.get("form") == "answers" or one in list(visitor.form().iter("button"))
    ]
    assert buttons[0].get("name") is None
    assert [one.get("value") for one in buttons if one.get("name")] == ["en", "cy", "pl", "ar"]


def test_where_nothing_is_typed_the_languages_are_links(visitor: Browser, council: Council) -> None:
    at_time(visitor, council).send(time="2026-11-24T09:00:00Z")
    visitor.send(name="Amina", channel="email", email="amina@example.org")
    assert visitor.path == "/request/check"
    visitor.follow("Polski")
    assert (language_of(visitor), visitor.path) == ("pl", "/request/check")
    visitor.open("/request/days").follow("English")
    assert (language_of(visitor), visitor.path) == ("en", "/request/days")


def test_the_language_is_remembered_on_the_next_page(visitor: Browser, council: Council) -> None:
    at_time(visitor, council).open("/request/support").send(switch_language="pl", needs=["none"])
    visitor.open("/request/writing")
    assert language_of(visitor) == "pl"


def test_it_is_remembered_when_the_browser_is_opened_another_day(
    app: Flask, visitor: Browser
) -> None:
    visitor.follow("العربية")
    kept = visitor.client.get_cookie(COOKIE, domain=COUNCIL)
    assert kept
    assert kept.max_age == 365 * 24 * 60 * 60
    another_day = app.test_client()
    another_day.set_cookie(kept.key, kept.value, domain=COUNCIL, secure=True)
    assert language_of(Browser(another_day).open("/")) == "ar"


def test_it_stays_through_signing_in_and_out(app: Flask, council: Council) -> None:
    signing_in.add_staff(
        email="ash@example.org", name="Ash", role=Role.FRONT_DESK, password=PASSWORD
    )
    member = Visitor(app)
    member.get("/language/cy")
    asked = member.get("/desk/find")
    inside = member.submit(asked, {"email": "ash@example.org", "password": PASSWORD})
    assert (inside.address, inside.root.get("lang")) == ("/desk/find", "cy")
    outside = member.post("/staff/sign-out", {"csrf_token": inside.token()})
    assert (outside.address, outside.root.get("lang")) == ("/staff/sign-in", "cy")


def test_a_language_in_a_cookie_that_is_not_ours_is_none(app: Flask, council: Council) -> None:
    forged = app.test_client()
    forged.set_cookie(COOKIE, "../../xx", domain=COUNCIL, secure=True)
    assert language_of(Browser(forged).open("/")) == "en"


def test_each_reads_a_link_in_the_language_that_they_are_told_things_in(
    app: Flask, session: Session, council: Council
) -> None:
    appointment = arranged(council, contact=contact(language="pl"))
    supporter = acting_for.authorise(
        appointment_id=appointment.id, authority=authority(), actor=RESIDENT
    )
    supporter.language = "ar"
    own = links.mint(session, appointment, Purpose.MANAGE)
    theirs = links.mint(session, appointment, Purpose.MANAGE, supporter_id=supporter.id)
    square = links.mint(session, appointment, Purpose.CHECK_IN)
    session.commit()
    pages = (f"/appointment/{own}", f"/appointment/{theirs}", f"/here/{square}")
    assert [Visitor(app).get(page).root.get("lang") for page in pages] == ["pl", "ar", "pl"]
    chooses = Browser(app.test_client()).open(pages[0]).follow("English").open(pages[0])
    assert language_of(chooses) == "en"


def test_the_script_of_a_call_is_in_the_language_of_the_page_and_kept_as_it_was_said(
    desk: Visitor, council: Council, session: Session
) -> None:
    arranged(council, london(30, 10), contact=contact(channel=Channel.PHONE))
    desk.get("/language/cy")
    page = desk.get("/desk/calls")
    [script] = page.root.findall(".//*[@class='kept-as-written']")
    assert script.get("lang") == "cy"
    assert "Say:" not in text_of(script)
    desk.press(page, next(one for one in page.buttons if one.endswith(": Amina Yusuf")))
    told = message(session, Kind.ARRANGED, channel=Channel.PHONE)
    assert (told.state, (told.content or {})["language"]) == (MessageState.SENT, "cy")
    desk.get("/language/en")
    kept = desk.get("/sent-messages/?channel=phone")
    [words] = kept.root.findall(".//figure//*[@lang='cy']")
    assert text_of(words) == text_of(script)
