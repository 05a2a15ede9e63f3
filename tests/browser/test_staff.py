"""The front desk and the officer, each to the end: by keyboard alone, and with one press."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from booking.extensions import db
from booking.models import Appointment
from tests.browser import walks
from tests.browser.hands import Keyboard, Mouse
from tests.browser.live import PASSWORD, Site
from tests.browser.stage import ask
from tests.builders import contact


def test_the_front_desk_books_by_keyboard_alone(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/desk/book")
    hands = Keyboard(page)
    walks.sign_in(hands, "desk@example.org", PASSWORD)
    walks.arrives_at(hands, "Book for somebody")
    hands.choose("By phone")
    hands.write("Full name", "Owen Price")
    page.keyboard.press("Tab")
    hands.write("Service and officer", "Housing advice")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    hands.choose("Phone call")


def test_the_officer_arranges_with_one_press_from_the_email(
    page: Page, site: Site, context: BrowserContext
) -> None:
    with site.app.app_context():
        asked = ask(site.council_again(), contact=contact(name="Mei Lin"))
        reference = asked.reference
    site.work()
    (email,) = [one for one in site.told("priya@example.org") if one.kind == "please_arrange"]
    links = re.findall(rf"{site.url}/officer/answer/\S+", (email.content or {})["text"])
    assert len(links) == 4, "three times and another one"
    page.goto(links[0])
    hands = Mouse(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Arrange it for")
    hands.press(re.compile("Arrange it for"))
    with site.app.app_context():
        made = db.session.query(Appointment).filter_by(reference=reference).one()
        assert made.status == "arranged"
