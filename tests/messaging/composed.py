"""Messages in words: what their tests read."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from icalendar import Calendar

from booking.domain.diary import Reason
from booking.messaging.compose import Content, compose
from booking.messaging.facts import Subject
from booking.models import Appointment, Channel, Kind
from tests.messaging.specimens import a_message, its_links, three_proposals

GOLDEN = Path(__file__).parent / "golden"
PHONE = "020 7946 0000"
HEAR_BY = date(2026, 12, 1)


def composed(
    kind: Kind, subject: Subject, channel: Channel = Channel.EMAIL, language: str = "en"
) -> Content:
    """A message of this kind, as its reader gets it."""
    message = a_message(kind, subject, channel, language)
    return compose(
        message,
        links=its_links(message),
        day=[subject] if isinstance(subject, Appointment) else [],
        proposals=three_proposals(),
        hear_by=HEAR_BY,
        empty=Reason.FULL,
    )


def everything(content: Content) -> str:
    """All that is said anywhere in it."""
    calendar = content.calendar.decode() if content.calendar else ""
    return "\n".join((content.subject, content.text, content.html or "", calendar))


def entry(content: Content) -> Any:
    """The event in the calendar that it carries."""
    assert content.calendar is not None
    return Calendar.from_ical(content.calendar).events[0]


def assert_whole(content: Content) -> None:
    """Nothing is left out, and nothing unfilled."""
    assert content.subject
    assert content.text.strip()
    assert not re.search(r"%\(|\{\{|\{%|\bNone\b|Undefined|\bLazy", everything(content))
    assert not re.search(r" [.,;:]|\.\.|  +\S", content.text.replace("\n  ", "\n"))
    assert "\n" not in content.subject
