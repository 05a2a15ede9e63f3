"""How somebody may be told is obeyed by every message; where no way is left, staff see it."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from booking.actions import calling, changing, enquiring, requesting, supporting, telling
from booking.actions.actor import KEPT, RESIDENT
from booking.domain.best_times import Best
from booking.domain.errors import NotReachable
from booking.domain.needs import Part
from booking.models import (
    Appointment,
    Audience,
    Channel,
    Kind,
    Message,
    MessageState,
    Outcome,
    Resident,
)
from tests.builders import Council, arranged, contact, london, new_enquiry, new_request
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.stored import all_of, message, messages

LANDLINE: dict[str, Any] = {
    "channel": Channel.PHONE,
    "email": None,
    "address": None,
    "phone": "+442079460123",
    "phone_textable": False,
}


def to_resident(session: Session) -> list[Message]:
    return [one for one in messages(session) if one.audience is Audience.RESIDENT]


def change(appointment: Appointment, *needs: str, best: Best | None = None) -> Appointment:
    return changing.change_needs(
        appointment_id=appointment.id,
        needs=needs,
        in_own_words=None,
        best=best,
        actor=RESIDENT,
    )


@pytest.mark.parametrize(
    ("refused", "given"),
    [
        (("no_phone",), LANDLINE),
        (("no_sms", "no_email", "no_letter", "no_phone"), {}),
        (("no_letter", "no_phone"), {"channel": Channel.LETTER, "email": None, "phone": None}),
    ],
)
def test_who_cannot_be_told_anything_is_asked_again_at_once(
    session: Session, council: Council, refused: tuple[str, ...], given: dict[str, Any]
) -> None:
    with pytest.raises(NotReachable):
        requesting.request(
            new_request(council, needs=refused, contact=contact(**given)), actor=RESIDENT
        )
    with pytest.raises(NotReachable):
        enquiring.log(new_enquiry(council, needs=refused, contact=contact(**given)), actor=RESIDENT)
    assert all_of(session, Appointment) == []


def test_a_change_of_needs_that_leaves_no_way_is_refused(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, contact=contact(**LANDLINE))
    with pytest.raises(NotReachable):
        change(appointment, "no_phone")
    session.rollback()
    assert session.get_one(Appointment, appointment.id).needs == []


def test_where_what_is_stored_conflicts_nobody_is_told_in_a_refused_way_and_staff_see_it(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, needs=("no_sms",))
    resident = session.get_one(Resident, appointment.resident_id)
    resident.channel, resident.email, resident.address = Channel.SMS, None, None
    appointment.needs = ["no_sms", "no_phone"]
    session.commit()
    changing.cancel(appointment_id=appointment.id, actor=KEPT)
    untold = message(session, Kind.CANCELLED)
    assert (untold.state, untold.outcome) == (MessageState.FAILED, Outcome.NO_WAY_LEFT)
    assert untold.id in [one.id for one in telling.not_delivered(session)]
    while outside.post():
        pass
    assert outside.texts("+447700900123") == []


def test_what_waits_to_be_told_in_a_way_that_is_refused_now_goes_another_one(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, london(27, 10))
    reminders = messages(session, Kind.REMINDER_DAYS, Kind.REMINDER_HOURS)
    due = {one.kind: one.due_at for one in reminders}
    assert {one.channel for one in reminders} == {Channel.SMS}
    change(appointment, "no_sms")
    found = messages(session, Kind.REMINDER_DAYS, Kind.REMINDER_HOURS)
    waiting = [one for one in found if one.state is MessageState.WAITING]
    assert {one.channel for one in waiting} == {Channel.EMAIL}
    assert {one.kind: one.due_at for one in waiting} == due, "no sooner than before"
    assert {one.outcome for one in found if one.channel is Channel.SMS} == {Outcome.REFUSED}


@pytest.mark.parametrize("refused", ["sms", "email", "letter", "phone"])
def test_a_channel_that_is_refused_is_used_for_no_message_whatever_becomes_of_it(
    session: Session, council: Council, clock: SteppedClock, refused: str
) -> None:
    for chosen in Channel:
        needs = (f"no_{refused}", "interpreter_phone")
        made = arranged(
            council,
            london(26, 9 + 2 * list(Channel).index(chosen)),
            needs=needs,
            spoken_language="so",
            contact=contact(channel=chosen),
        )
        [booking] = supporting.live(session, made)
        supporting.order(support_id=booking.id, agency="A", actor=KEPT)
        supporting.confirm(support_id=booking.id, actor=KEPT)
        supporting.fail(support_id=booking.id, reason="Ill", actor=KEPT)
        changing.cancel(appointment_id=made.id, actor=KEPT)
    channels = {one.channel for one in to_resident(session)}
    assert refused not in channels
    assert channels


def test_a_call_waits_for_the_part_of_the_day_that_they_named(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    calls = contact(channel=Channel.PHONE, best_part=Part.AFTERNOON, best_words="after 3pm")
    appointment = arranged(council, london(27, 10), contact=calls)
    assert appointment.needs == ["best_times"]
    assert message(session, Kind.ARRANGED).due_at == london(23, 12)
    assert calling.to_make(session) == []
    clock.at = london(23, 12)
    [call] = calling.to_make(session)
    words = telling.words(call)
    assert words
    assert "best to phone them in the afternoon" in words.text
    assert "after 3pm" in words.text


def test_a_morning_that_is_over_is_the_next_one_and_never_a_day_on_which_nobody_phones(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    clock.at = london(27, 13)
    calls = contact(channel=Channel.PHONE, best_part=Part.MORNING)
    arranged(council, london(2, 15, month=12), contact=calls)
    assert message(session, Kind.ARRANGED).due_at == london(30, 9)


def test_a_call_that_would_come_too_late_does_not_wait(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    calls = contact(channel=Channel.PHONE, best_part=Part.MORNING)
    appointment = arranged(council, london(24, 9), contact=calls)
    clock.at = london(23, 13)
    changing.cancel(appointment_id=appointment.id, actor=KEPT)
    assert message(session, Kind.CANCELLED).due_at == clock.at


def test_when_they_are_best_phoned_can_be_changed(session: Session, council: Council) -> None:
    appointment = arranged(council)
    change(appointment, "best_times", best=Best(Part.MORNING, "not on Tuesdays"))
    [resident] = all_of(session, Resident)
    assert (resident.best_part, resident.best_words) == ("morning", "not on Tuesdays")
