"""A visitor's browser without scripts: it checks every page that it is shown, and fills in forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

HOME = "https://appointments.example.org"
CONTROLS = ("input", "select", "textarea")
LEFT_OVER = re.compile(r"\bNone\b|%\(\w+\)|\{[{%]|<[A-Z]\w+\.|&lt;(?:p|bdi|br)\b")
"""What a page shows when something was not filled in: Python's None, a placeholder, markup as text."""


@dataclass
class PageForm:
    """A form as it stands on a page: where it goes, and what it would send."""

    action: str
    method: str
    answers: MultiDict[str, str] = field(default_factory=MultiDict)
    buttons: list[str] = field(default_factory=list)


class Page:
    """One page that was shown, read as a browser reads it."""

    def __init__(self, answer: TestResponse, address: str) -> None:
        self.answer, self.address, self.status = answer, address, answer.status_code
        self.html = answer.get_data(as_text=True)
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root: Element = parser.parse(self.html)
        self.text = " ".join("".join(_words(self.root)).split())

    @property
    def title(self) -> str:
        """The words of the tab."""
        return next(self.root.iter("title")).text or ""

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return _text(next(self.root.iter("h1")))

    @property
    def links(self) -> dict[str, str]:
        """Addresses by the words of their links."""
        return {_text(a): a.get("href", "") for a in self.root.iter("a")}

    @property
    def forms(self) -> list[PageForm]:
        """Every form of the page."""
        return [_form(form, self.address) for form in self.root.iter("form")]

    def form(self, button: str | None = None) -> PageForm:
        """The form with that button; without one, the only form of the main part that posts."""
        main = next(self.root.iter("main"))
        found = [_form(form, self.address) for form in main.iter("form")]
        if button:
            return next(form for form in found if button in form.buttons)
        (only,) = [form for form in found if form.method == "post"]
        return only

    def labels(self, name: str) -> dict[str, str]:
        """The labels of the choices of a field, by their values."""
        texts = {label.get("for"): _text(label) for label in self.root.iter("label")}
        inputs = (i for i in self.root.iter("input") if i.get("name") == name)
        return {i.get("value", ""): texts[i.get("id")] for i in inputs}

    def check(self) -> None:
        """Fails unless the page is whole: one h1, a title, a language, unique ids, everything labelled."""
        ids = [element.get("id") for element in self.root.iter() if element.get("id")]
        assert len(list(self.root.iter("h1"))) == 1, "one h1"
        assert self.heading, "an h1 with words"
        assert self.title.strip(), "a title"
        assert self.root.get("lang"), "a language"
        assert len(ids) == len(set(ids)), f"ids are unique: {sorted(ids)}"
        labelled = {label.get("for") for label in self.root.iter("label") if _text(label)}
        for control in (e for e in self.root.iter() if e.tag in CONTROLS):
            if control.get("type") != "hidden":
                assert control.get("id") in labelled, f"{control.get('name')} has a label"
        for element in self.root.iter():
            for attribute in ("aria-describedby", "aria-labelledby"):
                assert set((element.get(attribute) or "").split()) <= set(ids)
        for element in (*self.root.iter("a"), *self.root.iter("button")):
            assert _text(element), "links and buttons have words"
        assert not (left := LEFT_OVER.search(self.text)), f"left over: {left}"


class Browser:
    """Goes from page to page, follows redirects, keeps cookies, and checks each page."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, address: str, *, status: int = 200) -> Page:
        """Opens an address."""
        return self._shown(self.client.get(address, base_url=HOME), address, status)

    def post(self, address: str, answers: dict[str, str], *, status: int = 200) -> Page:
        """Sends answers that no page asked for: without the page's token it is refused."""
        return self._shown(self.client.post(address, data=answers, base_url=HOME), address, status)

    def submit(
        self,
        page: Page,
        answers: dict[str, str | list[str]] | None = None,
        *,
        button: str | None = None,
        status: int = 200,
    ) -> Page:
        """Fills in a form of the page and sends it: `answers` by name, everything else as it stands."""
        form = page.form(button)
        sent = MultiDict(form.answers)
        for name, answer in (answers or {}).items():
            sent.setlist(name, answer if isinstance(answer, list) else [answer])
        if form.method == "get":
            answer = self.client.get(form.action, query_string=sent, base_url=HOME)
        else:
            answer = self.client.post(form.action, data=sent, base_url=HOME)
        return self._shown(answer, form.action, status)

    def press(self, page: Page, button: str, *, status: int = 200) -> Page:
        """Presses a button that needs no answers."""
        return self.submit(page, button=button, status=status)

    def follow(self, page: Page, words: str, *, status: int = 200) -> Page:
        """Follows the link with those words."""
        return self.get(urljoin(page.address, page.links[words]), status=status)

    def sign_in(self, email: str, password: str) -> Page:
        """Signs a member of staff in."""
        page = self.get("/staff/sign-in")
        return self.submit(page, {"email": email, "password": password})

    def _shown(self, answer: TestResponse, address: str, status: int) -> Page:
        for _hop in range(5):
            if answer.status_code not in (301, 302, 303, 307, 308):
                break
            address = urljoin(address, answer.headers["Location"])
            assert urlsplit(address).netloc in ("", urlsplit(HOME).netloc), "stays on our site"
            answer = self.client.get(address, base_url=HOME)
        page = Page(answer, address)
        assert page.status == status, f"{address}: {page.status}\n{page.text}"
        page.check()
        return page


def _words(element: Element) -> Iterator[str]:
    if element.tag in ("script", "style", "svg", "head"):
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield f"{' ' if child.tag not in ('span', 'bdi', 'a', 'strong') else ''}{child.tail or ''}"


def _text(element: Element) -> str:
    return " ".join("".join(_words(element)).split())


def _form(form: Element, address: str) -> PageForm:
    read = PageForm(urljoin(address, form.get("action") or address), form.get("method", "get"))
    for element in form.iter():
        name, kind = element.get("name"), element.get("type", "")
        if element.tag == "button":
            read.buttons.append(_text(element))
        elif name and element.tag == "textarea":
            read.answers.add(name, (element.text or "").removeprefix("\n"))
        elif name and element.tag == "select":
            chosen = [o for o in element.iter("option") if o.get("selected") is not None]
            options = chosen or list(element.iter("option"))[:1]
            for option in options:
                read.answers.add(name, option.get("value", ""))
        elif (
            name
            and element.tag == "input"
            and (kind not in ("radio", "checkbox") or element.get("checked") is not None)
        ):
            read.answers.add(name, element.get("value", ""))
    return read
