"""A name in any script, one letter long or two hundred, on every channel: there, whole, and only a name."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32, default
from typing import Any
from unicodedata import normalize

import html5lib
import icalendar
import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from booking.language.names import in_one_line, letters, shortened
from booking.messaging.compose import Content, compose
from booking.messaging.email import Email, build
from booking.messaging.facts import initials
from booking.messaging.made_up import Told
from booking.messaging.segments import count_segments, to_gsm
from booking.messaging.specimens import links_of, specimen
from booking.messaging.texts import is_too_long
from booking.models import Channel, Kind, Message
from tests.calendars.readers import READERS
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("without_database")

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ISOLATES = re.compile("[\u2066-\u2069]")

SCRIPTS = {
    "Latin": "abzAZ àéîłñőŚŵ’-",
    "Arabic": "ابتثعبدالله محمّد",
    "Urdu": "پچڈڑںےہگ ٹ",
    "Gurmukhi": "ਹਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Bengali": "মোহাম্মদ আব্দুর",
    "Cyrillic": "Їєґія Жщю",
    "Chinese": "王小明李华",
    "pictures": "👨\u200d👩👧🇬🇧🏽🙂",
    "marks": "e\u0301\u0323\u0308a\u0300",
}
HOSTILE = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\r\n\t\0\u2028<>&\"'\\;:,%{}=?"
NAMES = st.one_of(
    *(st.text(letters, min_size=1, max_size=200) for letters in SCRIPTS.values()),
    st.text("".join(SCRIPTS.values()) + HOSTILE, min_size=1, max_size=200),
).filter(in_one_line)
ATTACKS = (
    "Sam\r\nBcc: eve@example.org",
    "Sam\nATTENDEE:mailto:eve@example.org",
    "Sam\u202egro.elpmaxe@eve",
    "<script>alert(1)</script>",
    "=?utf-8?q?=0D=0ABcc:_eve@example.org?=",
    "{{ 7 * 7 }} %(link)s",
    "x" * 200,
    "ਸਿੰ" * 66,
    "王",
)


def with_examples(test: Any) -> Any:
    """The same property, of names that somebody once thought of, too."""
    for name in ATTACKS:
        test = example(name)(test)
    return settings(max_examples=40, deadline=None)(given(NAMES)(test))


def named(name: str, channel: Channel, language: str = "en", kind: Kind = Kind.ARRANGED) -> Message:
    """A message in which everybody and every place has that name."""
    message = specimen(kind, Told(channel=channel, language=language)).message
    assert message.appointment
    assert message.appointment.location
    message.appointment.resident.name = message.appointment.officer.name = name
    message.appointment.location.name = message.appointment.service.name = name
    return message


def told(message: Message) -> Content:
    return compose(message, links=links_of(message))


def read(text: str) -> str:
    """What a reader sees of a text: without the controls that keep names in their own direction."""
    return " ".join(ISOLATES.sub("", text).split())


ORDINARY = "Sam Okafor"


@with_examples
def test_an_email_says_it_whole_and_gains_no_header_and_no_line(name: str) -> None:
    sent, ordinary = (_arrived(told(named(each, Channel.EMAIL))) for each in (name, ORDINARY))
    assert sent.keys() == ordinary.keys()
    assert [one.addr_spec for one in sent["To"].addresses] == ["amina.yusuf@example.org"]
    plain = sent.get_body(("plain",)).get_content()
    assert len(plain.splitlines()) == len(ordinary.get_body(("plain",)).get_content().splitlines())
    assert f"Dear {in_one_line(name)}," in read(plain)
    assert in_one_line(name) in (each.replace("= ?", "=?") for each in _shown_in(sent))


def _shown_in(sent: Any) -> tuple[str, str]:
    """The name beside the address by two readers: the first puts spaces where it went on a second line."""
    raw = message_from_bytes(sent.as_bytes(), policy=compat32)["To"]
    by_rfc_2047 = str(make_header(decode_header(raw)))
    return sent["To"].addresses[0].display_name, by_rfc_2047.rpartition(" <")[0]


def _arrived(content: Content) -> Any:
    email = Email(
        to=content.to,
        to_name=content.to_name,
        subject=content.subject,
        text=content.text,
        html=content.html,
        calendar=content.calendar,
        calendar_method=content.method,
        message_id="<1@example.org>",
        language="en",
        reply_to=None,
    )
    sent = build(email, sender="council@example.org", sender_name="Council", sent_at=NOON)
    return message_from_bytes(sent.as_bytes(), policy=default)


@with_examples
def test_an_email_and_a_letter_on_paper_say_it_whole_and_gain_no_element(name: str) -> None:
    for channel in (Channel.EMAIL, Channel.LETTER):
        page, ordinary = (_page(told(named(each, channel))) for each in (name, ORDINARY))
        assert in_one_line(name) in read(text_of(page.find(".//body")))
        assert [each.tag for each in page.iter()] == [each.tag for each in ordinary.iter()]


def _page(content: Content) -> Any:
    assert content.html
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content.html)


@with_examples
def test_a_calendar_entry_says_it_whole_and_gains_no_property(name: str) -> None:
    entry, ordinary = (told(named(each, Channel.EMAIL)).calendar for each in (name, ORDINARY))
    assert entry
    assert ordinary
    assert _properties(entry) == _properties(ordinary)
    for reader in READERS.values():
        assert reader(entry) == reader(ordinary)
    event: Any = icalendar.Calendar.from_ical(entry).events[0]
    for place in (str(event["LOCATION"]), vobject.readOne(entry.decode()).vevent.location.value):
        said, _comma, rest = read(place).partition(", 1 Market Square")
        assert rest == ", Hartley, HV1 1AA"
        # A control goes without a trace here, and leaves a space elsewhere: neither is read.
        assert said.replace(" ", "") == in_one_line(name).replace(" ", "")


def _properties(stream: bytes) -> list[str]:
    return [
        re.split("[:;]", line)[0]
        for line in re.sub(rb"\r\n[ \t]", b"", stream).decode().split("\r\n")
    ]


@with_examples
def test_a_text_says_it_whole_or_its_beginning_and_fits(name: str) -> None:
    for language in ("en", "ar", "bn"):
        text = told(named(name, Channel.SMS, language)).text
        assert not is_too_long(count_segments(text))
        assert not set("\r\n\0\u202a\u202b\u202d\u202e") & set(text)
        said = [in_one_line(name), *(shortened(name, longest) for longest in (48, 32, 24, 16, 10))]
        assert any(read(_as_sent(each)) in _as_sent(read(text)) for each in said)
        assert text.count("\u2068") + text.count("\u2066") == text.count("\u2069")


def _as_sent(text: str) -> str:
    """As `to_gsm` may have written it, letters composed and typography plain."""
    return normalize("NFC", to_gsm(text)).replace("…", "...").replace("’", "'")


@with_examples
def test_a_call_is_scripted_with_it(name: str) -> None:
    script = told(named(name, Channel.PHONE)).text
    assert read(script).startswith(f"Phone {in_one_line(name)} on 07700 900123.")
    assert len(script.splitlines()) == len(told(named(ORDINARY, Channel.PHONE)).text.splitlines())


@with_examples
def test_initials_are_whole_letters_of_it(name: str) -> None:
    words = in_one_line(name).split()
    firsts = [letters(word)[0] for word in dict.fromkeys((words[0], words[-1]))]
    assert read(initials(name)) == read("".join(f"{first}." for first in firsts))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Zoe\u0308 E\u0301va", "Z.E\u0301."),
        ("ਸਿੰਘ ਕੌਰ", "ਸਿੰ.ਕੌ."),
        ("👨\u200d👩\u200d👧 Bo", "👨\u200d👩\u200d👧.B."),
        ("王小明", "王."),
        ("أمينة يوسف", "\u2068أ.ي.\u2069"),
        ("Sam\u202e\n", "S."),
    ],
)
def test_initials_of_names_in_other_scripts(name: str, expected: str) -> None:
    assert initials(name) == expected
