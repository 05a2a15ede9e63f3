"""The ways through a resident's pages that several tests walk, and a short cut to where they lead."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import drafts
from booking.domain.needs import Meeting
from booking.models import Appointment
from tests.builders import Council
from tests.pages import Browser

TUESDAY_AT_9 = "2026-11-24T09:00:00Z"


def to_time(visitor: Browser, council: Council, **needs: list[str]) -> Browser:
    """Up to the page of times, to see Sam about housing at the civic centre."""
    visitor.send("Start now").send(service="housing").send(officer="sam-okafor")
    visitor.send(way=f"in_person-{council.civic_centre.id}")
    visitor.send(needs=needs.get("communication", ["none"]))
    visitor.send(needs=needs.get("support", ["none"])).send(needs=needs.get("writing", ["none"]))
    return visitor


def at_time(visitor: Browser, council: Council, **answers: Any) -> Browser:
    """On the page of times, by a draft that says what `to_time` would have answered."""
    usual = {
        "service_id": council.housing.id,
        "officer_id": council.sam.id,
        "meeting": Meeting.IN_PERSON,
        "location_id": council.civic_centre.id,
        "spoken_language": "en",
        "helped": "no",
        "communication": [],
        "support": [],
        "asked_of_place": True,
        "writing": [],
    }
    with visitor.client.session_transaction() as cookie:
        cookie["draft"] = drafts.begin(usual | answers)
    return visitor.open("/request/time")


def the_appointment(session: Session) -> Appointment:
    """The one appointment that there is by now."""
    session.rollback()  # what the session has seen so far is of before
    return session.scalars(select(Appointment)).one()


def with_details(visitor: Browser, **changes: str) -> Browser:
    """The details of somebody whom nobody helps and who wants an email."""
    if visitor.path == "/request/helped":
        visitor.send()
    usual: dict[str, Any] = {
        "name": "Amina Yusuf",
        "channel": "email",
        "email": "amina@example.org",
    }
    return visitor.send(**usual | changes)


def to_check(visitor: Browser, council: Council, time: str = TUESDAY_AT_9) -> Browser:
    """On the page of all answers, with a time held."""
    return with_details(at_time(visitor, council).send(time=time))
