"""Somebody who has been here before: finding them, telling them apart, filling in what we know."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from booking.actions import finding, still_right
from booking.domain.local_time import local_day
from booking.language.dates import format_day_with_year
from booking.models import Resident
from booking.settings import settings
from booking.web.front_desk.person_form import SOMEBODY_NEW, PersonForm
from booking.web.said import day_of

LAST_DIGITS = 3
_LONGEST_ID = 9
_DETAILS = {"name": "name", "phone": "own_phone", "email": "email", "address": "address"}
"""By field of the form, what of a resident fills it in: never a number that is somebody else's."""


class Kept(NamedTuple):
    """When the needs that are kept were last said to be right, and whether that is long ago."""

    day: str
    old: bool


def list_people(session: Session, form: PersonForm) -> dict[str, str]:
    """Puts the people found onto the page; returns how to tell each apart, by the value of the choice."""
    people: Sequence[Resident] = ()
    if form.sought.data and form.sought.validate(form):
        people = finding.residents_like(session, form.sought.data)
    form.searched.data = form.sought.data
    form.known.choices = {str(person.id): person.name for person in people}
    form.known.choices[SOMEBODY_NEW] = _("None of these: somebody new")
    seen = finding.last_seen(session, people)
    return {
        str(person.id): f"{_phone_hint(person)} {_last_seen(seen.get(person.id))}"
        for person in people
    }


def chosen(session: Session, form: PersonForm) -> Resident | None:
    """The known resident whose details are on the page."""
    return _resident(session, form.resident_id.data)


def shown(hints: Mapping[str, str], person: Resident | None) -> str | None:
    """What the audit trail says of the people on a page; None where it shows nobody."""
    ids = {*hints, *([str(person.id)] if person else ())}
    return f"residents:{','.join(sorted(ids))}" if ids else None


def fill_in(session: Session, form: PersonForm) -> None:
    """Takes what is kept of the person chosen, except where something else has been typed."""
    before, person = chosen(session, form), _resident(session, form.known.data)
    form.resident_id.data = str(person.id) if person else ""
    for name, detail in _DETAILS.items():
        field, known = form[name], getattr(person, detail, None) or ""
        if not field.data or (before and field.data == (getattr(before, detail) or "")):
            field.data = known
    if person is None:
        return
    form.channel.data = form.channel.data or person.channel.value
    if person.language in form.language.choices:
        form.language.data = person.language
    if not (form.best_part.data or form.best_words.data):
        form.say_best(person.best_part, person.best_words)
    form.tick(person.kept_needs or ())
    form.keep_needs.data = form.keep_needs.data or person.kept_needs is not None


def kept(person: Resident | None) -> Kept | None:
    """How old it is what we keep of their needs; None where they have not agreed to that."""
    since = person.needs_kept_since if person else None
    return Kept(day_of(since), still_right.is_old(since)) if since else None


def _resident(session: Session, value: str | None) -> Resident | None:
    digits = value or ""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_ID):
        return None
    return session.get(Resident, int(digits))


def _last_seen(at: datetime | None) -> str:
    if at is None:
        return _("Not seen yet.")
    day = format_day_with_year(local_day(at, settings().timezone))
    return _("Last seen on %(day)s.", day=day)


def _phone_hint(person: Resident) -> str:
    """Enough of the number to ask about, not all of it."""
    if person.phone_wrong_since:
        return _("The phone number is somebody else’s.")
    if not person.phone:
        return _("No phone number.")
    return _("Phone ending in %(digits)s.", digits=person.phone[-LAST_DIGITS:])
