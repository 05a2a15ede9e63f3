"""Standards: each from a day on; what was promised before keeps its own."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from booking.actions import requesting, signing_in, standards
from booking.actions.actor import RESIDENT, Actor
from booking.actions.standards import (
    NewStandard,
    StandardInUse,
    StandardOutOfBounds,
    StandardPast,
    StandardTaken,
)
from booking.domain.ladder import Step
from booking.domain.promise import Promised
from booking.models import ActorKind, Appointment, AuditEntry, PromisedStandard, Role
from tests.builders import ALWAYS, Council, london, new_request
from tests.conftest import SteppedClock
from tests.postgresql import any_database
from tests.stored import all_of, count

TODAY, TOMORROW, LATER = date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 1)


@pytest.fixture
def ada(council: Council) -> Actor:
    """An administrator."""
    staff = signing_in.add_staff(
        email="a@example.org", name="Ada", role=Role.ADMINISTRATOR, password="a long password"
    )
    return Actor(ActorKind.ADMINISTRATOR, staff_id=staff.id)


def new(**changes: Any) -> NewStandard:
    usual: dict[str, Any] = {
        "promised": Promised.APPOINTMENT,
        "working_days": 3,
        "effective_from": LATER,
    }
    return NewStandard(**(usual | changes))


def due(appointment: Appointment) -> date:
    return appointment.arrange_by.date()


def ask(council: Council) -> Appointment:
    return requesting.request(new_request(council), actor=RESIDENT)


@any_database
def test_a_request_keeps_the_standard_in_force_when_it_was_received(
    session: Session, council: Council, clock: SteppedClock, ada: Actor
) -> None:
    before = ask(council)
    standards.add(new(working_days=2, effective_from=TOMORROW), actor=ada)
    assert due(before) == date(2026, 11, 30)
    clock.at = london(24, 10)
    assert due(ask(council)) == date(2026, 11, 26)
    session.refresh(before)
    assert due(before) == date(2026, 11, 30)


def test_a_service_of_its_own_standard_is_not_touched_by_the_general_one(
    session: Session, council: Council, ada: Actor
) -> None:
    own = new(service_id=council.housing.id, working_days=10, effective_from=TODAY)
    standards.add(own, actor=ada)
    standards.add(new(working_days=1, effective_from=TODAY), actor=ada)
    assert due(ask(council)) == date(2026, 12, 7)


@pytest.mark.parametrize(
    "changes",
    [
        {"working_days": 0},
        {"working_days": 261},
        {"remind_day": 4},
        {"warn_day": 0},
        {"arrange_day": 4},
        {"remind_day": 3, "warn_day": 2},
        {"promised": Promised.ENQUIRY_WRITTEN, "arrange_day": 2},
    ],
)
def test_what_is_out_of_bounds_is_refused(
    session: Session, council: Council, ada: Actor, changes: dict[str, Any]
) -> None:
    before = count(session, PromisedStandard)
    with pytest.raises(StandardOutOfBounds):
        standards.add(new(**changes), actor=ada)
    assert count(session, PromisedStandard) == before


def test_nothing_is_promised_for_days_that_are_over(council: Council, ada: Actor) -> None:
    with pytest.raises(StandardPast):
        standards.add(new(effective_from=date(2026, 11, 22)), actor=ada)


@any_database
def test_saving_twice_is_saving_once_and_something_else_for_that_day_is_refused(
    session: Session, council: Council, ada: Actor
) -> None:
    before = count(session, PromisedStandard)
    standards.add(new(wording="By law"), actor=ada)
    standards.add(new(wording="By law"), actor=ada)
    with pytest.raises(StandardTaken):
        standards.add(new(working_days=9), actor=ada)
    assert count(session, PromisedStandard) == before + 1
    standards.add(new(service_id=council.housing.id, working_days=9), actor=ada)


def test_a_standard_of_today_can_be_corrected_today(
    session: Session, council: Council, ada: Actor
) -> None:
    standards.add(new(working_days=1, effective_from=TODAY), actor=ada)
    standards.add(new(working_days=4, effective_from=TODAY), actor=ada)
    assert due(ask(council)) == date(2026, 11, 27)
    assert [one.standard.working_days for one in in_force(session)] == [4]


def in_force(session: Session) -> list[standards.Listed]:
    session.rollback()
    listed = standards.listed(session)
    general = (one for one in listed if one.standard.promised is Promised.APPOINTMENT)
    return [one for one in general if one.in_force]


def test_the_list_says_which_is_in_force_and_until_when(
    session: Session, council: Council, clock: SteppedClock, ada: Actor
) -> None:
    standards.add(new(), actor=ada)
    [now] = in_force(session)
    assert (now.standard.working_days, now.until) == (5, LATER)
    clock.at = london(1, 0, month=12)
    [now] = in_force(session)
    assert (now.standard.working_days, now.until, now.coming) == (3, None, False)


def test_only_what_is_still_to_come_can_be_removed(
    session: Session, council: Council, clock: SteppedClock, ada: Actor
) -> None:
    coming = standards.add(new(), actor=ada)
    number = coming.id
    standards.remove(standard_id=number, actor=ada)
    standards.remove(standard_id=number, actor=ada)  # a second press
    [first] = all_of(session, PromisedStandard, PromisedStandard.effective_from == ALWAYS)[:1]
    with pytest.raises(StandardInUse):
        standards.remove(standard_id=first.id, actor=ada)
    assert all_of(session, PromisedStandard, PromisedStandard.id == number) == []


def test_who_added_and_removed_one_is_in_the_audit_trail(
    session: Session, council: Council, ada: Actor
) -> None:
    number = standards.add(new(), actor=ada).id
    standards.remove(standard_id=number, actor=ada)
    trail = [(entry.action, entry.subject) for entry in all_of(session, AuditEntry)]
    subject = f"standard:{number}"
    assert trail == [("add_standard", subject), ("remove_standard", subject)]


def test_a_sample_says_what_would_be_due_when(session: Session, council: Council) -> None:
    """Received on a Saturday: Monday is day 1."""
    found = standards.sample(session, new(working_days=5, arrange_day=3), london(28, 12))
    assert found.due_by == london(4, 23, 59, month=12).replace(second=59)
    days = {step: rung.at.day for step, rung in found.steps.items()}
    assert (days[Step.REMIND], days[Step.WARN], days[Step.ARRANGE]) == (1, 2, 2)
