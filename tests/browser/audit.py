"""What is checked of every page as a browser shows it: axe's rules, and what WCAG gives numbers for."""

from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
PAGE_FURNITURE = ("best-practice",)
"""Beyond WCAG: landmarks, one h1. A letter or an email is no page of a site and has none of it."""
NARROW: ViewportSize = {"width": 320, "height": 640}
"""CSS pixels: the narrowest phone."""
ZOOMED: ViewportSize = {"width": 320, "height": 256}
"""What is left of a window of 1280 by 1024 px at 400 % zoom (WCAG 1.4.10)."""
WIDE: ViewportSize = {"width": 1280, "height": 900}
MEASURE = Path(__file__).with_name("measure.js").read_text()

TWICE_AS_LARGE = "html { font-size: 200% }"
"""Text alone made larger, as browsers can be set to do (WCAG 1.4.4)."""
MORE_SPACE = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""
"""What readers with dyslexia set for themselves (WCAG 1.4.12)."""


def violations(page: Page, *, composed: bool = False) -> list[str]:
    """What axe, once it is on the page, finds wrong: a line for each element."""
    tags = WCAG if composed else WCAG + PAGE_FURNITURE
    rules = {"runOnly": tags, "resultTypes": ["violations"]}
    found = page.evaluate("(rules) => axe.run(rules).then((found) => found.violations)", rules)
    return [
        f"{one['id']} ({one['impact']}): {one['help']}\n    {node['html'][:300]}"
        for one in found
        for node in one["nodes"]
    ]


def faults_at_both_widths(page: Page, *, composed: bool = False) -> list[str]:
    """Everything wrong with the page as it stands, wide and narrow.

    `composed`: it is a letter or an email, shown as its reader gets it.
    """
    page.evaluate(AXE_SCRIPT)
    page.evaluate(MEASURE)
    page.set_viewport_size(WIDE)
    wide = [*violations(page, composed=composed), *([] if composed else _measured(page))]
    page.set_viewport_size(ZOOMED)
    narrow = [*violations(page, composed=composed), *([] if composed else _measured(page))]
    return [
        *(f"at 1280 px: {one}" for one in wide),
        *(f"at 320 px: {one}" for one in narrow),
        *(f"at 320 px: {one}" for one in _measure(page, "overflowing")),
        *([] if composed else _as_readers_set_it(page)),
    ]


def _measured(page: Page) -> list[str]:
    """How large targets are, and how well controls and the focus are to be seen."""
    measures = ("smallTargets", "faintBorders", "lostFocus", "cutOff")
    return [wrong for name in measures for wrong in _measure(page, name)]


def _as_readers_set_it(page: Page) -> list[str]:
    """What is lost when letters are twice as large, or further apart."""
    wrong = []
    for size, css in ((WIDE, TWICE_AS_LARGE), (WIDE, MORE_SPACE), (ZOOMED, MORE_SPACE)):
        page.set_viewport_size(size)
        page.evaluate("(css) => measure.reads(css)", css)
        lost = [*_measure(page, "overflowing"), *_measure(page, "cutOff")]
        how = "letters twice as large" if css == TWICE_AS_LARGE else "letters further apart"
        wrong += [f"at {size['width']} px with {how}: {one}" for one in lost]
    page.evaluate("measure.reads('')")
    return wrong


def _measure(page: Page, name: str) -> list[str]:
    found: list[str] = page.evaluate(f"measure.{name}()")
    return found
