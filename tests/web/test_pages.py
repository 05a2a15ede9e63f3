"""The pages that everybody may read."""

import pytest
from flask import Flask

from tests.builders import Council
from tests.visitor import Visitor


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


def test_the_statement_says_when_it_is_looked_at_again(app: Flask, council: Council) -> None:
    page = Visitor(app).get("/accessibility")
    assert "Monday 23 November 2026" in page.text
    assert "Tuesday 23 November 2027" in page.text


def test_the_privacy_page_says_the_truth_about_cookies(app: Flask, council: Council) -> None:
    visitor = Visitor(app)
    assert "We use one only" in visitor.get("/privacy").text
    visitor.get("/staff/sign-in")
    assert len(visitor.client._cookies or ()) <= 1
