"""The front desk and the officer, each to the end: by keyboard alone, without scripts, and with one press."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from booking.models import Appointment, CameBy
from tests.browser import walks
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.live import PASSWORD, Site
from tests.browser.stage import ask
from tests.browser.ways import FORCED_COLOURS, NO_SCRIPT, ZOOM
from tests.builders import Council

in_every_way = pytest.mark.parametrize("hands", [FORCED_COLOURS, NO_SCRIPT, ZOOM], indirect=True)


@in_every_way
def test_the_front_desk_books(hands: Hands, site: Site, stored: Session) -> None:
    hands.page.goto(f"{site.url}/desk/book")
    walks.sign_in(hands, "desk@example.org", PASSWORD)
    walks.arrives_at(hands, "Book for somebody")
    hands.choose("By phone", of="How did they come to us?")
    hands.write("Full name", "Owen Price")
    hands.search("Service and officer", "Housing advice")
    hands.choose("In person", of="How will they meet?")
    hands.press("Show times")
    hands.choose(re.compile("November at"))
    hands.write("Phone number", "07700 900456")
    hands.choose("Text message")
    hands.press("Book this appointment")
    (made,) = stored.query(Appointment).all()
    walks.says(hands, made.reference)
    assert made.resident.name == "Owen Price"
    assert made.came_by is CameBy.PHONE


def test_the_front_desk_finds_and_checks_in_by_keyboard_alone(
    page: Page, site: Site, council: Council, stored: Session
) -> None:
    made = ask(council)
    page.goto(f"{site.url}/desk/find")
    hands = Keyboard(page)
    walks.sign_in(hands, "desk@example.org", PASSWORD)
    hands.write("Reference, name, phone or email", made.resident.name.lower())
    hands.press("Find")
    hands.follow(made.resident.name)
    walks.says(hands, made.reference)


def test_the_officer_arranges_with_one_press_from_the_email(
    page: Page, site: Site, council: Council, stored: Session
) -> None:
    asked = ask(council)
    site.work()
    (email,) = [one for one in site.told("priya@example.org") if one.kind == "please_arrange"]
    links = re.findall(rf"{site.url}/officer/answer/\S+", (email.content or {})["text"])
    page.goto(links[0])
    hands = Mouse(page)
    walks.arrives_at(hands, "Arrange it for Wednesday 25 November")
    stored.rollback()
    assert asked.status == "requested", "opening the link, as mail scanners do, arranges nothing"
    hands.press(re.compile("Arrange it for"))
    walks.arrives_at(hands, "Arranged for Wednesday 25 November")
    stored.rollback()
    assert asked.status == "arranged"
    page.goto(links[1])
    walks.arrives_at(hands, "Arranged for Wednesday 25 November")


@in_every_way
def test_the_officer_answers(hands: Hands, site: Site, council: Council, stored: Session) -> None:
    asked = ask(council)
    page = hands.page
    page.goto(f"{site.url}/staff/sign-in")
    walks.sign_in(hands, council.priya.email, PASSWORD)
    page.goto(f"{site.url}/officer/requests/{asked.reference}")
    hands.follow(re.compile("Decline"))
    hands.write("Why can you not see the resident?", "This is a matter for housing advice.")
    hands.write("What can the resident do instead?", "Ask for an appointment with Sam Okafor.")
    hands.press(re.compile("Decline"))
    stored.rollback()
    assert asked.status == "declined"
    expect(page.locator("h1")).to_be_visible()


def test_what_is_wrong_with_the_booking_page_is_read_before_its_times(
    page: Page, site: Site
) -> None:
    page.goto(f"{site.url}/desk/book")
    hands = Mouse(page)
    walks.sign_in(hands, "desk@example.org", PASSWORD)
    hands.press("Show times")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator(".govuk-error-summary")).to_be_in_viewport()
