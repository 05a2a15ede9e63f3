"""A visitor's browser without scripts: it reads every page as strictly as a careful visitor would."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Answer = str | list[str]

UNFINISHED = re.compile(
    r"%\(\w+\)|\bNone\b(?! of)|\{\{|\{%|&(?:lt|amp|quot|#\d+);|<Markup|LazyString"
)
"""What no reader should ever see: a gap that nobody filled in, code, an escape shown as text."""
NOT_TYPED = ("hidden", "submit", "button")


class Browser:
    """Opens pages, follows links and sends forms; keeps the page that is on the screen."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.response: TestResponse = TestResponse((), "200", {}, None)  # type: ignore[arg-type]
        self.page = Element("html")

    def open(self, address: str, status: int = 200) -> "Browser":
        """Goes to an address and wherever it leads; the page must come with `status`."""
        return self._show(self._request("GET", address), status)

    def follow(self, words: str) -> "Browser":
        """Presses the link with these words."""
        links = [link for link in self.page.iter("a") if text_of(link) == words]
        assert links, (
            f"no link {words!r} on {self.title!r}: {[text_of(a) for a in self.page.iter('a')]}"
        )
        return self.open(links[0].attrib["href"])

    def send(self, button: str = "Continue", *, status: int = 200, **answers: Any) -> "Browser":
        """Answers the form with this button and sends it; what is not answered stays as it stands.

        Answers may name what is not on the page: that is what a forger would send.
        """
        form = self.form(button)
        content = {**filled(form), **answers}
        address = form.get("action") or self.address
        if form.get("method") == "get":
            return self._show(self._request("GET", address, query_string=content), status)
        return self._show(self._request("POST", address, data=content), status)

    def form(self, button: str = "Continue") -> Element:
        """The form with this button."""
        for form in self.page.iter("form"):
            if any(text_of(one) == button for one in form.iter("button")):
                return form
        raise AssertionError(f"no button {button!r} on {self.title!r}")

    @property
    def address(self) -> str:
        """Where the page is, with its query."""
        request = self.response.request
        query = request.query_string.decode()
        return request.path + (f"?{query}" if query else "")

    @property
    def path(self) -> str:
        """Where the page is, without its query."""
        return self.response.request.path

    @property
    def title(self) -> str:
        """The words of the title."""
        return text_of(self.page.find(".//title"))

    @property
    def heading(self) -> str:
        """The words of the one h1."""
        return text_of(self.page.find(".//h1"))

    @property
    def text(self) -> str:
        """Every word of the page's main part."""
        return text_of(self.page.find(".//main"))

    @property
    def errors(self) -> list[str]:
        """What the error summary says."""
        for element in self.page.iter():
            if element.get("data-module") == "govuk-error-summary":
                return [text_of(item) for item in element.iter("li")]
        return []

    def choices(self, name: str) -> dict[str, str]:
        """The radios, tick boxes or options of that name: value and label."""
        found = {}
        labels = {one.get("for"): text_of(one) for one in self.page.iter("label")}
        for element in self.page.iter("input"):
            if element.get("name") == name and element.get("type") in ("radio", "checkbox"):
                found[element.attrib["value"]] = labels[element.get("id")]
        for select in self.page.iter("select"):
            if select.get("name") == name:
                found |= {one.attrib["value"]: text_of(one) for one in select.iter("option")}
        return found

    def filled(self, button: str = "Continue") -> dict[str, Answer]:
        """What stands in the form with this button."""
        return filled(self.form(button))

    def _request(self, method: str, address: str, **content: Any) -> TestResponse:
        # A context of its own: a test that has one open would share its `g` with every request.
        with self.client.application.app_context():
            return self.client.open(address, method=method, follow_redirects=True, **content)

    def _show(self, response: TestResponse, status: int) -> "Browser":
        self.response = response
        assert response.status_code == status, (response.status_code, response.text[:2000])
        parser = html5lib.HTMLParser(
            html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
        )
        self.page = parser.parse(response.text)
        check(self.page)
        return self


def check(page: Element) -> None:
    """One h1, a title, a language, ids used once, references that lead somewhere, every field labelled."""
    assert page.get("lang")
    assert len(list(page.iter("h1"))) == 1
    title = text_of(page.find(".//title"))
    assert title
    ids = [element.attrib["id"] for element in page.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids)), sorted(name for name in ids if ids.count(name) > 1)
    assert set(_references(page)) <= set(ids), set(_references(page)) - set(ids)
    for field in _fields(page):
        assert field.get("id") in {label.get("for") for label in page.iter("label")}, field.attrib
    for form in page.iter("form"):
        if form.get("method") == "post":
            assert "csrf_token" in filled(form), "a form without its token"
    shown = f"{title} {text_of(page.find('.//body'))}"
    assert not (found := UNFINISHED.search(shown)), shown[max(0, found.start() - 60) :][:200]


def text_of(element: Element | None) -> str:
    """The words of an element, with single spaces."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def _references(page: Element) -> Iterator[str]:
    for element in page.iter():
        for name in ("aria-describedby", "aria-labelledby", "for", "form"):
            yield from element.get(name, "").split()
        href = element.get("href", "")
        if href.startswith("#") and len(href) > 1:
            yield href[1:]


def _fields(page: Element) -> Iterator[Element]:
    for element in page.iter():
        is_field = element.tag in ("input", "select", "textarea")
        if is_field and element.get("type") not in NOT_TYPED:
            yield element


def filled(form: Element) -> dict[str, Answer]:
    """What a browser would send if the form went off as it stands."""
    content: dict[str, Answer] = {}
    for field in form.iter():
        name = field.get("name")
        if name is None:
            continue
        if field.tag == "textarea":
            content[name] = "".join(field.itertext())
        elif field.tag == "select":
            content[name] = _selected(field)
        elif field.tag == "input":
            _add_input(content, name, field.attrib)
    return content


def _selected(select: Element) -> str:
    options = list(select.iter("option"))
    marked = [option for option in options if "selected" in option.attrib] or options[:1]
    return marked[0].get("value", "") if marked else ""


def _add_input(content: dict[str, Answer], name: str, field: Mapping[str, Any]) -> None:
    kind, value = field.get("type", "text"), field.get("value", "")
    if kind in NOT_TYPED[1:] or (kind in ("radio", "checkbox") and "checked" not in field):
        return
    if kind == "checkbox" and name in content:
        before = content[name]
        content[name] = [*(before if isinstance(before, list) else [before]), value]
    else:
        content[name] = value
