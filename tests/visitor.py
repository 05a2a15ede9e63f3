"""A visitor who keeps pages open: what two tabs, the back button and a second press of a button do.

`tests.pages` reads and checks each page; here each page stays as it was shown, and can be sent again.
"""

from collections.abc import Mapping
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import Answer, check, filled, text_of

HOME = "https://appointments.example.org"


@dataclass(frozen=True)
class Page:
    """One page as it was shown."""

    address: str
    status: int
    html: str
    root: Element

    @property
    def title(self) -> str:
        """The words of the tab."""
        return text_of(self.root.find(".//title"))

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return text_of(self.root.find(".//h1"))

    @property
    def text(self) -> str:
        """Every word of the page's main part."""
        return text_of(self.root.find(".//main"))

    @property
    def links(self) -> dict[str, str]:
        """Addresses by the words of their links."""
        return {text_of(link): link.get("href", "") for link in self.root.iter("a")}

    @property
    def buttons(self) -> list[str]:
        """The words of the buttons of the main part."""
        return [text_of(one) for main in self.root.iter("main") for one in main.iter("button")]

    def form(self, button: str | None = None) -> Element:
        """The form with that button; without one, the only form of the main part that posts."""
        forms = [form for main in self.root.iter("main") for form in main.iter("form")]
        if button is None:
            (only,) = [form for form in forms if form.get("method") == "post"]
            return only
        return next(f for f in forms if button in [text_of(one) for one in f.iter("button")])

    def answers(self, button: str | None = None) -> dict[str, Answer]:
        """What stands in a form of the page."""
        return filled(self.form(button))

    def choices(self, name: str) -> dict[str, str]:
        """The labels of the radios of that name, by their values."""
        labels = {label.get("for"): text_of(label) for label in self.root.iter("label")}
        radios = (one for one in self.root.iter("input") if one.get("name") == name)
        return {one.get("value", ""): labels[one.get("id")] for one in radios}

    def token(self) -> str:
        """The page's own token against forged requests."""
        fields = (one for one in self.root.iter("input") if one.get("name") == "csrf_token")
        return next(fields).get("value", "")


class Visitor:
    """Goes from page to page over https, follows redirects, keeps cookies; each page is checked."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, address: str, *, status: int = 200) -> Page:
        """Opens an address."""
        return self._shown(self._ask("GET", address), address, status)

    def post(self, address: str, answers: dict[str, str], *, status: int = 200) -> Page:
        """Sends answers that no page asked for, as a forger would."""
        return self._shown(self._ask("POST", address, data=answers), address, status)

    def submit(
        self,
        page: Page,
        answers: Mapping[str, Answer] | None = None,
        *,
        button: str | None = None,
        status: int = 200,
    ) -> Page:
        """Fills in a form of a page, however old, and sends it; what is not named stays as it stands."""
        form = page.form(button)
        sent = filled(form) | dict(answers or {})
        address = urljoin(page.address, form.get("action") or page.address)
        if form.get("method") == "get":
            answer = self._ask("GET", address, query_string=sent)
        else:
            answer = self._ask("POST", address, data=sent)
        return self._shown(answer, address, status)

    def press(self, page: Page, button: str, *, status: int = 200) -> Page:
        """Presses a button that needs no answers."""
        return self.submit(page, button=button, status=status)

    def follow(self, page: Page, words: str) -> Page:
        """Follows the link with those words."""
        return self.get(urljoin(page.address, page.links[words]))

    def sign_in(self, email: str, password: str) -> Page:
        """Signs a member of staff in."""
        return self.submit(self.get("/staff/sign-in"), {"email": email, "password": password})

    def _ask(self, method: str, address: str, **sent: Any) -> TestResponse:
        # In a context of its own, as on a server: else the test's own `g` would outlive the request.
        ask = partial(self.client.open, address, method=method, base_url=HOME, **sent)
        return Context().run(ask)

    def _shown(self, answer: TestResponse, address: str, status: int) -> Page:
        while answer.status_code in (301, 302, 303, 307, 308):
            address = urljoin(address, answer.headers["Location"])
            assert urlsplit(address).netloc in ("", urlsplit(HOME).netloc), "stays on our site"
            answer = self._ask("GET", address)
        html = answer.get_data(as_text=True)
        root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
        assert answer.status_code == status, f"{address}: {answer.status_code}\n{html[-3000:]}"
        check(root)
        return Page(address, answer.status_code, html, root)
