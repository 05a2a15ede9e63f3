"""Closures: no promise is moved by one; what has to be done for it comes sooner."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from booking.actions import closures, enforcing, promises, requesting, signing_in
from booking.actions.actor import KEPT, RESIDENT, Actor
from booking.actions.closures import ClosureRefused, Span
from booking.domain.errors import ReasonMissing
from booking.domain.ladder import Step
from booking.models import ActorKind, Appointment, AuditEntry, Closure, Promise, Role
from tests.builders import Council, arranged, london, new_request
from tests.conftest import SteppedClock
from tests.postgresql import any_database
from tests.stored import all_of

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)
DUE = london(30, 23, 59).replace(second=59)


def ask(council: Council) -> Appointment:
    return requesting.request(new_request(council), actor=RESIDENT)


def close(first: date, last: date | None = None, reason: str = "Snow") -> Span:
    return closures.add(first=first, last=last or first, reason=reason, actor=KEPT)


def step_days(session: Session) -> dict[Step, int]:
    """On which day of the month each step of the only promise falls before its deadline."""
    [promise] = all_of(session, Promise)
    found = {rung.step: rung.at.day for rung in promises.rungs(session, promise)}
    return {step: found[step] for step in (Step.WARN, Step.ARRANGE, Step.TELL_OF_DELAY)}


@any_database
def test_a_closure_moves_no_deadline_and_makes_the_steps_come_sooner(
    session: Session, council: Council
) -> None:
    """Asked on Monday 23: told on Thursday, arranged on Friday, due on Monday 30; then both days close."""
    ask(council)
    assert step_days(session) == {Step.WARN: 26, Step.ARRANGE: 27, Step.TELL_OF_DELAY: 30}
    close(FRIDAY, MONDAY)
    assert step_days(session) == {Step.WARN: 26, Step.ARRANGE: 26, Step.TELL_OF_DELAY: 26}
    assert all_of(session, Promise)[0].due_by == DUE


@any_database
def test_the_worker_looks_at_every_open_promise_again(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    ask(council)
    arranged(council)
    enforcing.enforce()
    clock.at = london(26, 8)
    enforcing.enforce()
    waiting, kept = all_of(session, Promise)
    assert waiting.next_step_at == london(26, 9)
    close(FRIDAY, MONDAY)
    waiting, kept = all_of(session, Promise)
    assert (waiting.next_step_at, kept.next_step_at) == (clock.at, None)


def test_what_was_to_be_arranged_on_a_day_that_closes_is_arranged_before(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    ask(council)
    clock.at = london(26, 8)
    enforcing.enforce()
    close(FRIDAY, MONDAY)
    clock.at = london(26, 9, 30)
    enforcing.enforce()
    [promise] = all_of(session, Promise)
    assert promise.kept_at == clock.at


def test_a_request_made_afterwards_counts_without_the_closed_day(
    session: Session, council: Council
) -> None:
    close(FRIDAY)
    assert ask(council).arrange_by == DUE + timedelta(days=1)


def test_days_in_a_row_with_one_reason_are_one_closure(session: Session, council: Council) -> None:
    close(date(2026, 12, 24), date(2026, 12, 31), "Christmas")
    close(FRIDAY, reason="Staff training")
    session.rollback()
    assert closures.coming(session) == [
        Span(FRIDAY, FRIDAY, "Staff training"),
        Span(date(2026, 12, 24), date(2026, 12, 31), "Christmas"),
    ]


def test_a_day_that_is_closed_already_stays_as_it_is(session: Session, council: Council) -> None:
    close(FRIDAY, reason="Staff training")
    close(FRIDAY, MONDAY)
    assert [row.reason for row in all_of(session, Closure)] == ["Staff training"] + 3 * ["Snow"]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 22), date(2026, 11, 24)),
        (MONDAY, FRIDAY),
        (FRIDAY, FRIDAY + timedelta(days=92)),
    ],
)
def test_a_closure_in_the_past_backwards_or_endless_is_refused(
    session: Session, council: Council, first: date, last: date
) -> None:
    with pytest.raises(ClosureRefused):
        close(first, last)
    with pytest.raises(ReasonMissing):
        close(FRIDAY, reason=" ")
    assert all_of(session, Closure) == []


def test_a_coming_closure_is_removed_and_one_that_is_over_stays(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    ask(council)
    close(FRIDAY)
    close(MONDAY)
    closures.remove(first=FRIDAY, last=FRIDAY, actor=KEPT)
    assert step_days(session)[Step.TELL_OF_DELAY] == 27, "Friday is open again, Monday is closed"
    clock.at = london(1, 9, month=12)
    with pytest.raises(ClosureRefused):
        closures.remove(first=MONDAY, last=MONDAY, actor=KEPT)
    assert [row.day for row in all_of(session, Closure)] == [MONDAY]


def test_what_a_closure_touches_is_counted(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    """Two are due on Monday 30: one is open, one is arranged, for Wednesday 25."""
    ask(council)
    booked = arranged(council)
    spans = [close(date(2026, 11, day)) for day in (25, 30)] + [close(date(2027, 3, 1))]
    session.rollback()
    found = [closures.touched(session, spans)[span] for span in spans]
    assert [one.due for one in found] == [1, 1, 0]
    assert [[a.id for a in one.appointments] for one in found] == [[booked.id], [], []]


def test_who_closed_the_council_is_in_the_audit_trail(session: Session, council: Council) -> None:
    staff = signing_in.add_staff(
        email="m@example.org", name="Mo", role=Role.MANAGER, password="a long password"
    )
    mo = Actor(ActorKind.MANAGER, staff_id=staff.id)
    closures.add(first=FRIDAY, last=MONDAY, reason="Snow", actor=mo)
    closures.add(first=FRIDAY, last=MONDAY, reason="Snow", actor=mo)  # a second press
    closures.remove(first=FRIDAY, last=MONDAY, actor=mo)
    subject = "closure:2026-11-27..2026-11-30"
    assert [(entry.action, entry.subject) for entry in all_of(session, AuditEntry)] == [
        ("add_closure", subject),
        ("remove_closure", subject),
    ]
