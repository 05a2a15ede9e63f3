"""What is tried again goes where that person is reached by now, in the words that are right by now."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import acting_for, calling, changing, mending
from booking.actions.actor import Actor
from booking.models import ActorKind, Appointment, Audience, Channel, Kind, MessageState, Outcome
from tests.builders import Council, arranged, authority, contact, london
from tests.conftest import SteppedClock
from tests.fakes import smtp, twilio
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import message, messages

DESK = Actor(ActorKind.FRONT_DESK)
BY_TEXT = contact(channel=Channel.SMS)
AMINA, OLD, NEW = "amina@example.org", "+447700900123", "+447700900777"
JOANS, JOANS_NEW = "+447700900456", "+447700900888"
NOT_TAKEN = twilio.rate_limited(30)
LOST, KEPT = twilio.breakdown(accepted=False), twilio.breakdown(accepted=True)


def settle(outside: Outside, clock: SteppedClock) -> None:
    """An hour later the worker has tried everything again."""
    clock.forward(hours=1)
    while outside.post():
        pass


def mended(appointment: Appointment) -> None:
    mending.mend(
        resident_id=appointment.resident_id,
        phone=NEW,
        phone_textable=True,
        email=AMINA,
        address=None,
        actor=DESK,
    )


def a_stranger_answers(session: Session, council: Council, resident_id: int) -> None:
    """The desk rings that resident about something else."""
    other = arranged(
        council,
        london(10, 10, 30, month=12),
        contact=contact(channel=Channel.PHONE, resident_id=resident_id),
    )
    [call] = [one for one in messages(session, Kind.ARRANGED) if one.appointment_id == other.id]
    calling.wrong_number(message_id=call.id, actor=DESK)


@any_database
@pytest.mark.parametrize("fault", [NOT_TAKEN, LOST], ids=["refused", "perhaps sent"])
def test_a_text_that_is_tried_again_goes_to_the_mended_number(
    session: Session,
    council: Council,
    outside: Outside,
    clock: SteppedClock,
    fault: twilio.Fault,
) -> None:
    appointment = arranged(council, contact=BY_TEXT)
    outside.twilio.next(fault)
    outside.post()
    mended(appointment)
    settle(outside, clock)
    assert outside.texts(OLD) == []
    [text] = outside.texts(NEW)
    kept = message(session, Kind.ARRANGED, audience=Audience.RESIDENT).content
    assert kept
    assert (kept["to"], kept["text"]) == (NEW, text)


def test_a_text_that_did_reach_the_old_number_is_found_there_and_kept_as_it_went(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    appointment = arranged(council, contact=BY_TEXT)
    outside.twilio.next(KEPT)
    outside.post()
    mended(appointment)
    clock.forward(minutes=1)
    outside.post()
    row = message(session, Kind.ARRANGED)
    [text] = outside.twilio.texts
    assert (row.state, row.provider_id) == (MessageState.SENT, text.sid)
    assert row.content
    assert (row.content["to"], row.content["text"]) == (OLD, text.body)


def test_nothing_is_sent_while_nobody_can_say_whether_it_went(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    arranged(council, contact=BY_TEXT)
    outside.twilio.next(KEPT)
    outside.post()
    before = message(session, Kind.ARRANGED).content
    outside.twilio.next_look_up(LOST)
    clock.forward(minutes=1)
    outside.post()
    row = message(session, Kind.ARRANGED)
    assert (row.state, row.outcome) == (MessageState.WAITING, Outcome.UNKNOWN)
    assert row.content == before, "the next look-up needs the words of the one that may be there"
    settle(outside, clock)
    assert message(session, Kind.ARRANGED).state is MessageState.SENT
    assert len(outside.texts(OLD)) == 1


@any_database
@pytest.mark.parametrize("fault", [NOT_TAKEN, LOST, KEPT], ids=["refused", "lost", "kept"])
def test_a_text_that_was_tried_goes_another_way_once_the_number_is_a_stranger_s(
    session: Session,
    council: Council,
    outside: Outside,
    clock: SteppedClock,
    fault: twilio.Fault,
) -> None:
    appointment = arranged(council, contact=BY_TEXT)
    outside.twilio.next(fault)
    outside.post()
    gone_before = len(outside.texts(OLD))
    a_stranger_answers(session, council, appointment.resident_id)
    settle(outside, clock)
    assert len(outside.texts(OLD)) == gone_before
    tried = [
        (one.channel, one.state, one.outcome)
        for one in messages(session, Kind.ARRANGED)
        if one.appointment_id == appointment.id
    ]
    assert tried == [
        (Channel.SMS, MessageState.FAILED, Outcome.WRONG_NUMBER),
        (Channel.EMAIL, MessageState.SENT, None),
    ]


def test_a_text_that_is_not_due_yet_waits_for_the_number_to_be_mended(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    appointment = arranged(council, london(27, 15), contact=BY_TEXT)
    outside.post()
    a_stranger_answers(session, council, appointment.resident_id)
    mended(appointment)
    for reminder_is_due in (london(25, 10), london(27, 13)):
        clock.at = reminder_is_due
        outside.post()
    assert len(outside.texts(OLD)) == 1, "what was arranged"
    assert len(outside.texts(NEW)) == 2, "both reminders"


def test_an_email_that_is_tried_again_is_neutral_once_others_use_the_device(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    appointment = arranged(council)
    outside.relay.outage = smtp.reply("RCPT", "451 4.3.0 Try later")
    outside.post()
    outside.relay.outage = None
    changing.change_needs(
        appointment_id=appointment.id, needs=["shared_device"], in_own_words=None, actor=DESK
    )
    settle(outside, clock)
    [email] = outside.emails(AMINA)
    assert "Housing officer" not in email.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    kept = message(session, Kind.ARRANGED, audience=Audience.RESIDENT).content
    assert "Housing officer" not in str(kept)


def test_what_waits_for_a_supporter_goes_to_their_new_number(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    appointment = arranged(council)
    outside.post()
    joan = acting_for.authorise(
        appointment_id=appointment.id, authority=authority(channel=Channel.SMS), actor=DESK
    )
    outside.twilio.next(NOT_TAKEN)
    outside.post()
    acting_for.change(
        appointment_id=appointment.id,
        supporter_id=joan.id,
        tells=joan.tells,
        may_manage=joan.may_manage,
        contact=authority(channel=Channel.SMS, phone=JOANS_NEW).contact,
        actor=DESK,
    )
    settle(outside, clock)
    assert outside.texts(JOANS) == []
    assert outside.texts(JOANS_NEW)
    theirs = [one for one in messages(session, Kind.ACTING_BEGAN) if one.content]
    assert {(one.content or {})["to"] for one in theirs} == {JOANS_NEW}
