"""The journeys, step by step, in the words that stand on the pages."""

import re

from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.browser.words import said_in

ANY = re.compile(r"\S")
"""The first there is, whatever it says."""
NAME, EMAIL, PHONE = "Amina Yusuf", "amina@example.org", "07700 900123"


def arrives_at(hands: Hands, heading: str) -> None:
    """The page that came has this heading, and its title says the same."""
    words = said_in(hands.language, heading)
    expect(hands.page.get_by_role("heading", level=1)).to_contain_text(words)
    expect(hands.page).to_have_title(re.compile(re.escape(words)))


def says(hands: Hands, *words: str) -> None:
    """These words are on the page, for anybody to read."""
    for each in words:
        expect(hands.page.get_by_text(said_in(hands.language, each)).first).to_be_visible()


def up_to_needs(hands: Hands, *, service: str, officer: str, meeting: str) -> None:
    """From the first page: what it is about, whom to see, how to meet."""
    hands.press("Start now")
    hands.choose(service)
    hands.press("Continue")
    hands.choose(officer)
    hands.press("Continue")
    hands.choose(meeting)
    hands.press("Continue")


def needs(hands: Hands, *, helped_by: str = "", support: str = "") -> None:
    """The three questions about needs."""
    hands.tick(helped_by or "No, I do not need anybody")
    hands.press("Continue")
    hands.tick(support or "I do not need any of these")
    hands.press("Continue")
    hands.tick("Ordinary print and any way of reaching me is fine")
    hands.press("Continue")


def details(hands: Hands, *, channel: str = "Email") -> None:
    """Nobody helps; who asks, and how to tell them."""
    hands.press("Continue")
    hands.write("Your full name", NAME)
    hands.choose(channel)
    hands.write("Phone number", PHONE)
    hands.write("Email address", EMAIL)
    hands.press("Continue")


def up_to_check(hands: Hands) -> None:
    """To see Sam about housing, at the first time there is: as far as the page of all answers."""
    up_to_needs(
        hands,
        service="Housing advice",
        officer="Sam Okafor",
        meeting="In person at Civic Centre",
    )
    needs(hands, support="I need a hearing loop")
    hands.choose(ANY)
    hands.press("Continue")
    details(hands)


def sign_in(hands: Hands, email: str, password: str) -> None:
    """To the page from which somebody of the staff works."""
    hands.write("Email address", email)
    hands.write("Password", password)
    hands.press("Sign in")
