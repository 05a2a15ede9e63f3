"""Support is booked with the appointment, follows it through every change, and never silently fails."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import worker
from booking.actions import breaking, changing, supporting
from booking.actions.actor import Actor
from booking.domain.errors import ReasonMissing
from booking.domain.support import SupportState, SupportStepRefused
from booking.extensions import db
from booking.models import ActorKind, Appointment, Kind, Message, Staff, Support
from tests.builders import Council, arranged, london
from tests.conftest import SteppedClock

DESK = Actor(ActorKind.FRONT_DESK)
IN_TWO_WEEKS = london(9, 10, 30, month=12)


@pytest.fixture
def appointment(council: Council) -> Appointment:
    """With Sam, in person, with a BSL interpreter, on Wednesday 9 December 2026."""
    return arranged(council, IN_TWO_WEEKS, needs=["bsl_interpreter", "hearing_loop"])


def booked(session: Session, appointment: Appointment) -> list[Support]:
    db.session.expire_all()  # the worker ends the session that it finds
    theirs = select(Support).where(Support.appointment_id == appointment.id)
    return list(db.session.scalars(theirs.order_by(Support.id)))


def states(session: Session, appointment: Appointment) -> list[SupportState]:
    return [one.state for one in booked(session, appointment)]


def told(session: Session, kind: Kind) -> int:
    return len(db.session.scalars(select(Message.id).where(Message.kind == kind)).all())


def the_one(session: Session, appointment: Appointment) -> Support:
    (one,) = booked(session, appointment)
    return one


def test_what_a_need_calls_for_is_to_be_ordered(session: Session, appointment: Appointment) -> None:
    one = the_one(session, appointment)
    assert (one.need, one.state) == ("bsl_interpreter", SupportState.NEEDED)
    assert (one.starts_at, one.ends_at) == (IN_TWO_WEEKS, IN_TWO_WEEKS + timedelta(minutes=45))
    assert (one.order_by, one.confirm_by) == (date(2026, 11, 25), date(2026, 12, 7))


def test_who_needs_nobody_has_nobody_booked(session: Session, council: Council) -> None:
    assert booked(session, arranged(council, needs=["hearing_loop"])) == []


def test_an_officer_who_speaks_the_language_needs_no_interpreter(
    session: Session, council: Council
) -> None:
    with_sam = arranged(council, needs=["interpreter_phone"], spoken_language="ur")
    council.sam.languages = ["en", "ur"]
    session.commit()
    again = arranged(council, london(26, 10, 30), needs=["interpreter_phone"], spoken_language="ur")
    assert states(session, with_sam) == [SupportState.NEEDED]
    assert booked(session, again) == []


def test_the_resident_is_told_once_all_of_it_is_confirmed(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, IN_TWO_WEEKS, needs=["bsl_interpreter", "note_taker"])
    first, second = booked(session, appointment)
    supporting.order(support_id=first.id, agency="Signs Together", actor=DESK)
    supporting.confirm(support_id=first.id, agency_reference="ST-7", actor=DESK)
    assert told(session, Kind.SUPPORT_CONFIRMED) == 0
    supporting.confirm(support_id=second.id, actor=DESK)
    assert told(session, Kind.SUPPORT_CONFIRMED) == 1
    assert booked(session, appointment)[0].agency_reference == "ST-7"


def test_a_step_that_somebody_else_took_first_is_refused(
    session: Session, appointment: Appointment
) -> None:
    one = the_one(session, appointment)
    supporting.order(support_id=one.id, agency="Signs Together", actor=DESK)
    with pytest.raises(SupportStepRefused):
        supporting.order(support_id=one.id, agency="Another", actor=DESK)
    with pytest.raises(SupportStepRefused):
        supporting.agency_told(support_id=one.id, actor=DESK)
    assert the_one(session, appointment).agency == "Signs Together"


def test_another_time_cancels_what_was_ordered_and_orders_anew(
    session: Session, appointment: Appointment
) -> None:
    supporting.order(
        support_id=the_one(session, appointment).id, agency="Signs Together", actor=DESK
    )
    changing.rearrange(
        appointment_id=appointment.id, starts_at=london(10, 10, 30, month=12), actor=DESK
    )
    old, new = booked(session, appointment)
    assert (old.state, new.state) == (SupportState.CANCELLED, SupportState.NEEDED)
    assert new.starts_at == london(10, 10, 30, month=12)
    assert [one.id for one in supporting.to_do(session)] == [old.id, new.id]
    supporting.agency_told(support_id=old.id, actor=DESK)
    assert [one.id for one in supporting.to_do(session)] == [new.id]


def test_nobody_outside_hears_of_what_was_never_ordered(
    session: Session, appointment: Appointment
) -> None:
    changing.cancel(appointment_id=appointment.id, actor=DESK)
    assert states(session, appointment) == [SupportState.CANCELLED]
    assert supporting.to_do(session) == []


def test_what_the_council_takes_back_cancels_its_support(
    session: Session, appointment: Appointment
) -> None:
    supporting.confirm(support_id=the_one(session, appointment).id, actor=DESK)
    breaking.reopen(appointment_id=appointment.id, reason="Sam is ill.", actor=DESK)
    one = the_one(session, appointment)
    assert one.state is SupportState.CANCELLED
    assert one.ended_at is None


def test_a_need_that_is_gone_cancels_and_a_new_one_orders(
    session: Session, appointment: Appointment
) -> None:
    changing.change_needs(
        appointment_id=appointment.id, needs=["speech_to_text"], in_own_words=None, actor=DESK
    )
    old, new = booked(session, appointment)
    assert (old.state, new.need) == (SupportState.CANCELLED, "speech_to_text")


def test_managers_hear_of_what_fails_at_once_and_the_resident_who_counted_on_it(
    session: Session, appointment: Appointment, manager: Staff
) -> None:
    one = the_one(session, appointment)
    supporting.confirm(support_id=one.id, actor=DESK)
    with pytest.raises(ReasonMissing):
        supporting.fail(support_id=one.id, reason=" ", actor=DESK)
    supporting.fail(support_id=one.id, reason="Ill.", actor=DESK)
    assert (told(session, Kind.SUPPORT_FAILING), told(session, Kind.SUPPORT_LOST)) == (1, 1)
    supporting.order(support_id=one.id, agency="Another", actor=DESK)
    assert the_one(session, appointment).state is SupportState.ORDERED
    assert the_one(session, appointment).failed_because is None


def test_who_was_never_told_that_somebody_comes_is_not_told_that_nobody_does(
    session: Session, appointment: Appointment, manager: Staff
) -> None:
    supporting.fail(support_id=the_one(session, appointment).id, reason="No one free.", actor=DESK)
    assert (told(session, Kind.SUPPORT_FAILING), told(session, Kind.SUPPORT_LOST)) == (1, 0)


def test_what_nobody_orders_or_confirms_goes_to_the_managers_every_working_morning(
    session: Session, appointment: Appointment, manager: Staff, clock: SteppedClock
) -> None:
    support_id = the_one(session, appointment).id
    clock.at = london(25, 16)
    worker.once()
    assert told(session, Kind.SUPPORT_FAILING) == 0
    mornings = [london(26, 9), london(27, 9), london(30, 9)]
    for number, morning in enumerate(mornings, start=1):
        clock.at = morning
        worker.once()
        worker.once()
        assert told(session, Kind.SUPPORT_FAILING) == number
    supporting.order(support_id=support_id, agency="Signs Together", actor=DESK)
    clock.at = london(4, 12, month=12)
    worker.once()
    assert told(session, Kind.SUPPORT_FAILING) == len(mornings)
    clock.at = london(7, 9, month=12)
    worker.once()
    assert told(session, Kind.SUPPORT_FAILING) == len(mornings) + 1
    supporting.confirm(support_id=support_id, actor=DESK)
    clock.at = london(8, 9, month=12)
    worker.once()
    assert told(session, Kind.SUPPORT_FAILING) == len(mornings) + 1


def test_another_way_is_booked_only_as_the_resident_agreed(
    session: Session, council: Council
) -> None:
    appointment = arranged(
        council, IN_TWO_WEEKS, needs=["interpreter_in_person"], spoken_language="so"
    )
    one = the_one(session, appointment)
    with pytest.raises(ReasonMissing):
        supporting.meet_otherwise(
            support_id=one.id, need="interpreter_phone", agreement="", actor=DESK
        )
    with pytest.raises(SupportStepRefused):
        supporting.meet_otherwise(
            support_id=one.id, need="note_taker", agreement="By phone.", actor=DESK
        )
    supporting.meet_otherwise(
        support_id=one.id, need="interpreter_phone", agreement="By phone.", actor=DESK
    )
    old, new = booked(session, appointment)
    assert (old.state, new.need, new.meets) == (
        SupportState.CANCELLED,
        "interpreter_phone",
        "interpreter_in_person",
    )
    # What they agreed to holds for this time; for another, what they need is tried again.
    changing.change_needs(
        appointment_id=appointment.id,
        needs=["interpreter_in_person", "breaks"],
        in_own_words=None,
        actor=DESK,
    )
    assert [one.need for one in supporting.live(session, appointment)] == ["interpreter_in_person"]
    assert appointment.ends_at == IN_TWO_WEEKS + timedelta(minutes=55)


def test_who_comes_is_noted_and_nothing_is_left_to_do(
    session: Session, appointment: Appointment, clock: SteppedClock
) -> None:
    one = the_one(session, appointment)
    supporting.confirm(support_id=one.id, actor=DESK)
    clock.at = IN_TWO_WEEKS
    supporting.attend(support_id=one.id, actor=DESK)
    assert supporting.to_do(session) == []
    assert the_one(session, appointment).ended_at == IN_TWO_WEEKS
