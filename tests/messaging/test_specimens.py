"""Every message in every language, channel, format and way of meeting: whole, and in that language alone."""

import re
from itertools import product

import html5lib
import pytest

from booking.domain.needs import Meeting
from booking.extensions import db
from booking.language.languages import FOR_STAFF, direction
from booking.messaging.compose import Content
from booking.messaging.made_up import Told
from booking.messaging.segments import count_segments
from booking.messaging.specimens import CHANNELS, KINDS, TOKEN, audience_of, specimen
from booking.messaging.texts import is_too_long
from booking.models import Audience, Channel, Kind
from config import TRANSLATIONS
from tests.pages import UNFINISHED, text_of

LANGUAGES = ("en", *sorted(path.name for path in TRANSLATIONS.iterdir() if path.is_dir()))
FORMATS = ((), ("large_print_18",), ("large_print_24",), ("easy_read",), ("plain_email",))
NEUTRAL = "shared_device"
WORD = re.compile(r"[A-Za-z]{2,}")
TYPED = re.compile(
    r"Buses 4 and 9|repairs|Sam does not deal|tenancy agreement|https?://|Hartley Vale Council|Sam Okafor"
)
"""What somebody at the council typed stands in the language in which it was typed."""

pytestmark = pytest.mark.usefixtures("without_database")


def languages_of(kind: Kind) -> tuple[str, ...]:
    """Staff are told things in fewer languages than residents."""
    return LANGUAGES if audience_of(kind) is Audience.RESIDENT else FOR_STAFF


def told(kind: Kind, **how: object) -> Content:
    return specimen(kind, Told(**how)).content()  # type: ignore[arg-type]


def sentences(content: Content) -> set[str]:
    """What it says, by lines and sentences, with more than three words."""
    said = re.split(r"\n|(?<=[.:?])\s", f"{content.subject}\n{content.text}")
    return {each.strip() for each in said if len(WORD.findall(each)) > 3 and not TYPED.search(each)}


def assert_whole(content: Content, language: str, told_as: str) -> None:
    everything = f"{content.subject}\n{content.text}"
    assert content.subject, told_as
    assert content.text.strip(), told_as
    assert not UNFINISHED.search(everything), told_as
    assert "Undefined" not in everything, told_as
    if content.html is not None:
        page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content.html)
        assert (page.get("lang"), page.get("dir")) == (language, direction(language)), told_as
        assert not UNFINISHED.search(text_of(page.find(".//body"))), told_as


@pytest.mark.parametrize("kind", Kind)
def test_a_message_is_whole_however_it_is_told(kind: Kind) -> None:
    channels, languages = CHANNELS[audience_of(kind)], languages_of(kind)
    for channel, language, form in product(channels, languages, FORMATS):
        # Formats change the layout, and ways of meeting the words: not each with each.
        for meeting in Meeting if not form else (Meeting.IN_PERSON,):
            needs = (*form, NEUTRAL) if meeting is Meeting.PHONE else form
            content = told(kind, channel=channel, language=language, meeting=meeting, needs=needs)
            said_in = "en" if channel is Channel.PHONE else language
            assert_whole(content, said_in, f"{kind} {channel} {language} {form} {meeting}")
            if channel is Channel.SMS:
                assert not is_too_long(count_segments(content.text)), content.text


@pytest.mark.parametrize("kind", KINDS[Audience.RESIDENT])
def test_no_sentence_of_a_message_is_left_in_english(kind: Kind) -> None:
    for channel, meeting in product((Channel.SMS, Channel.EMAIL, Channel.LETTER), Meeting):
        in_english = sentences(told(kind, channel=channel, meeting=meeting))
        for language in LANGUAGES[1:]:
            said = sentences(told(kind, channel=channel, meeting=meeting, language=language))
            assert not said & in_english, (language, channel, meeting)


@pytest.mark.parametrize("kind", KINDS[Audience.RESIDENT])
def test_neutral_words_say_nothing_of_what_it_is_about(kind: Kind) -> None:
    for channel in (Channel.SMS, Channel.EMAIL, Channel.LETTER):
        content = told(kind, channel=channel, needs=(NEUTRAL,))
        everything = f"{content.subject}{content.text}{content.html}"
        assert not re.search("Housing|tenancy|repairs|deal with this", everything)


@pytest.mark.parametrize(("audience", "kinds"), KINDS.items())
def test_what_is_made_up_is_never_given_to_the_database(
    audience: Audience, kinds: tuple[Kind, ...]
) -> None:
    for kind, channel in product(kinds, CHANNELS[audience]):
        told(kind, channel=channel)
    session = db.session()
    assert not session.new
    assert not session.identity_map.keys()


def test_a_link_looks_like_a_real_one_and_opens_nothing() -> None:
    text = told(Kind.ARRANGED, channel=Channel.SMS).text
    assert text.endswith(f"https://appointments.example.org/appointment/{TOKEN}")
    assert len(TOKEN) == 24
