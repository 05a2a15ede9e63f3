"""Letters and calls: nobody is told less because they have no phone, and no failure is silent."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.models import Channel, Kind, Message, MessageState, Outcome
from tests.builders import Council, arranged, contact
from tests.stored import all_of
from tests.visitor import Visitor
from tests.web.desk import desk

__all__ = ["desk"]

ADDRESS = "/desk/to-tell"


def told_by(council: Council, channel: Channel) -> int:
    return arranged(council, contact=contact(channel=channel)).id


def the_message(session: Session, kind: Kind, channel: Channel) -> Message:
    [found] = all_of(session, Message, Message.kind == kind, Message.channel == channel)
    return found


def failed(session: Session, council: Council) -> Message:
    """The email about an appointment, which nobody accepted."""
    told_by(council, Channel.EMAIL)
    [email] = all_of(session, Message, Message.kind == Kind.ARRANGED)
    email.state, email.outcome = MessageState.FAILED, Outcome.NO_ADDRESS
    session.commit()
    return email


def test_nothing_waiting_is_said(desk: Visitor) -> None:
    assert "Everything else was delivered" in desk.get(ADDRESS).text


def test_what_failed_is_a_call_to_make_until_they_are_told(
    desk: Visitor, council: Council, session: Session
) -> None:
    message_id = failed(session, council).id
    page = desk.get(ADDRESS)
    assert "Could not be sent: tell them (1)" in page.text
    assert "Email failed. We have no address for this way of telling them." in page.text
    page = desk.press(page, "They have been told: Amina Yusuf")
    assert "Everything else was delivered" in page.text
    session.rollback()
    assert session.get_one(Message, message_id).state is MessageState.FAILED
    call = the_message(session, Kind.ARRANGED, Channel.PHONE)
    assert call.state is MessageState.SENT


def test_pressing_twice_tells_once(desk: Visitor, council: Council, session: Session) -> None:
    failed(session, council)
    page = desk.get(ADDRESS)
    desk.press(page, "They have been told: Amina Yusuf")
    desk.press(page, "They have been told: Amina Yusuf")
    the_message(session, Kind.ARRANGED, Channel.PHONE)


def test_a_text_on_its_way_is_not_for_the_desk(
    desk: Visitor, council: Council, session: Session
) -> None:
    told_by(council, Channel.LETTER)
    page = desk.get(ADDRESS)
    email = next(m for m in all_of(session, Message) if m.channel is Channel.EMAIL)
    answer = desk.post(f"/desk/to-tell/{email.id}", {"csrf_token": page.token()})
    assert "has changed since you opened this page" in answer.text
    session.rollback()
    assert session.get_one(Message, email.id).state is MessageState.WAITING


@pytest.mark.parametrize("message_id", ["999", "2147483648", "9" * 40, "x"])
def test_an_unknown_message_is_no_page(app: Flask, desk: Visitor, message_id: str) -> None:
    token = desk.get("/desk/find").token()
    desk.get(f"/desk/letters/{message_id}", status=404)
    desk.post(f"/desk/to-tell/{message_id}", {"csrf_token": token}, status=404)


def test_who_is_told_of_a_failed_letter_is_told_on_this_page(
    desk: Visitor, council: Council, session: Session
) -> None:
    told_by(council, Channel.LETTER)
    letter = the_message(session, Kind.ARRANGED, Channel.LETTER)
    letter.state, letter.outcome = MessageState.FAILED, "not_composed"
    session.commit()
    page = desk.press(desk.get(ADDRESS), "They have been told: Amina Yusuf")
    assert page.heading == "Messages that were not delivered"


@pytest.mark.parametrize(("needs", "is_phoned"), [((), True), (("no_phone",), False)])
def test_the_number_is_shown_only_of_whom_we_may_phone(
    desk: Visitor, council: Council, session: Session, needs: tuple[str, ...], is_phoned: bool
) -> None:
    arranged(council, needs=needs)
    [email] = all_of(session, Message, Message.kind == Kind.ARRANGED)
    email.state, email.outcome = MessageState.FAILED, "smtp-550"
    session.commit()
    text = desk.get(ADDRESS).text
    assert ("Phone number: 07700 900123" in text) is is_phoned
    assert ("Phone them, tell them" in text) is is_phoned
    assert ("They cannot be phoned, or asked us not to." in text) is not is_phoned


def test_letters_and_calls_begin_with_what_waits(desk: Visitor) -> None:
    assert desk.follow(desk.get("/desk/today"), "Letters and calls").heading == (
        "Letters to print and post"
    )
