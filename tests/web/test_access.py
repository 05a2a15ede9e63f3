"""Who may come in where: every endpoint, every role, nobody; forged forms; reading that writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from booking.actions import acting_for, links, requesting, signing_in
from booking.actions.actor import RESIDENT
from booking.extensions import db
from booking.models import Appointment, Purpose, Role
from booking.web.access import ACCESS
from tests.builders import Council, arranged, authority, new_request
from tests.visitor import HOME, Visitor

PASSWORD = "a long and quiet passphrase"
LAST = ("staff.sign_out", "staff.sign_out_everywhere")
"""After these nobody is signed in any more."""


@dataclass
class Doors:
    """Every rule of the application, with an address that leads to something that is there."""

    app: Flask
    known: dict[str, str | int]
    tokens: dict[str, str]

    def address(self, rule: Rule) -> str:
        door = rule.endpoint.partition(".")[0]
        known = self.known | {"token": self.tokens.get(door, "")}
        with self.app.test_request_context(base_url=HOME):
            values: dict[str, Any] = {name: known[name] for name in rule.arguments}
            return url_for(rule.endpoint, **values)

    def rules(self, method: str) -> Iterator[Rule]:
        for rule in self.app.url_map.iter_rules():
            if method in (rule.methods or ()) and rule.endpoint not in LAST:
                yield rule


@pytest.fixture
def doors(app: Flask, session: Session, council: Council) -> Doors:
    fixed = arranged(council, needs=["interpreter_phone"], spoken_language="so")
    supporter = acting_for.authorise(appointment_id=fixed.id, authority=authority(), actor=RESIDENT)
    asked = requesting.request(new_request(council), actor=RESIDENT)
    known: dict[str, str | int] = {
        "reference": fixed.reference,
        "slug": "sam-okafor",
        "officer_slug": "sam-okafor",
        "code": "en",
        "filename": "kept.css",
        "step": "start",
        "day": "2026-11-24",
        "kind": "arranged",
        "message_id": 1,
        "absence_id": 1,
        "promise_id": 1,
        "standard_id": 1,
        "support_id": 1,
        "need_code": "bsl_interpreter",
        "room_id": 1,
        "supporter_id": supporter.id,
        "run_id": 1,
        "resident_id": 1,
    }
    tokens = {
        "here": minted(session, fixed, Purpose.CHECK_IN),
        "manage": minted(session, fixed, Purpose.MANAGE),
        "officer_link": minted(session, asked, Purpose.ANSWER_REQUEST),
    }
    return Doors(app, known, tokens)


def minted(session: Session, appointment: Appointment, purpose: Purpose) -> str:
    token = links.mint(session, appointment, purpose, officer_id=appointment.officer_id)
    session.commit()
    return token


def staff_of(app: Flask, council: Council, role: Role) -> FlaskClient:
    """The browser of a member of staff with that role, signed in."""
    officer_id = council.sam.id if role is Role.OFFICER else None
    email = f"{role.value}@example.org"
    signing_in.add_staff(
        email=email, name="Ash Lee", role=role, password=PASSWORD, officer_id=officer_id
    )
    visitor = Visitor(app)
    visitor.client.get("/", base_url=HOME)
    token = visitor.get("/staff/sign-in").token()
    answers = {"email": email, "password": PASSWORD, "csrf_token": token}
    visitor.client.post("/staff/sign-in", data=answers, base_url=HOME)
    return visitor.client


def ask(client: FlaskClient, address: str, method: str = "GET") -> TestResponse:
    answer = client.open(address, method=method, base_url=HOME)
    answer.close()  # a file that is sent stays open otherwise
    return answer


def everything(session: Session) -> dict[str, list[str]]:
    """Every row of every table but the audit trail and its count, as it is stored."""
    session.rollback()
    tables = [table for table in db.metadata.sorted_tables if table.name != "audit_entry"]
    stored: dict[str, list[str]] = {}
    for table in tables:
        columns = [column.name for column in table.columns if column.name != "audit_entries"]
        rows = session.execute(text(f'SELECT {", ".join(columns)} FROM "{table.name}"'))  # noqa: S608
        stored[table.name] = sorted(map(repr, rows))
    return stored


def test_every_endpoint_is_in_the_table_and_no_other(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_signed_in_is_asked_to_sign_in_at_every_staff_door(
    app: Flask, doors: Doors, method: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    for rule in doors.rules(method):
        answer = ask(client, doors.address(rule), method)
        leads_to_sign_in = urlsplit(answer.location or "").path == "/staff/sign-in"
        is_staff_door = isinstance(ACCESS[rule.endpoint], frozenset)
        assert leads_to_sign_in == is_staff_door, rule


@pytest.mark.parametrize("role", Role)
def test_each_role_comes_in_where_the_table_says_and_nowhere_else(
    app: Flask, doors: Doors, council: Council, role: Role
) -> None:
    client = staff_of(app, council, role)
    app.config["WTF_CSRF_ENABLED"] = False
    for method in ("GET", "POST"):
        for rule in doors.rules(method):
            guard = ACCESS[rule.endpoint]
            if not isinstance(guard, frozenset):
                continue
            answer = ask(client, doors.address(rule), method)
            assert (answer.status_code == 403) == (role not in guard), (rule, answer.status_code)
            assert answer.status_code < 500, rule
            assert urlsplit(answer.location or "").path != "/staff/sign-in", rule


def test_a_form_without_its_token_is_refused_at_every_door_and_changes_nothing(
    app: Flask, doors: Doors, council: Council, session: Session
) -> None:
    for role in (Role.OFFICER, Role.ADMINISTRATOR):
        client = staff_of(app, council, role)
        before = everything(session)
        for rule in app.url_map.iter_rules():
            if "POST" in (rule.methods or ()):
                answer = client.post(doors.address(rule), data={"reason": "x"}, base_url=HOME)
                assert answer.status_code == 400, rule
        assert everything(session) == before


@pytest.mark.parametrize("role", [None, Role.OFFICER, Role.ADMINISTRATOR])
def test_reading_writes_nothing_but_the_audit_trail(
    app: Flask, doors: Doors, council: Council, session: Session, role: Role | None
) -> None:
    client = staff_of(app, council, role) if role else app.test_client()
    before = everything(session)
    for rule in doors.rules("GET"):
        assert ask(client, doors.address(rule)).status_code < 500, rule
        assert everything(session) == before, rule


def test_no_page_about_somebody_is_kept_by_a_cache(
    app: Flask, doors: Doors, council: Council
) -> None:
    client = staff_of(app, council, Role.ADMINISTRATOR)
    for rule in doors.rules("GET"):
        if rule.endpoint != "static" and rule.arguments:
            answer = ask(client, doors.address(rule))
            assert answer.headers["Cache-Control"] == "no-store", rule


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH"])
def test_no_door_knows_another_method(app: Flask, doors: Doors, method: str) -> None:
    client = app.test_client()
    for rule in doors.rules("GET"):
        answer = ask(client, doors.address(rule), method)
        assert answer.status_code in (400, 405), rule
