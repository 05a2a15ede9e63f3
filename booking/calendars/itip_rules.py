"""What RFC 5546 (iTIP) asks of an invitation, checked on the very bytes that are about to leave.

The library's own `validate()` knows RFC 5545 only: it passes a REQUEST without organizer, attendee
or uid.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from icalendar import Calendar, Component


class Method(StrEnum):
    """What an invitation asks of the calendar that receives it (RFC 5546, section 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class InvitationError(ValueError):
    """An invitation that calendars would refuse or misread.

    The message says which rule, and holds nothing personal.
    """


@dataclass(frozen=True, slots=True)
class _Rule:
    section: str
    attendees: int
    status: str
    lowest_sequence: int
    alarms: bool


_RULES = {
    Method.REQUEST: _Rule("3.2.2", attendees=1, status="CONFIRMED", lowest_sequence=0, alarms=True),
    # What is called off was invited before, with a lower sequence.
    Method.CANCEL: _Rule("3.2.5", attendees=1, status="CANCELLED", lowest_sequence=1, alarms=False),
    Method.PUBLISH: _Rule("3.2.1", attendees=0, status="CONFIRMED", lowest_sequence=0, alarms=True),
}
_ONCE = frozenset(
    {"UID", "DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "SUMMARY", "SEQUENCE", "STATUS"}
)
_AT_MOST_ONCE = frozenset(
    {"CREATED", "LAST-MODIFIED", "DESCRIPTION", "LOCATION", "URL", "TRANSP", "CLASS", "ATTENDEE"}
)


def check_itip(calendar: Calendar) -> None:
    """Raises InvitationError unless the calendar is one invitation as RFC 5546 has it.

    A property that Kept never writes is refused as well: it can only have come with a typed text.
    """
    method, events = _method(calendar), calendar.events
    _require(len(events) == 1, "one VEVENT")
    _require(set(calendar) == {"PRODID", "VERSION", "CALSCALE", "METHOD"}, "calendar properties")
    _require(not calendar.errors and not events[0].errors, "properties that can be read back")
    _check_properties(events[0])
    _check_times(calendar, events[0])
    _check_method(_RULES[method], events[0])


def _method(calendar: Calendar) -> Method:
    try:
        return Method(str(calendar.get("METHOD")))
    except ValueError as refusal:
        raise InvitationError("METHOD is REQUEST, CANCEL or PUBLISH") from refusal


# Any: the library types every property as a union of all its kinds of value.


def _check_properties(event: Any) -> None:
    _require(set(event) >= _ONCE, f"each of {', '.join(sorted(_ONCE))}")
    _require(set(event) <= _ONCE | _AT_MOST_ONCE, "no property that Kept does not write")
    _require(not any(isinstance(value, list) for value in event.values()), "no property twice")
    _require(str(event["UID"]) != "", "a UID")
    _require(str(event["ORGANIZER"]).startswith("mailto:"), "an ORGANIZER with an email address")


def _check_times(calendar: Calendar, event: Any) -> None:
    starts_at, ends_at = event["DTSTART"].dt, event["DTEND"].dt
    _require(ends_at > starts_at, "an end after the start")
    _require(event["DTSTAMP"].dt.utcoffset() is not None, "DTSTAMP in UTC")
    named = {event[name].params.get("TZID") for name in ("DTSTART", "DTEND")} - {None}
    given = [str(timezone["TZID"]) for timezone in calendar.walk("VTIMEZONE")]
    _require(sorted(given) == sorted(named), "one VTIMEZONE for each TZID")


def _check_method(rule: _Rule, event: Any) -> None:
    where = f"(RFC 5546, {rule.section})"
    attendee = event.get("ATTENDEE")
    _require((attendee is not None) == bool(rule.attendees), f"{rule.attendees} ATTENDEE {where}")
    _require(attendee is None or attendee.startswith("mailto:"), "an email address to invite")
    _require(attendee != event["ORGANIZER"], "an ATTENDEE who is not the ORGANIZER")
    _require(event["STATUS"] == rule.status, f"STATUS {rule.status} {where}")
    _require(event["SEQUENCE"] >= rule.lowest_sequence, f"a SEQUENCE that has risen {where}")
    _require(all(map(_is_display, event.subcomponents)), "alarms that display only")
    _require(rule.alarms or not event.subcomponents, f"no VALARM {where}")


def _is_display(component: Component) -> bool:
    return component.name == "VALARM" and component.get("ACTION") == "DISPLAY"


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise InvitationError(f"An invitation needs {what}")
