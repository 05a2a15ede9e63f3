"""What is told reaches people, over a real mail relay and a Twilio spoken to over HTTP."""

from datetime import timedelta
from typing import cast

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import changing, delivering, requesting
from booking.actions.actor import RESIDENT
from booking.domain.messages import MOST_ATTEMPTS
from booking.messaging.channels import PermanentFailure
from booking.messaging.email import SmtpEmail
from booking.messaging.gateways import Gateways
from booking.models import Channel, Kind, MessageState, Outcome
from tests.builders import Council, arranged, contact, london, new_request
from tests.conftest import SteppedClock
from tests.fakes import smtp, twilio
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import message, messages, states

AMINA, SAM, PRIYA = "amina@example.org", "sam@example.org", "priya@example.org"
HER_MOBILE, SAMS_MOBILE = "+447700900123", "+447700900101"
BY_TEXT = contact(channel=Channel.SMS)


def until_settled(outside: Outside, clock: SteppedClock) -> None:
    """Lets time pass until nothing is left to be tried again, at most for as long as Kept tries."""
    for _ in range(MOST_ATTEMPTS + 3):
        while outside.post():
            pass
        clock.forward(minutes=31)


@any_database
def test_a_booking_invites_the_officer_and_confirms_to_the_resident(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council)
    outside.post()
    [hers], [his] = outside.invitations(AMINA), outside.invitations(SAM)
    for entry in (hers, his):
        assert (entry.method, entry.sequence) == ("REQUEST", 0)
        assert entry.event["DTSTART"].dt == london(25, 10, 30)
    assert his.uid == appointment.uid
    [email] = outside.emails(AMINA)
    assert appointment.reference in email.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert message(session, Kind.ARRANGED).state is MessageState.SENT


def test_neither_side_sees_the_others_address(
    session: Session, council: Council, outside: Outside
) -> None:
    arranged(council)
    outside.post()
    for mail in outside.relay.mails:
        [recipient] = mail.recipients
        for address in {AMINA, SAM} - {recipient}:
            assert address not in str(mail.message)
            for entry in outside.invitations(recipient):
                assert address not in entry.event.to_ical().decode()


def test_a_change_moves_the_same_entry(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council)
    outside.post()
    changing.rearrange(appointment_id=appointment.id, starts_at=london(26, 14), actor=RESIDENT)
    outside.post()
    for address in (AMINA, SAM):
        before, after = outside.invitations(address)
        assert after.uid == before.uid
        assert (after.method, after.sequence) == ("REQUEST", 1)
        assert after.event["DTSTART"].dt == london(26, 14)


@any_database
def test_a_cancellation_takes_the_entry_out(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council)
    outside.post()
    changing.rearrange(appointment_id=appointment.id, starts_at=london(26, 14), actor=RESIDENT)
    outside.post()
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    outside.post()
    for address in (AMINA, SAM):
        entries = outside.invitations(address)
        assert [entry.method for entry in entries] == ["REQUEST", "REQUEST", "CANCEL"]
        assert [entry.sequence for entry in entries] == [0, 1, 2]
        assert len({entry.uid for entry in entries}) == 1
        assert entries[-1].event["STATUS"] == "CANCELLED"
        stamps = [entry.event["DTSTAMP"].dt for entry in entries]
        assert stamps == sorted(stamps)


def test_a_time_that_no_longer_stands_is_never_told(
    session: Session, council: Council, outside: Outside
) -> None:
    """The worker was away while an appointment was made, moved and cancelled."""
    appointment = arranged(council)
    changing.rearrange(appointment_id=appointment.id, starts_at=london(26, 14), actor=RESIDENT)
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    outside.post()
    for address in (AMINA, SAM):
        assert [entry.method for entry in outside.invitations(address)] == ["CANCEL"]
    old = messages(session, Kind.ARRANGED, Kind.INVITATION, Kind.REARRANGED, Kind.INVITATION_UPDATE)
    assert {row.state for row in old} == {MessageState.DROPPED}


def test_a_request_asks_the_officer_with_a_link_to_each_of_the_best_times(
    session: Session, council: Council, outside: Outside
) -> None:
    requesting.request(
        new_request(council, officer_id=council.priya.id, service_id=council.benefits.id),
        actor=RESIDENT,
    )
    outside.post()
    [email] = outside.emails(PRIYA)
    words = email.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert words.count("/officer/answer/") == 4
    assert words.count("?time=2026-11-") == 3
    assert len(outside.emails(AMINA)) == 1


