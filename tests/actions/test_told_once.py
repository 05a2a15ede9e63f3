"""What a resident is to know is told to them or to somebody in their place: never to neither."""

from typing import Any

from sqlalchemy.orm import Session

from booking.actions import by_hand, telling
from booking.domain.acting_for import Tells
from booking.models import Channel, Kind, MessageState, Supporter
from tests.builders import Council, arranged, authority, contact, london
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
    last_to_resident,
    post_all,
    to_resident,
)

BY_LETTER: dict[str, Any] = {
    "channel": Channel.LETTER,
    "address": "1 High Street",
    "email": None,
    "phone": None,
    "phone_textable": False,
}


@any_database
def test_whoever_is_reached_by_letter_only_leaves_the_resident_their_reminders(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    arranged(council, london(27, 10), authority=authority(**BY_LETTER), needs=THROUGH)
    clock.at = london(25, 10)
    post_all(outside)
    clock.at = london(27, 8, 30)
    post_all(outside)
    for kind in (Kind.REMINDER_DAYS, Kind.REMINDER_HOURS):
        assert to_resident(session, kind) == [(MessageState.SENT, None)]


def test_a_letter_that_waits_is_still_the_residents_when_somebody_acts_from_now_on(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, contact=contact(channel=Channel.LETTER), needs=THROUGH)
    authorised(appointment)
    by_hand.drop_untrue()
    assert to_resident(session, Kind.ARRANGED) == [(MessageState.WAITING, None)]


def test_what_was_not_delivered_stays_on_the_list_when_somebody_acts_from_now_on(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, needs=THROUGH)
    failed = last_to_resident(session, Kind.ARRANGED)
    failed.state, failed.outcome = MessageState.FAILED, "bounced"
    session.commit()
    authorised(appointment)
    assert failed.id in [one.id for one in telling.not_delivered(session)]


def test_a_letter_that_waits_is_still_the_residents_when_their_supporter_hears_more(
    session: Session, council: Council
) -> None:
    appointment = arranged(
        council,
        contact=contact(channel=Channel.LETTER),
        authority=authority(tells=Tells.REMINDERS),
        needs=THROUGH,
    )
    changed(appointment, all_of(session, Supporter)[0], tells=Tells.EVERYTHING)
    by_hand.drop_untrue()
    assert to_resident(session, Kind.ARRANGED) == [(MessageState.WAITING, None)]


@any_database
def test_reminders_are_left_to_whoever_acts_since_the_time_was_arranged(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    appointment = arranged(council, london(27, 10), needs=THROUGH)
    authorised(appointment)
    clock.at = london(25, 10)
    post_all(outside)
    assert to_resident(session, Kind.REMINDER_DAYS) == [(MessageState.DROPPED, "told_instead")]


def test_the_resident_hears_that_one_of_two_acts_no_more(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    ended(appointment, authorised(appointment, **PETER), AT_THE_DESK)
    post_all(outside)
    assert to_resident(session, Kind.SUPPORTER_ENDED) == [(MessageState.SENT, None)]
