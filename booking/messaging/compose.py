"""A message row becomes words: kind x channel x language, from `templates/messages/<kind>/`.

Each kind says in its own four files what is special to it: subject, opening, what happens next and
the text message. The layouts of email, letter and call, and the facts, are written once for all
kinds. What messages say of people, and why, is in docs/decisions/0006-messages.md.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any, Self

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from booking.domain.arranging import Proposal
from booking.domain.diary import Reason
from booking.language.codes import WHY_NO_TIME
from booking.language.dates import format_day, format_day_with_year
from booking.language.languages import (
    FOR_STAFF,
    current_language,
    direction_of,
    language_name,
    left_to_right,
)
from booking.language.names import in_one_line
from booking.language.needs import TASKS
from booking.messaging.addresses import NoAddress, addressed_officer, recipient
from booking.messaging.buttons import Links, buttons
from booking.messaging.calendar_entries import METHODS, officer_calendar, resident_calendar
from booking.messaging.calls import call_sheet
from booking.messaging.facts import lines_of
from booking.messaging.names import with_names_in_place
from booking.messaging.officer_facts import facts_of_a_day
from booking.messaging.phones import display
from booking.messaging.qr import square
from booking.messaging.sentences import sentences
from booking.messaging.supporter_facts import TOLD_SUPPORTERS
from booking.messaging.symbols import SYMBOLS
from booking.messaging.texts import fitted
from booking.messaging.told import told
from booking.messaging.window import type_size
from booking.models import Appointment, Audience, Channel, Message
from booking.settings import settings

__all__ = ["Content", "Links", "NoAddress", "compose", "written_in"]


OUTSIDE = (Audience.RESIDENT, Audience.SUPPORTER)
"""Those who are not of the council."""


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
    language: str = ""
    """The tag of the language of its words; empty of what was kept before this was noted."""

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
    hear_by: date | None = None,
    empty: Reason | None = None,
    nothing_fits: bool = False,
) -> Content:
    """The words of a message in its language, for its channel.

    `links` are the secure ones minted for it (`buttons.carried_link` says which one it carries),
    `day` an officer's appointments, `proposals` the best times for a request, `hear_by` the local day by
    whose end a resident who waits hears again, `empty` why a diary has no time, `nothing_fits` whether a
    manager has to open time for what was asked. A call is scripted for the staff who read it. Raises
    NoAddress where that person cannot be reached by that channel.
    """
    to = recipient(message)
    with force_locale(written_in(message)):
        known = told(message, to) | {
            "buttons": buttons(message, links, proposals),
            "hear_by": format_day(hear_by) if hear_by else "",
            "nothing_fits": nothing_fits,
            "why_no_time": str(WHY_NO_TIME[empty]) if empty else "",
            "check_in": links.check_in,
        }
        if message.day:
            known |= _of_a_day(message.day, day)
        known = with_names_in_place(known)
        known["subject"] = _subject(message, known)
        text, html = _LAYOUTS[message.channel](message, known)
        calendar, method = _calendar(message, links)
        return Content(
            to=to.to,
            to_name=in_one_line(to.name),
            subject=known["subject"],
            text=text,
            html=html,
            calendar=calendar,
            method=method,
            language=written_in(message),
        )


def _subject(message: Message, known: dict[str, Any]) -> str:
    words = " ".join(_rendered(f"{message.kind}/subject.txt", known).split())
    if not _is_copy(message):
        return words
    return str(_("For %(who)s: %(subject)s", who=known["helped"], subject=words))


def _is_copy(message: Message) -> bool:
    """Whether it says to a supporter what the resident is told, in the same words."""
    return message.audience is Audience.SUPPORTER and message.kind not in TOLD_SUPPORTERS


def written_in(message: Message) -> str:
    """The language of a message's words as they are composed now: its reader's.

    A call is read by the staff who make it: the language of their page, else the council's.
    """
    if message.channel is not Channel.PHONE:
        return message.language
    here = current_language()
    return here if here in FOR_STAFF else settings().default_language


def _of_a_day(day: date, appointments: Sequence[Appointment]) -> dict[str, Any]:
    return {
        "when": format_day_with_year(day),
        "facts": facts_of_a_day(appointments),
        "count": len(appointments),
    }


def _sms(message: Message, known: dict[str, Any]) -> tuple[str, None]:
    whole = partial(_text, message)
    last = partial(_rendered, "_last.txt" if message.audience in OUTSIDE else "_last_of_staff.txt")
    return fitted(whole, last, known), None


def _text(message: Message, known: dict[str, Any]) -> str:
    words = _rendered(f"{message.kind}/sms.txt", known)
    return f"{_whom_it_is_about(message, known)} {words}" if _is_copy(message) else words


def _email(message: Message, known: dict[str, Any]) -> tuple[str, str | None]:
    known = known | _paragraphs(message, known)
    html = None if known["layout"].plain else _rendered("email.html", known)
    return _rendered("email.txt", known) + "\n", html


def _letter(message: Message, known: dict[str, Any]) -> tuple[str, str]:
    text = _rendered("email.txt", known | _paragraphs(message, known)) + "\n"
    # On paper nobody can press a number: it must not be parted at the end of a line.
    known = known | {"phone": known["phone"].replace(" ", "\N{NO-BREAK SPACE}")}
    address = [in_one_line(known["to"].name), *lines_of(known["to"].to)]
    known = (
        known
        | _paragraphs(message, known)
        | {
            "window": address,
            "window_size": type_size(address, known["layout"].points),
            "symbols": SYMBOLS,
            "direction_of": direction_of,
            "square": square(known["check_in"], _("Tell us that you are here"))
            if known["check_in"]
            else None,
        }
    )
    page = "easy_read.html" if known["layout"].easy_read else "letter.html"
    return text, _rendered(page, known)


def _call(message: Message, known: dict[str, Any]) -> tuple[str, None]:
    number = display(known["to"].to, settings().phone_region)
    known = known | _paragraphs(message, known) | {"number": left_to_right(number)}
    if sheet := call_sheet(message):
        known |= {
            "speaks": language_name(sheet.language),
            "relays": [TASKS[task] for task in sheet.relay_tasks],
            "safe_to_leave_message": sheet.may_leave_message,
        }
    return _rendered("call.txt", known) + "\n", None


_LAYOUTS = {
    Channel.SMS: _sms,
    Channel.EMAIL: _email,
    Channel.LETTER: _letter,
    Channel.PHONE: _call,
}


def _paragraphs(message: Message, known: dict[str, Any]) -> dict[str, list[str]]:
    """What this kind opens with and what happens next, by paragraphs; in easy read by sentences."""
    easy = known["layout"].easy_read
    opening = [f"{message.kind}/easy.txt"] if easy else []
    parts = {
        "opening": _parted([*opening, f"{message.kind}/opening.txt"], known, easy=easy),
        "next": _parted([f"{message.kind}/next.txt"], known, easy=easy),
    }
    if _is_copy(message):
        parts["opening"] = [_whom_it_is_about(message, known), *parts["opening"]]
    return parts


def _whom_it_is_about(message: Message, known: dict[str, Any]) -> str:
    who = known["helped"]
    if message.channel in (Channel.SMS, Channel.PHONE):
        return str(_("About %(who)s, whom you help.", who=who))
    words = _("This is about %(who)s, whom you help. Where it says “you”, it means them.", who=who)
    return str(words)


def _parted(names: list[str], known: dict[str, Any], *, easy: bool) -> list[str]:
    """The paragraphs of the first of these templates that there is."""
    template = current_app.jinja_env.select_template([f"messages/{name}" for name in names])
    found = [" ".join(one.split()) for one in template.render(known).split("\n\n")]
    if easy:
        return [sentence for paragraph in found for sentence in sentences(paragraph)]
    return [paragraph for paragraph in found if paragraph]


def _rendered(name: str, known: dict[str, Any]) -> str:
    # Without Flask's context processors: they are about a request, and the worker has none.
    return current_app.jinja_env.get_template(f"messages/{name}").render(known)


def _calendar(message: Message, links: Links) -> tuple[bytes | None, str | None]:
    method, appointment = METHODS.get(message.kind), message.appointment
    if method is None or appointment is None or message.channel is not Channel.EMAIL:
        return None, None
    if message.audience is Audience.OFFICER:
        officer = addressed_officer(message)
        entry = officer_calendar(appointment, method, officer=officer, sequence=message.sequence)
    else:
        supporter = message.supporter if message.audience is Audience.SUPPORTER else None
        entry = resident_calendar(
            appointment, method, link=links.manage, sequence=message.sequence, supporter=supporter
        )
    return entry, method.value
