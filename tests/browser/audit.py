"""What is checked of every page as a browser shows it: axe's rules, and that 320 px are wide enough."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
PAGE_FURNITURE = ("best-practice",)
"""Beyond WCAG: landmarks, one h1. A letter or an email is no page of a site and has none of it."""
NARROW: ViewportSize = {"width": 320, "height": 640}
"""CSS pixels: the narrowest phone, and a window of 1280 px at 400 % zoom (WCAG 1.4.10)."""
WIDE: ViewportSize = {"width": 1280, "height": 900}

_OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (e) => e && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX)
    || scrolls(e.parentElement));
  return [...document.body.querySelectorAll("*")]
    .filter((e) => {
      const box = e.getBoundingClientRect();
      return box.width && (box.right > width + 1 || box.left < -1) && !scrolls(e.parentElement);
    }).slice(0, 5).map((e) => e.outerHTML.slice(0, 160));
}"""
_FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


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


def overflowing(page: Page) -> list[str]:
    """The elements that make the page scroll sideways."""
    return (
        [] if page.evaluate(_FITS) else ["the page scrolls sideways", *page.evaluate(_OVERFLOWING)]
    )


def faults_at_both_widths(page: Page, *, composed: bool = False) -> list[str]:
    """Everything wrong with the page as it stands, wide and narrow.

    `composed`: it is a letter or an email, shown as its reader gets it.
    """
    page.evaluate(AXE_SCRIPT)
    page.set_viewport_size(WIDE)
    wide = violations(page, composed=composed)
    page.set_viewport_size(NARROW)
    narrow = [*violations(page, composed=composed), *overflowing(page)]
    return [*(f"at 1280 px: {one}" for one in wide), *(f"at 320 px: {one}" for one in narrow)]
