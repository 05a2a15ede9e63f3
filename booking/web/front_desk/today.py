"""Today at one location: who is expected, who is here, who is being seen, and what must be arranged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from booking import clock
from booking.actions import finding, preparing, still_right, supporters, supporting
from booking.domain.lifecycle import Action, Status, allowed
from booking.domain.local_time import day_bounds, local_day
from booking.domain.needs import CATALOGUE, Category
from booking.extensions import db
from booking.language.needs import NEEDS_FOR_STAFF
from booking.messaging.facts import has_needs
from booking.models import Appointment, Location
from booking.settings import settings
from booking.web.access import signed_in
from booking.web.front_desk.door import front_desk, seen
from booking.web.front_desk.support_rows import SupportRow
from booking.web.front_desk.tasks import TaskRow
from booking.web.front_desk.tasks import rows as task_rows

_QUIET = frozenset({Category.CONTACT, Category.FORMAT})
"""Needs that shape messages: nobody at the door has to act on them."""

GROUPS: tuple[tuple[LazyString, frozenset[Status]], ...] = (
    (_l("Here and waiting"), frozenset({Status.WAITING})),
    (_l("Being seen"), frozenset({Status.IN_PROGRESS})),
    (_l("Expected"), frozenset({Status.ARRANGED})),
    (_l("Finished"), frozenset({Status.ATTENDED, Status.DID_NOT_ATTEND})),
)

STEPS: dict[Action, LazyString] = {
    Action.CHECK_IN: _l("Check in"),
    Action.START: _l("Being seen now"),
    Action.FINISH: _l("Finished"),
    Action.MISS: _l("Did not attend"),
}
"""What one press at the desk does on the day, in the order in which it happens."""


@dataclass(frozen=True, slots=True)
class Row:
    """One appointment as today's list shows it."""

    appointment: Appointment
    support: Sequence[LazyString]
    booked: Sequence[SupportRow]
    tasks: Sequence[TaskRow]
    """What is still to be done for them."""
    ask: bool
    """Whether to ask if their needs are still right."""
    note: str | None
    """How long they have waited, or how late they are."""
    steps: Sequence[tuple[Action, LazyString]]


@front_desk.get("/today")
def today() -> ResponseReturnValue:
    """Today's list for the location where this member of staff works, or for another one."""
    places = _places()
    chosen = _chosen(places)
    seen("see_day", f"location:{chosen.id if chosen else 'all'}")
    day = local_day(clock.now(), settings().timezone)
    location_id = chosen.id if chosen else None
    found = finding.on_day(db.session(), day, location_id=location_id)
    return render_template(
        "front_desk/today.html",
        day=day,
        chosen=chosen,
        places=_ways_to(places, chosen),
        groups=_grouped(found),
        empty=not found,
        urgent=_urgent(day, location_id),
    )


def steps(appointment: Appointment) -> list[tuple[Action, LazyString]]:
    """What can be pressed for an appointment now, in words."""
    return [(step, label) for step, label in STEPS.items() if _possible(appointment, step)]


def support(appointment: Appointment) -> list[LazyString]:
    """What somebody at the door must know, in the shortest words."""
    known = [code for code in appointment.needs if code in CATALOGUE]
    if supporters.acting(appointment) and supporters.SOMEBODY not in known:
        known.append(supporters.SOMEBODY)
    return [NEEDS_FOR_STAFF[code] for code in known if CATALOGUE[code].category not in _QUIET]


def is_expected_today(appointment: Appointment) -> bool:
    """Whether the resident is to come, or to be met, on this local day and is not here yet."""
    if appointment.status is not Status.ARRANGED or appointment.starts_at is None:
        return False
    zone = settings().timezone
    return local_day(appointment.starts_at, zone) == local_day(clock.now(), zone)


def _possible(appointment: Appointment, step: Action) -> bool:
    if not allowed(appointment.status, step) or appointment.starts_at is None:
        return False
    if step is Action.MISS:
        return appointment.starts_at <= clock.now()
    return step is not Action.CHECK_IN or is_expected_today(appointment)


def _places() -> list[Location]:
    return list(db.session.scalars(select(Location).order_by(Location.name)))


def _chosen(places: Iterable[Location]) -> Location | None:
    """The location that was asked for, else the one where they work; None for all."""
    by_id = {str(place.id): place for place in places}
    own = str(signed_in().location_id)
    return by_id.get(request.args.get("location", own))


def _ways_to(places: Iterable[Location], chosen: Location | None) -> list[dict[str, Any]]:
    every = [(str(place.id), place.name, place is chosen) for place in places]
    every.append(("all", _("All locations"), chosen is None))
    return [
        {"href": url_for("front_desk.today", location=key), "label": label, "current": current}
        for key, label, current in every
    ]


def _grouped(found: Sequence[Appointment]) -> list[tuple[LazyString, list[Row]]]:
    arrived = finding.arrivals(db.session(), found)
    booked = supporting.live_for(db.session(), found)
    to_do = preparing.to_do_for(db.session(), found)
    rows = [
        Row(
            one,
            support(one),
            [SupportRow.of(booking) for booking in booked.get(one.id, ())],
            [row for row in task_rows(one, to_do[one.id]) if row.is_left],
            has_needs(one) and still_right.is_to_be_asked(one),
            _note(one, arrived.get(one.id)),
            steps(one),
        )
        for one in found
    ]
    groups = [
        (title, [row for row in rows if row.appointment.status in statuses])
        for title, statuses in GROUPS
    ]
    return [(title, members) for title, members in groups if members]


def _note(appointment: Appointment, arrived_at: datetime | None) -> str | None:
    if appointment.status is Status.WAITING and arrived_at:
        waited = _whole_minutes(arrived_at)
        return ngettext("Waiting for %(num)s minute", "Waiting for %(num)s minutes", waited)
    if appointment.status is not Status.ARRANGED or appointment.starts_at is None:
        return None
    if (late := _whole_minutes(appointment.starts_at)) > 0:
        return ngettext("%(num)s minute late", "%(num)s minutes late", late)
    if minutes := appointment.late_minutes:
        return _("Will be %(minutes)s minutes late", minutes=minutes)
    return None


def _whole_minutes(since: datetime) -> int:
    return int((clock.now() - since).total_seconds() // 60)


def _urgent(day: date, location_id: int | None) -> list[Appointment]:
    """The requests here, or anywhere, that must be arranged by the end of today."""
    ends = day_bounds(day, settings().timezone)[1]
    found = finding.requests(db.session(), due_by=ends)
    return [one for one in found if location_id is None or one.location_id in (None, location_id)]
