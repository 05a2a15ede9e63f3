"""Letters are printed, kept as printed, and posted once."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import by_hand, changing, delivering, enquiring, printing, telling
from booking.actions.actor import RESIDENT, Actor
from booking.domain.errors import ActionRefused
from booking.models import (
    ActorKind,
    Channel,
    Kind,
    Message,
    MessageState,
    Outcome,
    Purpose,
    SecureLink,
)
from tests.builders import Council, arranged, contact, london, new_enquiry
from tests.conftest import SteppedClock
from tests.postgresql import any_database
from tests.stored import all_of, message

DESK = Actor(ActorKind.FRONT_DESK)
BY_LETTER = contact(channel=Channel.LETTER)


def letter(session: Session, kind: Kind = Kind.ARRANGED) -> Message:
    return message(session, kind, channel=Channel.LETTER)


def links(session: Session) -> list[SecureLink]:
    return list(all_of(session, SecureLink, SecureLink.purpose == Purpose.CHECK_IN))


@any_database
def test_a_letter_is_kept_as_it_was_printed_and_posted_once(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    arranged(council, contact=BY_LETTER)
    assert [one.kind for one in printing.to_print(session)] == [Kind.ARRANGED]
    run_id = printing.print_letters(actor=DESK)
    assert run_id is not None
    kept = letter(session).content
    assert kept
    assert "<svg" in kept["html"]
    assert not printing.to_print(session)
    [run] = printing.to_post(session)
    assert [one.id for one in run.letters] == [letter(session).id]
    clock.forward(hours=1)
    assert printing.mark_posted(run_id=run_id, actor=DESK) == (1, 0)
    posted = letter(session)
    assert (posted.state, posted.sent_at, posted.content) == (MessageState.SENT, clock.at, kept)
    assert printing.mark_posted(run_id=run_id, actor=DESK) == (0, 0)
    assert printing.print_letters(actor=DESK) is None


def test_looking_at_the_queue_mints_no_link(session: Session, council: Council) -> None:
    arranged(council, contact=BY_LETTER)
    assert telling.words(printing.to_print(session)[0])
    session.rollback()
    assert not links(session)
    printing.print_letters(actor=DESK)
    [link] = links(session)
    assert link.expires_at == london(26, 0)


def test_only_what_was_in_that_pdf_is_posted(session: Session, council: Council) -> None:
    arranged(council, contact=BY_LETTER)
    first = printing.print_letters(actor=DESK)
    arranged(council, london(26, 11), contact=contact(name="Bo", channel=Channel.LETTER))
    assert first is not None
    assert printing.mark_posted(run_id=first, actor=DESK) == (1, 0)
    assert len(printing.to_print(session)) == 1


def test_a_letter_written_anew_leaves_the_run_that_it_was_in(
    session: Session, council: Council
) -> None:
    arranged(council, contact=BY_LETTER)
    first = printing.print_letters(actor=DESK)
    again = printing.print_letters(message_id=letter(session).id, actor=DESK)
    assert first is not None
    assert again not in (None, first)
    assert printing.mark_posted(run_id=first, actor=DESK) == (0, 0)
    assert printing.mark_posted(run_id=again or 0, actor=DESK) == (1, 0)
    with pytest.raises(ActionRefused):
        printing.print_letters(message_id=letter(session).id, actor=DESK)


def test_what_is_no_longer_true_is_taken_out_of_the_pile(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, contact=BY_LETTER)
    run_id = printing.print_letters(actor=DESK)
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    [run] = printing.to_post(session)
    assert ([one.kind for one in run.withdrawn], run.letters) == ([Kind.ARRANGED], [])
    assert printing.mark_posted(run_id=run_id or 0, actor=DESK) == (0, 1)
    assert letter(session).state is MessageState.DROPPED
    assert [one.kind for one in printing.to_print(session)] == [Kind.CANCELLED]


def test_what_was_never_printed_and_is_no_longer_true_is_dropped_by_itself(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, contact=BY_LETTER)
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    by_hand.drop_untrue()
    assert letter(session).state is MessageState.DROPPED
    assert letter(session, Kind.CANCELLED).state is MessageState.WAITING


def test_a_letter_without_an_address_takes_another_way(session: Session, council: Council) -> None:
    appointment = arranged(council, contact=BY_LETTER)
    appointment.resident.address = None
    session.commit()
    assert printing.print_letters(actor=DESK) is None
    assert letter(session).state is MessageState.FAILED
    otherwise = message(session, Kind.ARRANGED, state=MessageState.WAITING, channel=Channel.EMAIL)
    assert otherwise.key.startswith(letter(session).key)


def test_the_worker_finds_that_way_by_itself(session: Session, council: Council) -> None:
    appointment = arranged(council, contact=BY_LETTER)
    appointment.resident.address = appointment.resident.email = appointment.resident.phone = None
    session.commit()
    delivering.deliver()
    assert letter(session).state is MessageState.FAILED
    assert [one.kind for one in telling.not_delivered(session)] == [Kind.ARRANGED]


def test_a_letter_that_cannot_be_written_does_not_keep_the_others_back(
    session: Session, council: Council
) -> None:
    arranged(council, contact=BY_LETTER)
    letter(session).language = "xx"
    session.commit()
    arranged(council, london(26, 11), contact=contact(name="Bo", channel=Channel.LETTER))
    assert printing.print_letters(actor=DESK)
    [run] = printing.to_post(session)
    assert [one.appointment.resident.name for one in run.letters if one.appointment] == ["Bo"]
    failed = message(session, Kind.ARRANGED, state=MessageState.FAILED)
    assert failed.outcome == Outcome.NOT_COMPOSED


def test_letters_about_questions_are_printed_too(session: Session, council: Council) -> None:
    enquiring.log(new_enquiry(council, contact=BY_LETTER), actor=DESK)
    assert printing.print_letters(actor=DESK)
    [link_less] = printing.to_post(session)[0].letters
    assert link_less.enquiry_id
    assert not links(session)


def test_another_time_ends_the_square_of_the_letter(session: Session, council: Council) -> None:
    appointment = arranged(council, contact=BY_LETTER)
    printing.print_letters(actor=DESK)
    changing.rearrange(appointment_id=appointment.id, starts_at=london(26, 11), actor=RESIDENT)
    [link] = links(session)
    assert link.used_at
