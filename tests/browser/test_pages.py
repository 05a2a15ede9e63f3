"""Every page, in every state, both ways of writing and both widths: nothing that axe objects to."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.audit import faults_at_both_widths
from tests.browser.faults import Faults
from tests.browser.live import Site
from tests.browser.shown import DESK, NO_PAGES, PAGES, Shown, in_languages
from tests.browser.stage import Stage
from tests.browser.words import said_in

MAIN_FORM = "main form[method=post]"


@pytest.fixture
def site(stages: dict[bool, Stage]) -> Site:
    return stages[False].site


IN_BOTH = [
    pytest.param(shown, language, id=f"{shown}-{language}")
    for shown, language in in_languages(PAGES)
]
"""Staff pages are in fewer languages, all of them written from left to right."""


@pytest.mark.parametrize(("shown", "language"), IN_BOTH)
def test_a_page_has_no_faults(
    shown: Shown,
    language: str,
    context: BrowserContext,
    stages: dict[bool, Stage],
    faults: Faults,
) -> None:
    seen = stages[shown.bare]
    faults.expect(shown.status)
    context.add_cookies(seen.site.cookies(language, **seen.sessions[shown.who]))
    page = context.new_page()
    answer = page.goto(seen.site.url + shown.address.format(**seen.names))
    assert answer is not None
    assert answer.status == shown.status
    if shown.sends:
        send(page, language)
    assert not (wrong := faults_at_both_widths(page, composed=shown.composed)), "\n".join(wrong)


def send(page: Page, language: str) -> None:
    """Sends the page's form with nothing in it, and expects to be told so."""
    page.locator(f"{MAIN_FORM} button[type=submit]").last.click()
    error = said_in(language, "Error: %(page)s – %(service)s – %(council)s").partition("%")[0]
    expect(page).to_have_title(re.compile(f"^{re.escape(error)}"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()


def test_every_page_is_in_the_table(site: Site) -> None:
    with_a_page = {
        rule.endpoint
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES
    }
    assert with_a_page <= {shown.endpoint for shown in PAGES}


@pytest.mark.parametrize("width", [320, 700, 1030, 1250, 1600])
def test_no_page_touches_the_edge_of_the_window(
    width: int, context: BrowserContext, stages: dict[bool, Stage]
) -> None:
    seen = stages[False]
    context.add_cookies(seen.site.cookies(**seen.sessions[DESK]))
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/", "/desk/today"):
        page.goto(seen.site.url + address)
        box = page.get_by_role("main").bounding_box()
        assert box is not None
        assert box["x"] >= 15
        assert box["x"] + box["width"] <= width - 15