def test_a_text_is_sent_where_a_text_was_chosen(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, contact=BY_TEXT)
    outside.post()
    [text] = outside.texts(HER_MOBILE)
    assert appointment.officer.name in text
    assert outside.emails(AMINA) == []
    assert message(session, Kind.ARRANGED).provider_id == outside.twilio.texts[0].sid


@any_database
def test_what_is_settled_is_not_taken_up_again(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    arranged(council)
    assert outside.post() == 2
    assert outside.post() == 0
    clock.forward(hours=1)
    assert outside.post() == 0
    assert len(outside.relay.mails) == 2


def test_a_busy_relay_is_tried_again_with_growing_pauses(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    outside.relay.outage = smtp.reply("RCPT", "451 4.3.0 Try later")
    arranged(council)
    pauses = []
    for _ in range(5):
        outside.post()
        row = message(session, Kind.ARRANGED)
        assert (row.state, row.outcome) == (MessageState.WAITING, "smtp-451")
        pauses.append((row.due_at - clock()).total_seconds())
        clock.at = row.due_at
    assert pauses == [15, 30, 60, 120, 240]
    outside.relay.outage = None
    outside.post()
    assert message(session, Kind.ARRANGED).state is MessageState.SENT
    assert len(outside.emails(AMINA)) == 1


def test_twilio_is_left_alone_for_as_long_as_it_asks(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    outside.twilio.next(twilio.rate_limited(90))
    arranged(council, contact=BY_TEXT)
    outside.post()
    assert message(session, Kind.ARRANGED).due_at == clock() + timedelta(seconds=90)
    clock.forward(seconds=89)
    outside.post()
    assert outside.texts(HER_MOBILE) == []
    clock.forward(seconds=1)
    outside.post()
    assert len(outside.texts(HER_MOBILE)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        twilio.breakdown(accepted=True),
        twilio.drop(accepted=True),
        twilio.unreadable(accepted=True),
    ],
    ids=["500", "dropped", "unreadable"],
)
def test_a_text_that_was_accepted_after_all_is_looked_up_and_not_sent_twice(
    session: Session,
    council: Council,
    outside: Outside,
    clock: SteppedClock,
    fault: twilio.Fault,
) -> None:
    outside.twilio.next(fault)
    arranged(council, contact=BY_TEXT)
    outside.post()
    assert message(session, Kind.ARRANGED).outcome == Outcome.UNKNOWN
    clock.forward(minutes=1)
    outside.post()
    row = message(session, Kind.ARRANGED)
    assert row.state is MessageState.SENT
    assert [text.sid for text in outside.twilio.texts] == [row.provider_id]


def test_a_text_that_was_lost_is_sent_again(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    outside.twilio.next(twilio.breakdown(accepted=False))
    arranged(council, contact=BY_TEXT)
    outside.post()
    clock.forward(minutes=1)
    outside.post()
    assert len(outside.texts(HER_MOBILE)) == 1


def test_an_email_that_may_have_gone_twice_is_one_to_a_mail_program(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    outside.relay.next(smtp.drop("DATA", accepted=True), smtp.drop("DATA", accepted=True))
    arranged(council)
    outside.post()
    clock.forward(minutes=1)
    outside.post()
    for address in (AMINA, SAM):
        first, again = outside.emails(address)
        assert first["Message-ID"] == again["Message-ID"]
    assert states(session) == {MessageState.SENT, MessageState.WAITING}  # the reminders wait


def test_who_cannot_be_emailed_is_texted(
    session: Session, council: Council, outside: Outside
) -> None:
    outside.relay.next(smtp.reply("RCPT", "550 5.1.1 No such mailbox"))
    arranged(council)
    outside.post()
    outside.post()
    assert message(session, Kind.ARRANGED, channel=Channel.EMAIL).outcome == "smtp-550"
    assert len(outside.texts(HER_MOBILE)) == 1


@any_database
def test_who_can_be_reached_by_nothing_is_phoned_by_the_front_desk(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    outside.relay.outage = smtp.reply("RCPT", "550 5.1.1 No such mailbox")
    outside.twilio.opted_out.add(HER_MOBILE)
    arranged(council)
    until_settled(outside, clock)
    tries = messages(session, Kind.ARRANGED)
    assert [(row.channel, row.state) for row in tries] == [
        (Channel.EMAIL, MessageState.FAILED),
        (Channel.SMS, MessageState.FAILED),
        (Channel.PHONE, MessageState.WAITING),
    ]
    assert tries[1].outcome == "21610"


def test_nobody_is_reached_in_a_way_that_they_asked_us_not_to_use(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    outside.relay.outage = smtp.reply("RCPT", "550 5.1.1 No such mailbox")
    arranged(council, needs=("no_sms",))
    until_settled(outside, clock)
    assert outside.texts(HER_MOBILE) == []
    hers = [row for row in messages(session) if row.officer_id is None]
    assert {row.channel for row in hers} == {Channel.EMAIL, Channel.PHONE}


def test_an_officers_failed_text_becomes_an_email(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    outside.twilio.opted_out.add(SAMS_MOBILE)
    arranged(council)
    outside.post()
    clock.at = london(25, 10, 15)
    outside.post()
    outside.post()
    reminders = messages(session, Kind.OFFICER_REMINDER)
    assert [row.channel for row in reminders] == [Channel.SMS, Channel.EMAIL]
    assert reminders[1].state is MessageState.SENT


def test_a_provider_that_stays_away_ends_visibly(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    outside.relay.outage = smtp.reply("MAIL", "421 4.3.2 Closing")
    arranged(council)
    until_settled(outside, clock)
    row = message(session, Kind.INVITATION)
    assert (row.state, row.outcome) == (MessageState.FAILED, f"{Outcome.GAVE_UP}:smtp-421")
    assert row.attempts == MOST_ATTEMPTS


def test_a_message_that_cannot_be_put_into_words_keeps_no_other_from_going_out(
    session: Session, council: Council, outside: Outside
) -> None:
    arranged(council)
    for row in messages(session):
        row.language = "nowhere"
    session.commit()
    arranged(council, london(25, 14), contact=contact(email="omar@example.org"))
    outside.post()
    outside.post()
    assert len(outside.emails("omar@example.org")) == 1
    failed = [row for row in messages(session) if row.state is MessageState.FAILED]
    assert {row.outcome for row in failed} == {Outcome.NOT_COMPOSED}


def test_a_fault_that_nobody_foresaw_is_tried_again_and_stops_nothing(
    app: Flask, session: Session, council: Council, outside: Outside
) -> None:
    app.extensions["gateways"] = Gateways(sms=None, email=cast(SmtpEmail, object()))
    arranged(council)
    assert outside.post() == 2
    row = message(session, Kind.INVITATION)
    assert (row.state, row.outcome) == (MessageState.WAITING, Outcome.UNKNOWN)


@any_database
def test_a_worker_that_slept_past_its_claim_leaves_the_message_to_who_took_it_up(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    arranged(council, contact=BY_TEXT)
    slept = delivering.claim(10)
    clock.forward(minutes=6)
    outside.post()
    assert [delivering.prepare(claimed) for claimed in slept] == [None, None]
    for claimed in slept:
        delivering.settle(claimed, PermanentFailure("late"))
    assert len(outside.texts(HER_MOBILE)) == len(outside.emails(SAM)) == 1
    assert {row.state for row in messages(session, Kind.ARRANGED)} == {MessageState.SENT}


def test_a_message_keeps_its_words_as_they_were_sent(
    session: Session, council: Council, outside: Outside
) -> None:
    arranged(council, contact=BY_TEXT)
    outside.post()
    kept = message(session, Kind.ARRANGED).content
    assert kept is not None
    assert kept["to"] == HER_MOBILE
    assert outside.texts(HER_MOBILE) == [kept["text"]]


def test_without_providers_messages_are_only_shown(
    app: Flask, session: Session, council: Council
) -> None:
    arranged(council, contact=BY_TEXT)
    with app.app_context():
        delivering.deliver()
    row = message(session, Kind.ARRANGED)
    assert (row.state, row.provider_id) == (MessageState.SENT, "shown")
    assert row.content is not None
