"""The language that words come out in, outside of any request."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    """An application context in English."""
    with app.app_context(), force_locale("en"):
        yield
