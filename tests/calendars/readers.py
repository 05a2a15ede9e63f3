"""Three programs that read calendars, each with its own parser and its own idea of time zones."""

import re
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import icalendar
import vobject

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its grammar library is older than the Python we run on
    import ics

Reader = Callable[[bytes], tuple[datetime, datetime]]


def as_a_strangers_zone(stream: bytes, name: str) -> bytes:
    """The stream with its zone renamed, so that a reader must use the VTIMEZONE that came with it.

    Readers that know a zone by its name would not look. They also remember zones by name: give
    each VTIMEZONE its own.
    """
    return re.sub(rb"(TZID[:=])[A-Za-z/_]+", rb"\g<1>" + name.encode(), stream)


def by_icalendar(stream: bytes) -> tuple[datetime, datetime]:
    event: Any = icalendar.Calendar.from_ical(stream).events[0]
    return _utc(event["DTSTART"].dt), _utc(event["DTEND"].dt)


def by_vobject(stream: bytes) -> tuple[datetime, datetime]:
    event = vobject.readOne(stream.decode()).vevent
    return _utc(event.dtstart.value), _utc(event.dtend.value)


def by_ics(stream: bytes) -> tuple[datetime, datetime]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (event,) = ics.Calendar(stream.decode()).events
    return _utc(event.begin.datetime), _utc(event.end.datetime)


def _utc(moment: datetime) -> datetime:
    assert moment.tzinfo is not None, "a reader that lost the zone would call this floating time"
    return moment.astimezone(UTC)


READERS: dict[str, Reader] = {"icalendar": by_icalendar, "vobject": by_vobject, "ics": by_ics}
# ics 0.7 reads events before zones and so goes by the zone's name alone.
READERS_OF_VTIMEZONE = ("icalendar", "vobject")
