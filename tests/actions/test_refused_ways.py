"""Nothing is told in a way that was refused, and staff see what no way is left for."""

from sqlalchemy.orm import Session

from booking.actions import by_hand, changing, printing, telling
from booking.actions.actor import KEPT, RESIDENT
from booking.actions.checking import needed
from booking.models import Appointment, Audience, Channel, Kind, MessageState, Supporter
from tests.builders import Council, arranged, authority, contact, london
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import all_of
from tests.supporters import (
    AMINA,
    AT_THE_DESK,
    THROUGH,
    ended,
    last_to_resident,
    post_all,
    to_resident,
    written,
)


def test_told_after_all_goes_by_no_way_that_was_refused_meanwhile(
    session: Session, council: Council, outside: Outside
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    post_all(outside)
    changing.change_needs(
        appointment_id=appointment.id,
        needs=[*THROUGH, "no_email"],
        in_own_words=None,
        actor=RESIDENT,
    )
    ended(appointment, all_of(session, Supporter)[0])
    assert last_to_resident(session, Kind.ARRANGED).channel is Channel.SMS


def _without_a_way(session: Session, appointment: Appointment) -> None:
    """What is stored conflicts: no action of ours would bring it about."""
    appointment.needs = [*appointment.needs, "no_email", "no_sms", "no_phone", "no_letter"]
    session.commit()


def test_where_no_way_is_left_nothing_waits_for_a_resident_however_many_stand_in(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    _without_a_way(session, appointment)
    changing.cancel(appointment_id=appointment.id, actor=KEPT)
    assert to_resident(session, Kind.CANCELLED) == [(MessageState.FAILED, "no_way_left")]
    assert Audience.RESIDENT not in [one.audience for one in telling.not_delivered(session)]


def test_told_after_all_with_no_way_left_stands_on_the_list_that_staff_see(
    session: Session, council: Council, outside: Outside
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    post_all(outside)
    _without_a_way(session, appointment)
    ended(appointment, all_of(session, Supporter)[0])
    again = last_to_resident(session, Kind.ARRANGED)
    assert (again.state, again.outcome) == (MessageState.FAILED, "no_way_left")
    assert again.id in [one.id for one in telling.not_delivered(session)]


@any_database
def test_nothing_is_sent_in_a_way_that_is_refused_however_it_came_to_wait(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council)
    appointment.needs = ["no_email"]
    session.commit()
    post_all(outside)
    assert outside.emails(AMINA) == []
    first, second = written(session, Audience.RESIDENT, Kind.ARRANGED)
    assert (first.state, first.outcome) == (MessageState.FAILED, "refused")
    assert (second.state, second.channel) == (MessageState.SENT, Channel.SMS)


def test_no_letter_waits_at_the_desk_that_is_refused_however_it_came_to_wait(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, contact=contact(channel=Channel.LETTER))
    appointment.needs = ["no_letter"]
    session.commit()
    assert printing.to_print(session) == []
    by_hand.drop_untrue()
    post_all(outside)
    assert last_to_resident(session, Kind.ARRANGED).state is MessageState.SENT


def test_a_letter_that_is_printed_stays_in_its_run_to_be_taken_out_when_it_is_refused(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, contact=contact(channel=Channel.LETTER))
    run_id = printing.print_letters(actor=AT_THE_DESK)
    assert run_id
    for needs in (["no_letter"], ["no_letter", "lipreads"]):
        changing.change_needs(
            appointment_id=appointment.id, needs=needs, in_own_words=None, actor=RESIDENT
        )
    [pile] = printing.to_post(session)
    assert [one.kind for one in pile.withdrawn] == [Kind.ARRANGED]
    letter, other = written(session, Audience.RESIDENT, Kind.ARRANGED)
    assert (other.state, other.channel) == (MessageState.WAITING, Channel.EMAIL)
    assert list(needed.told_as_refused(session)) == []
    assert printing.mark_posted(run_id=run_id, actor=AT_THE_DESK) == (0, 1)
    session.refresh(letter)
    assert (letter.state, letter.outcome) == (MessageState.DROPPED, "refused")


def test_a_reminder_that_only_a_letter_could_bring_stands_on_no_list_days_before(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, london(27, 10))
    changing.change_needs(
        appointment_id=appointment.id,
        needs=["no_sms", "no_email", "no_phone"],
        in_own_words=None,
        actor=RESIDENT,
    )
    assert {one.kind for one in telling.not_delivered(session)} == set()
    for kind in (Kind.REMINDER_DAYS, Kind.REMINDER_HOURS):
        assert to_resident(session, kind) == [(MessageState.DROPPED, "refused")]
