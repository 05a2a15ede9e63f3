"""The times that somebody would like, as they and their officer read them."""

from datetime import date

import pytest
from flask import Flask

from booking.domain.arranging import Preference
from booking.domain.needs import Part
from booking.language.preferences import wish

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "part", "words"),
    [
        (TUESDAY, Part.MORNING, "Tuesday 24 November, in the morning"),
        (TUESDAY, Part.AFTERNOON, "Tuesday 24 November, in the afternoon"),
        (TUESDAY, None, "Tuesday 24 November, at any time"),
        (None, Part.MORNING, "Any day, in the morning"),
        (None, Part.AFTERNOON, "Any day, in the afternoon"),
    ],
)
def test_what_is_left_open_is_said_too(
    app: Flask, day: date | None, part: Part | None, words: str
) -> None:
    with app.test_request_context():
        assert wish(Preference(1, day, part)) == words
