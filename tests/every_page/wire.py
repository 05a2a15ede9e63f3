"""The pages of the table as they come over the wire, to a visitor without a browser."""

from contextvars import Context
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Network
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.browser.live import LOOPBACK
from tests.browser.shown import Shown
from tests.browser.stage import Stage
from tests.pages import filled

_addresses = IPv4Network("10.0.0.0/8").hosts()


@dataclass(frozen=True)
class Line:
    """One visitor's line to a site."""

    client: FlaskClient
    home: str
    comes_from: str
    """An address of its own: who asks for many pages at once is not one visitor, and is not slowed."""

    def ask(self, address: str, **how: Any) -> TestResponse:
        """What comes back, wherever it leads to."""
        # In a context of its own, as on a server: else the test's own `g` would outlive the request.
        usual: dict[str, Any] = {"base_url": self.home, "follow_redirects": True, "buffered": True}
        usual["environ_overrides"] = {"REMOTE_ADDR": self.comes_from}
        return Context().run(partial(self.client.open, address, **(usual | how)))


def open_line(shown: Shown, language: str, stage: Stage) -> Line:
    """A line of the browser that the row names, in a language."""
    client = stage.site.app.test_client()
    for cookie in stage.site.cookies(language, **stage.sessions[shown.who]):
        client.set_cookie(cookie["name"], cookie["value"], domain=LOOPBACK)
    return Line(client, stage.site.url, str(next(_addresses)))


def answered(shown: Shown, line: Line, stage: Stage, **how: Any) -> TestResponse:
    """The row's page; where it sends its form, what comes back."""
    address = shown.address.format(**stage.names)
    page = line.ask(address, **({} if shown.sends else how))
    assert page.status_code == shown.status, f"{shown}: {page.status_code}"
    if not shown.sends:
        return page
    form = _form(page.text)
    content = filled(form) | _pressed(form)
    sent = line.ask(form.get("action") or address, method="POST", data=content, **how)
    assert sent.status_code == shown.status, f"{shown}, sent: {sent.status_code}"
    return sent


def _form(html: str) -> Element:
    """The last form of the page's main part that posts: the one that a browser sends too."""
    page = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    forms: list[Element] = [form for main in page.iter("main") for form in main.iter("form")]
    return [form for form in forms if form.get("method") == "post"][-1]


def _pressed(form: Element) -> dict[str, str]:
    """What its last button says of itself: the one that is pressed in a browser too."""
    button = list(form.iter("button"))[-1]
    name = button.get("name")
    return {name: button.get("value", "")} if name else {}
