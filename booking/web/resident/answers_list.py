"""Every answer in words, each with the page on which it is changed."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from booking.domain.arranging import Preference
from booking.domain.local_time import local_day
from booking.domain.needs import Meeting
from booking.extensions import db
from booking.language.codes import CHANNELS, MEETINGS, PARTS
from booking.language.dates import format_day, format_minutes, format_moment, format_range
from booking.language.languages import language_name
from booking.language.names import with_words
from booking.language.needs import NEEDS
from booking.messaging.phones import display
from booking.models import Appointment, Location
from booking.settings import settings
from booking.web.resident.journey import Journey
from booking.web.resident.supporter_forms import FOR_ANOTHER, HELPED, WHAT, may_now

Row = dict[str, Any]


def answers_list(journey: Journey) -> list[Row]:
    """The rows of the summary, in the order in which they were asked."""
    return [*_about(journey), *_needs(journey), *_when(journey), *_helped(journey), *_who(journey)]


def fixed(appointment: Appointment) -> list[Row]:
    """What is fixed: when, where or how, with whom, about what."""
    place = appointment.location
    rows: list[Row] = []
    if appointment.starts_at and appointment.ends_at:
        when = [
            format_day(local_day(appointment.starts_at, settings().timezone)),
            format_range(appointment.starts_at, appointment.ends_at),
        ]
        rows.append({"key": _("When"), "value": _lines(when)})
    if place and appointment.meeting is Meeting.IN_PERSON:
        where = [place.name, *place.address.splitlines(), *place.travel.splitlines()]
        rows.append({"key": _("Where"), "value": _lines(where)})
    else:
        rows.append({"key": _("How we meet"), "value": str(MEETINGS[appointment.meeting])})
    rows.append({"key": _("Officer"), "value": appointment.officer.name})
    rows.append({"key": _("About"), "value": appointment.service.name})
    return rows


def _row(key: str, value: Any, endpoint: str, what: str) -> Row:
    href = url_for(endpoint)
    return {"key": key, "value": value, "change_href": href, "change_what": what}


def _about(journey: Journey) -> Iterator[Row]:
    answers = journey.answers
    if not (journey.service and journey.officer and answers.meeting):
        return
    about = [journey.service.name, *answers.about.splitlines()]
    yield _row(_("About"), _lines(about), "resident.service", _("what it is about"))
    yield _row(_("Officer"), journey.officer.name, "resident.officer", _("the officer"))
    way = str(MEETINGS[answers.meeting])
    if answers.meeting is Meeting.IN_PERSON and answers.location_id:
        place = db.session.get_one(Location, answers.location_id)
        way = with_words(_("In person at %(place)s"), place=place.name)
    yield _row(_("How we meet"), way, "resident.meeting", _("how we meet"))


def _needs(journey: Journey) -> Iterator[Row]:
    answers = journey.answers
    if answers.spoken_language:
        wishes = answers.interpreter_wishes.splitlines()
        helped = [
            language_name(answers.spoken_language),
            *_words(answers.communication),
            *wishes,
        ]
        yield _row(
            _("Language"), _lines(helped), "resident.language", _("your language and who helps you")
        )
    support = [*_words(answers.support), *answers.in_own_words.splitlines()]
    yield _row(
        _("What you need"),
        _lines(support or [_("No support")]),
        "resident.support",
        _("what you need"),
    )
    writing = _lines(_words(answers.writing) or [_("Ordinary print, any way of reaching you")])
    yield _row(_("How we write to you"), writing, "resident.writing", _("how we write to you"))


def _when(journey: Journey) -> Iterator[Row]:
    answers, needed = journey.answers, journey.demand
    if answers.starts_at and needed:
        when = [format_moment(answers.starts_at), format_minutes(needed.minutes)]
        yield _row(_("Time"), _lines(when), "resident.time", _("the time"))
        return
    wishes = [_wish(wish) for wish in answers.preferences or ()]
    yield _row(
        _("Times that suit you"),
        _lines(wishes or [_("Any time")]),
        "resident.preferences",
        _("the times that suit you"),
    )


def _wish(wish: Preference) -> str:
    if wish.day and wish.part:
        day, part = format_day(wish.day), str(PARTS[wish.part]).lower()
        return str(_("%(day)s, %(part)s", day=day, part=part))
    return format_day(wish.day) if wish.day else str(PARTS[wish.part]) if wish.part else ""


def _helped(journey: Journey) -> Iterator[Row]:
    helped, authority = journey.answers.helped, journey.answers.authority
    if helped is None:
        return
    who = _("Who is asking") if helped == FOR_ANOTHER else _("Who helps you")
    said = [_("Nobody")]
    page = "resident.helped"
    if authority:
        page = "resident.supporter"
        said = [authority.contact.name]
        if may := may_now(authority.tells, may_manage=authority.may_manage):
            said += [str(WHAT[may])] if helped == HELPED else []
    yield _row(who, _lines(said), page, _("who helps you"))


def _who(journey: Journey) -> Iterator[Row]:
    contact = journey.answers.contact
    if contact is None:
        return
    yield _row(_("Name"), contact.name, "resident.details", _("your name"))
    told_by = str(CHANNELS[contact.channel])
    yield _row(_("How we tell you"), told_by, "resident.details", _("how we tell you"))
    if contact.phone:
        phone = display(contact.phone, settings().phone_region)
        value = Markup('<bdi dir="ltr">{}</bdi>').format(phone)
        yield _row(_("Phone"), value, "resident.details", _("your phone number"))
    best = [
        *([str(PARTS[contact.best_part])] if contact.best_part else []),
        *([contact.best_words] if contact.best_words else []),
    ]
    if best:
        what = _("when we phone you")
        yield _row(_("When we phone you"), _lines(best), "resident.details", what)
    if contact.email:
        yield _row(_("Email"), contact.email, "resident.details", _("your email address"))
    if contact.address:
        address = _lines(contact.address.splitlines())
        yield _row(_("Address"), address, "resident.details", _("your address"))
    kept = _("Yes") if contact.keep_needs else _("No")
    yield _row(
        _("Remember what you need"),
        kept,
        "resident.details",
        _("whether we remember what you need"),
    )


def _words(codes: tuple[str, ...] | None) -> list[str]:
    return [str(NEEDS[code]) for code in codes or ()]


def _lines(lines: list[str]) -> Markup:
    return Markup("<br>").join(Markup("<bdi>{}</bdi>").format(escape(line)) for line in lines)
