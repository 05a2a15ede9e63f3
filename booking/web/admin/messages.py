"""Every message as its reader gets it: which there are, one in every way, all of a language to read.

What is shown is composed by the product itself about people who do not exist. Nothing is stored or sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from booking.calendars.reading import Entry, read_entry
from booking.domain.needs import Meeting
from booking.extensions import db
from booking.language.languages import current_language, direction, endonym, language_name
from booking.messaging.compose import Content
from booking.messaging.letters import can_print
from booking.messaging.made_up import Told
from booking.messaging.segments import Segments, count_segments
from booking.messaging.specimens import (
    EVERY_KIND,
    KINDS,
    OF_ENQUIRIES,
    audience_of,
    has_copy,
    specimen,
)
from booking.messaging.texts import is_too_long, room_left
from booking.models import Audience, Channel, CouncilsWords, Kind, Location, Service
from booking.settings import settings
from booking.web.admin.asked import AskedForm, languages_of
from booking.web.admin.door import admin
from booking.web.admin.kinds import AUDIENCES, GOES_OUT
from booking.web.composed import as_pdf, as_written, calendar_file

Lent = tuple[Service | None, Location | None]
"""What the council lends to every specimen on a page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One made-up message as its reader gets it."""

    kind: Kind
    content: Content
    language: str
    direction: str
    segments: Segments | None
    too_long: bool
    room_left: int
    """In characters, before it is too long: fewer than none where it is."""
    entry: Entry | None


@admin.get("/messages")
def messages() -> ResponseReturnValue:
    """Every kind of message, by who gets it, and in which languages they can be read through."""
    lent = _lent()
    return render_template(
        "admin/messages.html",
        groups=[
            (AUDIENCES[audience], [(kind, _subject(kind, lent), GOES_OUT[kind]) for kind in kinds])
            for audience, kinds in KINDS.items()
        ],
        read_in=[
            (code, language_name(code), endonym(code), code in settings().languages)
            for code in languages_of(Audience.RESIDENT)
        ],
        channels=list(Channel),
    )


@admin.get("/messages/<kind>")
def message(kind: str) -> ResponseReturnValue:
    """One kind of message in one language, channel and format, and beside it in English."""
    wanted, form = _asked(kind)
    place, lent = EVERY_KIND.index(wanted), _lent()
    return render_template(
        "admin/message.html",
        form=form,
        shown=_shown(wanted, form, form.language.data, lent),
        english=_shown(wanted, form, "en", lent) if form.language.data != "en" else None,
        goes_out=GOES_OUT[wanted],
        audience=audience_of(wanted),
        has_meeting=wanted not in OF_ENQUIRIES,
        has_copy=has_copy(wanted),
        before=EVERY_KIND[place - 1] if place else None,
        after=EVERY_KIND[place + 1] if place + 1 < len(EVERY_KIND) else None,
        layout_url=url_for("admin.message_layout", kind=wanted, **form.address),
        pdf_url=url_for("admin.message_pdf", kind=wanted, **form.address)
        if can_print() and form.wanted_channel is Channel.LETTER
        else None,
        sender=CouncilsWords(f"{settings().council_name} <{settings().council_email}>"),
    )


@admin.get("/messages/<kind>/layout")
def message_layout(kind: str) -> ResponseReturnValue:
    """An email or a letter with its layout, to stand in a frame of the page about it."""
    wanted, form = _asked(kind)
    html = _shown(wanted, form, form.language.data, _lent()).content.html or abort(404)
    return as_written(html, framed=True)


@admin.get("/messages/<kind>/letter.pdf")
def message_pdf(kind: str) -> ResponseReturnValue:
    """A letter as it is printed."""
    wanted, form = _asked(kind)
    shown = _shown(wanted, form, form.language.data, _lent()).content
    pages = [shown.html] if shown.html and form.wanted_channel is Channel.LETTER else []
    return as_pdf(pages, title=shown.subject, name="preview")


@admin.get("/messages/<kind>/entry.ics")
def message_entry(kind: str) -> ResponseReturnValue:
    """The calendar entry of an email, to try in a calendar."""
    wanted, form = _asked(kind)
    return calendar_file(_shown(wanted, form, form.language.data, _lent()).content, "preview")


@admin.get("/messages/read")
def read_messages() -> ResponseReturnValue:
    """All that residents are told in one language by one channel, beside the English: to review or print."""
    form = AskedForm.of(Audience.RESIDENT, request.args)
    language, lent = form.language.data, _lent()
    return render_template(
        "admin/read_messages.html",
        form=form,
        name=language_name(language),
        rows=[
            (
                _shown(kind, form, language, lent),
                _shown(kind, form, "en", lent) if language != "en" else None,
            )
            for kind in KINDS[Audience.RESIDENT]
        ],
        GOES_OUT=GOES_OUT,
    )


def _asked(kind: str) -> tuple[Kind, AskedForm]:
    if kind not in set(Kind):
        abort(404)
    return Kind(kind), AskedForm.of(audience_of(Kind(kind)), request.args)


def _shown(kind: Kind, form: AskedForm, language: str, lent: Lent) -> Shown:
    channel = form.wanted_channel
    told = Told(
        channel,
        language,
        Meeting(form.meeting.data),
        form.needs,
        bool(form.supporter.data),
        *lent,
    )
    made = specimen(kind, told)
    content = made.content()
    segments = count_segments(content.text) if channel is Channel.SMS else None
    return Shown(
        kind,
        content,
        content.language,
        direction(content.language),
        segments,
        too_long=bool(segments and is_too_long(segments)),
        room_left=room_left(content.text) if segments else 0,
        entry=read_entry(content.calendar) if content.calendar else None,
    )


def _subject(kind: Kind, lent: Lent) -> str:
    service, location = lent
    told = Told(language=current_language(), service=service, location=location)
    return specimen(kind, told).content().subject


def _lent() -> Lent:
    """The council's own first service and building, where it has any yet."""
    session = db.session()
    service = session.scalar(select(Service).where(Service.active).order_by(Service.id).limit(1))
    places: Iterator[Location] | Sequence[Location] = service.locations if service else ()
    location = next(iter(places), None) or session.scalar(
        select(Location).order_by(Location.id).limit(1)
    )
    return service, location
