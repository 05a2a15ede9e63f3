"""A resident whose supporter may not choose, or who wants their own messages again, is told them."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import changing, delivering, outbox, requesting
from booking.actions.actor import RESIDENT
from booking.messaging.channels import PermanentFailure
from booking.models import Appointment, Audience, Channel, Kind, MessageState, Supporter
from tests.builders import Council, arranged, authority, new_request
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import all_of
from tests.supporters import THROUGH, changed, ended, on_their_way, post_all, to_resident, written


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
    post_all(outside)
    _without_somebody_in_their_place(appointment, "lipreads")
    post_all(outside)
    assert to_resident(session, Kind.ARRANGED) == [
        (MessageState.DROPPED, "told_instead"),
        (MessageState.SENT, None),
    ]
    [copy] = written(session, Audience.SUPPORTER, Kind.ARRANGED)
    assert copy.state is MessageState.WAITING


def test_a_resident_who_wants_their_own_messages_again_is_told_nothing_twice(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    post_all(outside)
    _without_somebody_in_their_place(appointment)
    post_all(outside)
    assert to_resident(session, Kind.ARRANGED) == [(MessageState.DROPPED, "told_instead")]


def test_other_needs_leave_to_the_supporter_what_was_left_to_them(
    session: Session, council: Council, outside: Outside
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    post_all(outside)
    _without_somebody_in_their_place(appointment, *THROUGH, "lipreads")
    post_all(outside)
    assert to_resident(session, Kind.ARRANGED) == [(MessageState.DROPPED, "told_instead")]


def test_what_goes_to_a_supporter_by_another_way_is_told_to_a_resident_for_whom_nobody_stands_in(
    session: Session, council: Council
) -> None:
    """The supporter's email was on its way when the resident wanted their own again, and comes back."""
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    claims, copy = on_their_way(session)
    _without_somebody_in_their_place(appointment)
    delivering.settle(claims[copy.id], PermanentFailure("bounced"))
    assert len(written(session, Audience.SUPPORTER, Kind.ARRANGED)) == 2
    assert to_resident(session, Kind.ARRANGED)[1:] == [(MessageState.WAITING, None)]


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
    post_all(outside)
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
    post_all(outside)
    [supporter] = all_of(session, Supporter)
    match why:
        case "ended":
            ended(appointment, supporter)
        case "may_only_see":
            changed(appointment, supporter, may_manage=False)
        case "own_messages":
            _without_somebody_in_their_place(appointment, "quiet_space")
    post_all(outside)
    assert to_resident(session, Kind.COVER_OFFERED)[-1] == (MessageState.SENT, None)
