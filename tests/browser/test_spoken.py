"""The resident's journey with eyes closed: what a screen reader says of each page is what we found good.

After a change of the pages run it with GOLDEN=write, and read what changed.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from booking.language.languages import endonym
from tests.browser import walks
from tests.browser.hands import Mouse
from tests.browser.shown import RIGHT_TO_LEFT
from tests.browser.spoken import main_part, spoken

GOLDEN = Path(__file__).parent / "golden"
REFERENCE = re.compile(r"\b[0-9A-HJ-NP-Z]{4}-[0-9A-HJ-NP-Z]{4}\b")
"""It is another one each time."""


class Listener(Mouse):
    """Goes on without looking, and hears every page that comes."""

    def __init__(self, page: Page, language: str) -> None:
        super().__init__(page, language)
        self.heard = spoken(page)

    def press(self, button: str | re.Pattern[str]) -> None:
        """Presses a button, and listens to the page that comes."""
        super().press(button)
        self.heard += ["", *main_part(spoken(self.page))]

    @property
    def transcript(self) -> str:
        """All that was heard, without what differs from one time to the next."""
        return REFERENCE.sub("XXXX-XXXX", "\n".join(self.heard)) + "\n"


@pytest.mark.parametrize("language", ["en", RIGHT_TO_LEFT])
def test_the_journey_makes_sense_with_eyes_closed(language: str, page: Page) -> None:
    if language != "en":
        page.get_by_role("link", name=endonym(language)).click()
        page.wait_for_url("**/")
    ears = Listener(page, language)
    ears.press("Start now")
    ears.press("Continue")  # without an answer
    ears.choose("Housing advice")
    ears.press("Continue")
    ears.choose("Sam Okafor")
    ears.press("Continue")
    ears.choose("In person at Civic Centre")
    ears.press("Continue")
    walks.needs(ears, support="I need a hearing loop")
    ears.choose(walks.ANY)
    ears.press("Continue")
    walks.details(ears)
    ears.press("Confirm and send")
    golden = GOLDEN / f"journey.{language}.txt"
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(ears.transcript)
    assert ears.transcript == golden.read_text()
