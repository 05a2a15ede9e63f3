"""The print queue: everything that waits in one PDF, posted by one press."""

from contextvars import Context
from functools import partial

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import changing, enquiring
from booking.actions.actor import RESIDENT, Actor
from booking.messaging import letters as paper
from booking.models import ActorKind, Channel, Kind, Message, MessageState
from tests.builders import Council, arranged, authority, contact, london, new_enquiry
from tests.messaging.pdf import Tagged
from tests.queries import queries
from tests.stored import all_of
from tests.visitor import HOME, Visitor
from tests.web.desk import desk

__all__ = ["desk"]

ADDRESS = "/desk/letters"
PAGES = (ADDRESS, "/desk/calls", "/desk/to-tell")
DESK = Actor(ActorKind.FRONT_DESK)


def to_write_to(council: Council, name: str = "Amina Yusuf", hour: int = 10, **how: object) -> int:
    written = contact(name=name, channel=Channel.LETTER)
    return arranged(council, london(25, hour, 30), contact=written, **how).id


def letters(session: Session) -> list[Message]:
    return list(all_of(session, Message, Message.channel == Channel.LETTER))


def pdf(desk: Visitor, address: str) -> Tagged:
    answer = Context().run(partial(desk.client.get, address, base_url=HOME))
    assert answer.mimetype == "application/pdf", answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return Tagged.of(answer.data)


def test_nothing_waiting_is_said(desk: Visitor) -> None:
    assert "Nothing is waiting" in desk.get(ADDRESS).text


def test_a_letter_is_shown_printed_and_posted(
    desk: Visitor, council: Council, session: Session
) -> None:
    to_write_to(council)
    page = desk.get(ADDRESS)
    assert "Letters (1)" in page.text
    assert "Amina Yusuf: Appointment arranged" in page.text
    assert "Dear Amina Yusuf" in page.text
    page = desk.press(page, "Print 1 letter")
    [link] = [to for words, to in page.links.items() if words.startswith("Open 1 letter")]
    printed = pdf(desk, link)
    assert printed.title == "Your appointment is arranged: Wednesday 25 November at 10:30am"
    assert printed.figures == ["Tell us that you are here"]
    page = desk.press(page, "1 letter is posted")
    assert "1 letter is posted." in page.text
    assert "Nothing is waiting" in page.text
    [letter] = letters(session)
    assert letter.state is MessageState.SENT
    assert letter.content
    assert "Dear Amina Yusuf" in letter.content["text"]


def test_all_that_wait_are_one_pdf_and_later_ones_are_not_posted_with_them(
    desk: Visitor, council: Council, session: Session
) -> None:
    to_write_to(council)
    enquiring.log(new_enquiry(council, contact=contact(channel=Channel.LETTER)), actor=DESK)
    run = desk.press(desk.get(ADDRESS), "Print all 2 letters")
    assert "Question received" in run.text
    [link] = [to for words, to in run.links.items() if words.startswith("Open 2 letters")]
    assert pdf(desk, link).title == "Letters to post"
    to_write_to(council, "Bo", 14)
    page = desk.press(run, "All 2 letters are posted")
    assert "2 letters are posted." in page.text
    assert [one.state for one in letters(session)] == [
        MessageState.SENT,
        MessageState.SENT,
        MessageState.WAITING,
    ]


def test_one_of_them_can_be_posted_or_written_anew(
    desk: Visitor, council: Council, session: Session
) -> None:
    to_write_to(council)
    to_write_to(council, "Bo", 14)
    run = desk.press(desk.get(ADDRESS), "Print all 2 letters")
    desk.press(run, "It is posted: Bo")
    assert [one.state for one in letters(session)] == [MessageState.WAITING, MessageState.SENT]
    anew = desk.press(desk.get(run.address), "Write it anew: Amina Yusuf")
    assert anew.address != run.address
    assert "None of these letters waits" in desk.get(run.address).text


def test_the_letter_that_is_kept_is_the_letter_that_was_printed(
    desk: Visitor, council: Council, session: Session
) -> None:
    to_write_to(council)
    [letter] = letters(session)
    desk.get(f"/desk/letters/{letter.id}/letter.pdf", status=404)
    desk.press(desk.get(ADDRESS), "Print 1 letter")
    first = pdf(desk, f"/desk/letters/{letter.id}/letter.pdf")
    page = Context().run(partial(desk.client.get, f"/desk/letters/{letter.id}", base_url=HOME))
    [letter] = letters(session)
    assert page.text == (letter.content or {})["html"]
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert first.claims_ua


def test_language_layout_and_what_to_do_by_hand_are_shown(
    desk: Visitor, council: Council, session: Session
) -> None:
    needs = ("large_print_24", "coloured_paper", "braille")
    to_write_to(council, needs=needs)
    text = desk.get(ADDRESS).text
    for words in (
        "English",
        "Large print, 24 point",
        "Ask which colour of paper they need, and print letters on it",
        "Order the letters in braille",
    ):
        assert words in text


