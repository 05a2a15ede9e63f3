"""Who is told by letter hears in another way what a letter would tell too late."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from booking.actions import acting_for, breaking, changing, outbox, requesting, supporting
from booking.actions.actor import RESIDENT, Actor
from booking.models import ActorKind, Appointment, Audience, Channel, Kind, Support
from tests.builders import Council, arranged, authority, contact, london, new_request
from tests.conftest import SteppedClock
from tests.stored import all_of, messages

MANAGER = Actor(ActorKind.MANAGER)
FOR_THEM = Actor(ActorKind.FRONT_DESK, on_behalf=True)
TOMORROW, LATER = london(24, 10, 30), london(9, 10, 30, month=12)
BY_LETTER = contact(channel=Channel.LETTER)


def broken(appointment: Appointment) -> None:
    breaking.reopen(appointment_id=appointment.id, reason="Sam is ill", actor=MANAGER)


def moved(appointment: Appointment) -> None:
    breaking.rearrange(appointment_id=appointment.id, reason="Sam is ill", actor=MANAGER)


def cancelled(appointment: Appointment, actor: Actor = MANAGER) -> None:
    changing.cancel(appointment_id=appointment.id, actor=actor)


def way(session: Session, kind: Kind, audience: Audience = Audience.RESIDENT) -> Channel:
    """How the last message of that kind goes out."""
    return [one for one in messages(session, kind) if one.audience is audience][-1].channel


@pytest.mark.parametrize(
    ("needs", "given", "told_by"),
    [
        ((), {}, Channel.SMS),
        (("contact_letter",), {"channel": Channel.EMAIL}, Channel.SMS),
        (("no_sms",), {}, Channel.EMAIL),
        (("no_email",), {"phone_textable": False}, Channel.PHONE),
        (("contact_phone",), {"channel": Channel.LETTER}, Channel.PHONE),
        (("no_sms", "no_email", "no_phone"), {}, Channel.LETTER),
        ((), {"email": None, "phone": None}, Channel.LETTER),
        ((), {"channel": Channel.EMAIL}, Channel.EMAIL),
    ],
)
def test_what_breaks_tomorrow_is_told_as_a_reminder_would_be(
    session: Session,
    council: Council,
    needs: tuple[str, ...],
    given: dict[str, Any],
    told_by: Channel,
) -> None:
    who = contact(**({"channel": Channel.LETTER} | given))
    broken(arranged(council, TOMORROW, needs=needs, contact=who))
    assert way(session, Kind.CHOOSE_AGAIN) is told_by


@pytest.mark.parametrize(
    ("kind", "does"),
    [(Kind.CHOOSE_AGAIN, broken), (Kind.REARRANGED, moved), (Kind.CANCELLED, cancelled)],
)
@pytest.mark.parametrize(
    ("starts_at", "told_by"),
    [
        (TOMORROW, Channel.SMS),
        (london(26, 10, 30), Channel.SMS),
        (london(27, 10, 30), Channel.LETTER),
        (LATER, Channel.LETTER),
    ],
)
def test_a_letter_tells_what_it_can_tell_on_an_earlier_day(
    session: Session,
    council: Council,
    kind: Kind,
    does: Callable[[Appointment], None],
    starts_at: datetime,
    told_by: Channel,
) -> None:
    does(arranged(council, starts_at, contact=BY_LETTER))
    assert way(session, kind) is told_by


def test_who_is_moved_from_tomorrow_to_next_month_does_not_come_in_vain(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, TOMORROW, contact=BY_LETTER)
    changing.rearrange(appointment_id=appointment.id, starts_at=LATER, actor=MANAGER)
    assert way(session, Kind.REARRANGED) is Channel.SMS


@pytest.mark.parametrize("actor", [RESIDENT, FOR_THEM], ids=["themselves", "staff for them"])
def test_what_they_did_themselves_they_know(
    session: Session, council: Council, actor: Actor
) -> None:
    appointment = arranged(council, TOMORROW, contact=BY_LETTER)
    assert way(session, Kind.ARRANGED) is Channel.LETTER
    changing.rearrange(appointment_id=appointment.id, starts_at=london(25, 9), actor=actor)
    assert way(session, Kind.REARRANGED) is Channel.LETTER
    cancelled(appointment, actor)
    assert way(session, Kind.CANCELLED) is Channel.LETTER


def test_support_that_was_promised_for_tomorrow_is_told_off_in_time(
    session: Session, council: Council
) -> None:
    arranged(
        council,
        TOMORROW,
        needs=["interpreter_phone"],
        spoken_language="so",
        contact=BY_LETTER,
    )
    [booked] = all_of(session, Support)
    supporting.confirm(support_id=booked.id, actor=FOR_THEM)
    assert way(session, Kind.SUPPORT_CONFIRMED) is Channel.SMS
    supporting.fail(support_id=booked.id, reason="Ill", actor=FOR_THEM)
    assert way(session, Kind.SUPPORT_LOST) is Channel.SMS


def test_a_delay_is_told_before_the_day_on_which_we_promised_to_arrange(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = requesting.request(new_request(council, contact=BY_LETTER), actor=RESIDENT)
    assert way(session, Kind.REQUEST_RECEIVED) is Channel.LETTER
    clock.at = london(30, 14)
    outbox.tell_resident(session, appointment, Kind.DELAY)
    session.commit()
    assert way(session, Kind.DELAY) is Channel.SMS
    clock.at = london(1, 9, month=12)
    outbox.tell_resident(session, appointment, Kind.APOLOGY)
    session.commit()
    assert way(session, Kind.APOLOGY) is Channel.LETTER


def test_whoever_acts_for_them_hears_in_time_as_well(session: Session, council: Council) -> None:
    appointment = arranged(council, TOMORROW)
    acting_for.authorise(
        appointment_id=appointment.id,
        authority=authority(channel=Channel.LETTER, address="1 High Street"),
        actor=FOR_THEM,
    )
    broken(appointment)
    assert way(session, Kind.CHOOSE_AGAIN) is Channel.EMAIL
    assert way(session, Kind.CHOOSE_AGAIN, Audience.SUPPORTER) is Channel.SMS
