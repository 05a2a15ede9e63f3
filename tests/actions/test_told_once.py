"""What a resident is to know is told to them or to somebody in their place: never to neither."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from booking.actions import (
    acting_for,
    by_hand,
    changing,
    delivering,
    outbox,
    printing,
    requesting,
    telling,
)
from booking.actions.actor import KEPT, RESIDENT, Actor
from booking.actions.checking import needed
from booking.domain.acting_for import Tells
from booking.messaging.channels import PermanentFailure
from booking.models import (
    ActorKind,
    Appointment,
    Audience,
    Channel,
    Kind,
    Message,
    MessageState,
    Supporter,
)
from tests.builders import Council, arranged, authority, contact, london, new_request
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import all_of

AMINA, JOAN = "amina@example.org", "joan@example.org"
AT_THE_DESK = Actor(ActorKind.FRONT_DESK, on_behalf=True)
THROUGH = ("through_supporter",)
BY_LETTER: dict[str, Any] = {
    "channel": Channel.LETTER,
    "address": "1 High Street",
    "email": None,
    "phone": None,
    "phone_textable": False,
}
PETER: dict[str, Any] = {
    "name": "Peter Jones",
    "email": "peter@example.org",
    "phone": "+447700900789",
}


def authorised(appointment: Appointment, actor: Actor = RESIDENT, **changes: Any) -> Supporter:
    return acting_for.authorise(
        appointment_id=appointment.id, authority=authority(**changes), actor=actor
    )


def ended(appointment: Appointment, supporter: Supporter, actor: Actor = RESIDENT) -> None:
    acting_for.end(appointment_id=appointment.id, supporter_id=supporter.id, actor=actor)


def changed(appointment: Appointment, supporter: Supporter, **changes: Any) -> None:
    usual: dict[str, Any] = {"tells": supporter.tells, "may_manage": True, "actor": RESIDENT}
    acting_for.change(appointment_id=appointment.id, supporter_id=supporter.id, **(usual | changes))


def of(session: Session, audience: Audience, kind: Kind) -> list[Message]:
    return list(all_of(session, Message, Message.audience == audience, Message.kind == kind))


def to_resident(session: Session, kind: Kind) -> list[tuple[MessageState, str | None]]:
    return [(one.state, one.outcome) for one in of(session, Audience.RESIDENT, kind)]


def last_to_resident(session: Session, kind: Kind) -> Message:
    return of(session, Audience.RESIDENT, kind)[-1]


def run(outside: Outside) -> None:
    """The worker, until nothing is left to do now."""
    while outside.post():
        pass
    by_hand.drop_untrue()


@any_database
def test_whoever_is_reached_by_letter_only_leaves_the_resident_their_reminders(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    arranged(council, london(27, 10), authority=authority(**BY_LETTER), needs=THROUGH)
    clock.at = london(25, 10)
    run(outside)
    clock.at = london(27, 8, 30)
    run(outside)
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
    run(outside)
    assert to_resident(session, Kind.REMINDER_DAYS) == [(MessageState.DROPPED, "told_instead")]


def test_the_resident_hears_that_one_of_two_acts_no_more(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    ended(appointment, authorised(appointment, **PETER), AT_THE_DESK)
    run(outside)
    assert to_resident(session, Kind.SUPPORTER_ENDED) == [(MessageState.SENT, None)]


def _in_vain(session: Session, outside: Outside, council: Council) -> Appointment:
    """The supporter's email comes back and there is no other way to them; the resident's was left out."""
    unreachable = authority(phone=None, phone_textable=False)
    appointment = arranged(council, authority=unreachable, needs=THROUGH)
    claims = {one.message_id: one for one in delivering.claim(50)}
    [copy] = of(session, Audience.SUPPORTER, Kind.ARRANGED)
    [own] = of(session, Audience.RESIDENT, Kind.ARRANGED)
    delivering.prepare(claims[own.id])
    delivering.settle(claims[copy.id], PermanentFailure("bounced"))
    return appointment


@any_database
def test_what_cannot_be_told_to_the_supporter_is_told_to_the_resident(
    session: Session, council: Council, outside: Outside
) -> None:
    _in_vain(session, outside, council)
    run(outside)
    assert to_resident(session, Kind.ARRANGED) == [
        (MessageState.DROPPED, "told_instead"),
        (MessageState.SENT, None),
    ]


def test_what_was_not_told_to_the_supporter_is_told_to_the_resident_once_when_it_ends(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = _in_vain(session, outside, council)
    ended(appointment, all_of(session, Supporter)[0])
    run(outside)
    assert [state for state, _why in to_resident(session, Kind.ARRANGED)] == [
        MessageState.DROPPED,
        MessageState.SENT,
    ]


@any_database
def test_what_was_on_its_way_to_a_supporter_who_acts_no_more_is_told_to_the_resident(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    claims = {one.message_id: one for one in delivering.claim(50)}
    [copy] = of(session, Audience.SUPPORTER, Kind.ARRANGED)
    [own] = of(session, Audience.RESIDENT, Kind.ARRANGED)
    delivering.prepare(claims[own.id])
    ended(appointment, all_of(session, Supporter)[0])
    delivering.prepare(claims[copy.id])
    assert to_resident(session, Kind.ARRANGED)[1:] == [(MessageState.WAITING, None)]


def test_nothing_goes_on_by_another_way_to_a_supporter_who_acts_no_more(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    claims = {one.message_id: one for one in delivering.claim(50)}
    [copy] = of(session, Audience.SUPPORTER, Kind.ARRANGED)
    [own] = of(session, Audience.RESIDENT, Kind.ARRANGED)
    delivering.prepare(claims[own.id])
    delivering.prepare(claims[copy.id])
    ended(appointment, all_of(session, Supporter)[0])
    delivering.settle(claims[copy.id], PermanentFailure("bounced"))
    assert len(of(session, Audience.SUPPORTER, Kind.ARRANGED)) == 1
    assert to_resident(session, Kind.ARRANGED)[1:] == [(MessageState.WAITING, None)]


@pytest.mark.parametrize("tells", [Tells.REMINDERS, Tells.NOTHING])
def test_what_a_supporter_is_to_hear_no_more_is_told_to_the_resident(
    session: Session, council: Council, outside: Outside, tells: Tells
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    run(outside)
    changed(appointment, all_of(session, Supporter)[0], tells=tells)
    run(outside)
    [copy] = of(session, Audience.SUPPORTER, Kind.ARRANGED)
    assert (copy.state, copy.outcome) == (MessageState.DROPPED, "authority_ended")
    assert to_resident(session, Kind.ARRANGED)[1:] == [(MessageState.SENT, None)]


def _without_somebody_in_their_place(appointment: Appointment, *still: str) -> None:
    """The resident wants their own messages again."""
    changing.change_needs(
        appointment_id=appointment.id, needs=list(still), in_own_words=None, actor=RESIDENT
    )


@any_database
def test_a_resident_who_wants_their_own_messages_again_is_told_what_still_waits_for_the_supporter(
    session: Session, council: Council, outside: Outside
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    run(outside)
    _without_somebody_in_their_place(appointment, "lipreads")
    run(outside)
    assert to_resident(session, Kind.ARRANGED) == [
        (MessageState.DROPPED, "told_instead"),
        (MessageState.SENT, None),
    ]
    [copy] = of(session, Audience.SUPPORTER, Kind.ARRANGED)
    assert copy.state is MessageState.WAITING


def test_a_resident_who_wants_their_own_messages_again_is_told_nothing_twice(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    run(outside)
    _without_somebody_in_their_place(appointment)
    run(outside)
    assert to_resident(session, Kind.ARRANGED) == [(MessageState.DROPPED, "told_instead")]


def test_other_needs_leave_to_the_supporter_what_was_left_to_them(
    session: Session, council: Council, outside: Outside
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    run(outside)
    _without_somebody_in_their_place(appointment, *THROUGH, "lipreads")
    run(outside)
    assert to_resident(session, Kind.ARRANGED) == [(MessageState.DROPPED, "told_instead")]


def test_what_goes_to_a_supporter_by_another_way_is_told_to_a_resident_for_whom_nobody_stands_in(
    session: Session, council: Council
) -> None:
    """The supporter's email was on its way when the resident wanted their own again, and comes back."""
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    claims = {one.message_id: one for one in delivering.claim(50)}
    [copy] = of(session, Audience.SUPPORTER, Kind.ARRANGED)
    [own] = of(session, Audience.RESIDENT, Kind.ARRANGED)
    delivering.prepare(claims[own.id])
    _without_somebody_in_their_place(appointment)
    delivering.settle(claims[copy.id], PermanentFailure("bounced"))
    assert len(of(session, Audience.SUPPORTER, Kind.ARRANGED)) == 2
    assert to_resident(session, Kind.ARRANGED)[1:] == [(MessageState.WAITING, None)]


