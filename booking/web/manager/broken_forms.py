"""What cannot be used, and since when: a question in the address. Then what to do about it: a form."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from wtforms import BooleanField
from wtforms.validators import InputRequired

from booking.actions.absences import REASONS
from booking.actions.breaking import Broken
from booking.domain.local_time import at_or_after, day_bounds
from booking.language.codes import ABSENCES
from booking.language.dates import format_moment
from booking.language.names import with_words
from booking.messaging.facts import has_needs
from booking.models import Appointment, Location, Officer, Room
from booking.settings import settings
from booking.web.fields import DayField, Dropdown, Lines, Radios, TickBoxes, TimeOfDayField
from booking.web.form import Form
from booking.web.manager.forms import named

EVERYTHING = "council"


class BrokenForm(Form):
    """Who or what, from when until when. It asks for a page and changes nothing, so it is a GET."""

    class Meta:
        """No token: the answers stand in the address, as ids and days."""

        csrf = False

    what = Radios(_l("What cannot be used?"), [InputRequired(_l("Choose what cannot be used"))])
    officer = Dropdown(_l("Which officer?"), default="")
    room = Dropdown(_l("Which room?"), default="")
    location = Dropdown(_l("Which location?"), default="")
    first = DayField(_l("First day"))
    starts = TimeOfDayField(_l("From what time on that day? (you can leave this empty)"))
    last = DayField(_l("Last day (you can leave this empty)"))
    ends = TimeOfDayField(_l("Until what time on the last day? (you can leave this empty)"))

    def __init__(self, session: Session, **kwargs: Any) -> None:
        super().__init__(request.args, **kwargs)
        self.what.choices = {
            "officer": _("An officer"),
            "room": _("A room"),
            "location": _("A location"),
            EVERYTHING: _("The whole council"),
        }
        self.officer.choices = _with_none(_("Choose an officer"), named(session, Officer))
        self.room.choices = _with_none(_("Choose a room"), _rooms(session))
        self.location.choices = _with_none(_("Choose a location"), named(session, Location))

    def validate(self, extra_validators: Any = None) -> bool:
        """Checks that the thing is named and that the time ends after it begins."""
        sound = super().validate(extra_validators)
        chosen = self.what.data
        if chosen in ("officer", "room", "location") and not self[chosen].data:
            self[chosen].errors = [_("Choose which one")]
        if self.first.data is None and not self.first.errors:
            self.first.errors = [_("Enter the first day")]
        if sound and not self.errors and self._ends_at <= self._starts_at:
            self.last.errors = [_("The end must come after the beginning")]
        return not self.errors

    @property
    def broken(self) -> Broken:
        """What was asked about; only once the form is sound."""
        return Broken(
            since=self._starts_at,
            until=self._ends_at,
            officer_id=self._id("officer"),
            room_id=self._id("room"),
            location_id=self._id("location"),
        )

    @property
    def officer_id(self) -> int | None:
        """Which officer is away; None where it is something else."""
        return self._id("officer")

    def _id(self, name: str) -> int | None:
        return int(self[name].data) if self.what.data == name else None

    @property
    def _first(self) -> date:
        if self.first.data is None:
            raise ValueError("what is broken has a first day")
        return self.first.data

    @property
    def _starts_at(self) -> datetime:
        return at_or_after(self._first, self.starts.at or time.min, settings().timezone)

    @property
    def _ends_at(self) -> datetime:
        last, zone = self.last.data or self._first, settings().timezone
        return at_or_after(last, self.ends.at, zone) if self.ends.at else day_bounds(last, zone)[1]


class RearrangeForm(Form):
    """Which appointments to rearrange, and why."""

    appointments = TickBoxes(_l("Rearrange these appointments"), validate_choice=False)
    reason = Lines(_l("Why?"), longest=500)
    absence = BooleanField(_l("Record it as an absence in the officer’s diary too"))
    absence_reason = Dropdown(_l("Kind of absence"), default="sickness")

    def __init__(self, found: Sequence[Appointment], **kwargs: Any) -> None:
        super().__init__(data={"appointments": [str(one.id) for one in found]}, **kwargs)
        self.absence_reason.choices = {code: str(ABSENCES[code]) for code in REASONS}
        self.appointments.choices = {str(one.id): _label(one) for one in found}

    def validate(self, extra_validators: Any = None) -> bool:
        """Something must be asked for; what moves an appointment needs its reason."""
        sound = super().validate(extra_validators)
        if self.appointments.data and not self.reason.data:
            self.reason.errors = [*self.reason.errors, _("Say why")]
        if not self.appointments.data and not self.absence.data:
            if self.appointments.choices:
                self.appointments.errors = [_("Tick the appointments to rearrange")]
            else:
                self.absence.errors = [_("Tick that the absence is to be recorded")]
        return sound and not self.errors

    def chosen(self, found: Sequence[Appointment]) -> list[int]:
        """The ticked ones that still lie in that time."""
        ticked = set(self.appointments.data or ())
        return [one.id for one in found if str(one.id) in ticked]


def _label(appointment: Appointment) -> str:
    when = appointment.starts_at
    words = with_words(
        _("%(when)s: %(resident)s with %(officer)s, %(service)s"),
        when=format_moment(when) if when else "",
        resident=appointment.resident.name,
        officer=appointment.officer.name,
        service=appointment.service.name,
    )
    return Markup("{}. {}").format(words, _("Has needs")) if has_needs(appointment) else words


def _with_none(words: str, named: dict[str, str]) -> dict[str, str]:
    return {"": words} | named


def _rooms(session: Session) -> dict[str, str]:
    whole = select(Room).options(joinedload(Room.location)).order_by(Room.location_id, Room.name)
    return {
        str(room.id): _("%(room)s, %(location)s", room=room.name, location=room.location.name)
        for room in session.scalars(whole)
    }
