"""Two ways of using a page: with a mouse or a finger, and with the keyboard alone.

A journey is written once, against `Hands`, by the words that a person reads on the page.
"""

import re
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

FURTHEST = 150
"""Presses of Tab after which something counts as out of reach."""
_SAME = "(element) => element === document.activeElement"
_SAME_GROUP = """(radio) => document.activeElement?.type === "radio"
  && document.activeElement.name === radio.name"""
_SEEN = """() => {
  const focused = document.activeElement, drawn = focused.labels?.[0] ?? focused;
  if (focused === document.body) return true;  // past the end, on the way to the beginning
  const box = drawn.getBoundingClientRect();
  const style = getComputedStyle(focused), before = getComputedStyle(drawn, "::before");
  const marked = (of) => of.outlineStyle !== "none" || of.boxShadow !== "none";
  return box.bottom > 0 && box.top < innerHeight && (marked(style) || marked(before));
}"""


class Hands(Protocol):
    """What a person does with a page, by the words on it."""

    page: Page

    def choose(self, label: str | re.Pattern[str], of: str = "") -> None:
        """Takes one of several answers; `of` names the question where two have the same answer."""

    def tick(self, label: str) -> None:
        """Ticks a box."""

    def write(self, label: str, text: str) -> None:
        """Fills in a box."""

    def pick(self, label: str, option: str) -> None:
        """Takes one of a list that opens."""

    def press(self, button: str | re.Pattern[str]) -> None:
        """Presses a button, and waits for the page that comes."""

    def follow(self, link: str | re.Pattern[str]) -> None:
        """Follows a link, and waits for the page that comes."""


class Mouse:
    """Clicks, or a finger on a screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def choose(self, label: str | re.Pattern[str], of: str = "") -> None:
        """Clicks the words beside the dot, as people do."""
        labelled(asked(self.page, of), "radio", label).check()

    def tick(self, label: str) -> None:
        """Clicks the box."""
        labelled(self.page, "checkbox", label).check()

    def write(self, label: str, text: str) -> None:
        """Types into the box."""
        box(self.page, label).fill(text)

    def pick(self, label: str, option: str) -> None:
        """Opens the list, and takes a line."""
        listed(self.page, label).select_option(label=option)

    def press(self, button: str | re.Pattern[str]) -> None:
        """Clicks a button."""
        with self.page.expect_navigation():
            named(self.page, "button", button).click()

    def follow(self, link: str | re.Pattern[str]) -> None:
        """Clicks a link."""
        with self.page.expect_navigation():
            named(self.page, "link", link).click()


class Keyboard:
    """Tab, Space, Enter, arrows and letters. Where it stands must always be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def choose(self, label: str | re.Pattern[str], of: str = "") -> None:
        """Tabs to the group of dots, then goes down it."""
        radio = labelled(asked(self.page, of), "radio", label)
        self._tab_until(radio, _SAME_GROUP)
        if not radio.evaluate(_SAME):
            self.page.keyboard.press("ArrowDown")
            for _press in range(FURTHEST):
                if radio.evaluate(_SAME):
                    break
                self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        expect(radio).to_be_checked()

    def tick(self, label: str) -> None:
        """Tabs to the box; Space ticks it."""
        tickbox = labelled(self.page, "checkbox", label)
        self._tab_until(tickbox)
        self.page.keyboard.press("Space")
        expect(tickbox).to_be_checked()

    def write(self, label: str, text: str) -> None:
        """Tabs to the box, and types."""
        self._tab_until(box(self.page, label))
        self.page.keyboard.type(text)

    def pick(self, label: str, option: str) -> None:
        """Tabs to the list, and types what the line begins with."""
        chosen = listed(self.page, label)
        self._tab_until(chosen)
        self.page.keyboard.type(option)
        expect(chosen.locator("option:checked")).to_have_text(option)

    def search(self, label: str, text: str) -> None:
        """Tabs to a box that suggests, types, and takes the first suggestion."""
        self.write(label, text)
        suggested = self.page.get_by_role("option").first
        expect(suggested).to_contain_text(text)
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")
        expect(suggested).to_be_hidden()

    def press(self, button: str | re.Pattern[str]) -> None:
        """Tabs to a button, and presses Enter."""
        self._enter(named(self.page, "button", button))

    def follow(self, link: str | re.Pattern[str]) -> None:
        """Tabs to a link, and presses Enter."""
        self._enter(named(self.page, "link", link))

    def _enter(self, target: Locator) -> None:
        self._tab_until(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _tab_until(self, target: Locator, arrived: str = _SAME) -> None:
        expect(target).to_be_attached()
        for _press in range(FURTHEST):
            if target.evaluate(arrived):
                return
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(_SEEN), f"focus is not to be seen: {self._where()}"
        raise AssertionError(f"Tab never comes to {target}")

    def _where(self) -> str:
        return str(self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))


def asked(page: Page, question: str) -> Page | Locator:
    """The group of answers to a question; without one, the page."""
    return page.get_by_role("group", name=question) if question else page


def labelled(page: Page | Locator, role: str, label: str | re.Pattern[str]) -> Locator:
    """The dot or box with that label; the first, where a pattern fits several."""
    found = page.get_by_role(role, name=label, exact=isinstance(label, str))  # type: ignore[arg-type]
    return found.first


def box(page: Page, label: str) -> Locator:
    """The text box with that label."""
    return page.get_by_label(label, exact=True).locator("visible=true").first


def listed(page: Page, label: str) -> Locator:
    """The list with that label."""
    return page.get_by_role("combobox", name=label, exact=True).first


def named(page: Page, role: str, name: str | re.Pattern[str]) -> Locator:
    """The button or link with those words, the page's own before the header's."""
    found = page.get_by_role(role, name=name, exact=isinstance(name, str))  # type: ignore[arg-type]
    return page.locator("main").filter(has=found).locator(found).or_(found).first
