"""What a resident does by the link in a message: another time, no appointment after all, late."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from tests.browser import walks
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.live import Site
from tests.builders import Council, arranged, london


@pytest.fixture(params=[Mouse, Keyboard], ids=["a mouse", "the keyboard alone"])
def hands(request: pytest.FixtureRequest, page: Page) -> Hands:
    hands: Hands = request.param(page)
    return hands


def open_the_link_in_the_email(hands: Hands, site: Site) -> None:
    site.work()
    email = site.told("amina@example.org")[-1]
    (link,) = set(re.findall(rf"{site.url}/appointment/\S+", (email.content or {})["text"]))
    hands.page.goto(link)
    walks.arrives_at(hands, "Your appointment is arranged")


def test_the_time_is_changed(hands: Hands, site: Site, council: Council, stored: Session) -> None:
    made = arranged(council)
    open_the_link_in_the_email(hands, site)
    hands.follow("Change the time")
    hands.follow("See all days and times")
    hands.choose(re.compile("27 November"))
    hands.press("See the times of this day")
    hands.choose(re.compile("27 November at 2pm"))
    hands.press("Continue")
    walks.arrives_at(hands, "Check the new time")
    hands.press("Move the appointment")
    walks.says(hands, "Friday 27 November at 2pm")
    stored.rollback()
    assert (made.starts_at, made.sequence) == (london(27, 14), 1)


def test_it_is_cancelled(hands: Hands, site: Site, council: Council, stored: Session) -> None:
    made = arranged(council)
    open_the_link_in_the_email(hands, site)
    hands.follow("Cancel the appointment")
    hands.write("Why do you not need it any more? (optional)", "It is solved.")
    hands.press("Cancel the appointment")
    walks.arrives_at(hands, "Your appointment is cancelled")
    stored.rollback()
    assert made.status == "cancelled"


def test_being_late_is_said_on_the_day(
    hands: Hands, site: Site, council: Council, stored: Session
) -> None:
    made = arranged(council)
    site.clock.at = london(25, 10, 30) - timedelta(minutes=20)
    open_the_link_in_the_email(hands, site)
    hands.follow("Say that I will be late")
    hands.choose(re.compile("^10"))
    hands.press("Tell the officer")
    walks.says(hands, "Thank you. We have told the officer.")
    stored.rollback()
    assert made.late_minutes == 10
