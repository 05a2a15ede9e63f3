"""Residents and staff who have come as far as the page that is measured."""

import re
from datetime import datetime
from itertools import count
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from booking.actions import drafts, holds, signing_in
from booking.actions.diaries import demand_for
from booking.domain.needs import Meeting
from booking.extensions import db
from booking.models import Draft, Officer, Role, Service
from booking.web.resident.answers import written
from tests.bench.visitor import Visitor
from tests.builders import Council, contact

PASSWORD = "correct horse battery staple, benchwise"
_visitors = count(1)


def before_the_time(app: Flask, council: Council, officer_id: int) -> Visitor:
    """A resident who has answered everything up to the choice of a time, in person and without needs."""
    return _with_draft(app, drafts.begin(written(_answers(council, officer_id))))


def before_the_confirmation(
    app: Flask, council: Council, officer_id: int, starts_at: datetime
) -> tuple[Visitor, str]:
    """A resident who has answered everything and holds that time; and the token of the form."""
    answers = _answers(council, officer_id) | {
        "starts_at": starts_at,
        "helped": "no",
        "contact": contact(),
    }
    token = drafts.begin(written(answers))
    session = db.session()
    officer, service = (
        session.get_one(Officer, officer_id),
        session.get_one(Service, council.housing.id),
    )
    needed = demand_for(
        service, officer, meeting=Meeting.IN_PERSON, needs=(), language=None, location_id=None
    )
    key = session.scalars(select(Draft.key).order_by(Draft.id.desc()).limit(1)).one()
    holds.hold(officer_id=officer_id, needed=needed, starts_at=starts_at, held_by=key)
    visitor = _with_draft(app, token)
    return visitor, form_token(visitor, "/request/check")


def signed_in(app: Flask, role: Role, council: Council) -> Visitor:
    """A member of staff who has signed in: an officer is Sam."""
    email = f"{uuid4().hex}@example.org"
    officer_id = council.sam.id if role is Role.OFFICER else None
    signing_in.add_staff(
        email=email,
        name="Jo Bell",
        role=role,
        password=PASSWORD,
        location_id=None,
        officer_id=officer_id,
    )
    visitor = Visitor(app)
    token = form_token(visitor, "/staff/sign-in")
    answer = visitor.post("/staff/sign-in", csrf_token=token, email=email, password=PASSWORD)
    assert answer.status == 302, answer.body
    return visitor


def form_token(visitor: Visitor, address: str) -> str:
    """What a form's hidden field says."""
    page = visitor.get(address).body.decode()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]


def _answers(council: Council, officer_id: int) -> dict[str, object]:
    return {
        "service_id": council.housing.id,
        "about": "The damp in the kitchen has come back.",
        "officer_id": officer_id,
        "meeting": Meeting.IN_PERSON,
        "communication": (),
        "support": (),
        "asked_of_place": True,
        "writing": (),
    }


def _with_draft(app: Flask, token: str) -> Visitor:
    visitor = Visitor(app)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    visitor.cookies[str(app.config["SESSION_COOKIE_NAME"])] = serializer.dumps({"draft": token})
    number = next(_visitors)
    visitor.came_from = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return visitor
