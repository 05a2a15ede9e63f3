"""One appointment as an invitation that every calendar honours.

The officer's copy and the resident's are two invitations, each with one attendee, so that neither
sees the other's address. What each one gets, and why it is written so, is in docs/calendars.md.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress

from booking.calendars.itip_rules import InvitationError, Method, check_itip
from booking.calendars.plain_text import Text, many_lines, one_line, parameter
from booking.calendars.timezones import is_plain, vtimezone

__all__ = ["ContentType", "Invitation", "InvitationError", "Method", "content_type", "to_ical"]

_PRODID = "-//Kept//Appointments//EN"
_UID = re.compile(r"[!-~]{1,255}")  # RFC 7986, section 5.3: opaque, at most 255 octets
_EMAIL = re.compile(r"[^\s@\x00-\x1f\x7f-\x9f<>\"]{1,64}@[^\s@\x00-\x1f\x7f-\x9f<>\"]{1,255}")
_URL = re.compile(r"https?://[!-~]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")  # RFC 5646
_SAFE_IN_MAILTO = "@!$'*+-./=_~"  # RFC 6068


@dataclass(frozen=True, slots=True)
class Invitation:
    """What one person's calendar is told about one appointment.

    All times are UTC; `zone` is how they are shown. `uid` stays the same for the life of the
    appointment; `sequence` rises with every change and on cancelling; `stamped_at`, when this
    version was made, never goes back.
    """

    uid: str
    sequence: int
    method: Method
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    summary: str
    description: str
    location: str
    organizer_email: str
    organizer_name: str
    attendee_email: str | None
    attendee_name: str | None
    rsvp: bool  # the officer is asked for an answer; the resident has agreed the time already
    created_at: datetime
    stamped_at: datetime
    url: str | None = None
    alarms: tuple[timedelta, ...] = ()  # how long before the start
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ContentType:
    """The type of an invitation, in parts for a mail message and as a header by `str()`."""

    maintype: str
    subtype: str
    params: dict[str, str]

    def __str__(self) -> str:
        params = (f"{name}={value}" for name, value in self.params.items())
        return "; ".join((f"{self.maintype}/{self.subtype}", *params))


def content_type(invitation: Invitation) -> ContentType:
    """What a mail part that carries the invitation says of itself (RFC 6047, section 2.4).

    The method is the one in the body: calendars drop an invitation whose two methods differ.
    """
    params = {"charset": "UTF-8", "method": invitation.method.value, "name": "invite.ics"}
    return ContentType("text", "calendar", params)


def to_ical(invitation: Invitation) -> bytes:
    """The invitation as an iCalendar stream in UTF-8 (RFC 5545), checked by iTIP (RFC 5546).

    Raises InvitationError; nothing that has not passed every rule is returned.
    """
    _check_fields(invitation)
    calendar = Calendar()
    calendar.add("PRODID", _PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", invitation.method.value)
    event = _event(invitation)
    if any(event[name].params.get("TZID") for name in ("DTSTART", "DTEND")):
        calendar.add_component(vtimezone(invitation.zone))
    calendar.add_component(event)
    stream: bytes = calendar.to_ical(sorted=False)
    check_itip(Calendar.from_ical(stream))
    return stream


def _check_fields(invitation: Invitation) -> None:
    """Raises InvitationError for what can be neither written nor mended in silence."""
    _match(_UID, invitation.uid, "uid")
    _match(_EMAIL, invitation.organizer_email, "organizer's email address")
    _match(_LANGUAGE, invitation.language, "language")
    if invitation.attendee_email is not None:
        _match(_EMAIL, invitation.attendee_email, "attendee's email address")
    if invitation.url is not None:
        _match(_URL, invitation.url, "url")
    times = (invitation.starts_at, invitation.ends_at, invitation.created_at, invitation.stamped_at)
    if any(time.utcoffset() is None for time in times):
        raise InvitationError("An invitation needs times in UTC")
    if any(before < timedelta() for before in invitation.alarms):
        raise InvitationError("An invitation needs alarms before its start")


def _match(pattern: re.Pattern[str], value: str, name: str) -> None:
    if not pattern.fullmatch(value):
        raise InvitationError(f"An invitation needs another {name}")


def _event(invitation: Invitation) -> Event:
    event = Event()
    event.add("UID", Text(invitation.uid))
    event.add("SEQUENCE", invitation.sequence)
    event.add("DTSTAMP", invitation.stamped_at)
    event.add("CREATED", invitation.created_at)
    event.add("LAST-MODIFIED", invitation.stamped_at)
    event.add("DTSTART", _moment(invitation.starts_at, invitation.zone))
    event.add("DTEND", _moment(invitation.ends_at, invitation.zone))
    _add_texts(event, invitation)
    _add_people(event, invitation)
    event.add("STATUS", "CANCELLED" if invitation.method is Method.CANCEL else "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    event.add("CLASS", "PRIVATE")
    if invitation.url is not None:
        event.add("URL", invitation.url)
    if invitation.method is not Method.CANCEL:
        for before in invitation.alarms:
            event.add_component(_alarm(before, invitation.summary))
    return event


def _moment(instant: datetime, zone: ZoneInfo) -> datetime:
    """The wall time where that says all; else UTC, which no calendar can misread."""
    return instant.astimezone(zone if is_plain(zone, instant) else UTC)


def _add_texts(event: Event, invitation: Invitation) -> None:
    language = {"LANGUAGE": invitation.language}
    event.add("SUMMARY", Text(one_line(invitation.summary)), language)
    if description := many_lines(invitation.description):
        event.add("DESCRIPTION", Text(description), language)
    if location := one_line(invitation.location):
        event.add("LOCATION", Text(location), language)


def _add_people(event: Event, invitation: Invitation) -> None:
    event.add("ORGANIZER", _address(invitation.organizer_email, invitation.organizer_name))
    # A published entry invites nobody (RFC 5546, 3.2.1).
    if invitation.method is Method.PUBLISH or invitation.attendee_email is None:
        return
    attendee = _address(invitation.attendee_email, invitation.attendee_name or "")
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "NEEDS-ACTION" if invitation.rsvp else "ACCEPTED"
    asks = invitation.rsvp and invitation.method is Method.REQUEST
    attendee.params["RSVP"] = "TRUE" if asks else "FALSE"
    event.add("ATTENDEE", attendee)


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{quote(email, safe=_SAFE_IN_MAILTO)}")
    if shown := parameter(name):
        address.params["CN"] = shown
    return address


def _alarm(before: timedelta, summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", Text(one_line(summary)))  # never without (RFC 5545, section 3.6.6)
    alarm.add("TRIGGER", -before)
    return alarm
