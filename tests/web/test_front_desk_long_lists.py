"""Long lists at the front desk: how many there are is true, and all of them can be reached."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import calling, enquiring
from booking.actions.actor import Actor
from booking.models import ActorKind, Channel, Message, MessageState, Outcome
from tests.builders import Council, contact, new_enquiry
from tests.queries import queries
from tests.stored import all_of
from tests.visitor import Page, Visitor
from tests.web.desk import desk

__all__ = ["desk"]

DESK = Actor(ActorKind.FRONT_DESK)
MANY = 53
"""More than fit on one page, and more than are printed in one run."""
LISTS = (("letters", Channel.LETTER), ("calls", Channel.PHONE))


def ask(council: Council, count: int, channel: Channel) -> None:
    for number in range(count):
        asker = contact(name=f"Asker {number}", channel=channel)
        enquiring.log(new_enquiry(council, contact=asker), actor=DESK)


def fail(session: Session) -> None:
    """What waits for the desk can be told by nobody any more."""
    for letter in all_of(session, Message, Message.channel == Channel.LETTER):
        letter.state, letter.outcome = MessageState.FAILED, Outcome.NOT_COMPOSED
    session.commit()


def named(page: Page) -> list[str]:
    """Whom the list names on this page."""
    headings = ("".join(one.itertext()) for one in page.root.iter("h3"))
    return [words.partition(":")[0] for words in headings]


def whole(desk: Visitor, address: str) -> list[str]:
    """Whom the list names, page after page."""
    page = desk.get(address)
    found = named(page)
    while "Next page" in page.links:
        page = desk.follow(page, "Next page")
        found += named(page)
    return found


def test_every_letter_is_counted_reached_and_printed(desk: Visitor, council: Council) -> None:
    ask(council, MANY, Channel.LETTER)
    page = desk.get("/desk/letters")
    assert f"Letters ({MANY})" in page.text
    assert f"To print ({MANY})" in page.text
    assert whole(desk, "/desk/letters") == [f"Asker {number}" for number in range(MANY)]
    run = desk.press(page, f"Print the first 50 of {MANY} letters")
    assert "Open 50 letters" in run.text
    page = desk.get("/desk/letters")
    assert f"Letters ({MANY})" in page.text, "those to post are among them"
    assert "Open 3 letters" in desk.press(page, "Print all 3 letters").text
    assert "To print" not in desk.get("/desk/letters").text


def test_every_call_is_counted_and_reached(desk: Visitor, council: Council) -> None:
    ask(council, MANY, Channel.PHONE)
    page = desk.get("/desk/calls")
    assert f"Calls ({MANY})" in page.text
    assert f"To make now ({MANY})" in page.text
    assert page.heading == "Calls to make (page 1 of 2)"
    assert whole(desk, "/desk/calls") == [f"Asker {number}" for number in range(MANY)]


def test_calls_that_come_back_follow_those_to_make_now(
    desk: Visitor, council: Council, session: Session
) -> None:
    ask(council, MANY, Channel.PHONE)
    first = all_of(session, Message, Message.channel == Channel.PHONE)[0].id
    calling.no_answer(message_id=first, actor=DESK)
    page = desk.get("/desk/calls?page=2")
    assert "To make now (52)" in page.text
    assert "To try again later (1)" in page.text
    assert named(page)[-1] == "Asker 0"
    assert "To try again later" not in desk.get("/desk/calls").text


def test_whatever_was_not_delivered_is_counted_and_reached(
    desk: Visitor, council: Council, session: Session
) -> None:
    ask(council, MANY, Channel.LETTER)
    fail(session)
    page = desk.get("/desk/to-tell")
    assert f"Not delivered ({MANY})" in page.text
    assert f"tell them ({MANY})" in page.text
    newest_first = [f"Asker {number}" for number in reversed(range(MANY))]
    assert whole(desk, "/desk/to-tell") == newest_first


def test_a_press_leads_back_to_the_same_page(
    desk: Visitor, council: Council, session: Session
) -> None:
    ask(council, MANY, Channel.PHONE)
    page = desk.follow(desk.get("/desk/calls"), "Next page")
    page = desk.press(page, f"They have been told: Asker {MANY - 1}")
    assert page.heading == "Calls to make (page 2 of 2)"
    assert "Previous page" in page.links


@pytest.mark.parametrize("asked", ["0", "-1", "3", "9" * 40, "x"])
def test_a_page_that_there_is_not_is_the_nearest(
    desk: Visitor, council: Council, asked: str
) -> None:
    ask(council, 1, Channel.PHONE)
    assert named(desk.get(f"/desk/calls?page={asked}")) == ["Asker 0"]


@pytest.mark.parametrize(("name", "channel"), LISTS)
def test_a_list_takes_as_many_queries_for_many_as_for_a_few(
    desk: Visitor, council: Council, name: str, channel: Channel
) -> None:
    ask(council, 2, channel)
    few = queries(desk, f"/desk/{name}")
    ask(council, 8, channel)
    assert queries(desk, f"/desk/{name}") == few


def test_what_was_not_delivered_takes_as_many_queries_for_many_as_for_a_few(
    desk: Visitor, council: Council, session: Session
) -> None:
    ask(council, 2, Channel.LETTER)
    fail(session)
    few = queries(desk, "/desk/to-tell")
    ask(council, 8, Channel.LETTER)
    fail(session)
    assert queries(desk, "/desk/to-tell") == few
