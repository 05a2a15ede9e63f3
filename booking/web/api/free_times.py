"""The times at which one officer can be seen on one day."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Never, TypeVar

from flask import Response, jsonify, request
from sqlalchemy import bindparam, select

from booking.actions.diaries import demand_for, offered
from booking.domain.local_time import local
from booking.domain.needs import Meeting
from booking.extensions import db
from booking.models import Arranges, Location, Officer, Service
from booking.settings import settings
from booking.web.api.door import api
from booking.web.api.problems import Problem

T = TypeVar("T")

_THEIRS = Officer.services.and_(Service.slug == bindparam("service"), Service.active)
_WITH_SERVICE = (
    select(Officer, Service)
    .outerjoin(_THEIRS)
    .where(Officer.slug == bindparam("officer"), Officer.active)
)
"""An officer, with the service where they see residents about it: put together once, asked for often."""
PARAMETERS = frozenset({"service", "day", "meeting", "location"})


@api.get("/officers/<slug>/free-times")
def free_times(slug: str) -> Response:
    """A list of starts in order of time, ISO 8601 with offset: `["2026-11-24T09:00:00+00:00", ...]`.

    `service` and `day` (2026-11-24, local) must be given. `meeting` is a code of `domain.needs.Meeting`,
    in person where none is given; `location` (a slug) narrows that to one place. No needs are met:
    they are asked of a person, never of an address.
    """
    _refuse_unknown_parameters()
    day, meeting = _read("day", date.fromisoformat), _read("meeting", Meeting, Meeting.IN_PERSON)
    officer, service = _officer_and_service(slug, meeting)
    location_id = _location_id()
    needed = demand_for(
        service, officer, meeting=meeting, needs=(), language=None, location_id=location_id
    )
    zone = settings().timezone
    slots = offered(db.session(), officer, needed, since=day, until=day)
    return jsonify([local(slot.start, zone).isoformat() for slot in slots])


def _refuse_unknown_parameters() -> None:
    for name, values in request.args.lists():
        if name not in PARAMETERS or len(values) > 1:
            _refuse(name, f"The parameters are {', '.join(sorted(PARAMETERS))}, each once.")


def _read(name: str, reader: Callable[[str], T], default: T | None = None) -> T:
    text = request.args.get(name)
    if text is None and default is not None:
        return default
    try:
        return reader(text or "")
    except ValueError:
        _refuse(name, f"{name} is missing, or is no {name}.")


def _officer_and_service(slug: str, meeting: Meeting) -> tuple[Officer, Service]:
    found = db.session.execute(
        _WITH_SERVICE, {"officer": slug, "service": request.args.get("service")}
    )
    officer, service = found.one_or_none() or (None, None)
    if officer is None:
        raise Problem(HTTPStatus.NOT_FOUND, "There is no such officer.")
    if officer.arranges is not Arranges.OPEN:
        raise Problem(
            HTTPStatus.CONFLICT, "This officer arranges by request and has no open times."
        )
    if service is None:
        _refuse("service", "The officer sees nobody about this service.")
    if meeting not in service.meetings:
        _refuse("meeting", "This service is not given in this way.")
    return officer, service


def _location_id() -> int | None:
    slug = request.args.get("location")
    if slug is None:
        return None
    location_id = db.session.scalar(select(Location.id).where(Location.slug == slug))
    if location_id is None:
        _refuse("location", "There is no such location.")
    return location_id


def _refuse(parameter: str, detail: str) -> Never:
    raise Problem(HTTPStatus.BAD_REQUEST, detail, parameter=parameter)
