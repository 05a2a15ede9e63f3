"""A real browser in front of a running Kept. Whatever the browser complains of fails the test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy.orm import Session

from booking.extensions import db
from tests.browser.faults import Faults
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.live import Site, found_council, running
from tests.browser.ways import STARTED_WITH
from tests.builders import Council

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # A proxy that is not there: whatever is not the loopback fails, and its failure fails the test.
    "--proxy-server=http://127.0.0.1:9",
]
SECONDS = 30
"""Longer than anything takes on a slow machine; what takes longer is broken."""


def find_browser() -> str | None:
    """The chromium of the system: CHROMIUM, or one on the path."""
    names = (os.environ.get("CHROMIUM"), *CANDIDATES)
    return next((found for name in names if name and (found := shutil.which(name))), None)


def launch_options() -> dict[str, Any]:
    """How the system's chromium is started; the sandbox is given up only where root makes it impossible."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": find_browser(), "args": [*QUIET, *sandbox]}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if find_browser() is None:
        if os.environ.get("ALLOW_SKIP") == "1":
            pytest.skip("no browser here, and ALLOW_SKIP=1")
        pytest.fail(
            "No browser: install chromium, or name one by CHROMIUM. ALLOW_SKIP=1 goes on without."
        )
    return launch_options()


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """As most people come: in British English, at a desk; tests say what differs."""
    return {"locale": "en-GB", "timezone_id": "Pacific/Auckland"}


@pytest.fixture
def site(tmp_path: Path, migrated_file: Path) -> Iterator[Site]:
    """A Kept of this test's own."""
    with running(tmp_path / "kept.sqlite3", migrated_file.read_bytes()) as site:
        yield site


@pytest.fixture
def council(site: Site) -> Iterator[Council]:
    """Its council, in an application context of the test's own."""
    with site.app.app_context():
        yield found_council()


@pytest.fixture
def stored(council: Council) -> Session:
    """What is in the database when it is looked at."""
    return db.session()


@pytest.fixture(autouse=True)
def faults(context: BrowserContext) -> Iterator[Faults]:
    """What went wrong in the browser, looked at when the test has ended."""
    context.set_default_timeout(SECONDS * 1000)
    faults = Faults()
    faults.listen(context)
    yield faults
    assert not faults.found, "\n".join(faults.found)


@pytest.fixture
def page(page: Page, site: Site, council: Council) -> Page:
    """A page at the beginning of Kept."""
    page.goto(site.url)
    return page


@pytest.fixture
def hands(page: Page, context: BrowserContext, request: pytest.FixtureRequest) -> Hands:
    """Those of the way that the test is given: see `ways`."""
    how = getattr(request, "param", "a mouse")
    if how in STARTED_WITH:
        context.add_init_script(STARTED_WITH[how])
        page.reload()
    return Keyboard(page) if "keyboard" in how else Mouse(page)
