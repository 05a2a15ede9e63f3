"""The pages that everybody may read."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from booking.language.dates import format_day_with_year
from booking.web.pages import LAST_TESTED as TESTED
from booking.web.pages import STATEMENT_REVIEW as REVIEW
from booking.web.pages import STATEMENT_WRITTEN as WRITTEN
from tests.builders import Council
from tests.visitor import HOME, Visitor

ACCESSIBILITY = Path(__file__).parents[2] / "docs" / "accessibility.md"


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/accessibility", "Accessibility statement"), ("/privacy", "Privacy and cookies")],
)
def test_every_visitor_may_read_them(
    app: Flask, council: Council, address: str, heading: str
) -> None:
    page = Visitor(app).get(address)
    assert page.heading == heading
    assert "020 7946 0000" in page.text


def test_the_statement_says_when_it_was_written_tested_and_is_looked_at_again(
    app: Flask, council: Council
) -> None:
    page = Visitor(app).get("/accessibility")
    with app.test_request_context():
        days = [format_day_with_year(day) for day in (WRITTEN, TESTED, REVIEW)]
    assert all(day in page.text for day in days)


def test_the_statement_is_younger_than_a_year_and_its_review_is_still_to_come() -> None:
    """Fails on the day on which somebody has to look at the statement again: that is what it is for."""
    today = datetime.now(UTC).date()
    assert today < REVIEW
    assert today - WRITTEN < timedelta(days=366)
    assert WRITTEN - timedelta(days=31) <= TESTED


def test_residents_are_told_all_that_is_not_there_yet(app: Flask, council: Council) -> None:
    not_yet = ACCESSIBILITY.read_text().partition("## Not yet")[2]
    rows = re.findall(r"^\| (?!what |---)(?P<what>.+?) \| (?P<told>.+?) \|$", not_yet, re.MULTILINE)
    assert rows
    page = Visitor(app).get("/accessibility")
    assert [told for _what, told in rows if told not in page.text] == []


def test_the_privacy_page_says_the_truth_about_cookies(app: Flask, council: Council) -> None:
    visitor = Visitor(app)
    assert "We use two" in visitor.get("/privacy").text
    asked = visitor.client.get("/staff/sign-in", base_url=HOME)
    [first] = asked.headers.getlist("Set-Cookie")
    assert first.startswith("__Host-kept=")
    assert "Max-Age" not in first, "it is gone when the browser is closed"
    assert "Expires" not in first
    chosen = visitor.client.get("/language/en", base_url=HOME)
    [second] = chosen.headers.getlist("Set-Cookie")
    assert second.startswith("__Host-language=en; ")
    for rule in ("Max-Age=31536000", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert rule in second.split("; ")
    assert "Domain" not in second
