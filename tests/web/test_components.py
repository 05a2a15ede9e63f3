"""The components and layouts, drawn by a small application and read as a browser reads them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask, render_template, render_template_string
from flask_babel import Babel
from markupsafe import Markup
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
ERROR_PAGES = sorted(path.name for path in (TEMPLATES / "errors").glob("[0-9]*.html"))


class DateOfBirth(Form):  # type: ignore[misc]
    """A date in three parts; the month is the one that may be wrong."""

    day = StringField()
    month = StringField(validators=[validators.AnyOf(["", "3"], "Enter a real month")])
    year = StringField()


class Everything(Form):  # type: ignore[misc]
    """One field of each sort; sent empty, all but the date are wrong."""

    name = StringField("Your name", [validators.InputRequired("Enter your name")])
    born = FormField(DateOfBirth, "Date of birth")
    about = TextAreaField("About what?", [validators.InputRequired("Say what it is about")])
    officer = SelectField(
        "Officer",
        [validators.InputRequired("Choose an officer")],
        choices={"": "", "Housing": {"sam": "Sam Okafor"}},
    )
    contact = RadioField(
        "Contact",
        [validators.InputRequired("Choose how we contact you")],
        choices={"sms": "Text message", "email": "Email"},
    )
    needs = SelectMultipleField(
        "Needs",
        [validators.InputRequired("Choose your needs, or none")],
        choices={"loop": "Hearing loop", "none": "None of these"},
    )
    agree = BooleanField("Keep this", [validators.InputRequired("Tick the box")])
    phones = FieldList(
        StringField("Phone", [validators.InputRequired("Enter a phone number")]), min_entries=2
    )


PAGE = """
{% extends layout %}
{% import "components/form.html" as f %}
{% import "components/page.html" as page %}
{% block page_title %}Tell us about you{% endblock %}
{% block page_scripts %}{{ f.autocomplete_script(csp_nonce()) }}{% endblock %}
{% block before_content %}{{ page.back_link("/before") }}{% endblock %}
{% block content %}
{{ f.error_summary(form) }}
<form method="post" novalidate>
{{ f.csrf(form) }}
{{ f.text_field(form.name, hint="As on letters", heading=True, width=20, autocomplete="name",
                spellcheck=False) }}
{{ f.date_field(form.born, hint="For example, 27 3 1985", birthday=True) }}
{{ f.textarea(form.about, hint="In a few words", rows=3) }}
{{ f.select(form.officer, hint="Start typing", search=True) }}
{{ f.radios(form.contact, hint="One only", hints={"sms": "Free"}, inline=True, classes="kept-times",
            conditional={"email": "<p>Which?</p>" | safe}, dividers={"email": "or"},
            headings={"sms": "By phone"}) }}
{{ f.checkboxes(form.needs, hint="All that apply", exclusive="none",
                hints={"loop": "In every room"}) }}
{{ f.checkbox(form.agree, hint="You can change your mind") }}
{% for phone in form.phones %}{{ f.text_field(phone, type="tel") }}{% endfor %}
{{ f.button("Continue") }} {{ f.button("Save", secondary=True, name="then", value="save") }}
</form>
{{ page.notification("Success", "Saved", kind="success") }}
{{ page.notification("Important", "Closed today", id="closed") }}
{{ page.summary_list(rows) }}
{{ page.inset("Bring your letter") }}{{ page.warning_text("This cannot be undone") }}
{{ page.details("Help", "Phone us") }}{{ page.tag("At risk", "yellow", mark="at-risk") }}
{% call page.board("Today", ["Time", "Name"]) %}
<tr><th scope="row">9:00am</th><td>Amina</td></tr>
{% endcall %}
{{ page.text_message("It is at 9:00am", about="Sent to 07700 900123", language="en") }}
{{ page.email_preview("Arranged", "from@example.org", "to@example.org", text="Dear Amina") }}
{% endblock %}
"""

ROWS = [
    {"key": "Name", "value": "<Amina>", "change_href": "/name", "change_what": "your name"},
    {"key": "Phone", "value": Markup("<bdi>07700 900123</bdi>")},
]


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    """An application with nothing but what the layouts are promised."""
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=str(ROOT / "static"))
    Babel(app)
    with app.test_request_context():
        yield app


def drawn(language: str = "en", wrong: bool = False, layout: str = "layout.html") -> Element:
    """The page of every component, parsed strictly."""
    form = Everything()
    if wrong:
        form.born.form.month.data = "13"
        form.validate()
    return parsed(
        render_template_string(PAGE, form=form, rows=ROWS, layout=layout, **context(language))
    )


def context(language: str) -> dict[str, Any]:
    """What the application gives every page."""
    return {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "languages": [("en", "English", "/en"), ("ar", "العربية", "/ar")],
        "council_name": "Larkford Council",
        "council_phone": "020 7946 0123",
        "footer_links": [("/privacy", "Privacy")],
        "csp_nonce": lambda: "abc",
        "navigation": [("/today", "Today", True), ("/book", "Book", False)],
        "signed_in_name": "Priya Shah",
        "sign_out_url": "/sign-out",
    }


def parsed(html: str) -> Element:
    """The tree of a page; any fault that the HTML standard names fails the test."""
    parser = html5lib.HTMLParser(
        html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    tree: Element = parser.parse(html)
    return tree


def ids_in(page: Element) -> list[str]:
    return [element.attrib["id"] for element in page.iter() if "id" in element.attrib]


def text_of(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def by_id(page: Element, name: str) -> Element:
    (element,) = [element for element in page.iter() if element.get("id") == name]
    return element


def summary_links(page: Element) -> dict[str, str]:
    """The links of the error summary: where each leads, and its words."""
    (summary,) = page.findall(".//*[@data-module='govuk-error-summary']")
    return {link.attrib["href"].removeprefix("#"): text_of(link) for link in summary.iter("a")}


in_every_state = pytest.mark.parametrize(
    ("language", "wrong", "layout"),
    [
        (language, wrong, layout)
        for language in ("en", "ar")
        for wrong in (False, True)
        for layout in ("layout.html", "staff_layout.html")
    ],
)


@pytest.mark.usefixtures("app")
@in_every_state
class TestEveryPage:
    def test_ids_are_unique(self, language: str, wrong: bool, layout: str) -> None:
        ids = ids_in(drawn(language, wrong, layout))
        assert len(ids) == len(set(ids))

    def test_every_reference_finds_its_element(
        self, language: str, wrong: bool, layout: str
    ) -> None:
        page = drawn(language, wrong, layout)
        references = [
            name
            for element in page.iter()
            for attribute in ("for", "aria-describedby", "aria-labelledby")
            for name in element.get(attribute, "").split()
        ] + [a.attrib["href"][1:] for a in page.iter("a") if a.get("href", "").startswith("#")]
        assert len(references) > 20
        assert set(references) <= set(ids_in(page))

    def test_every_control_has_a_label(self, language: str, wrong: bool, layout: str) -> None:
        page = drawn(language, wrong, layout)
        labelled = {label.get("for") for label in page.iter("label")}
        controls = [
            control.get("id")
            for tag in ("input", "select", "textarea")
            for control in page.iter(tag)
            if control.get("type") != "hidden"
        ]
        assert len(controls) > 10
        assert set(controls) <= labelled

    def test_there_is_one_heading_of_the_first_level(
        self, language: str, wrong: bool, layout: str
    ) -> None:
        assert len(list(drawn(language, wrong, layout).iter("h1"))) == 1

    def test_language_direction_and_stylesheet_agree(
        self, language: str, wrong: bool, layout: str
    ) -> None:
        page = drawn(language, wrong, layout)
        (sheet,) = page.findall(".//link[@rel='stylesheet']")
        assert page.get("lang") == language
        assert (page.get("dir"), sheet.get("href")) == (
            ("rtl", "/static/kept-rtl.css") if language == "ar" else ("ltr", "/static/kept.css")
        )

    def test_every_script_is_a_file_with_the_nonce(
        self, language: str, wrong: bool, layout: str
    ) -> None:
        scripts = list(drawn(language, wrong, layout).iter("script"))
        assert len(scripts) == 2
        assert all(script.get("src") and script.get("nonce") == "abc" for script in scripts)


@pytest.mark.usefixtures("app")
class TestErrors:
    def test_the_summary_leads_to_the_place_to_mend(self) -> None:
        assert summary_links(drawn(wrong=True)) == {
            "name": "Enter your name",
            "born-month": "Enter a real month",
            "about": "Say what it is about",
            "officer": "Choose an officer",
            "contact-0": "Choose how we contact you",
            "needs-0": "Choose your needs, or none",
            "agree": "Tick the box",
            "phones-1": "Enter a phone number",
            "phones-0": "Enter a phone number",
        }

    def test_every_wrong_control_is_described_by_its_error(self) -> None:
        page = drawn(wrong=True)
        assert by_id(page, "name").get("aria-describedby") == "name-hint name-error"
        assert text_of(by_id(page, "name-error")) == "Error: Enter your name"
        assert text_of(by_id(page, "born-error")) == "Error: Enter a real month"

    def test_only_the_wrong_part_of_a_date_is_marked(self) -> None:
        page = drawn(wrong=True)
        marked = [
            part
            for part in ("day", "month", "year")
            if "govuk-input--error" in by_id(page, f"born-{part}").attrib["class"]
        ]
        assert marked == ["month"]

    def test_an_error_of_the_whole_date_comes_before_that_of_a_part_and_leads_to_the_day(
        self,
    ) -> None:
        form = Everything()
        form.born.form.month.data = "13"
        form.validate()
        form.born.form.form_errors.append("Enter a date in the past")
        links = summary_links(
            parsed(
                render_template_string(
                    PAGE, form=form, rows=ROWS, layout="layout.html", **context("en")
                )
            )
        )
        assert links["born-day"] == "Enter a date in the past"
        assert "born-month" not in links

    def test_an_error_of_the_form_as_a_whole_is_said_without_a_link(self) -> None:
        form = Everything()
        form.form_errors.append("That time has just been taken")
        html = render_template_string(
            '{% from "components/form.html" import error_summary %}{{ error_summary(form) }}',
            form=form,
        )
        assert "<li>That time has just been taken</li>" in html
        assert "<a " not in html

    def test_the_title_begins_with_error(self) -> None:
        title = "Tell us about you – Appointments – Larkford Council"
        assert text_of(drawn(wrong=True).find(".//title")) == f"Error: {title}"
        assert text_of(drawn().find(".//title")) == title

    def test_a_right_page_has_no_summary_and_no_error(self) -> None:
        page = drawn()
        assert not [e for e in page.iter() if "error" in e.get("class", "")]


@pytest.mark.usefixtures("app")
class TestAnswers:
    def test_what_was_typed_comes_back_escaped_and_whole(self) -> None:
        form = Everything(
            data={
                "name": '"><script>',
                "about": "\nA first empty line",
                "born": {"day": "27", "month": "3", "year": "1985"},
                "contact": "email",
                "needs": ["none"],
                "officer": "sam",
                "agree": True,
            }
        )
        page = parsed(
            render_template_string(
                PAGE, form=form, rows=ROWS, layout="layout.html", **context("en")
            )
        )
        chosen = {e.get("id") for e in page.iter() if "checked" in e.attrib}
        assert by_id(page, "name").get("value") == '"><script>'
        assert by_id(page, "about").text == "\nA first empty line"
        assert [by_id(page, f"born-{part}").get("value") for part in ("day", "month", "year")] == [
            "27",
            "3",
            "1985",
        ]
        assert chosen == {"contact-1", "needs-1", "agree"}
        assert [e.get("value") for e in page.iter("option") if "selected" in e.attrib] == ["sam"]

    def test_only_none_of_these_unticks_the_others(self) -> None:
        page = drawn()
        assert by_id(page, "needs-1").get("data-behaviour") == "exclusive"
        assert by_id(page, "needs-0").get("data-behaviour") is None
        assert [text_of(e) for e in page.findall(".//*[@class='govuk-checkboxes__divider']")] == [
            "or"
        ]

    def test_a_link_to_change_says_what_it_changes(self) -> None:
        (link,) = [a for a in drawn().iter("a") if a.get("href") == "/name"]
        spoken = [text_of(span) for span in link if span.get("aria-hidden") is None]
        assert spoken == ["Change your name"]

    def test_a_value_in_a_summary_is_escaped_and_keeps_its_own_direction(self) -> None:
        values = drawn().findall(".//dd[@class='govuk-summary-list__value']/bdi")
        assert [text_of(value) for value in values] == ["<Amina>", "07700 900123"]


@pytest.mark.usefixtures("app")
class TestLayouts:
    def test_the_phone_number_is_read_left_to_right(self) -> None:
        (number,) = drawn("ar").findall(".//footer//bdi[@dir='ltr']")
        assert text_of(number) == "020 7946 0123"

    def test_the_languages_are_named_in_themselves_and_the_present_one_is_marked(self) -> None:
        links = drawn("ar").findall(".//header//li/a")
        assert [(a.get("lang"), text_of(a), a.get("aria-current")) for a in links] == [
            ("en", "English", None),
            ("ar", "العربية", "true"),
        ]

    def test_a_first_page_can_show_the_languages_without_a_press(self) -> None:
        opened = "{% set languages_open = True %}" + PAGE
        page = parsed(
            render_template_string(
                opened, form=Everything(), rows=ROWS, layout="layout.html", **context("en")
            )
        )
        assert not page.findall(".//header//details")
        assert len(page.findall(".//header//li/a")) == 2

    def test_staff_see_where_they_are_and_can_sign_out(self) -> None:
        page = drawn(layout="staff_layout.html")
        here = [text_of(a) for a in page.iter("a") if a.get("aria-current") == "page"]
        (form,) = [f for f in page.iter("form") if f.get("action") == "/sign-out"]
        assert here == ["Today"]
        assert form.get("method") == "post"

    @pytest.mark.parametrize("name", ERROR_PAGES)
    def test_an_error_page_says_what_to_do_and_gives_the_phone_number(self, name: str) -> None:
        page = parsed(render_template(f"errors/{name}", **context("en")))
        main = by_id(page, "main-content")
        assert len(list(main.iter("h1"))) == 1
        assert len(text_of(main)) > 100
        assert "020 7946 0123" in text_of(main)

    @pytest.mark.parametrize("name", ERROR_PAGES)
    def test_an_error_page_can_be_drawn_when_nothing_else_works(self, name: str) -> None:
        assert text_of(parsed(render_template(f"errors/{name}")).find(".//h1"))


def test_there_is_a_page_for_every_error_that_a_person_may_meet() -> None:
    assert [int(name.removesuffix(".html")) for name in ERROR_PAGES] == [
        400, 403, 404, 405, 410, 413, 429, 500, 503,
    ]  # fmt: skip


FORBIDDEN = {
    "an inline style": re.compile(r"<style|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)|javascript:", re.I),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
}


@pytest.mark.parametrize("fault", list(FORBIDDEN))
def test_no_template_needs_a_loose_content_security_policy(fault: str) -> None:
    pages = [p for p in TEMPLATES.rglob("*.html") if "messages" not in p.parts]
    assert pages
    assert not [page.name for page in pages if FORBIDDEN[fault].search(page.read_text("utf-8"))]


@pytest.mark.parametrize("sheet", ["kept.css", "kept-rtl.css"])
def test_the_stylesheets_fetch_nothing_and_carry_no_other_brand(sheet: str) -> None:
    css = (ROOT / "static" / sheet).read_text("utf-8").partition("*/")[2]
    assert "url(" not in css
    assert "@import" not in css
    assert "GDS Transport" not in css
