"""Every answer in words, each with the page on which it is changed."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from booking.actions.residents import Contact
from booking.domain.local_time import local_day
from booking.domain.needs import Meeting
from booking.extensions import db
from booking.language.codes import CHANNELS, MEETINGS, PARTS
from booking.language.dates import format_day, format_minutes, format_moment, format_range
from booking.language.languages import language_name
from booking.language.names import with_words
from booking.language.needs import NEEDS
from booking.language.preferences import wish
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
        what = _("the language that you speak")
        yield _row(_("Language"), _lines(helped), "resident.language", what)
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
    wishes = [wish(preference) for preference in answers.preferences or ()]
    yield _row(
        _("Times that suit you"),
        _lines(wishes or [_("Any time")]),
        "resident.preferences",
        _("the times that suit you"),
    )


def _helped(journey: Journey) -> Iterator[Row]:
    helped, authority = journey.answers.helped, journey.answers.authority
    if helped is None:
        return
    who, what = _("Who helps you"), _("who helps you")
    if helped == FOR_ANOTHER:
        who, what = _("Who is asking"), _("who is asking")
    said = [_("Nobody")]
    page = "resident.helped"
    if authority:
        page = "resident.supporter"
        said = [authority.contact.name]
        if may := may_now(authority.tells, may_manage=authority.may_manage):
            said += [str(WHAT[may])] if helped == HELPED else []
    yield _row(who, _lines(said), page, what)


def _who(journey: Journey) -> Iterator[Row]:
    contact = journey.answers.contact
    if contact is None:
        return
    if journey.answers.helped == FOR_ANOTHER:
        yield from _reached(contact, _OF_ANOTHER)
        return
    yield from _reached(contact, _OF_THEMSELVES)
    best = [
        *([str(PARTS[contact.best_part])] if contact.best_part else []),
        *([contact.best_words] if contact.best_words else []),
    ]
    if best:
        what = _("when we phone you")
        yield _row(_("When we phone you"), _lines(best), "resident.details", what)
    kept = _("Yes") if contact.keep_needs else _("No")
    what = _("whether we remember what you need")
    yield _row(_("Remember what you need"), kept, "resident.details", what)


class _Whose(NamedTuple):
    """What whose details are called: how they are told, and what each link changes."""

    told: LazyString
    name: LazyString
    way: LazyString
    phone: LazyString
    email: LazyString
    address: LazyString


_OF_THEMSELVES = _Whose(
    told=_l("How we tell you"),
    name=_l("your name"),
    way=_l("how we tell you"),
    phone=_l("your phone number"),
    email=_l("your email address"),
    address=_l("your address"),
)
_OF_ANOTHER = _Whose(
    told=_l("How we tell them"),
    name=_l("their name"),
    way=_l("how we tell them"),
    phone=_l("their phone number"),
    email=_l("their email address"),
    address=_l("their address"),
)


def _reached(contact: Contact, whose: _Whose) -> Iterator[Row]:
    def row(key: str, value: Any, what: LazyString) -> Row:
        return _row(key, value, "resident.details", str(what))

    yield row(_("Name"), contact.name, whose.name)
    yield row(str(whose.told), str(CHANNELS[contact.channel]), whose.way)
    if contact.phone:
        phone = display(contact.phone, settings().phone_region)
        yield row(_("Phone"), Markup('<bdi dir="ltr">{}</bdi>').format(phone), whose.phone)
    if contact.email:
        yield row(_("Email"), contact.email, whose.email)
    if contact.address:
        yield row(_("Address"), _lines(contact.address.splitlines()), whose.address)


def _words(codes: tuple[str, ...] | None) -> list[str]:
    return [str(NEEDS[code]) for code in codes or ()]


def _lines(lines: list[str]) -> Markup:
    return Markup("<br>").join(Markup("<bdi>{}</bdi>").format(escape(line)) for line in lines)