@any_database
def test_a_reminder_that_was_left_to_somebody_recorded_later_is_the_residents_when_it_ends(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    appointment = arranged(council, london(27, 10), needs=THROUGH)
    supporter = authorised(appointment, channel=Channel.PHONE, email=None, phone_textable=False)
    clock.at = london(25, 10)
    run(outside)
    assert to_resident(session, Kind.REMINDER_DAYS) == [(MessageState.DROPPED, "told_instead")]
    ended(appointment, supporter)
    run(outside)
    assert to_resident(session, Kind.REMINDER_DAYS)[1:] == [(MessageState.SENT, None)]


@any_database
def test_it_can_be_ended_one_by_one_however_many_stood_in(
    session: Session, council: Council, outside: Outside
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    run(outside)
    peter = authorised(appointment, channel=Channel.LETTER, **PETER | {"address": "2 High Street"})
    changing.rearrange(appointment_id=appointment.id, starts_at=london(27, 10), actor=RESIDENT)
    run(outside)
    [joan] = all_of(session, Supporter, Supporter.id != peter.id)
    ended(appointment, joan)
    run(outside)
    assert to_resident(session, Kind.REARRANGED) == [(MessageState.DROPPED, "told_instead")]
    ended(appointment, peter)
    run(outside)
    assert to_resident(session, Kind.REARRANGED)[1:] == [(MessageState.SENT, None)]


def test_left_to_another_twice_it_is_told_after_all_twice(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    """The reminder was told to nobody, then left to somebody recorded meanwhile, and then to nobody again."""
    by_phone: dict[str, Any] = {"channel": Channel.PHONE, "email": None, "phone_textable": False}
    appointment = arranged(council, london(27, 10), authority=authority(**by_phone), needs=THROUGH)
    clock.at = london(25, 10)
    run(outside)
    ended(appointment, all_of(session, Supporter)[0])
    peter = authorised(appointment, **PETER | by_phone)
    run(outside)
    ended(appointment, peter)
    run(outside)
    reminders = to_resident(session, Kind.REMINDER_DAYS)
    assert reminders[-1] == (MessageState.SENT, None)
    assert {outcome for _state, outcome in reminders[:-1]} == {"told_instead"}


def test_told_after_all_goes_by_no_way_that_was_refused_meanwhile(
    session: Session, council: Council, outside: Outside
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    run(outside)
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
    run(outside)
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
    run(outside)
    assert outside.emails(AMINA) == []
    first, second = of(session, Audience.RESIDENT, Kind.ARRANGED)
    assert (first.state, first.outcome) == (MessageState.FAILED, "refused")
    assert (second.state, second.channel) == (MessageState.SENT, Channel.SMS)


def test_no_letter_waits_at_the_desk_that_is_refused_however_it_came_to_wait(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, contact=contact(channel=Channel.LETTER))
    appointment.needs = ["no_letter"]
    session.commit()
    assert telling.to_tell(session) == []
    by_hand.drop_untrue()
    run(outside)
    assert last_to_resident(session, Kind.ARRANGED).state is MessageState.SENT


@any_database
def test_a_letter_that_is_printed_stays_in_its_run_to_be_taken_out_when_it_ends(
    session: Session, council: Council, outside: Outside
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    run(outside)
    run_id = printing.print_letters(actor=AT_THE_DESK)
    assert run_id
    ended(appointment, all_of(session, Supporter)[0])
    [pile] = printing.to_post(session)
    assert [one.kind for one in pile.withdrawn] == [Kind.ARRANGED]
    assert list(pile.letters) == []
    assert to_resident(session, Kind.ARRANGED)[1:] == [(MessageState.WAITING, None)]
    assert printing.mark_posted(run_id=run_id, actor=AT_THE_DESK) == (0, 1)
    assert len(to_resident(session, Kind.ARRANGED)) == 2


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
    letter, other = of(session, Audience.RESIDENT, Kind.ARRANGED)
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


def _unarranged(council: Council, *, may_manage: bool) -> Appointment:
    """Nothing fits it, so its cover is offered at once."""
    new = new_request(
        council,
        service_id=council.benefits.id,
        officer_id=council.priya.id,
        authority=authority(may_manage=may_manage),
        needs=(*THROUGH, "quiet_space"),
    )
    return requesting.request(new, actor=RESIDENT)


@any_database
@pytest.mark.parametrize("may_manage", [True, False])
def test_whoever_may_choose_is_asked_to_choose(
    session: Session, council: Council, outside: Outside, may_manage: bool
) -> None:
    appointment = _unarranged(council, may_manage=may_manage)
    outbox.tell_resident(session, appointment, Kind.COVER_OFFERED)
    session.commit()
    run(outside)
    state = MessageState.DROPPED if may_manage else MessageState.SENT
    assert {one for one, _why in to_resident(session, Kind.COVER_OFFERED)} == {state}
    assert {one for one, _why in to_resident(session, Kind.REQUEST_RECEIVED)} == {
        MessageState.DROPPED
    }


@pytest.mark.parametrize("why", ["ended", "may_only_see", "own_messages"])
def test_the_resident_is_asked_to_choose_when_nobody_in_their_place_may_any_more(
    session: Session, council: Council, outside: Outside, why: str
) -> None:
    appointment = _unarranged(council, may_manage=True)
    outbox.tell_resident(session, appointment, Kind.COVER_OFFERED)
    session.commit()
    run(outside)
    [supporter] = all_of(session, Supporter)
    match why:
        case "ended":
            ended(appointment, supporter)
        case "may_only_see":
            changed(appointment, supporter, may_manage=False)
        case "own_messages":
            _without_somebody_in_their_place(appointment, "quiet_space")
    run(outside)
    assert to_resident(session, Kind.COVER_OFFERED)[-1] == (MessageState.SENT, None)
