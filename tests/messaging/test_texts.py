"""A text fits, whatever has to stand in it: what goes first, what goes last, and what is never cut."""

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask import Flask

from booking.domain.needs import Meeting
from booking.language.names import ELLIPSIS
from booking.messaging.compose import compose
from booking.messaging.made_up import Told
from booking.messaging.segments import count_segments
from booking.messaging.specimens import (
    CHANNELS,
    EVERY_KIND,
    KINDS,
    TOKEN,
    audience_of,
    has_copy,
    links_of,
    specimen,
)
from booking.messaging.texts import MOST, fitted, is_too_long
from booking.models import Audience, Channel, Kind, Location, Message, Service
from tests.messaging.test_specimens import languages_of

LONG = {
    "Latin": "Wilhelmina Katarzyna Featherstonehaugh-Cholmondeley " * 4,
    "one word": "Ж" * 200,
    "Arabic": "عبدالرحمن محمد الأنصاري " * 9,
    "Bengali": "মোহাম্মদ আব্দুর রহমান " * 9,
    "Gurmukhi": "ਹਰਪ੍ਰੀਤ ਸਿੰਘ ਗਰੇਵਾਲ " * 10,
    "Chinese": "王小明" * 67,
    "pictures": "👨\u200d👩\u200d👧\u200d👦" * 28,
    "marks": f"a{chr(0x301) * 199}",
}
PHONE = "+44 (0)20 7946 0000 extension 123456789"
ADDRESS = "Council Offices of the Hartley and Vale Joint Partnership\n" * 5


@pytest.fixture
def long_settings(without_database: Flask) -> Any:
    """A council whose name, phone and address on the web are as long as they may be."""
    before = without_database.extensions["settings"]
    yield lambda name: without_database.extensions.update(
        settings=before.but(
            council_name=name,
            council_phone=PHONE,
            public_url=f"https://{'appointments.' * 6}example.uk",
        )
    )
    without_database.extensions["settings"] = before


def with_long_names(
    kind: Kind, language: str, meeting: Meeting, name: str, *, as_copy: bool = False
) -> Message:
    made = specimen(
        kind,
        Told(
            channel=Channel.SMS,
            language=language,
            meeting=meeting,
            as_copy=as_copy,
            service=Service(name=name, documents=[name] * 5, minutes=30),
            location=Location(name=name, address=ADDRESS, travel=""),
        ),
    )
    subject = made.message.appointment or made.message.enquiry or made.day[0]
    subject.officer.name = name
    assert subject.officer.cover
    subject.officer.cover.name = name
    if made.message.appointment and made.message.appointment.room:
        made.message.appointment.room.name = name
    return made.message


TEXTED = [
    *(
        (kind, False)
        for audience in CHANNELS
        if audience is not Audience.MANAGER
        for kind in KINDS[audience]
    ),
    *((kind, True) for kind in EVERY_KIND if has_copy(kind)),
]
"""Every kind, as its own reader is texted it, and as somebody is who acts for them."""


@pytest.mark.parametrize("name", LONG.values(), ids=LONG)
def test_no_text_is_too_long_whatever_stands_in_it(
    name: str, long_settings: Callable[[str], None]
) -> None:
    long_settings(name)
    for kind, as_copy in TEXTED:
        for language, meeting in product(languages_of(kind), (Meeting.IN_PERSON, Meeting.PHONE)):
            text = _text(with_long_names(kind, language, meeting, name, as_copy=as_copy))
            assert not is_too_long(count_segments(text)), (kind, language, text)
            for link in re.findall(r"https?://\S+", text):
                assert link.endswith(TOKEN) or "/staff/" in link or "/officer/" in link, link
            if audience_of(kind) is Audience.RESIDENT:
                assert PHONE in text, text


def _text(message: Message) -> str:
    return compose(message, links=links_of(message)).text


def test_a_long_name_gives_way_and_a_usual_one_stays(
    long_settings: Callable[[str], None],
) -> None:
    text = _text(with_long_names(Kind.ARRANGED, "ar", Meeting.IN_PERSON, LONG["Latin"]))
    assert ELLIPSIS in text
    assert "Hartley Vale Council" in text


SAYS_ALL = "Council: Sam, Tuesday, Centre, bring this. Phone 1"
FACTS = ["Council", "Sam", "Tuesday", "Centre", "REF", "Phone 1 or use https://x.uk/y"]


def _never_shorter(words: str) -> Callable[[dict[str, Any]], str]:
    return lambda _known: words


@pytest.mark.parametrize("dropped", range(len(FACTS)))
def test_of_the_bare_facts_who_goes_first_and_the_link_last(dropped: int) -> None:
    """Padded so that exactly the last ones have room."""
    room = 153 * MOST["GSM-7"] - len(". ".join(FACTS[dropped:]))
    facts = [*FACTS[:-1], FACTS[-1] + "y" * room]
    text = fitted(_never_shorter("word " * 200), _never_shorter("\n".join(facts)), {})
    assert text == ". ".join(facts[dropped:])
    assert count_segments(text).count == MOST["GSM-7"]


def test_a_text_with_room_for_everything_says_everything() -> None:
    assert fitted(_never_shorter(SAYS_ALL), _never_shorter("nothing"), {}) == SAYS_ALL
