"""Needs are confirmed at each contact, kept for next time by consent alone, and forgotten in time."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import changing, daily, still_right
from booking.actions.actor import RESIDENT, Actor
from booking.domain.errors import ActionRefused
from booking.models import ActorKind, Appointment, AuditEntry, Event, Resident, Staff
from tests.builders import Council, arranged, contact, london
from tests.conftest import SteppedClock
from tests.stored import all_of, story


def keeping(council: Council, *needs: str) -> Appointment:
    """Somebody who agreed that their needs are kept, with an appointment on Friday."""
    known = contact(keep_needs=True)
    return arranged(council, london(27, 10), needs=needs, contact=known)


def kept(session: Session) -> list[str] | None:
    [resident] = all_of(session, Resident)
    return resident.kept_needs


def test_what_was_said_today_is_not_asked_again_today(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = keeping(council, "lipreads")
    assert not still_right.is_to_be_asked(appointment)
    clock.forward(days=1)
    assert still_right.is_to_be_asked(session.get_one(Appointment, appointment.id))


def test_a_confirmation_says_when_and_by_whom_and_is_in_the_trail(
    session: Session, council: Council, clock: SteppedClock, manager: Staff
) -> None:
    appointment = keeping(council, "lipreads")
    clock.forward(days=1)
    desk = Actor(ActorKind.FRONT_DESK, manager.id, on_behalf=True)
    for _press in range(2):
        still_right.confirm(appointment_id=appointment.id, actor=desk)
    assert story(session, appointment).count("needs_confirmed") == 1
    said = still_right.last_said(session.get_one(Appointment, appointment.id))
    assert said
    assert (said.at, said.actor, said.staff_id) == (clock.at, ActorKind.FRONT_DESK, manager.id)
    assert [entry.action for entry in all_of(session, AuditEntry)] == ["confirm_needs"]
    assert all_of(session, Resident)[0].needs_kept_since == clock.at


def test_what_is_over_is_not_confirmed_any_more(council: Council) -> None:
    over = changing.cancel(appointment_id=keeping(council, "lipreads").id, actor=RESIDENT)
    assert not still_right.is_to_be_asked(over)
    with pytest.raises(ActionRefused):
        still_right.confirm(appointment_id=over.id, actor=RESIDENT)


def test_consent_that_is_withdrawn_forgets_at_once_what_was_kept(
    session: Session, council: Council
) -> None:
    appointment = keeping(council, "lipreads")
    for _press in range(2):
        still_right.forget(appointment_id=appointment.id, actor=RESIDENT)
    assert kept(session) is None
    assert session.get_one(Appointment, appointment.id).needs == ["lipreads"]
    assert story(session, appointment).count("needs_forgotten") == 1
    assert all("lipreads" not in str(event.facts) for event in all_of(session, Event))


def test_without_consent_nothing_is_ever_kept(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council, needs=("lipreads",))
    clock.forward(days=1)
    still_right.confirm(appointment_id=appointment.id, actor=RESIDENT)
    changing.change_needs(
        appointment_id=appointment.id, needs=["breaks"], in_own_words=None, actor=RESIDENT
    )
    assert kept(session) is None


def test_changed_needs_are_those_that_are_kept(session: Session, council: Council) -> None:
    appointment = keeping(council, "lipreads")
    changing.change_needs(
        appointment_id=appointment.id,
        needs=["lipreads", "breaks"],
        in_own_words=None,
        actor=RESIDENT,
    )
    assert kept(session) == ["lipreads", "breaks"]


def test_needs_are_forgotten_after_two_years_in_which_nobody_said_that_they_are_right(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = keeping(council, "lipreads")
    clock.forward(days=2)
    still_right.confirm(appointment_id=appointment.id, actor=RESIDENT)
    clock.forward(days=729)
    daily.clear_lapsed()
    assert kept(session) == ["lipreads"]
    clock.forward(days=1)
    daily.clear_lapsed()
    assert kept(session) is None
    assert all_of(session, Resident)[0].needs_kept_since is None


def test_what_was_said_over_a_year_ago_is_old(session: Session, council: Council) -> None:
    assert still_right.is_old(london(23, 10, year=2025))
    assert not still_right.is_old(london(24, 10, year=2025))
