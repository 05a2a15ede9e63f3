"""Of support a resident is told what is true: never that somebody comes before that is sure."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import changing, supporting, telling
from booking.actions.actor import Actor
from booking.actions.composing import composed
from booking.actions.transaction import transaction
from booking.messaging.segments import count_segments
from booking.models import ActorKind, Appointment, Audience, Channel, Kind, Message
from booking.models.messages import BY_HAND
from booking.models.support import booked_for
from tests.builders import Council, arranged, contact, london
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.stored import all_of, told

DESK = Actor(ActorKind.FRONT_DESK)
WHEN = london(9, 10, 30, month=12)

BEING_BOOKED = "We are booking the support that you asked for. We tell you when it is certain."
CONFIRMED = "The support that you asked for is booked and confirmed."
NOT_CERTAIN = "The support that you asked for is not certain yet. Please phone us on"


def by(channel: Channel, council: Council, *needs: str, **changes: Any) -> Appointment:
    """On Wednesday 9 December, with these needs, for somebody who is told in that way."""
    needed = needs or ("bsl_interpreter",)
    return arranged(council, WHEN, needs=needed, contact=contact(channel=channel), **changes)


def take(appointment: Appointment, *steps: str, clock: SteppedClock) -> None:
    """Takes these steps with what is booked, a minute apart."""
    for step in steps:
        clock.forward(minutes=1)
        [one] = booked_for(appointment)
        more = {"order": {"agency": "A"}, "fail": {"reason": "Ill."}}.get(step, {})
        getattr(supporting, step)(support_id=one.id, actor=DESK, **more)


def waiting(session: Session) -> list[Kind]:
    """What the front desk has to tell by hand of support."""
    session.rollback()
    of_support = (Kind.SUPPORT_CONFIRMED, Kind.SUPPORT_LOST)
    return [one.kind for one in telling.waiting_by_hand(session, BY_HAND) if one.kind in of_support]


@transaction
def words(session: Session, kind: Kind) -> str:
    """The last message of that kind to the resident, as it would be told now."""
    theirs = select(Message).where(Message.kind == kind, Message.audience == Audience.RESIDENT)
    [*_, last] = session.scalars(theirs.order_by(Message.id))
    return composed(session, last).text


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.LETTER])
def test_what_was_lost_and_found_again_is_told_once_and_as_it_is(
    session: Session, council: Council, clock: SteppedClock, channel: Channel
) -> None:
    appointment = by(channel, council)
    take(appointment, "confirm", clock=clock)
    assert waiting(session) == [Kind.SUPPORT_CONFIRMED]
    take(appointment, "fail", "order", clock=clock)
    assert waiting(session) == [Kind.SUPPORT_LOST]
    take(appointment, "confirm", clock=clock)
    assert waiting(session) == [Kind.SUPPORT_CONFIRMED]


def test_what_is_met_otherwise_is_not_confirmed_before_the_other_is(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = by(Channel.LETTER, council, "interpreter_in_person", spoken_language="pl")
    take(appointment, "confirm", clock=clock)
    clock.forward(minutes=1)
    [one] = booked_for(appointment)
    supporting.meet_otherwise(
        support_id=one.id, need="interpreter_phone", agreement="By phone.", actor=DESK
    )
    assert waiting(session) == []
    take(appointment, "confirm", clock=clock)
    assert waiting(session) == [Kind.SUPPORT_CONFIRMED]


def test_once_what_was_not_confirmed_is_not_needed_the_rest_is_told(
    session: Session, council: Council
) -> None:
    appointment = by(Channel.EMAIL, council, "bsl_interpreter", "note_taker")
    supporting.confirm(support_id=booked_for(appointment)[0].id, actor=DESK)
    assert Kind.SUPPORT_CONFIRMED not in told(session, appointment)
    for needs in (["bsl_interpreter"], ["bsl_interpreter", "lipreads"]):
        changing.change_needs(
            appointment_id=appointment.id, needs=needs, in_own_words=None, actor=DESK
        )
        assert told(session, appointment).count(Kind.SUPPORT_CONFIRMED) == 1


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.PHONE, Channel.LETTER])
def test_whoever_needs_support_is_told_how_sure_it_is_with_the_time(
    session: Session, council: Council, clock: SteppedClock, channel: Channel
) -> None:
    appointment = by(channel, council)
    assert BEING_BOOKED in words(kind=Kind.ARRANGED)
    take(appointment, "confirm", clock=clock)
    assert CONFIRMED in words(kind=Kind.ARRANGED)
    changing.rearrange(
        appointment_id=appointment.id, starts_at=london(10, 10, 30, month=12), actor=DESK
    )
    assert BEING_BOOKED in words(kind=Kind.REARRANGED)
    take(appointment, "fail", clock=clock)
    assert NOT_CERTAIN in words(kind=Kind.REARRANGED)


def test_who_needs_no_support_is_told_of_none(session: Session, council: Council) -> None:
    arranged(council, WHEN, needs=["hearing_loop"])
    assert "support" not in words(kind=Kind.ARRANGED)


@pytest.mark.parametrize("steps", [(), ("order",), ("order", "fail")])
def test_a_reminder_sends_nobody_there_for_support_that_is_not_certain(
    session: Session,
    council: Council,
    clock: SteppedClock,
    outside: Outside,
    steps: tuple[str, ...],
) -> None:
    textable = by(Channel.SMS, council)
    take(textable, *steps, clock=clock)
    clock.at = london(7, 10, 5, month=12)
    outside.post()
    text = outside.texts("+447700900123")[-1]
    assert "Your support is not certain yet: please phone us." in text
    assert count_segments(text).count <= 2
    assert NOT_CERTAIN in email_of_a_reminder(session, textable)


def test_a_reminder_says_so_where_support_is_certain(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = by(Channel.SMS, council)
    take(appointment, "confirm", clock=clock)
    assert "certain" not in words(kind=Kind.REMINDER_DAYS)
    assert CONFIRMED in email_of_a_reminder(session, appointment)


def email_of_a_reminder(session: Session, appointment: Appointment) -> str:
    """The reminder as it reads by email."""
    [reminder] = all_of(
        session, Message, Message.kind == Kind.REMINDER_HOURS, Message.audience == Audience.RESIDENT
    )
    reminder.channel = Channel.EMAIL
    session.commit()
    return words(kind=Kind.REMINDER_HOURS)
