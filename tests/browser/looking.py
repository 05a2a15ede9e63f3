"""Every page of the table outside of the tests, for maintainers' commands that look at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from booking import create_app
from tests.browser.shown import Shown
from tests.browser.stage import Stage
from tests.browser.stages import both
from tests.conftest import configured, migrate

MAIN_FORM = "main form[method=post]"


@contextmanager
def staged() -> Iterator[dict[bool, Stage]]:
    """A council that nobody has asked for anything yet, and one with something on every page."""
    with TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.sqlite3"
        migrate(create_app(configured(f"sqlite:///{empty}")))
        with both(Path(folder), empty.read_bytes()) as stages:
            yield stages


@contextmanager
def opened(
    shown: Shown, language: str, stages: dict[bool, Stage], browser: Browser
) -> Iterator[Page]:
    """The row's page in a browser; where it sends its form, what comes back."""
    seen = stages[shown.bare]
    with browser.new_context() as context:
        context.add_cookies(seen.site.cookies(language, **seen.sessions[shown.who]))
        page = context.new_page()
        page.goto(seen.site.url + shown.address.format(**seen.names))
        if shown.sends:
            page.locator(f"{MAIN_FORM} button[type=submit]").last.click()
            page.locator(".govuk-error-summary").wait_for()
        yield page
