"""A message row becomes words: kind x channel x language, from `templates/messages/<kind>/`.

Each kind says in its own four files what is special to it: subject, opening, what happens next and
the text message. The layouts of email, letter and call, and the facts, are written once for all
kinds. What messages say of people, and why, is in docs/decisions/0006-messages.md.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Self

from flask import current_app
from flask_babel import force_locale

from booking import clock
from booking.domain.arranging import Proposal
from booking.domain.local_time import local_day
from booking.language.dates import format_day_with_year, format_deadline, format_moment
from booking.language.languages import current_language, direction, language_name, left_to_right
from booking.messaging.addresses import NoAddress, Recipient, addressed_officer, recipient
from booking.messaging.buttons import Links, buttons
from booking.messaging.calendar_entries import METHODS, officer_calendar, resident_calendar
from booking.messaging.facts import is_neutral, lines_of, stated
from booking.messaging.officer_facts import TOLD_OFFICERS, facts_of_a_day, place_or_way
from booking.messaging.phones import display
from booking.messaging.resident_facts import TOLD_RESIDENTS
from booking.messaging.segments import count_segments, to_gsm
from booking.models import ActorKind, Appointment, Audience, Channel, Kind, Message
from booking.settings import settings

__all__ = ["Content", "Links", "NoAddress", "compose"]

ROOM = 306
"""The characters of two GSM-7 segments: a text that is longer leaves out what its link tells."""

_FONT_SIZES = {"large_print_18": "18pt", "large_print_24": "24pt"}
_STATED = {**TOLD_RESIDENTS, **TOLD_OFFICERS}
_A_DAY = timedelta(days=1)
_RESIDENT_SIDE = (ActorKind.RESIDENT, ActorKind.SUPPORTER)


@dataclass(frozen=True, slots=True)
class Content:
    """What is told and to which address, as it is kept.

    `to` is an email, a number (E.164) or a postal address. For a call, `text` is the script; for a
    letter, `html` is the page to print. `method` is the calendar's own METHOD.
    """

    to: str
    to_name: str
    subject: str
    text: str
    html: str | None = None
    calendar: bytes | None = None
    method: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As `Message.content` keeps it."""
        return {**asdict(self), "calendar": self.calendar.decode() if self.calendar else None}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """What `to_json` gave."""
        calendar = kept["calendar"]
        return cls(**{**kept, "calendar": calendar.encode() if calendar else None})


def compose(
    message: Message,
    *,
    links: Links = Links(),  # noqa: B008 - frozen
    day: Sequence[Appointment] = (),
    proposals: Sequence[Proposal] = (),
) -> Content:
    """The words of a message in its language, for its channel.

    `links` are the secure ones minted for it (`buttons.carried_link` says which one it carries),
    `day` an officer's appointments, `proposals` the best times for a request. A call is scripted in
    the council's language, as staff read it. Raises NoAddress where that person cannot be reached
    by that channel.
    """
    to = recipient(message)
    with force_locale(_language(message)):
        told = _told(message, to, links, day, proposals)
        text, html = _LAYOUTS[message.channel](message, told)
        calendar, method = _calendar(message, links)
        return Content(
            to=to.to,
            to_name=to.name,
            subject=" ".join(_rendered(f"{message.kind}/subject.txt", told).split()),
            text=text,
            html=html,
            calendar=calendar,
            method=method,
        )


def _language(message: Message) -> str:
    return settings().default_language if message.channel is Channel.PHONE else message.language


def _told(
    message: Message,
    to: Recipient,
    links: Links,
    day: Sequence[Appointment],
    proposals: Sequence[Proposal],
) -> dict[str, Any]:
    """Everything that the templates may use."""
    told: dict[str, Any] = {
        "to": to,
        "council": settings().council_name,
        "phone": left_to_right(settings().council_phone),
        "public_url": settings().public_url,
        "lang": current_language(),
        "dir": direction(current_language()),
        "today": format_day_with_year(local_day(clock.now(), settings().timezone)),
        "buttons": buttons(message, links, proposals),
        "facts": facts_of_a_day(day),
        "count": len(day),
        "font_size": "inherit",
    }
    if message.day:
        told["when"] = format_day_with_year(message.day)
    if message.audience is Audience.OFFICER:
        told["officer"] = addressed_officer(message).name
    if message.appointment:
        told |= _told_of(message.appointment, message.kind)
    return told


