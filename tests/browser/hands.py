"""Two ways of using a page: with a mouse or a finger, and with the keyboard alone.

A journey is written once, against `Hands`, by the words that a person reads on the page.
"""

import re
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

from tests.browser.words import said_in

FURTHEST = 150
"""Presses of Tab after which something counts as out of reach."""
_SAME = "(element) => element === document.activeElement"
_SAME_GROUP = """(radio) => document.activeElement?.type === "radio"
  && document.activeElement.name === radio.name"""
_SEEN = """() => {
  const focused = document.activeElement;
  const drawn = ["radio", "checkbox"].includes(focused.type) ? focused.labels[0] : focused;
  if (focused === document.body) return true;  // past the end, on the way to the beginning
  const box = drawn.getBoundingClientRect();
  const style = getComputedStyle(focused), before = getComputedStyle(drawn, "::before");
  const marked = (of) => of.outlineStyle !== "none" || of.boxShadow !== "none";
  return box.bottom > 0 && box.top < innerHeight && (marked(style) || marked(before));
}"""


class Hands(Protocol):
    """What a person does with a page, by the words on it."""

    page: Page
    language: str
    """Of the pages: a journey's English words are looked for in it."""

    def choose(self, label: str | re.Pattern[str], of: str = "") -> None:
        """Takes one of several answers; `of` names the question where two have the same answer."""

    def tick(self, label: str) -> None:
        """Ticks a box."""

    def write(self, label: str, text: str) -> None:
        """Fills in a box."""

    def pick(self, label: str, option: str) -> None:
        """Takes one of a list that opens."""

    def search(self, label: str, text: str) -> None:
        """Takes the first of a long list with these words."""

    def press(self, button: str | re.Pattern[str]) -> None:
        """Presses a button, and waits for the page that comes."""

    def follow(self, link: str | re.Pattern[str]) -> None:
        """Follows a link, and waits for the page that comes."""


class Mouse:
    """Clicks, or a finger on a screen."""

    def __init__(self, page: Page, language: str = "en") -> None:
        self.page, self.language = page, language

    def choose(self, label: str | re.Pattern[str], of: str = "") -> None:
        """Clicks the words beside the dot, as people do."""
        labelled(self, "radio", label, of).check()

    def tick(self, label: str) -> None:
        """Clicks the box."""
        labelled(self, "checkbox", label).check()

    def write(self, label: str, text: str) -> None:
        """Types into the box."""
        box(self, label).fill(text)

    def pick(self, label: str, option: str) -> None:
        """Opens the list, and takes a line."""
        listed(self, label).select_option(label=said_in(self.language, option))

    def search(self, label: str, text: str) -> None:
        """Opens the list, which it is without scripts, and takes the first line with these words."""
        whole = listed(self, label)
        line = whole.locator("option", has_text=text).first
        whole.select_option(value=line.get_attribute("value"))

    def press(self, button: str | re.Pattern[str]) -> None:
        """Clicks a button."""
        with self.page.expect_navigation():
            named(self, "button", button).click()

    def follow(self, link: str | re.Pattern[str]) -> None:
        """Clicks a link."""
        with self.page.expect_navigation():
            named(self, "link", link).click()


class Keyboard:
    """Tab, Space, Enter, arrows and letters. Where it stands must always be seen."""

    def __init__(self, page: Page, language: str = "en") -> None:
        self.page, self.language = page, language

    def choose(self, label: str | re.Pattern[str], of: str = "") -> None:
        """Tabs to the group of dots, then goes down it."""
        radio = labelled(self, "radio", label, of)
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
        tickbox = labelled(self, "checkbox", label)
        self._tab_until(tickbox)
        self.page.keyboard.press("Space")
        expect(tickbox).to_be_checked()

    def write(self, label: str, text: str) -> None:
        """Tabs to the box, and types."""
        self._tab_until(box(self, label))
        self.page.keyboard.type(text)

    def pick(self, label: str, option: str) -> None:
        """Tabs to the list, and types what the line begins with."""
        chosen = listed(self, label)
        self._tab_until(chosen)
        self.page.keyboard.type(option)
        expect(chosen.locator("option:checked")).to_have_text(option)

    def search(self, label: str, text: str) -> None:
        """Tabs to a box that suggests, types, and takes the first suggestion."""
        self.write(label, text)
        suggested = self.page.get_by_role("listbox").get_by_role("option").first
        expect(suggested).to_contain_text(text)
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")
        expect(suggested).to_be_hidden()

    def press(self, button: str | re.Pattern[str]) -> None:
        """Tabs to a button, and presses Enter."""
        self._enter(named(self, "button", button))

    def follow(self, link: str | re.Pattern[str]) -> None:
        """Tabs to a link, and presses Enter."""
        self._enter(named(self, "link", link))

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


def labelled(hands: Hands, role: str, label: str | re.Pattern[str], of: str = "") -> Locator:
    """The dot or box with that label, of that question; the first, where a pattern fits several."""
    question = said_in(hands.language, of)
    among = hands.page.get_by_role("group", name=question) if of else hands.page
    return _found(among, role, label, hands.language).first


def box(hands: Hands, label: str) -> Locator:
    """The text box with that label."""
    words = said_in(hands.language, label)
    typed = hands.page.locator("input:not([type=radio], [type=checkbox]), textarea")
    return hands.page.get_by_label(words, exact=True).and_(typed).locator("visible=true").first


def listed(hands: Hands, label: str) -> Locator:
    """The list with that label."""
    return _found(hands.page, "combobox", label, hands.language).first


def named(hands: Hands, role: str, name: str | re.Pattern[str]) -> Locator:
    """The button or link with those words, the page's own before the header's."""
    found = _found(hands.page, role, name, hands.language)
    return hands.page.locator("main").filter(has=found).locator(found).or_(found).first


def _found(among: Page | Locator, role: str, name: str | re.Pattern[str], language: str) -> Locator:
    if isinstance(name, str):
        return among.get_by_role(role, name=said_in(language, name), exact=True)  # type: ignore[arg-type]
    return among.get_by_role(role, name=name)  # type: ignore[arg-type]
