"""Support that is booked stays booked while it fits, and is ordered anew as soon as it does not."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from booking.actions import changing, checking, supporting
from booking.actions.actor import Actor
from booking.domain.errors import SlotNotOffered
from booking.domain.needs import Meeting
from booking.domain.support import SupportState
from booking.models import ActorKind, Appointment, Support
from booking.models.support import booked_for
from tests.builders import Council, arranged, london
from tests.conftest import SteppedClock
from tests.postgresql import any_database
from tests.stored import all_of

DESK = Actor(ActorKind.FRONT_DESK)
WHEN = london(9, 10, 30, month=12)
TOO_LATE_TO_BOOK = london(4, 10, month=12)


def ordered(council: Council, need: str, **changes: Any) -> Appointment:
    """On Wednesday 9 December, with one agency asked."""
    appointment = arranged(council, WHEN, needs=[need], **changes)
    [one] = booked_for(appointment)
    supporting.order(support_id=one.id, agency="Words Together", actor=DESK)
    return appointment


def confirmed(council: Council, need: str, **changes: Any) -> Appointment:
    """The same, and they will come."""
    appointment = ordered(council, need, **changes)
    [one] = booked_for(appointment)
    supporting.confirm(support_id=one.id, actor=DESK)
    return appointment


def change(appointment: Appointment, *needs: str, **changes: Any) -> None:
    usual: dict[str, Any] = {"in_own_words": None, "actor": DESK}
    changing.change_needs(appointment_id=appointment.id, needs=needs, **(usual | changes))


def states(session: Session) -> list[tuple[str, str | None, SupportState]]:
    return [(one.need, one.language, one.state) for one in all_of(session, Support)]


@any_database
def test_another_language_is_another_order_and_the_agency_of_the_old_one_has_to_hear(
    session: Session, council: Council
) -> None:
    appointment = confirmed(council, "interpreter_in_person", spoken_language="pl")
    change(appointment, "interpreter_in_person", language="ro")
    assert states(session) == [
        ("interpreter_in_person", "pl", SupportState.CANCELLED),
        ("interpreter_in_person", "ro", SupportState.NEEDED),
    ]
    assert len(supporting.to_do(session)) == 2


def test_before_anybody_was_asked_another_language_only_puts_the_booking_right(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, WHEN, needs=["interpreter_phone"], spoken_language="pl")
    change(appointment, "interpreter_phone", language="ro")
    assert states(session) == [("interpreter_phone", "ro", SupportState.NEEDED)]


def test_other_wishes_are_another_order_of_whoever_interprets(
    session: Session, council: Council
) -> None:
    appointment = ordered(
        council, "interpreter_phone", spoken_language="pl", interpreter_wishes="A woman"
    )
    appointment.interpreter_wishes = "A man"
    session.commit()
    change(appointment, "interpreter_phone", in_own_words="Please face me.")
    old, new = all_of(session, Support)
    assert (old.wishes, old.state) == ("A woman", SupportState.CANCELLED)
    assert (new.wishes, new.state) == ("A man", SupportState.NEEDED)


def test_what_was_agreed_instead_holds_for_another_language_too(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, WHEN, needs=["interpreter_in_person"], spoken_language="pl")
    [one] = booked_for(appointment)
    by_phone = supporting.meet_otherwise(
        support_id=one.id, need="interpreter_phone", agreement="By phone.", actor=DESK
    )
    supporting.order(support_id=by_phone.id, agency="Words Together", actor=DESK)
    change(appointment, "interpreter_in_person", language="ro")
    [now] = booked_for(appointment)
    assert (now.need, now.meets) == ("interpreter_phone", "interpreter_in_person")
    assert (now.language, now.agreement) == ("ro", "By phone.")


def test_who_signs_is_not_ordered_again_for_a_spoken_language(
    session: Session, council: Council
) -> None:
    appointment = confirmed(council, "bsl_interpreter", spoken_language="pl")
    change(appointment, "bsl_interpreter", language="ro")
    assert states(session) == [("bsl_interpreter", "pl", SupportState.CONFIRMED)]


def test_another_way_of_meeting_is_another_order(session: Session, council: Council) -> None:
    appointment = confirmed(
        council,
        "interpreter_in_person",
        spoken_language="pl",
        service_id=council.benefits.id,
    )
    change(appointment, "interpreter_in_person", "home_visit")
    old, new = all_of(session, Support)
    assert (old.meeting, old.state) == (Meeting.IN_PERSON, SupportState.CANCELLED)
    assert (new.meeting, new.state) == (Meeting.HOME_VISIT, SupportState.NEEDED)


@pytest.mark.parametrize("other", [(), ("hearing_loop", "step_free")])
def test_a_few_days_before_other_needs_keep_the_interpreter_who_is_booked(
    session: Session, council: Council, clock: SteppedClock, other: tuple[str, ...]
) -> None:
    appointment = confirmed(council, "bsl_interpreter")
    change(appointment, "bsl_interpreter", "hearing_loop")
    clock.at = TOO_LATE_TO_BOOK
    change(appointment, "bsl_interpreter", *other)
    assert appointment.starts_at == WHEN
    assert [one.state for one in all_of(session, Support)] == [SupportState.CONFIRMED]


def test_a_few_days_before_nobody_else_can_be_booked_for_that_time(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = confirmed(council, "bsl_interpreter")
    clock.at = TOO_LATE_TO_BOOK
    with pytest.raises(SlotNotOffered):
        change(appointment, "bsl_interpreter", "lipspeaker")
    with pytest.raises(SlotNotOffered):
        changing.rearrange(
            appointment_id=appointment.id, starts_at=WHEN + timedelta(hours=2), actor=DESK
        )


def test_who_has_come_is_not_ordered_again(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = confirmed(council, "interpreter_phone", spoken_language="pl")
    clock.at = WHEN - timedelta(minutes=10)
    [one] = booked_for(appointment)
    supporting.attend(support_id=one.id, actor=DESK)
    change(appointment, "interpreter_phone", in_own_words="Please face me.")
    assert states(session) == [("interpreter_phone", "pl", SupportState.ATTENDED)]
    assert list(checking.needed.unsupported(session)) == []
