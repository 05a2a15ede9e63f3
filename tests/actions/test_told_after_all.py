"""What was left to somebody who acts no more, hears no more or is not reached is told to the resident."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from booking.actions import changing, delivering, printing
from booking.actions.actor import RESIDENT
from booking.domain.acting_for import Tells
from booking.messaging.channels import PermanentFailure
from booking.models import Appointment, Audience, Channel, Kind, MessageState, Supporter
from tests.builders import Council, arranged, authority, london
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import all_of
from tests.supporters import (
    AT_THE_DESK,
    PETER,
    THROUGH,
    authorised,
    changed,
    ended,
    on_their_way,
    post_all,
    to_resident,
    written,
)


def _in_vain(session: Session, outside: Outside, council: Council) -> Appointment:
    """The supporter's email comes back and there is no other way to them; the resident's was left out."""
    unreachable = authority(phone=None, phone_textable=False)
    appointment = arranged(council, authority=unreachable, needs=THROUGH)
    claims, copy = on_their_way(session)
    delivering.settle(claims[copy.id], PermanentFailure("bounced"))
    return appointment


@any_database
def test_what_cannot_be_told_to_the_supporter_is_told_to_the_resident(
    session: Session, council: Council, outside: Outside
) -> None:
    _in_vain(session, outside, council)
    post_all(outside)
    assert to_resident(session, Kind.ARRANGED) == [
        (MessageState.DROPPED, "told_instead"),
        (MessageState.SENT, None),
    ]


def test_what_was_not_told_to_the_supporter_is_told_to_the_resident_once_when_it_ends(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = _in_vain(session, outside, council)
    ended(appointment, all_of(session, Supporter)[0])
    post_all(outside)
    assert [state for state, _why in to_resident(session, Kind.ARRANGED)] == [
        MessageState.DROPPED,
        MessageState.SENT,
    ]


@any_database
def test_what_was_on_its_way_to_a_supporter_who_acts_no_more_is_told_to_the_resident(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    claims, copy = on_their_way(session)
    ended(appointment, all_of(session, Supporter)[0])
    delivering.prepare(claims[copy.id])
    assert to_resident(session, Kind.ARRANGED)[1:] == [(MessageState.WAITING, None)]


def test_nothing_goes_on_by_another_way_to_a_supporter_who_acts_no_more(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    claims, copy = on_their_way(session)
    delivering.prepare(claims[copy.id])
    ended(appointment, all_of(session, Supporter)[0])
    delivering.settle(claims[copy.id], PermanentFailure("bounced"))
    assert len(written(session, Audience.SUPPORTER, Kind.ARRANGED)) == 1
    assert to_resident(session, Kind.ARRANGED)[1:] == [(MessageState.WAITING, None)]


@pytest.mark.parametrize("tells", [Tells.REMINDERS, Tells.NOTHING])
def test_what_a_supporter_is_to_hear_no_more_is_told_to_the_resident(
    session: Session, council: Council, outside: Outside, tells: Tells
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    post_all(outside)
    changed(appointment, all_of(session, Supporter)[0], tells=tells)
    post_all(outside)
    [copy] = written(session, Audience.SUPPORTER, Kind.ARRANGED)
    assert (copy.state, copy.outcome) == (MessageState.DROPPED, "authority_ended")
    assert to_resident(session, Kind.ARRANGED)[1:] == [(MessageState.SENT, None)]


@any_database
def test_a_reminder_that_was_left_to_somebody_recorded_later_is_the_residents_when_it_ends(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    appointment = arranged(council, london(27, 10), needs=THROUGH)
    supporter = authorised(appointment, channel=Channel.PHONE, email=None, phone_textable=False)
    clock.at = london(25, 10)
    post_all(outside)
    assert to_resident(session, Kind.REMINDER_DAYS) == [(MessageState.DROPPED, "told_instead")]
    ended(appointment, supporter)
    post_all(outside)
    assert to_resident(session, Kind.REMINDER_DAYS)[1:] == [(MessageState.SENT, None)]


@any_database
def test_it_can_be_ended_one_by_one_however_many_stood_in(
    session: Session, council: Council, outside: Outside
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    post_all(outside)
    peter = authorised(appointment, channel=Channel.LETTER, **PETER | {"address": "2 High Street"})
    changing.rearrange(appointment_id=appointment.id, starts_at=london(27, 10), actor=RESIDENT)
    post_all(outside)
    [joan] = all_of(session, Supporter, Supporter.id != peter.id)
    ended(appointment, joan)
    post_all(outside)
    assert to_resident(session, Kind.REARRANGED) == [(MessageState.DROPPED, "told_instead")]
    ended(appointment, peter)
    post_all(outside)
    assert to_resident(session, Kind.REARRANGED)[1:] == [(MessageState.SENT, None)]


def test_left_to_another_twice_it_is_told_after_all_twice(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    """The reminder was told to nobody, then left to somebody recorded meanwhile, and then to nobody again."""
    by_phone: dict[str, Any] = {"channel": Channel.PHONE, "email": None, "phone_textable": False}
    appointment = arranged(council, london(27, 10), authority=authority(**by_phone), needs=THROUGH)
    clock.at = london(25, 10)
    post_all(outside)
    ended(appointment, all_of(session, Supporter)[0])
    peter = authorised(appointment, **PETER | by_phone)
    post_all(outside)
    ended(appointment, peter)
    post_all(outside)
    reminders = to_resident(session, Kind.REMINDER_DAYS)
    assert reminders[-1] == (MessageState.SENT, None)
    assert {outcome for _state, outcome in reminders[:-1]} == {"told_instead"}


@any_database
def test_a_letter_that_is_printed_stays_in_its_run_to_be_taken_out_when_it_ends(
    session: Session, council: Council, outside: Outside
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    post_all(outside)
    run_id = printing.print_letters(actor=AT_THE_DESK)
    assert run_id
    ended(appointment, all_of(session, Supporter)[0])
    [pile] = printing.to_post(session)
    assert [one.kind for one in pile.withdrawn] == [Kind.ARRANGED]
    assert list(pile.letters) == []
    assert to_resident(session, Kind.ARRANGED)[1:] == [(MessageState.WAITING, None)]
    assert printing.mark_posted(run_id=run_id, actor=AT_THE_DESK) == (0, 1)
    assert len(to_resident(session, Kind.ARRANGED)) == 2