def _told_of(appointment: Appointment, kind: Kind) -> dict[str, Any]:
    starts_at, location = appointment.starts_at, appointment.location
    return {
        "facts": stated(_STATED[kind], appointment),
        "meeting": appointment.meeting,
        "officer": appointment.officer.name,
        "service": appointment.service.name,
        "reference": left_to_right(appointment.reference),
        "when": format_moment(starts_at) if starts_at else "",
        "arrange_by": format_deadline(appointment.arrange_by),
        "place": location.name if location else "",
        "address": ", ".join(lines_of(location.address)) if location else "",
        "place_or_way": place_or_way(appointment),
        "documents": () if is_neutral(appointment) else (appointment.service.documents or ()),
        "neutral": is_neutral(appointment),
        "tells_by": appointment.resident.channel,
        "late_minutes": appointment.late_minutes,
        "by_council": _ended_by_council(appointment),
        "will_be_reminded": _will_be_reminded(appointment),
        "safe_to_leave_message": "safe_message" in (appointment.needs or ()),
        "speaks": language_name(appointment.resident.language),
        "font_size": _font_size(appointment),
        "plain_only": "plain_email" in (appointment.needs or ()),
    }


def _sms(message: Message, told: dict[str, Any]) -> tuple[str, None]:
    for brief in (False, True):
        words = _rendered(f"{message.kind}/sms.txt", told | {"brief": brief})
        body = to_gsm(" ".join(words.split()))
        if count_segments(body).characters <= ROOM:
            break
    return body, None


def _email(message: Message, told: dict[str, Any]) -> tuple[str, str | None]:
    told = told | _paragraphs(message, told)
    html = None if _plain_only(message, told) else _rendered("email.html", told)
    return _rendered("email.txt", told) + "\n", html


def _letter(message: Message, told: dict[str, Any]) -> tuple[str, str]:
    told = told | _paragraphs(message, told)
    return _rendered("email.txt", told) + "\n", _rendered("letter.html", told)


def _call(message: Message, told: dict[str, Any]) -> tuple[str, None]:
    number = display(told["to"].to, settings().phone_region)
    told = told | _paragraphs(message, told) | {"number": left_to_right(number)}
    return _rendered("call.txt", told) + "\n", None


_LAYOUTS = {
    Channel.SMS: _sms,
    Channel.EMAIL: _email,
    Channel.LETTER: _letter,
    Channel.PHONE: _call,
}


def _plain_only(message: Message, told: dict[str, Any]) -> bool:
    return message.audience is Audience.RESIDENT and bool(told.get("plain_only"))


def _paragraphs(message: Message, told: dict[str, Any]) -> dict[str, list[str]]:
    """What this kind opens with and what happens next, parted at blank lines."""
    return {
        part: [
            " ".join(paragraph.split())
            for paragraph in _rendered(f"{message.kind}/{part}.txt", told).split("\n\n")
            if paragraph.strip()
        ]
        for part in ("opening", "next")
    }


def _rendered(name: str, told: dict[str, Any]) -> str:
    # Without Flask's context processors: they are about a request, and the worker has none.
    return current_app.jinja_env.get_template(f"messages/{name}").render(told)


def _calendar(message: Message, links: Links) -> tuple[bytes | None, str | None]:
    method, appointment = METHODS.get(message.kind), message.appointment
    if method is None or appointment is None or message.channel is not Channel.EMAIL:
        return None, None
    if message.audience is Audience.OFFICER:
        officer = addressed_officer(message)
        entry = officer_calendar(appointment, method, officer=officer, sequence=message.sequence)
    else:
        entry = resident_calendar(appointment, method, link=links.manage, sequence=message.sequence)
    return entry, method.value


def _ended_by_council(appointment: Appointment) -> bool:
    """Whether the council itself undid it, and owes an apology."""
    last = appointment.events[-1] if appointment.events else None
    return bool(last and last.actor not in _RESIDENT_SIDE and not last.on_behalf)


def _will_be_reminded(appointment: Appointment) -> bool:
    """Whether a reminder is sure to follow: there is time for one, and somewhere to send it."""
    reachable = appointment.resident.phone or appointment.resident.email
    starts_at = appointment.starts_at
    return bool(reachable and starts_at and starts_at - clock.now() > _A_DAY)


def _font_size(appointment: Appointment) -> str:
    asked = (_FONT_SIZES[code] for code in appointment.needs or () if code in _FONT_SIZES)
    return max(asked, default="")
