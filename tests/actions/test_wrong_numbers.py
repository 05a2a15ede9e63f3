"""A number that is somebody else's: nothing comes early for it, and the stranger's links open nothing."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import acting_for, calling, enquiring, links, requesting, supporters
from booking.actions.actor import RESIDENT, Actor
from booking.domain.errors import LinkRefused
from booking.models import (
    ActorKind,
    Appointment,
    Audience,
    Channel,
    Kind,
    Message,
    MessageState,
    Purpose,
    Resident,
    Supporter,
)
from tests.builders import Council, arranged, authority, contact, london, new_enquiry, new_request
from tests.conftest import SteppedClock
from tests.postgresql import any_database
from tests.stored import all_of, message, messages

DESK = Actor(ActorKind.FRONT_DESK)
BY_PHONE = contact(channel=Channel.PHONE)


def wrong(session: Session, audience: Audience = Audience.RESIDENT) -> None:
    """The desk rings about what was arranged, and a stranger answers."""
    call = message(session, Kind.ARRANGED, channel=Channel.PHONE, audience=audience)
    calling.wrong_number(message_id=call.id, actor=DESK)


def opens(session: Session, token: str) -> bool:
    session.rollback()
    try:
        links.opened(session, token, Purpose.MANAGE)
    except LinkRefused:
        return False
    return True


def minted(session: Session, appointment: Appointment, supporter_id: int | None = None) -> str:
    token = links.mint(session, appointment, Purpose.MANAGE, supporter_id=supporter_id)
    session.commit()
    return token


def test_a_reminder_that_was_to_be_phoned_comes_no_sooner_by_email(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    arranged(council, london(18, 10, month=12), contact=BY_PHONE, needs=("contact_phone",))
    reminders = (Kind.REMINDER_DAYS, Kind.REMINDER_HOURS)
    due = {one.kind: one.due_at for one in messages(session, *reminders)}
    wrong(session)
    emails = [one for one in messages(session, *reminders) if one.channel is Channel.EMAIL]
    assert {one.kind: one.due_at for one in emails} == due
    assert message(session, Kind.ARRANGED, channel=Channel.EMAIL).due_at == clock.at


@any_database
def test_a_link_that_a_stranger_was_sent_opens_nothing(session: Session, council: Council) -> None:
    appointment = arranged(council, contact=BY_PHONE)
    other = requesting.request(
        new_request(council, contact=contact(resident_id=appointment.resident_id)), actor=RESIDENT
    )
    nobody_s = arranged(council, london(26, 9), contact=contact(name="Bo"))
    tokens = [minted(session, one) for one in (appointment, other)]
    kept = minted(session, nobody_s)
    enquiring.log(
        new_enquiry(council, contact=contact(resident_id=appointment.resident_id)), actor=DESK
    )
    wrong(session)
    assert [opens(session, token) for token in tokens] == [False, False]
    assert opens(session, kept)


def test_whoever_acts_for_them_keeps_their_own_link(session: Session, council: Council) -> None:
    appointment = arranged(council, contact=BY_PHONE)
    joan = acting_for.authorise(appointment_id=appointment.id, authority=authority(), actor=DESK)
    theirs = minted(session, appointment, joan.id)
    wrong(session)
    assert opens(session, theirs)


def test_a_supporter_s_wrong_number_ends_the_supporter_s_links_alone(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    joan = acting_for.authorise(
        appointment_id=appointment.id, authority=authority(channel=Channel.PHONE), actor=DESK
    )
    theirs, own = minted(session, appointment, joan.id), minted(session, appointment)
    call = message(session, Kind.ACTING_BEGAN, channel=Channel.PHONE)
    calling.wrong_number(message_id=call.id, actor=DESK)
    assert (opens(session, theirs), opens(session, own)) == (False, True)


@pytest.mark.parametrize("resident_is_known", [True, False])
def test_whoever_gives_the_number_again_says_that_it_is_theirs(
    session: Session, council: Council, resident_is_known: bool
) -> None:
    appointment = arranged(council, contact=BY_PHONE)
    wrong(session)
    known = appointment.resident_id if resident_is_known else None
    again = arranged(
        council, london(27, 9), contact=contact(channel=Channel.PHONE, resident_id=known)
    )
    assert session.get_one(Resident, again.resident_id).own_phone == "+447700900123"
    call: Message = all_of(session, Message, Message.appointment_id == again.id)[0]
    assert (call.channel, call.state) == (Channel.PHONE, MessageState.WAITING)


def test_each_supporter_with_a_wrong_number_is_listed_once_with_what_they_act_in_now(
    session: Session, council: Council
) -> None:
    first = arranged(council)
    for name in ("Joan", "Kay", "Lu"):
        acting_for.authorise(
            appointment_id=first.id,
            authority=authority(name=name, email=f"{name}@example.org", in_everything=True),
            actor=DESK,
        )
    newest = arranged(council, london(26, 9), contact=contact(resident_id=first.resident_id))
    for at, one in enumerate(reversed(all_of(session, Supporter))):
        one.phone_wrong_since = london(23, 8 + at)
    session.commit()
    found = supporters.wrong_numbers(session)
    names = [(one.name, about.id) for one, about in found]
    assert names == [(name, newest.id) for name in ("Lu", "Kay", "Joan")]
