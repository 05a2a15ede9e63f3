"""The quick way out: with one press, with Shift three times, without scripts; and what it leaves behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.live import Site, running
from tests.browser.spoken import spoken
from tests.browser.ways import KEYBOARD, MOUSE, NO_SCRIPT

ELSEWHERE = "/privacy"
"""It stands for the neutral site: nothing but the loopback can be reached."""


@pytest.fixture
def site(tmp_path: Path, migrated_file: Path) -> Iterator[Site]:
    empty = migrated_file.read_bytes()
    with running(tmp_path / "kept.sqlite3", empty, exit_url=ELSEWHERE) as site:
        yield site


def as_far_as_the_times(hands: Hands) -> None:
    walks.up_to_needs(hands, service="Housing advice", officer="Sam Okafor", meeting="By phone")
    hands.tick("No, I do not need anybody")
    hands.press("Continue")
    hands.tick("I do not need any of these")
    hands.press("Continue")
    hands.tick("Other people can see my phone or email")
    hands.press("Continue")


@pytest.mark.parametrize("hands", [MOUSE, KEYBOARD, NO_SCRIPT], indirect=True)
def test_the_link_leads_away(hands: Hands) -> None:
    as_far_as_the_times(hands)
    hands.follow("Emergency: Exit this page")
    hands.page.wait_for_url(f"**{ELSEWHERE}")


def test_shift_three_times_leads_away_and_forgets_the_answers(page: Page, site: Site) -> None:
    hands = Keyboard(page)
    as_far_as_the_times(hands)
    page.keyboard.press("Shift")
    said = spoken(page)
    told = said.index("Shift, press 2 more times to exit.")
    assert said[told - 1] == "said when there is time"
    page.keyboard.press("Shift")
    with page.expect_navigation():
        page.keyboard.press("Shift")
    page.wait_for_url(f"**{ELSEWHERE}")
    page.goto(f"{site.url}/request/time")
    walks.arrives_at(hands, "Ask for an appointment")


def test_there_is_no_page_to_come_back_to(page: Page) -> None:
    hands = Mouse(page)
    as_far_as_the_times(hands)
    hands.follow("Emergency: Exit this page")
    page.go_back()
    expect(page.get_by_text("Choose one of the earliest times")).to_have_count(0)


def test_it_is_heard_before_the_question(page: Page) -> None:
    hands = Mouse(page)
    as_far_as_the_times(hands)
    said = spoken(page)
    assert said[said.index("main part") + 1] == "link, Emergency: Exit this page"
