"""Calls: told, nobody there, somebody else's number; and no failure on any channel is silent."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from booking.actions import acting_for, calling, changing, mending, residents, telling
from booking.actions.actor import RESIDENT, Actor
from booking.domain.errors import ActionRefused, NoLongerTrue, NotReachable
from booking.domain.needs import Part
from booking.models import (
    ActorKind,
    Appointment,
    CallAttempt,
    CallOutcome,
    Channel,
    Kind,
    Message,
    MessageState,
    Outcome,
)
from tests.builders import Council, arranged, authority, contact, london
from tests.conftest import SteppedClock
from tests.fakes import smtp, twilio
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import all_of, message, messages

DESK = Actor(ActorKind.FRONT_DESK)
BY_PHONE = contact(channel=Channel.PHONE)
THREE_HALF_DAYS = (london(23, 10), london(23, 14), london(24, 9))


def booked(council: Council, **changes: object) -> Appointment:
    return arranged(council, london(30, 10), **({"contact": BY_PHONE} | changes))


def call(session: Session, kind: Kind = Kind.ARRANGED) -> Message:
    return message(session, kind, channel=Channel.PHONE)


def nobody_answers(session: Session, clock: SteppedClock, at: tuple[datetime, ...]) -> bool:
    """Rings at these times; returns whether a letter is written instead after the last."""
    for moment in at:
        clock.at = moment
        written = calling.no_answer(message_id=call(session).id, actor=DESK)
    return written


@any_database
def test_nobody_answers_and_the_call_comes_back(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    booked(council)
    assert [one.kind for one in calling.to_make(session)] == [Kind.ARRANGED]
    assert not calling.no_answer(message_id=call(session).id, actor=DESK)
    assert not calling.to_make(session)
    [later] = calling.to_make_later(session)
    assert later.due_at == london(23, 11)
    [attempt] = calling.attempts(session, [later])[later.id]
    assert (attempt.at, attempt.outcome) == (london(23, 10), CallOutcome.NO_ANSWER)
    clock.at = london(23, 11)
    assert calling.to_make(session)


def test_a_second_press_is_no_second_try(session: Session, council: Council) -> None:
    booked(council)
    calling.no_answer(message_id=call(session).id, actor=DESK)
    for again in (calling.no_answer, calling.wrong_number):
        with pytest.raises(ActionRefused):
            again(message_id=call(session).id, actor=DESK)
    assert len(all_of(session, CallAttempt)) == 1


def test_after_three_half_days_a_letter_is_written(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    booked(council)
    assert nobody_answers(session, clock, THREE_HALF_DAYS)
    assert (call(session).state, call(session).outcome) == (MessageState.FAILED, Outcome.NO_ANSWER)
    assert message(session, Kind.ARRANGED, channel=Channel.LETTER).state is MessageState.WAITING
    assert not telling.not_delivered(session)


@pytest.mark.parametrize(
    "changes",
    [{"needs": ["no_letter"]}, {"contact": contact(channel=Channel.PHONE, address=None)}],
)
def test_where_no_letter_may_be_written_the_call_stays_and_a_manager_sees_it(
    changes: dict[str, object], session: Session, council: Council, clock: SteppedClock
) -> None:
    booked(council, **changes)
    assert not nobody_answers(session, clock, THREE_HALF_DAYS)
    assert call(session).state is MessageState.WAITING
    assert [one.id for one in calling.for_a_manager(session)] == [call(session).id]
    clock.at = london(24, 10)
    assert calling.to_make(session)


def test_told_is_told_once_and_its_tries_are_kept(session: Session, council: Council) -> None:
    booked(council)
    for _ in range(2):
        calling.told(message_id=call(session).id, actor=DESK)
    assert call(session).state is MessageState.SENT
    assert call(session).content
    assert [one.outcome for one in all_of(session, CallAttempt)] == [CallOutcome.TOLD]


def test_a_wrong_number_is_never_used_again_until_it_is_mended(
    session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    appointment = booked(council, contact=contact(channel=Channel.PHONE, email=None))
    calling.wrong_number(message_id=call(session).id, actor=DESK)
    letter = message(session, Kind.ARRANGED, channel=Channel.LETTER)
    assert letter.state is MessageState.WAITING
    assert [one.id for one in residents.wrong_numbers(session)] == [appointment.resident_id]
    clock.at = london(26, 11)
    while outside.post():
        pass
    assert not outside.texts("+447700900123"), "somebody else would read it"
    mending.mend(
        resident_id=appointment.resident_id,
        phone="+447700900456",
        phone_textable=True,
        email=None,
        address="7 Mill Lane",
        actor=DESK,
    )
    assert not residents.wrong_numbers(session)


def test_a_number_is_not_mended_into_nothing(session: Session, council: Council) -> None:
    with pytest.raises(NotReachable):
        mending.mend(
            resident_id=booked(council).resident_id,
            phone=None,
            phone_textable=False,
            email=None,
            address=None,
            actor=DESK,
        )


def test_a_wrong_number_without_another_way_is_on_the_list(
    session: Session, council: Council
) -> None:
    booked(council, contact=contact(channel=Channel.PHONE, email=None, address=None))
    calling.wrong_number(message_id=call(session).id, actor=DESK)
    assert [one.outcome for one in telling.not_delivered(session)] == [Outcome.WRONG_NUMBER]


def test_a_reminder_is_never_written_as_a_letter(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    booked(council, contact=contact(channel=Channel.PHONE, email=None, phone_textable=False))
    clock.at = london(26, 10)
    reminder = call(session, Kind.REMINDER_DAYS)
    calling.wrong_number(message_id=reminder.id, actor=DESK)
    channels = [one.channel for one in messages(session, Kind.REMINDER_DAYS)]
    assert channels == [Channel.PHONE], "it would come too late"
    assert Kind.REMINDER_DAYS in [one.kind for one in telling.not_delivered(session)]


def test_what_is_superseded_is_not_rung_about(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = booked(council)
    calling.no_answer(message_id=call(session).id, actor=DESK)
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    clock.at = london(23, 11)
    assert [one.kind for one in calling.to_make(session)] == [Kind.CANCELLED]
    assert not calling.to_make_later(session)


EVERY_WAY = (Channel.SMS, Channel.EMAIL, Channel.PHONE, Channel.LETTER)


@pytest.mark.parametrize(
    ("needs", "ways"),
    [
        ([], EVERY_WAY),
        (["no_email"], (Channel.SMS, Channel.PHONE, Channel.LETTER)),
        (["no_phone"], (Channel.SMS, Channel.EMAIL, Channel.LETTER)),
        (["no_letter"], (Channel.SMS, Channel.EMAIL, Channel.PHONE)),
        (["no_email", "no_phone", "no_letter"], (Channel.SMS,)),
    ],
)
def test_a_message_that_fails_everywhere_goes_from_way_to_way_and_ends_in_sight(
    needs: list[str],
    ways: tuple[Channel, ...],
    session: Session,
    council: Council,
    clock: SteppedClock,
    outside: Outside,
) -> None:
    outside.twilio.next(twilio.refusal(400, 21211))
    outside.relay.next(*[smtp.reply("RCPT", "550 no such user")] * 4)
    booked(council, contact=contact(channel=Channel.SMS), needs=needs)
    while outside.post():
        pass
    if Channel.PHONE in ways:
        nobody_answers(session, clock, THREE_HALF_DAYS)
    told = messages(session, Kind.ARRANGED)
    assert tuple(one.channel for one in told) == ways
    *failed, last = told
    assert all(one.state is MessageState.FAILED for one in failed)
    if last.channel in (Channel.PHONE, Channel.LETTER):
        assert last.state is MessageState.WAITING
        assert last not in telling.not_delivered(session)
    else:
        assert last in telling.not_delivered(session)
    assert not set(failed) & set(telling.not_delivered(session)), "told in another way"


AFTERNOONS = contact(channel=Channel.PHONE, best_part=Part.AFTERNOON)


def test_nobody_answers_and_the_call_waits_for_the_part_of_the_day_that_they_named(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    booked(council, contact=AFTERNOONS)
    clock.at = london(23, 16, 30)
    calling.no_answer(message_id=call(session).id, actor=DESK)
    assert call(session).due_at == london(24, 12)


def test_whoever_acts_for_them_is_rung_again_at_any_time_of_day(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council, contact=contact(best_part=Part.AFTERNOON))
    acting_for.authorise(
        appointment_id=appointment.id, authority=authority(channel=Channel.PHONE), actor=DESK
    )
    began = message(session, Kind.ACTING_BEGAN, channel=Channel.PHONE)
    clock.at = london(23, 16, 30)
    calling.no_answer(message_id=began.id, actor=DESK)
    assert message(session, Kind.ACTING_BEGAN, channel=Channel.PHONE).due_at == london(24, 9)


@pytest.mark.parametrize(("starts_at", "rung_at"), [((24, 9), (23, 16, 30)), ((23, 14), (23, 13))])
def test_a_call_that_would_come_back_after_it_began_stays_and_a_manager_sees_it(
    session: Session,
    council: Council,
    clock: SteppedClock,
    starts_at: tuple[int, int],
    rung_at: tuple[int, ...],
) -> None:
    arranged(council, london(*starts_at), contact=BY_PHONE)
    clock.at = london(*rung_at)
    assert not calling.no_answer(message_id=call(session).id, actor=DESK)
    assert [one.id for one in calling.to_make(session)] == [call(session).id], "ring once more"
    assert [one.id for one in calling.for_a_manager(session)] == [call(session).id]
    assert len(messages(session, Kind.ARRANGED)) == 1, "a letter would come too late"


def test_that_it_is_cancelled_is_of_use_after_it_would_have_begun(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council, london(24, 9), contact=BY_PHONE)
    changing.cancel(appointment_id=appointment.id, actor=DESK)
    clock.at = london(23, 16, 30)
    calling.no_answer(message_id=call(session, Kind.CANCELLED).id, actor=DESK)
    assert call(session, Kind.CANCELLED).due_at == london(24, 9)
    assert not calling.for_a_manager(session)


def test_somebody_out_of_reach_is_not_marked_as_told_what_is_no_longer_true(
    session: Session, council: Council
) -> None:
    appointment = booked(council)
    old = call(session)
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    for press in (calling.told, telling.mark_told):
        with pytest.raises(NoLongerTrue):
            press(message_id=old.id, actor=DESK)
    assert call(session).state is MessageState.WAITING
    assert not all_of(session, CallAttempt)


def test_each_person_out_of_reach_is_one_however_much_they_are_to_be_told(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(
        council,
        london(23, 14),
        contact=BY_PHONE,
        authority=authority(channel=Channel.PHONE),
    )
    known = contact(channel=Channel.PHONE, resident_id=appointment.resident_id)
    arranged(council, london(23, 14, 30), contact=known)
    clock.at = london(23, 13, 30)
    for one in messages(session, Kind.ARRANGED):
        calling.no_answer(message_id=one.id, actor=DESK)
    assert len(calling.for_a_manager(session)) == 3
    [supporter] = appointment.resident.supporters
    assert calling.out_of_reach(session) == {appointment.resident, supporter}