def test_a_supporters_letter_is_not_made_for_the_residents_needs(
    desk: Visitor, council: Council
) -> None:
    by_letter = authority(channel=Channel.LETTER, address="2 Mill Lane")
    arranged(council, needs=("coloured_paper", "braille"), authority=by_letter)
    text = desk.get(ADDRESS).text
    assert "Dear Joan Smith" in text
    assert "colour of paper" not in text
    assert "braille" not in text


def test_what_is_no_longer_true_is_named_and_not_posted(
    desk: Visitor, council: Council, session: Session
) -> None:
    appointment_id = to_write_to(council)
    run = desk.press(desk.get(ADDRESS), "Print 1 letter")
    changing.cancel(appointment_id=appointment_id, actor=RESIDENT)
    assert "some are no longer true" in desk.get(run.address).text
    assert "no longer true, do not post it" in desk.get(ADDRESS).text
    page = desk.press(run, "1 letter is posted")
    assert "Take it out of the pile" in page.text
    assert letters(session)[0].state is MessageState.DROPPED


def test_without_pango_letters_are_printed_by_the_browser(
    desk: Visitor, council: Council, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "can_print", lambda: False)
    to_write_to(council)
    run = desk.press(desk.get(ADDRESS), "Print 1 letter")
    assert "PDFs cannot be made" in run.text
    [link] = [to for words, to in run.links.items() if words.startswith("Open it alone")]
    assert "7 Mill Lane" in Context().run(partial(desk.client.get, link, base_url=HOME)).text
    [letter] = letters(session)
    desk.get(f"/desk/letters/{letter.id}/letter.pdf", status=404)


def test_a_letter_without_an_address_is_no_dead_end(
    desk: Visitor, council: Council, session: Session
) -> None:
    to_write_to(council)
    [letter] = letters(session)
    assert letter.appointment
    letter.appointment.resident.address = None
    session.commit()
    page = desk.get(ADDRESS)
    assert "There is no address for this" in page.text
    page = desk.press(page, "Tell them in another way: Amina Yusuf")
    assert "They are told in another way" in page.text
    assert [one.channel for one in all_of(session, Message, Message.kind == Kind.ARRANGED)] == [
        Channel.LETTER,
        Channel.EMAIL,
    ]


def test_a_pdf_holds_what_is_still_to_be_posted_and_nothing_twice(
    desk: Visitor, council: Council, session: Session
) -> None:
    to_write_to(council)
    to_write_to(council, "Bo", 14)
    run = desk.press(desk.get(ADDRESS), "Print all 2 letters")
    desk.press(run, "It is posted: Bo")
    run = desk.get(run.address)
    [link] = [to for words, to in run.links.items() if words.startswith("Open 1 letter")]
    assert len(pdf(desk, link).figures) == 1
    desk.press(run, "1 letter is posted")
    assert len(pdf(desk, link).figures) == 2, "to look at what was posted"


def test_a_letter_that_is_no_longer_true_is_not_noted_as_posted(
    desk: Visitor, council: Council, session: Session
) -> None:
    appointment_id = to_write_to(council)
    run = desk.press(desk.get(ADDRESS), "Print 1 letter")
    changing.cancel(appointment_id=appointment_id, actor=RESIDENT)
    page = desk.press(run, "It is posted: Amina Yusuf")
    assert "This is no longer true, so it is not noted as told" in page.text
    assert letters(session)[0].state is MessageState.WAITING


def test_printed_letters_take_as_many_queries_for_many_as_for_a_few(
    desk: Visitor, council: Council
) -> None:
    to_write_to(council)
    enquiring.log(new_enquiry(council, contact=contact(channel=Channel.LETTER)), actor=DESK)
    run = desk.press(desk.get(ADDRESS), "Print all 2 letters")
    few = queries(desk, ADDRESS), queries(desk, run.address)
    for hour in (11, 12, 13):
        to_write_to(council, f"Bo {hour}", hour)
        asks = contact(name=f"Cy {hour}", channel=Channel.LETTER)
        enquiring.log(new_enquiry(council, contact=asks), actor=DESK)
    many = desk.press(desk.get(ADDRESS), "Print all 6 letters")
    desk.press(run, "All 2 letters are posted")
    assert (queries(desk, ADDRESS), queries(desk, many.address)) == few


@pytest.mark.parametrize("run_id", ["999", "2147483648", "x"])
def test_an_unknown_run_is_no_page(app: Flask, desk: Visitor, run_id: str) -> None:
    token = desk.get("/desk/find").token()
    desk.get(f"/desk/letters/printed/{run_id}", status=404)
    desk.get(f"/desk/letters/printed/{run_id}/letters.pdf", status=404)
    desk.post(f"/desk/letters/printed/{run_id}/posted", {"csrf_token": token}, status=404)


def test_the_pages_take_as_many_queries_for_many_printed_letters_as_for_a_few(
    desk: Visitor, council: Council
) -> None:
    to_write_to(council)
    desk.press(desk.get(ADDRESS), "Print 1 letter")
    few = {address: queries(desk, address) for address in PAGES}
    for hour in (11, 12, 13, 14):
        to_write_to(council, f"Bo {hour}", hour)
    desk.press(desk.get(ADDRESS), "Print all 4 letters")
    assert {address: queries(desk, address) for address in PAGES} == few
