"""The pictures of the README, taken anew of the demonstration council: python -m tests.browser.pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from booking import create_app, worker
from booking.demo import loading, officers, sign_ins
from booking.demo.plans import STORY
from tests.browser import walks
from tests.browser.conftest import launch_options
from tests.browser.hands import Mouse
from tests.browser.live import Site, running
from tests.conftest import configured, migrate

IMAGES = Path(__file__).parents[2] / "docs" / "images"
NOW = datetime(2026, 11, 25, 11, 10, tzinfo=UTC)
"""A Wednesday morning, with people waiting."""
PUBLIC_URL = "https://appointments.hartley-vale.example"
COUNCIL = {"council_name": "Hartley Vale Council", "languages": ("en",), "public_url": PUBLIC_URL}
DESKTOP: ViewportSize = {"width": 1040, "height": 780}
STAFF: ViewportSize = {"width": 1040, "height": 980}
BOARD: ViewportSize = {"width": 1320, "height": 1000}
DOWN_TO_THE_TIMES: ViewportSize = {"width": 1040, "height": 1180}
PHONE: ViewportSize = {"width": 360, "height": 760}
FRONT_DESK, OPEN_OFFICER, BY_REQUEST, MANAGER, ADMINISTRATOR = sign_ins.SIGN_INS


def take(page: Page, name: str, what: str = "") -> None:
    """One picture: of what the window shows, or of one thing on the page."""
    to = IMAGES / f"{name}.png"
    if what:
        page.locator(what).first.screenshot(path=to)
    else:
        page.screenshot(path=to)
    print(f"{to.name}: {to.stat().st_size // 1024} KB")  # noqa: T201


def resident(site: Site, browser: Browser) -> None:
    """Choosing a time, on a desktop; the confirmation, on a phone."""
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{site.url}/with/{officers.slug_of(OPEN_OFFICER.name)}")
    hands = Mouse(page)
    hands.press("Start now")
    hands.choose(walks.ANY)
    hands.press("Continue")
    hands.choose(walks.ANY)
    hands.press("Continue")
    walks.needs(hands)
    take(page, "resident-time")
    hands.choose(walks.ANY)
    hands.press("Continue")
    walks.details(hands, channel="Text message")
    page.set_viewport_size(PHONE)
    hands.press("Confirm and send")
    take(page, "resident-done-phone")
    site.work()


def signed_in(
    site: Site, browser: Browser, who: sign_ins.SignIn, address: str, window: ViewportSize
) -> Page:
    """A page of staff as somebody sees it who signs in to it."""
    page = browser.new_page(viewport=window)
    page.goto(site.url + address)
    walks.sign_in(Mouse(page), who.email, sign_ins.PASSWORD)
    page.get_by_role("heading", level=1).wait_for()
    return page


def front_desk(site: Site, browser: Browser) -> None:
    """Who is expected today."""
    page = signed_in(site, browser, FRONT_DESK, "/desk/today", STAFF)
    take(page, "front-desk-today")


def officer(site: Site, browser: Browser) -> None:
    """A request, and the best times for it."""
    page = signed_in(site, browser, BY_REQUEST, "/officer/requests", DOWN_TO_THE_TIMES)
    waiting = page.locator("main tbody tr", has_text="On track").locator("a")
    waiting.first.wait_for()
    for address in [link.get_attribute("href") for link in waiting.all()]:
        page.goto(f"{site.url}{address}")
        if not page.get_by_text("Held", exact=True).count():
            break  # one that is held has other things to say first
    take(page, "officer-request")


def manager(site: Site, browser: Browser) -> None:
    """What is at risk, and what is waiting."""
    page = signed_in(site, browser, MANAGER, "/manager/", BOARD)
    take(page, "manager-queue")


def administrator(site: Site, browser: Browser) -> None:
    """A message in Arabic beside the same in English, before anybody is sent it."""
    page = signed_in(
        site, browser, ADMINISTRATOR, "/admin/messages/arranged?channel=email&language=ar", STAFF
    )
    take(page, "message-preview")


def messages(site: Site, browser: Browser) -> None:
    """An invitation as an email, and a text as a phone shows it."""
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{site.url}/sent-messages/?channel=email")
    take(page, "invitation", "section:has(details)")
    page.set_viewport_size(PHONE)
    page.goto(f"{site.url}/sent-messages/?channel=sms")
    take(page, "text", ".kept-text-message")


@contextmanager
def demonstration(folder: Path) -> Iterator[Site]:
    """The demonstration council, as it is on NOW."""
    empty = folder / "empty.sqlite3"
    migrate(create_app(configured(f"sqlite:///{empty}")))
    with running(folder / "kept.sqlite3", empty.read_bytes(), **COUNCIL) as site:
        site.clock.at = NOW
        with site.app.app_context():
            loading.load(
                officer_count=len(officers.SKETCHES),
                appointments=STORY,
                seed=1,
                progress=lambda _made: None,
            )
            worker.once()
        yield site


def main() -> None:
    """Takes every picture."""
    IMAGES.mkdir(exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        demonstration(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_options())
        for taking in (resident, front_desk, officer, manager, administrator, messages):
            taking(site, browser)
        browser.close()


if __name__ == "__main__":
    main()
