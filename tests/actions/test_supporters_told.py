"""Whoever acts for a resident is told what the resident agreed to until it ends, and no moment longer."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import (
    acting_for,
    calling,
    changing,
    delivering,
    enquiring,
    supporters,
    telling,
)
from booking.actions.actor import RESIDENT
from booking.domain.acting_for import Tells
from booking.models import Audience, Channel, Kind, Message, MessageState, Outcome, Supporter
from tests.builders import Council, arranged, authority, contact, london, new_enquiry
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import all_of, story
from tests.supporters import AMINA, AT_THE_DESK, JOAN, authorised, ended, to, waiting


@any_database
def test_whoever_acts_from_the_start_is_told_with_the_resident_and_reminded(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority())
    outside.post()
    [hers], [copy] = outside.emails(AMINA), outside.emails(JOAN)
    assert hers["Subject"] in copy["Subject"]
    assert waiting(session, Audience.SUPPORTER) == {Kind.REMINDER_HOURS}
    assert story(session, appointment)[:2] == ["request", "supporter_began"]


@any_database
@pytest.mark.parametrize(
    ("tells", "copied"),
    [
        (Tells.EVERYTHING, {Kind.ACTING_BEGAN, Kind.REMINDER_HOURS, Kind.CANCELLED}),
        (Tells.REMINDERS, {Kind.ACTING_BEGAN, Kind.REMINDER_HOURS, Kind.CANCELLED}),
        (Tells.NOTHING, {Kind.ACTING_BEGAN}),
    ],
)
def test_they_get_what_the_resident_agreed_to(
    session: Session, council: Council, tells: Tells, copied: set[Kind]
) -> None:
    appointment = arranged(council)
    authorised(appointment, tells=tells)
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    assert waiting(session, Audience.SUPPORTER) == copied


def test_only_somebody_told_everything_hears_of_a_delay(session: Session, council: Council) -> None:
    everything = arranged(council, authority=authority())
    reminders = arranged(council, london(26, 9), authority=authority(tells=Tells.REMINDERS))
    assert [one.name for one in supporters.told(everything, Kind.DELAY)] == ["Joan Smith"]
    assert supporters.told(reminders, Kind.DELAY) == []


@any_database
def test_questions_are_answered_to_whoever_acts_in_everything(
    session: Session, council: Council, outside: Outside
) -> None:
    one = arranged(council)
    authorised(one, AT_THE_DESK, in_everything=True)
    new = new_enquiry(council, contact=contact(resident_id=one.resident_id), needs=())
    enquiring.log(new, actor=AT_THE_DESK)
    outside.post()
    assert any("question" in mail["Subject"] for mail in outside.emails(JOAN))


def test_reminders_are_written_once_however_often_it_changes(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment, tells=Tells.NOTHING)
    for tells in (Tells.REMINDERS, Tells.EVERYTHING, Tells.REMINDERS):
        acting_for.change(
            appointment_id=appointment.id,
            supporter_id=supporter.id,
            tells=tells,
            may_manage=True,
            actor=RESIDENT,
        )
    assert to(session, Audience.SUPPORTER).count(Kind.REMINDER_HOURS) == 1


def test_a_failed_message_goes_on_to_the_supporters_next_way(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(email=None, channel=Channel.SMS))
    [supporter] = all_of(session, Supporter)
    acting_for.change(
        appointment_id=appointment.id,
        supporter_id=supporter.id,
        tells=supporter.tells,
        may_manage=True,
        contact=authority(channel=Channel.PHONE, phone_textable=False).contact,
        actor=AT_THE_DESK,
    )
    outside.post()
    outside.post()
    [failed] = [
        one
        for one in all_of(session, Message, Message.kind == Kind.ARRANGED)
        if one.audience is Audience.SUPPORTER and one.state is MessageState.FAILED
    ]
    assert failed.channel is Channel.SMS
    assert Kind.ARRANGED in to(session, Audience.SUPPORTER, MessageState.SENT)


@any_database
def test_once_it_has_ended_what_waits_is_never_sent(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority())
    [supporter] = all_of(session, Supporter)
    ended(appointment, supporter)
    outside.post()
    [only] = outside.emails(JOAN)
    assert "do not act" in only["Subject"]
    assert waiting(session, Audience.SUPPORTER) == set()


def test_what_was_already_claimed_is_not_sent_either(session: Session, council: Council) -> None:
    appointment = arranged(council, authority=authority())
    [supporter] = all_of(session, Supporter)
    claims = delivering.claim(50)
    ended(appointment, supporter)
    for claimed in claims:
        delivering.prepare(claimed)
    [confirmation] = all_of(
        session, Message, Message.supporter_id == supporter.id, Message.kind == Kind.ARRANGED
    )
    assert (confirmation.state, confirmation.outcome) == (MessageState.DROPPED, Outcome.ENDED)


def test_letters_and_calls_to_supporters_are_told_at_the_desk_until_it_ends(
    session: Session, council: Council
) -> None:
    by_phone = authority(channel=Channel.PHONE, email=None)
    appointment = arranged(council, authority=by_phone)
    [call] = calling.to_make(session)
    words = telling.words(call)
    assert words
    assert words.to_name == "Joan Smith"
    assert "About Amina Yusuf, whom you help" in words.text
    ended(appointment, all_of(session, Supporter)[0])
    assert [one.kind for one in calling.to_make(session)] == [Kind.ACTING_ENDED]
