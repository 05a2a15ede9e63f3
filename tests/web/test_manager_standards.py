"""The standards that a manager sets: what the page says beforehand is what a request then gets."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.models import Appointment, PromisedStandard, Role
from tests.builders import Council, london
from tests.conftest import SteppedClock
from tests.pages import Answer
from tests.visitor import Page, Visitor
from tests.web.desk import signed_in_as
from tests.web.managing import asked, manager

__all__ = ["manager"]

NEW = "/manager/standards/new"
SEE = "See what it means"


def see(manager: Visitor, **answers: str) -> Page:
    usual: dict[str, Answer] = {
        "promised": "appointment",
        "service": "0",
        "working_days": "3",
        "effective_from-day": "25",
        "effective_from-month": "11",
        "effective_from-year": "2026",
    }
    return manager.submit(manager.get(NEW), {**usual, **answers}, button=SEE)


def save(manager: Visitor, seen: Page) -> Page:
    return manager.submit(seen, {"save": "yes"}, button="Save this standard")


def stored(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(PromisedStandard)) or 0


def due_day(appointment: Appointment) -> str:
    return f"{appointment.arrange_by:%A %-d %B}"


def test_what_the_preview_says_is_what_a_request_gets(
    manager: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    before = asked(council)
    shown = see(manager, **{"effective_from-day": "23"})
    assert "Monday 23 November at 10am would be due by Thursday 26 November" in shown.text
    assert due_day(before) == "Monday 30 November"
    saved = save(manager, shown)
    assert "The standard is saved. What was received before keeps its own." in saved.text
    after = asked(council)
    assert due_day(after) == "Thursday 26 November"
    session.expire_all()
    assert due_day(session.get_one(Appointment, before.id)) == "Monday 30 November"


def test_a_standard_to_come_changes_nothing_until_its_day(
    manager: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    save(manager, see(manager))
    assert due_day(asked(council)) == "Monday 30 November"
    clock.at = london(25, 10)
    assert due_day(asked(council)) == "Monday 30 November", "3 working days after the 25th"
    clock.at = london(26, 10)
    assert due_day(asked(council)) == "Tuesday 1 December"


def test_a_service_can_have_a_standard_of_its_own(
    manager: Visitor, session: Session, council: Council
) -> None:
    own = see(manager, service=str(council.benefits.id), **{"effective_from-day": "23"})
    save(manager, own)
    assert due_day(asked(council)) == "Thursday 26 November"
    housing = asked(council, service_id=council.housing.id, officer_id=council.sam.id)
    assert due_day(housing) == "Monday 30 November"


def test_looking_saves_nothing_and_change_it_keeps_every_answer(
    manager: Visitor, session: Session, council: Council
) -> None:
    before = stored(session)
    shown = see(manager, working_days="7", warn_day="2")
    assert stored(session) == before
    again = manager.submit(shown, {"change": "yes"})
    answers = again.answers()
    assert (answers["working_days"], answers["warn_day"]) == ("7", "2")
    assert answers["effective_from-day"] == "25"
    assert stored(session) == before


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"working_days": "0"}, "Enter a number from 1 to"),
        ({"working_days": "99999"}, "Enter a number from 1 to"),
        ({"working_days": "soon"}, "Enter a whole number of working days"),
        ({"working_days": ""}, "Enter a number of working days"),
        ({"effective_from-day": "31"}, "Enter a real date"),
        ({"effective_from-day": "20"}, "cannot begin in the past"),
    ],
)
def test_what_no_standard_can_be_is_refused_with_all_that_was_typed(
    manager: Visitor, session: Session, council: Council, answers: dict[str, str], words: str
) -> None:
    before = stored(session)
    page = see(manager, **answers)
    assert page.title.startswith("Error: ")
    assert words in page.text
    kept = {"working_days": "3", "effective_from-day": "25"} | answers
    assert {name: page.answers()[name] for name in kept} == kept
    assert stored(session) == before


def test_two_standards_cannot_begin_on_the_same_day(
    manager: Visitor, session: Session, council: Council
) -> None:
    save(manager, see(manager))
    before = stored(session)
    again = save(manager, see(manager, working_days="4"))
    assert "Another standard for the same thing begins on that day." in again.text
    assert stored(session) == before


def test_a_standard_to_come_can_be_removed_and_one_in_force_cannot(
    manager: Visitor, session: Session, council: Council
) -> None:
    listed = save(manager, see(manager))
    before = stored(session)
    coming = session.scalars(select(PromisedStandard).order_by(PromisedStandard.id.desc())).first()
    assert coming is not None
    address = f"/manager/standards/{coming.id}/remove"
    token = {"csrf_token": listed.token()}
    assert "The standard is removed." in manager.post(address, token).text
    assert stored(session) == before - 1
    in_force = session.scalars(select(PromisedStandard).order_by(PromisedStandard.id)).first()
    assert in_force is not None
    refused = manager.post(f"/manager/standards/{in_force.id}/remove", token)
    assert "That standard is in force or was, so it stays." in refused.text
    assert stored(session) == before - 1


@pytest.mark.parametrize("role", [Role.FRONT_DESK])
def test_nobody_but_managers_sees_or_sets_standards(
    app: Flask, council: Council, role: Role
) -> None:
    somebody = signed_in_as(app, role)
    somebody.get("/manager/standards", status=403)
    somebody.get(NEW, status=403)
