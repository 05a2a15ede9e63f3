"""The call list: whom to ring, how, and what came of it."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import acting_for, calling, changing
from booking.actions.actor import RESIDENT, Actor
from booking.domain.needs import Part
from booking.models import ActorKind, Channel, Kind, Message, MessageState, Role
from tests.builders import Council, arranged, authority, contact, london
from tests.conftest import SteppedClock
from tests.pages import text_of
from tests.stored import all_of, message
from tests.visitor import Visitor
from tests.web.desk import desk, signed_in_as

__all__ = ["desk"]

ADDRESS = "/desk/calls"
DESK = Actor(ActorKind.FRONT_DESK)


def to_ring(council: Council, **changes: object) -> int:
    how: dict[str, object] = {"contact": contact(channel=Channel.PHONE)}
    return arranged(council, london(30, 10), **(how | changes)).id


def call(session: Session) -> Message:
    return message(session, Kind.ARRANGED, channel=Channel.PHONE)


def test_nothing_waiting_is_said(desk: Visitor) -> None:
    assert "Nothing is waiting" in desk.get(ADDRESS).text


def test_a_call_has_its_script_and_is_told_once(
    desk: Visitor, council: Council, session: Session
) -> None:
    to_ring(council)
    page = desk.get(ADDRESS)
    assert "Calls (1)" in page.text
    assert "Phone Amina Yusuf on 07700 900123." in page.text
    assert "Leave no message" in page.text
    desk.press(page, "They have been told: Amina Yusuf")
    assert call(session).state is MessageState.SENT
    assert "Nothing is waiting" in desk.get(ADDRESS).text


def test_language_interpreter_relay_and_message_are_said(desk: Visitor, council: Council) -> None:
    needs = ("interpreter_phone", "text_relay", "safe_message")
    to_ring(council, needs=needs, spoken_language="so")
    text = desk.get(ADDRESS).text
    for words in (
        "Somali",
        "Get an interpreter on the line first",
        "Phone through Relay UK",
        "You may leave your name and our number",
    ):
        assert words in text


def test_when_to_phone_stands_beside_the_number(desk: Visitor, council: Council) -> None:
    best = {"best_part": Part.MORNING, "best_words": "not on Fridays"}
    to_ring(council, contact=contact(channel=Channel.PHONE, **best))
    said = text_of(desk.get(ADDRESS).root.find(".//main//dl"))
    assert "Best phoned Morning" in said
    assert "Best phoned, in their words not on Fridays" in said


def test_nobody_answers_and_it_comes_back_with_its_tries(
    desk: Visitor, council: Council, session: Session, clock: SteppedClock
) -> None:
    to_ring(council)
    page = desk.press(desk.get(ADDRESS), "No answer, try again: Amina Yusuf")
    assert "It comes back to this list at the time" in page.text
    assert "To try again later (1)" in page.text
    assert "Comes back Monday 23 November at 11am" in page.text
    clock.at = london(23, 11)
    assert "Tried 1 time: Monday 23 November at 10am." in desk.get(ADDRESS).text


def test_a_wrong_number_takes_another_way_and_is_mended(
    desk: Visitor, council: Council, session: Session
) -> None:
    to_ring(council, contact=contact(channel=Channel.PHONE, email=None))
    page = desk.press(desk.get(ADDRESS), "Wrong number: Amina Yusuf")
    assert "Numbers to mend (1)" in page.text
    assert "Letters (1)" in page.text
    form = desk.follow(page, "Amina Yusuf")
    assert form.answers("Save")["phone"] == ""
    assert "The number that we had is somebody else’s. Nothing more goes to it." in form.text
    wrong = desk.submit(form, {"phone": "12"}, button="Save")
    assert "That phone number does not exist" in wrong.text or "Enter a phone number" in wrong.text
    page = desk.submit(form, {"phone": "07700 900456"}, button="Save")
    assert "It is mended" in page.text
    session.expire_all()
    resident = call(session).appointment.resident  # type: ignore[union-attr]
    assert (resident.own_phone, resident.address) == (
        "+447700900456",
        "7 Mill Lane\nHartley\nHV1 2CD",
    )
    assert "Numbers to mend" not in desk.get(ADDRESS).text


def test_somebody_must_stay_reachable(desk: Visitor, council: Council, session: Session) -> None:
    to_ring(council)
    form = desk.get(f"/desk/residents/{call(session).appointment.resident_id}/contact")  # type: ignore[union-attr]
    page = desk.submit(form, {"phone": "", "email": "", "address": ""}, button="Save")
    assert "Give a way to reach them that they have not refused." in page.text
    desk.get("/desk/residents/999/contact", status=404)


def test_an_old_page_changes_nothing(desk: Visitor, council: Council, session: Session) -> None:
    to_ring(council)
    page = desk.get(ADDRESS)
    desk.press(page, "No answer, try again: Amina Yusuf")
    again = desk.press(page, "Wrong number: Amina Yusuf")
    assert "has changed since you opened this page" in again.text
    assert call(session).state is MessageState.WAITING


@pytest.mark.parametrize("outcome", ["", "hung up"])
def test_an_outcome_that_there_is_not_is_refused(
    desk: Visitor, council: Council, session: Session, outcome: str
) -> None:
    to_ring(council)
    answers = {"csrf_token": desk.get(ADDRESS).token(), "outcome": outcome}
    desk.post(f"/desk/calls/{call(session).id}", answers, status=400)
    desk.post("/desk/calls/999", answers, status=404)


def test_who_is_out_of_reach_is_seen_by_managers(
    app: object, desk: Visitor, council: Council, session: Session, clock: SteppedClock
) -> None:
    to_ring(council, needs=("no_letter",))
    manager = signed_in_as(desk.client.application, Role.MANAGER)
    assert "cannot be reached" not in manager.get("/manager/").text
    for at in (london(23, 10), london(23, 14), london(24, 9)):
        clock.at = at
        calling.no_answer(message_id=call(session).id, actor=DESK)
    assert "For a manager" in desk.get(ADDRESS).text
    clock.at = london(24, 9, 30)
    manager = signed_in_again(manager)
    assert "1 person cannot be reached by phone or letter" in manager.get("/manager/").text


def test_somebody_with_several_calls_is_one_person_out_of_reach(
    desk: Visitor, council: Council, session: Session, clock: SteppedClock
) -> None:
    to_ring(council, needs=("no_letter",))
    known = contact(channel=Channel.PHONE, resident_id=call(session).appointment.resident_id)  # type: ignore[union-attr]
    for hour in (11, 12):
        arranged(council, london(30, hour), contact=known, needs=("no_letter",))
    calls = [one.id for one in all_of(session, Message, Message.channel == Channel.PHONE)]
    for at in (london(23, 10), london(23, 14), london(24, 9)):
        clock.at = at
        for message_id in calls:
            calling.no_answer(message_id=message_id, actor=DESK)
    assert desk.get(ADDRESS).text.count("For a manager") == len(calls) == 3
    manager = signed_in_as(desk.client.application, Role.MANAGER)
    assert "1 person cannot be reached by phone or letter" in manager.get("/manager/").text


def signed_in_again(visitor: Visitor) -> Visitor:
    """A day later they have been signed out."""
    visitor.sign_in(f"{Role.MANAGER}@example.org", "a long enough password")
    return visitor


def test_a_call_that_cannot_come_back_in_time_stays_and_says_why(
    desk: Visitor, council: Council, clock: SteppedClock
) -> None:
    arranged(council, london(23, 14), contact=contact(channel=Channel.PHONE))
    clock.at = london(23, 13, 30)
    page = desk.press(desk.get(ADDRESS), "No answer, try again: Amina Yusuf")
    assert "It stays on this list: later would be too late for them" in page.text
    assert "For a manager Nobody answered, and later would be too late for them." in page.text
    assert "To make now (1)" in page.text


def test_what_is_no_longer_true_is_not_noted_as_told(
    desk: Visitor, council: Council, session: Session
) -> None:
    appointment_id = to_ring(council)
    page = desk.get(ADDRESS)
    changing.cancel(appointment_id=appointment_id, actor=RESIDENT)
    answer = desk.press(page, "They have been told: Amina Yusuf")
    assert "This is no longer true, so it is not noted as told" in answer.text
    assert call(session).state is MessageState.WAITING


def test_only_what_they_refused_is_said_beside_the_number(
    desk: Visitor, council: Council, session: Session
) -> None:
    arranged(council, needs=("no_phone", "no_sms"))
    resident_id = message(session, Kind.ARRANGED).appointment.resident_id  # type: ignore[union-attr]
    form = desk.get(f"/desk/residents/{resident_id}/contact")
    page = desk.submit(form, {"email": "", "address": ""}, button="Save")
    assert page.links["Give a way to reach them that they have not refused."] == "#phone"


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "07700 900456"), ("email", "joan@example.org")]
)
def test_the_number_of_whoever_acts_for_them_is_refused_beside_it(
    desk: Visitor, council: Council, field: str, value: str
) -> None:
    appointment = arranged(council)
    acting_for.authorise(appointment_id=appointment.id, authority=authority(), actor=DESK)
    form = desk.get(f"/desk/residents/{appointment.resident_id}/contact")
    page = desk.submit(form, {field: value}, button="Save")
    [leads_to] = [to for words, to in page.links.items() if words.startswith("Somebody who acts")]
    assert leads_to == f"#{field}"


def test_an_address_as_long_as_residents_may_type_can_be_kept(
    desk: Visitor, council: Council
) -> None:
    appointment = arranged(council, contact=contact(address="x" * 500))
    form = desk.get(f"/desk/residents/{appointment.resident_id}/contact")
    assert "It is mended" in desk.press(form, "Save").text
