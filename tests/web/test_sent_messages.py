"""The sent messages page: what people got, as they got it; never in production."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking import create_app
from booking.actions.delivering import deliver
from booking.models import Channel, Kind
from config import Config, Mode
from tests import stored
from tests.builders import Council, arranged, contact
from tests.visitor import HOME, Visitor


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def told(council: Council, channel: Channel) -> None:
    arranged(council, contact=contact(channel=channel))
    deliver()


def test_before_anything_is_sent_it_says_so(visitor: Visitor) -> None:
    assert "No messages yet." in visitor.get("/sent-messages/").text


def test_a_text_is_a_bubble_with_its_segments(visitor: Visitor, council: Council) -> None:
    told(council, Channel.SMS)
    page = visitor.get("/sent-messages/?channel=sms")
    assert "kept-text-message__bubble" in page.html
    assert "segment" in page.text
    assert "07700 900123" in page.text
    assert any("/appointment/" in address for address in page.links.values())


def test_an_email_shows_its_head_and_its_calendar_part(visitor: Visitor, council: Council) -> None:
    told(council, Channel.EMAIL)
    page = visitor.get("/sent-messages/?channel=email")
    for words in (
        "Hartley Vale Council <appointments@example.org>",
        "Amina Yusuf <amina@example.org>",
        "Sam Okafor <sam@example.org>",
        "Calendar part: REQUEST, version 0",
        "Wednesday 25 November at 10:30am",
    ):
        assert words in page.text, words


def test_the_invitation_can_be_downloaded(
    visitor: Visitor, council: Council, session: Session
) -> None:
    told(council, Channel.EMAIL)
    invitation = stored.message(session, Kind.INVITATION)
    answer = visitor.client.get(f"/sent-messages/{invitation.id}/invitation.ics", base_url=HOME)
    assert answer.content_type == "text/calendar; charset=utf-8; method=REQUEST"
    assert answer.data.startswith(b"BEGIN:VCALENDAR\r\n")


def test_the_layout_is_shown_without_scripts(
    visitor: Visitor, council: Council, session: Session
) -> None:
    told(council, Channel.EMAIL)
    email = stored.message(session, Kind.ARRANGED)
    answer = visitor.client.get(f"/sent-messages/{email.id}", base_url=HOME)
    assert "Dear Amina Yusuf" in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src")


def test_letters_and_calls_are_there_too(visitor: Visitor, council: Council) -> None:
    told(council, Channel.LETTER)
    assert "Dear Amina Yusuf" in visitor.get("/sent-messages/?channel=letter").text


def test_what_is_on_its_way_is_announced(visitor: Visitor, council: Council) -> None:
    arranged(council)
    assert "2 messages are on their way" in visitor.get("/sent-messages/").text


@pytest.mark.parametrize(
    "query", ["page=0", "page=-5", "page=x", f"page={'9' * 40}", "channel=fax"]
)
def test_a_page_that_is_none_still_answers(visitor: Visitor, query: str) -> None:
    visitor.get(f"/sent-messages/?{query}")


@pytest.mark.parametrize("address", ["999", "999/invitation.ics", "x", "9" * 40])
def test_an_unknown_message_is_no_page(visitor: Visitor, council: Council, address: str) -> None:
    visitor.get(f"/sent-messages/{address}", status=404)


@pytest.mark.parametrize("address", ["", "1", "1/invitation.ics"])
def test_production_has_no_such_page(config: Config, address: str) -> None:
    production = config.but(
        mode=Mode.PRODUCTION,
        smtp_url="smtp://localhost:25",
        twilio_account_sid="AC1",
        twilio_auth_token="t",
        twilio_messaging_service_sid="MG1",
    )
    visitor = Visitor(create_app(production))
    visitor.get(f"/sent-messages/{address}", status=404)
