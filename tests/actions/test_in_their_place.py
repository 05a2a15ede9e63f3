"""A resident who wants it so is told through their supporter, for as long as that one can stand in."""

from sqlalchemy.orm import Session

from booking.actions import printing, supporters
from booking.domain.acting_for import Tells
from booking.models import Audience, Channel, Kind, MessageState, Supporter
from tests.builders import Council, arranged, authority, contact
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import all_of
from tests.supporters import AMINA, AT_THE_DESK, JOAN, THROUGH, ended, to


@any_database
def test_messages_go_to_the_supporter_in_the_residents_place_never_to_both(
    session: Session, council: Council, outside: Outside
) -> None:
    arranged(council, authority=authority(), needs=THROUGH)
    outside.post()
    assert outside.emails(AMINA) == []
    assert len(outside.emails(JOAN)) == 1


def test_without_anybody_who_acts_that_need_changes_nothing(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, needs=THROUGH)
    outside.post()
    assert len(outside.emails(AMINA)) == 1
    assert supporters.is_unmet(appointment)


def test_whoever_gets_only_reminders_cannot_stand_in_for_the_resident(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(tells=Tells.REMINDERS), needs=THROUGH)
    outside.post()
    assert len(outside.emails(AMINA)) == 1
    assert supporters.is_unmet(appointment)


@any_database
def test_when_it_ends_the_resident_is_told_what_the_supporter_was_not(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    """The supporter's letter still lies at the desk; the resident's email was left out for it."""
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    [supporter] = all_of(session, Supporter)
    outside.post()
    assert outside.emails(AMINA) == []
    ended(appointment, supporter, AT_THE_DESK)
    outside.post()
    subjects = [mail["Subject"] for mail in outside.emails(AMINA)]
    assert len(subjects) == 2
    assert any(subject.startswith("Your appointment is arranged") for subject in subjects)
    clock.forward(days=2)
    outside.post()
    assert Kind.REMINDER_HOURS in to(session, Audience.RESIDENT, MessageState.SENT)


def test_what_the_supporter_was_told_is_not_told_again(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    [supporter] = all_of(session, Supporter)
    outside.post()
    ended(appointment, supporter)
    outside.post()
    assert outside.emails(AMINA) == []


def test_the_residents_own_letter_is_not_posted_while_the_supporter_is_told(
    session: Session, council: Council
) -> None:
    by_letter = contact(channel=Channel.LETTER)
    appointment = arranged(council, contact=by_letter, authority=authority(), needs=THROUGH)
    assert printing.to_print(session) == []
    ended(appointment, all_of(session, Supporter)[0])
    assert [one.kind for one in printing.to_print(session)] == [Kind.ARRANGED]
