"""Administrators see every message as its reader gets it; nothing is stored, sent, or about anybody."""

from urllib.parse import urlencode

import html5lib
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import signing_in
from booking.language.languages import LANGUAGES
from booking.messaging.specimens import EVERY_KIND, KINDS
from booking.models import Audience, Kind, Role
from tests.builders import Council
from tests.pages import text_of
from tests.visitor import HOME, Page, Visitor
from tests.web.test_access import everything

PASSWORD = "a long and quiet passphrase"


@pytest.fixture
def visitor(app: Flask, council: Council) -> Visitor:
    """An administrator, signed in."""
    signing_in.add_staff(
        email="ash@example.org", name="Ash Lee", role=Role.ADMINISTRATOR, password=PASSWORD
    )
    visitor = Visitor(app)
    visitor.sign_in("ash@example.org", PASSWORD)
    return visitor


def preview(visitor: Visitor, kind: Kind = Kind.ARRANGED, **asked: str) -> Page:
    return visitor.get(f"/admin/messages/{kind}?{urlencode(asked)}")


def test_every_kind_is_listed_with_its_subject_and_when_it_goes_out(visitor: Visitor) -> None:
    page = visitor.get("/admin/messages")
    assert page.heading == "Messages"
    for kind in Kind:
        assert f"/admin/messages/{kind}" in page.links.values()
    assert "Your appointment is arranged: Wednesday 25 November at 10:30am" in page.text
    assert "At once, when a time is fixed." in page.text


def test_a_text_says_what_it_costs_and_how_much_room_is_left(visitor: Visitor) -> None:
    page = preview(visitor, channel="sms")
    assert "2 segments of GSM-7" in page.text
    assert "room for" in page.text
    assert "Housing advice" not in page.text
    assert "Come to Civic Centre, 1 Market Square, Hartley, HV1 1AA" in page.text
    assert "https://appointments.example.org/appointment/ThisIsAPreviewOfAMessage" in page.text


def test_it_is_about_the_councils_own_service_and_place(
    visitor: Visitor, council: Council, session: Session
) -> None:
    council.housing.documents = ["Your rent book"]
    council.civic_centre.name = "Hartley Town Hall"
    session.commit()
    page = preview(visitor, channel="email")
    assert "Your rent book" in page.text
    assert "Hartley Town Hall" in page.text


def test_a_council_without_services_yet_sees_made_up_ones(app: Flask, session: Session) -> None:
    signing_in.add_staff(
        email="ash@example.org", name="Ash Lee", role=Role.ADMINISTRATOR, password=PASSWORD
    )
    visitor = Visitor(app)
    visitor.sign_in("ash@example.org", PASSWORD)
    assert "Civic Centre" in preview(visitor).text


def test_an_email_is_shown_plain_with_its_layout_and_with_its_calendar_entry(
    visitor: Visitor,
) -> None:
    page = preview(visitor, channel="email", language="ar")
    assert "The same in English" in page.text
    (frame,) = page.root.iter("iframe")
    assert frame.get("sandbox") == ""
    answer = visitor.client.get(frame.get("src", ""), base_url=HOME)
    layout = html5lib.parse(answer.text, namespaceHTMLElements=False)
    assert (layout.get("lang"), layout.get("dir")) == ("ar", "rtl")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "As calendars read it: REQUEST" in page.text
    stream = visitor.client.get(page.links["Download it to try in a calendar"], base_url=HOME)
    assert stream.data.startswith(b"BEGIN:VCALENDAR")


def test_no_other_page_may_be_framed(visitor: Visitor) -> None:
    answer = visitor.client.get("/admin/messages", base_url=HOME)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_formats_ways_of_meeting_and_neutral_words_are_those_of_the_product(
    visitor: Visitor,
) -> None:
    large = preview(visitor, channel="letter", format="large_print_24")
    (frame,) = large.root.iter("iframe")
    assert "24pt" in visitor.client.get(frame.get("src", ""), base_url=HOME).text
    assert not list(preview(visitor, channel="email", format="plain_email").root.iter("iframe"))
    by_phone = preview(visitor, channel="email", meeting="phone")
    assert "We will phone you on 07700 900123" in by_phone.text
    neutral = preview(visitor, channel="email", neutral="y")
    assert "does not say what it is about" in neutral.text
    assert "tenancy" not in neutral.text
    assert "tenancy" in preview(visitor, channel="email").text


def test_a_call_is_shown_as_the_front_desk_reads_it(visitor: Visitor) -> None:
    page = preview(visitor, channel="phone", language="pl")
    assert "Phone Amina Yusuf on 07700 900123." in page.text
    assert "in this language: Polish." in page.text


def test_every_way_to_show_it_can_be_kept_as_an_address_and_goes_on_to_the_next(
    visitor: Visitor,
) -> None:
    page = visitor.submit(preview(visitor), {"language": "ar", "channel": "sms"}, button="Show")
    (bubble, in_english) = page.root.iter("blockquote")
    assert (bubble.get("lang"), bubble.get("dir")) == ("ar", "rtl")
    assert (in_english.get("lang"), in_english.get("dir")) == ("en", "ltr")
    asked = {"language": "ar", "channel": "sms"}
    for address in (page.links["Next message: Appointment moved"],):
        assert all(f"{name}={value}" in address for name, value in asked.items())
    seen, page = [], preview(visitor, EVERY_KIND[0], **asked)
    while True:
        seen.append(page.address)
        onwards = [words for words in page.links if words.startswith("Next message")]
        if not onwards:
            break
        page = visitor.follow(page, onwards[0])
    assert len(seen) == len(Kind)


def test_what_is_not_there_gives_way_to_what_is(visitor: Visitor) -> None:
    page = preview(visitor, language="tlh", channel="pigeon", format="huge", meeting="seance")
    assert "Sam Okafor" in page.text
    visitor.get("/admin/messages/nothing", status=404)
    visitor.get("/admin/messages/please_arrange/layout?channel=sms", status=404)


def test_all_of_a_language_is_read_through_on_one_page_beside_the_english(
    visitor: Visitor,
) -> None:
    page = visitor.get("/admin/messages/read?language=ur&channel=sms")
    assert page.heading == "All messages in Urdu: Text message"
    bubbles = list(page.root.iter("blockquote"))
    assert [one.get("lang") for one in bubbles] == ["ur", "en"] * len(KINDS[Audience.RESIDENT])
    assert all(text_of(one) for one in bubbles)
    alone = visitor.get("/admin/messages/read?language=en&channel=letter")
    assert alone.text.count("Your appointment is arranged") == 1


def test_languages_say_whether_residents_are_offered_them(visitor: Visitor) -> None:
    choices = {
        option.get("value"): text_of(option) for option in preview(visitor).root.iter("option")
    }
    assert choices["en"] == "English"
    assert choices["ur"] == f"Urdu · {LANGUAGES['ur'].endonym} · not offered"
    staff = preview(visitor, Kind.PLEASE_ARRANGE)
    assert "ur" not in {option.get("value") for option in staff.root.iter("option")}


def test_a_preview_stores_nothing(visitor: Visitor, session: Session) -> None:
    before = everything(session)
    for kind in (Kind.ARRANGED, Kind.PLEASE_ARRANGE, Kind.MISSED, Kind.ENQUIRY_RECEIVED):
        for channel in ("sms", "email", "letter", "phone"):
            preview(visitor, kind, channel=channel)
    visitor.get("/admin/messages")
    visitor.get("/admin/messages/read?language=ar&channel=email")
    assert everything(session) == before
