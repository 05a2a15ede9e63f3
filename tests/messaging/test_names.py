"""A name in any script, one letter or 200 characters long, through every channel, whole."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from icalendar import Calendar

from booking.calendars.plain_text import parameter
from booking.messaging.compose import compose
from booking.messaging.email import Email, build
from booking.models import Appointment, Channel, Kind
from tests.builders import london
from tests.messaging.specimens import a_message, its_links

NAMES = (
    "O",
    "প",
    "أمينة يوسف",
    "হাসান ক্ষমা",
    "ਹਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Олена Бондаренко",
    "Łucja Żak",
    "阿明",
    'Bo "B" O’Neil; DROP, TABLE: x',
    ("Ngọc Ánh " * 23)[:200].strip(),
    ("ক্ষ" * 67)[:200],
    ("محمد " * 40)[:200].strip(),
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_through_every_channel_whole(appointment: Appointment, name: str) -> None:
    appointment.resident.name = name
    for channel in (Channel.EMAIL, Channel.LETTER, Channel.PHONE):
        message = a_message(Kind.ARRANGED, appointment, channel)
        assert name in compose(message, links=its_links(message)).text
    text = compose(a_message(Kind.ARRANGED, appointment, Channel.SMS)).text
    assert name == "O" or name not in text, "a text names nobody but the officer"


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_headers_and_calendars_is_read_back_as_it_was(
    appointment: Appointment, name: str
) -> None:
    appointment.resident.name = name
    message = a_message(Kind.ARRANGED, appointment)
    content = compose(message, links=its_links(message))
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
    built = build(email, sender="a@example.org", sender_name=name, sent_at=london(23, 10))
    raw = built.as_bytes(policy=policy.SMTP)
    assert all(len(line) <= 998 for line in raw.splitlines())
    # The newer parser puts a space between two encoded words of a display name (RFC 2047, 6.2: none).
    read = make_header(decode_header(message_from_bytes(raw, policy=policy.compat32)["To"]))
    assert str(read).removesuffix(" <amina@example.org>").strip('"').replace('\\"', '"') == name
    calendar = content.calendar
    assert calendar is not None
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    [event] = Calendar.from_ical(calendar).events
    assert str(event["ATTENDEE"].params["CN"]) == parameter(name)
