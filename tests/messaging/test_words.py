"""No message says a word that no translator was given, on any channel."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from booking.messaging.compose import compose
from booking.models import Channel, Kind
from config import Config
from tests.conftest import configured
from tests.marks import MARKED, known_words, marking, untranslated
from tests.messaging.specimens import (
    EVERY_MESSAGE,
    Both,
    a_manager,
    a_message,
    its_links,
    three_proposals,
)

LINK = re.compile(r"https://[^\s⟧]+")


@pytest.fixture
def config(database_url: str) -> Config:
    """A council whose own language is the marked one: calls are scripted in it."""
    return configured(database_url).but(languages=(MARKED,))


@pytest.fixture
def marked(app: Flask) -> Iterator[None]:
    with marking(app):
        yield


@pytest.mark.parametrize(("kind", "channel"), EVERY_MESSAGE)
def test_a_message_says_nothing_that_is_not_translated(
    kind: Kind, channel: Channel, both: Both, marked: None
) -> None:
    message = a_message(kind, both.of(kind), channel, MARKED)
    content = compose(
        message,
        links=its_links(message),
        proposals=three_proposals(),
        hear_by=date(2026, 12, 1),
        day=[both.appointment],
    )
    manager = a_manager()
    known = known_words("Kept", manager.name, manager.email)
    for text in (content.subject, content.text):
        assert untranslated(LINK.sub("", text), known) == []
