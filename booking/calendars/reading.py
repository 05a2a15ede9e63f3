"""What a calendar program reads out of an invitation: enough to show it to somebody."""

from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar


@dataclass(frozen=True, slots=True)
class Entry:
    """One calendar entry. Times are aware, in the zone that the invitation names."""

    method: str
    uid: str
    sequence: int
    summary: str
    location: str
    description: str
    starts_at: datetime
    ends_at: datetime
    organizer: str
    attendees: tuple[str, ...]
    alarms: int


def read_entry(stream: bytes) -> Entry:
    """The one event of an iCalendar stream that we wrote; raises ValueError for anything else."""
    calendar = Calendar.from_ical(stream)
    (event,) = calendar.walk("VEVENT")
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    return Entry(
        method=str(calendar.get("METHOD", "")),
        uid=str(event["UID"]),
        sequence=int(event.get("SEQUENCE", 0)),
        summary=str(event.get("SUMMARY", "")),
        location=str(event.get("LOCATION", "")),
        description=str(event.get("DESCRIPTION", "")),
        starts_at=event.decoded("DTSTART"),
        ends_at=event.decoded("DTEND"),
        organizer=_address(event.get("ORGANIZER", "")),
        attendees=tuple(_address(attendee) for attendee in attendees),
        alarms=len(event.walk("VALARM")),
    )


def _address(value: object) -> str:
    return str(value).removeprefix("mailto:").removeprefix("MAILTO:")
