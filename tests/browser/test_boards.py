"""Boards of staff work beside the longest of names: no wider for it, and no other word is broken."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ViewportSize, expect

from booking.actions import arranging
from tests.browser.live import Site
from tests.browser.shown import DESK, OFFICER
from tests.browser.stage import PRIYA, ask, signed_in
from tests.builders import Council, arranged, contact, london
from tests.conftest import MONDAY

WIDE: ViewportSize = {"width": 1250, "height": 900}
LONGEST, USUAL = "W" * 200, "Wilhelmina Featherstonehaugh"
WIDER_THAN_ITS_BOARD = "one => one.scrollWidth > one.clientWidth"
BROKEN_WORDS = """board => {
  const broken = []
  const texts = document.createTreeWalker(board, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode
    for (const word of text.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange()
      range.setStart(text, word.index)
      range.setEnd(text, word.index + word[0].length)
      const lines = new Set([...range.getClientRects()].map((one) => Math.round(one.top)))
      if (lines.size > 1) broken.push(word[0])
    }
  }
  return [...new Set(broken)]
}"""
"""The words of a board that stand on more lines than one."""


@pytest.fixture
def busy(site: Site, council: Council) -> None:
    """Two people today, and two who need an interpreter: one of each with the longest of names."""
    site.clock.at = MONDAY - timedelta(days=4)
    for name, hour in ((LONGEST, 9), (USUAL, 11)):
        who = contact(name=name)
        seen = ask(council, needs=("hearing_loop", "step_free"), contact=who)
        arranging.arrange(appointment_id=seen.id, starts_at=london(23, hour), actor=PRIYA)
        needs: Any = {"needs": ("interpreter_in_person",), "spoken_language": "so"}
        arranged(council, london(9, hour, month=12), contact=who, **needs)
    site.clock.at = MONDAY


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    ("role", "address"), [(DESK, "/desk/support"), (DESK, "/desk/today"), (OFFICER, "/officer/day")]
)
def test_a_name_of_200_letters_makes_no_board_wider(
    role: str, address: str, language: str, site: Site, context: BrowserContext
) -> None:
    context.add_cookies(site.cookies(language, **signed_in()[role]))
    page = context.new_page()
    page.set_viewport_size(WIDE)
    page.goto(site.url + address)
    board = page.locator(".kept-board").first
    expect(board).to_contain_text(LONGEST)
    expect(board).to_contain_text(USUAL)
    assert not board.evaluate(WIDER_THAN_ITS_BOARD)
    assert board.evaluate(BROKEN_WORDS) == [LONGEST]
