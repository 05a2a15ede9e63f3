"""Invitations of each kind, as Kept sends them, and the files that show what they look like.

After a wanted change: `python -m tests.calendars.specimens` writes the files anew; read the diff.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from booking.calendars.invitations import Invitation, Method, to_ical

GOLDEN = Path(__file__).parent / "golden"

_OFFICERS_COPY = Invitation(
    uid="7f1c0a52b6d94e0c@appointments.example.org",
    sequence=0,
    method=Method.REQUEST,
    starts_at=datetime(2027, 3, 25, 10, 30, tzinfo=UTC),
    ends_at=datetime(2027, 3, 25, 11, 15, tzinfo=UTC),
    zone=ZoneInfo("Europe/London"),
    summary="Housing options: Nasreen Akhtar",
    description="Reference K7M4-PX2W.\nSupport is booked.",
    location="Civic Centre, 1 Market Square; room 2",
    organizer_email="appointments@example.org",
    organizer_name="Example Council appointments",
    attendee_email="sam.okafor@example.org",
    attendee_name="Sam Okafor",
    rsvp=True,
    created_at=datetime(2027, 3, 18, 9, 5, tzinfo=UTC),
    stamped_at=datetime(2027, 3, 18, 9, 5, tzinfo=UTC),
)


def invitation(**changes: Any) -> Invitation:
    """The first invitation of an officer, with these fields changed."""
    return replace(_OFFICERS_COPY, **changes)


_REARRANGED: dict[str, Any] = {
    "sequence": 1,
    "starts_at": datetime(2027, 3, 30, 10, 30, tzinfo=UTC),
    "ends_at": datetime(2027, 3, 30, 11, 15, tzinfo=UTC),
    "stamped_at": datetime(2027, 3, 19, 14, 0, tzinfo=UTC),
}
_RESIDENTS_COPY: dict[str, Any] = {
    "uid": "c35d21e8f0a74b19@appointments.example.org",
    "summary": "Appointment with Sam Okafor",
    "description": "Reference K7M4-PX2W.\nTo change it, call 020 7946 0123.",
    "attendee_email": "nasreen@example.org",
    "attendee_name": "نسرین اختر",
    "rsvp": False,
    "url": "https://appointments.example.org/a/K7M4-PX2W",
    "alarms": (timedelta(days=1), timedelta(hours=2)),
}
SPECIMENS = {
    "officer-request": invitation(),
    "officer-rearranged": invitation(**_REARRANGED),
    "officer-cancelled": invitation(
        **_REARRANGED
        | {
            "method": Method.CANCEL,
            "sequence": 2,
            "stamped_at": datetime(2027, 3, 22, 8, 40, tzinfo=UTC),
        }
    ),
    "resident-request": invitation(**_RESIDENTS_COPY),
    "resident-add-to-calendar": invitation(
        **_RESIDENTS_COPY
        | {"method": Method.PUBLISH, "attendee_email": None, "attendee_name": None}
    ),
}


if __name__ == "__main__":
    for name, specimen in SPECIMENS.items():
        (GOLDEN / f"{name}.ics").write_bytes(to_ical(specimen))
