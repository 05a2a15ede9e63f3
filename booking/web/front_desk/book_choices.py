"""What there is to choose on the booking page: services and officers, places, languages, times."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import diaries, rules
from booking.domain.arranging import nearest, spread
from booking.domain.diary import Slot
from booking.domain.local_time import local_day
from booking.domain.needs import Meeting
from booking.language.dates import format_moment
from booking.language.names import with_words
from booking.models import Location, Officer
from booking.settings import settings
from booking.web.front_desk.book_form import LATER, BookForm
from booking.web.front_desk.person_choices import offer_choices
from booking.web.times import day_label, read_day, read_instant, written

WISHED_DAYS = 15
"""How many working days ahead a wish may name."""


@dataclass(frozen=True, slots=True)
class Diary:
    """The times of one officer that fit what the form says, in order."""

    officer: Officer
    slots: Sequence[Slot]
    places: dict[int, str]
    """Names of locations, where the label of a time must say which."""


def new_form(session: Session) -> BookForm:
    """The form with all that can be chosen in it, and what was typed."""
    form = BookForm.with_days(_working_days(session))
    offer_choices(session, form)
    form.places = list(session.scalars(select(Location).order_by(Location.name)))
    form.location.choices = {"": _("Any location")} | {
        str(place.id): place.name for place in form.places
    }
    form.offer_languages()
    return form


def diary(session: Session, form: BookForm) -> Diary | None:
    """The officer's times for what the form says; None for who arranges by request."""
    if form.pair is None or form.by_request:
        return None
    service, officer = form.pair
    needed = diaries.demand_for(
        service,
        officer,
        meeting=Meeting(form.meeting.data),
        needs=form.ticked(),
        language=form.language_spoken,
        location_id=form.place.id if form.place else None,
    )
    several = {place.id: place.name for place in form.places} if not form.place else {}
    return Diary(officer, list(diaries.offered(session, officer, needed)), several)


def offer(form: BookForm, found: Diary | None, near: datetime | None = None) -> None:
    """Puts times on the page: the three soonest, those of the chosen day, or the nearest to `near`.

    A time that was chosen before stays on the page for as long as it is free.
    """
    slots = found.slots if found else ()
    counted = Counter(local_day(slot.start, settings().timezone) for slot in slots)
    form.day.choices = {"": _("The soonest times")} | {
        day.isoformat(): day_label(day, count) for day, count in counted.items()
    }
    chosen = read_instant(form.time.data)
    on_page = sorted({*_wanted(form, slots, near), *(s for s in slots if s.start == chosen)})
    places = found.places if found else {}
    form.time.choices = {written(slot.start): _label(slot, places) for slot in on_page}
    form.time.choices[LATER] = _("No time now: the officer arranges one")


def _wanted(form: BookForm, slots: Sequence[Slot], near: datetime | None) -> list[Slot]:
    if near:
        return nearest(slots, near)
    if day := read_day(form.day.data):
        return [slot for slot in slots if local_day(slot.start, settings().timezone) == day]
    return spread(slots, zone=settings().timezone)


def _label(slot: Slot, places: dict[int, str]) -> str:
    moment = format_moment(slot.start)
    place = places.get(slot.location_id or 0)
    words = _("%(moment)s, %(place)s")
    return with_words(words, moment=moment, place=place) if place else moment


def _working_days(session: Session) -> Iterator[date]:
    calendar = rules.working_calendar(session)
    day = local_day(clock.now(), settings().timezone)
    for _number in range(WISHED_DAYS):
        day = calendar.add(day, 1)
        yield day
