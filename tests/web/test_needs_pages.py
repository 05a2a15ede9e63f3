"""Needs on the pages: flagged wherever staff look, ticked off, asked again, remembered by consent."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import enquiring, links, requesting
from booking.actions.actor import RESIDENT
from booking.domain.needs import CATALOGUE
from booking.models import Appointment, AuditEntry, Purpose, Resident, Role, TaskDone
from tests.builders import Council, arranged, contact, london, new_enquiry, new_request
from tests.conftest import SteppedClock
from tests.pages import Answer
from tests.stored import all_of, count, story
from tests.visitor import Page, Visitor
from tests.web.desk import desk, signed_in_as

__all__ = ["desk"]
FLAG = "Has needs"
NEEDS = ("step_free", "met_at_door")


@pytest.fixture
def amina(council: Council) -> Appointment:
    """Today at 2pm, with needs that are kept for next time."""
    return arranged(council, london(23, 14), needs=NEEDS, contact=contact(keep_needs=True))


def page_of(desk: Visitor, appointment: Appointment) -> Page:
    return desk.get(f"/desk/appointments/{appointment.reference}")


def by_link(app: Flask, session: Session, appointment: Appointment) -> tuple[Visitor, Page]:
    token = links.mint(session, appointment, Purpose.MANAGE, officer_id=appointment.officer_id)
    session.commit()
    visitor = Visitor(app)
    return visitor, visitor.get(f"/appointment/{token}")


BROKEN = (
    "/manager/broken?what=officer&officer=1&first-day=23&first-month=11&first-year=2026"
    "&last-day=&last-month=&last-year="
)


def test_needs_are_flagged_on_every_staff_view(
    app: Flask, desk: Visitor, council: Council, amina: Appointment
) -> None:
    enquiry = enquiring.log(new_enquiry(council, needs=("large_print_18",)), actor=RESIDENT)
    asked = requesting.request(new_request(council, needs=NEEDS), actor=RESIDENT)
    arranged(council, london(25, 9), needs=("interpreter_phone",), spoken_language="so")
    sam = signed_in_as(app, Role.OFFICER, officer_id=council.sam.id)
    manager = signed_in_as(app, Role.MANAGER)
    at_the_desk = ("today", f"appointments/{amina.reference}", "support", "enquiries")
    for_sam = ("day", "requests", "diary", f"appointments/{amina.reference}")
    shown = [desk.get(f"/desk/{door}") for door in (*at_the_desk, f"enquiries/{enquiry.reference}")]
    shown += [sam.get(f"/officer/{door}") for door in (*for_sam, f"requests/{asked.reference}")]
    shown += [manager.get(f"/manager/{door}") for door in ("", f"appointments/{amina.reference}")]
    shown += [manager.get(f"/manager/enquiries/{enquiry.reference}"), manager.get(BROKEN)]
    shown.append(desk.submit(desk.get("/desk/find"), {"sought": "amina"}))
    assert [page.address for page in shown if FLAG not in page.text] == []


def test_who_needs_nothing_is_not_flagged(desk: Visitor, council: Council) -> None:
    plain = arranged(council, london(23, 14), needs=("standard",))
    assert FLAG not in desk.get("/desk/today").text
    assert FLAG not in page_of(desk, plain).text


def test_a_word_of_their_own_is_a_need_too(app: Flask, desk: Visitor, council: Council) -> None:
    arranged(council, london(23, 14), needs_in_own_words="A chair with arms")
    sam = signed_in_as(app, Role.OFFICER, officer_id=council.sam.id)
    assert FLAG in desk.get("/desk/today").text
    assert FLAG in sam.get("/officer/day").text


def test_their_own_words_stand_on_the_lists_of_those_who_see_them(
    app: Flask, desk: Visitor, council: Council
) -> None:
    words = "A chair with arms"
    arranged(council, london(23, 14), needs_in_own_words=words)
    sam = signed_in_as(app, Role.OFFICER, officer_id=council.sam.id)
    for page in (desk.get("/desk/today"), sam.get("/officer/day")):
        assert words in page.text
        assert "Nothing special" not in page.text


def test_an_officer_who_answers_requests_sees_their_own_words_on_the_list(
    app: Flask, council: Council
) -> None:
    requesting.request(new_request(council, needs_in_own_words="A chair with arms"), actor=RESIDENT)
    sam = signed_in_as(app, Role.OFFICER, officer_id=council.sam.id)
    assert "A chair with arms" in sam.get("/officer/requests").text


def test_own_words_that_are_long_are_shortened_on_a_list_and_whole_on_the_page(
    desk: Visitor, council: Council
) -> None:
    words = f"{'A chair with arms, and ' * 10}that is all"
    seated = arranged(council, london(23, 14), needs_in_own_words=words)
    assert "that is all" not in desk.get("/desk/today").text
    assert words in page_of(desk, seated).text


def test_how_to_reach_them_is_no_flag_for_the_officer(app: Flask, council: Council) -> None:
    arranged(council, london(23, 14), needs=("no_sms",))
    sam = signed_in_as(app, Role.OFFICER, officer_id=council.sam.id)
    assert FLAG not in sam.get("/officer/day").text


def test_a_task_is_ticked_off_on_the_board_and_taken_back_on_its_page(
    desk: Visitor, amina: Appointment, session: Session
) -> None:
    press = "Tick it off: Meet the resident at the door, Amina Yusuf"
    board = desk.press(desk.get("/desk/today"), press)
    assert "Meet the resident at the door" not in board.text
    [told] = [one.appointment_id for one in all_of(session, TaskDone)]
    page = page_of(desk, amina)
    assert "Done by Rosa Lind, Monday 23 November at 10am." in page.text
    page = desk.press(page, press.replace("Tick it off", "Not done after all"))
    assert press in page.buttons
    assert count(session, TaskDone) == 0
    trail = [entry.action for entry in all_of(session, AuditEntry) if "task" in entry.action]
    assert trail == ["task_done", "task_not_done"]
    assert told == amina.id


def test_the_desk_asks_whether_it_is_still_right_and_notes_it_once_a_day(
    desk: Visitor, amina: Appointment, session: Session, clock: SteppedClock, council: Council
) -> None:
    later = arranged(council, london(24, 14), needs=NEEDS)
    press = "Needs are still right: Amina Yusuf"
    assert press not in page_of(desk, later).buttons, "they have just told us"
    clock.at = london(24, 13, 50)
    desk = Visitor(desk.client.application)
    desk.sign_in("front_desk@example.org", "a long enough password")
    assert press in page_of(desk, later).buttons
    board = desk.press(desk.get("/desk/today"), press)
    assert "Noted: what they need is still right." in board.text
    assert press not in board.buttons
    assert story(session, later)[-1] == "needs_confirmed"
    assert "Last said to be right on Tuesday 24 November 2026" in page_of(desk, later).text


def test_the_desk_forgets_what_is_kept_when_it_is_asked_to(
    desk: Visitor, amina: Appointment, session: Session
) -> None:
    press = "Forget what is kept: Amina Yusuf"
    page = desk.press(page_of(desk, amina), press)
    assert press not in page.buttons
    assert [one.kept_needs for one in all_of(session, Resident)] == [None]


def test_a_known_residents_old_needs_are_marked_on_the_booking_page(
    desk: Visitor, amina: Appointment, session: Session, clock: SteppedClock
) -> None:
    clock.forward(days=366)
    desk = Visitor(desk.client.application)
    desk.sign_in("front_desk@example.org", "a long enough password")
    page = desk.get("/desk/book")
    found = desk.submit(page, {"sought": "amina", "do": "search"}, button="Look for them")
    chosen = {"known": str(amina.resident_id), "do": "known"}
    page = desk.submit(found, chosen, button="Look for them")
    assert "last said to be right on Monday 23 November 2026" in page.text
    assert "Ask again: this is old" in page.text
    assert page.answers("Look for them")["needs_place"] == list(NEEDS)


def test_the_resident_says_that_it_is_still_right_by_one_press(
    app: Flask, council: Council, session: Session, clock: SteppedClock
) -> None:
    appointment = arranged(council, needs=NEEDS)
    clock.forward(days=1)
    visitor, page = by_link(app, session, appointment)
    assert "You told us this on Monday 23 November 2026. Is it still right?" in page.text
    page = visitor.press(page, "Yes, still right")
    assert "We have noted that it is still right" in page.text
    assert "Yes, still right" not in page.buttons
    assert story(session, appointment)[-1] == "needs_confirmed"


def test_the_resident_has_what_we_remember_forgotten(
    app: Flask, amina: Appointment, session: Session
) -> None:
    visitor, page = by_link(app, session, amina)
    page = visitor.press(page, "Forget it")
    assert "Next time we will ask you again" in page.text
    assert "Forget it" not in page.buttons
    assert [one.kept_needs for one in all_of(session, Resident)] == [None]


@pytest.mark.parametrize("keeps", [True, False])
def test_another_appointment_begins_with_what_they_agreed_to_have_kept_and_asks_each_page(
    app: Flask, council: Council, session: Session, clock: SteppedClock, keeps: bool
) -> None:
    needs = ("lipreads", "step_free", "large_print_18")
    known = contact(keep_needs=keeps)
    appointment = arranged(council, needs=needs, contact=known)
    clock.at = london(26, 9)
    visitor, page = by_link(app, session, appointment)
    assert page.title.startswith("Your appointment has been")
    page = visitor.press(page, "Ask for a new appointment")
    page = visitor.submit(page, {"service": "housing"})
    page = visitor.submit(page, {"officer": "sam-okafor"})
    page = visitor.submit(page, {"way": f"in_person-{council.civic_centre.id}"})
    assert page.heading == "Your language"
    page = visitor.submit(page, {"needs": ["none"]})
    assert page.heading.startswith("What do you need")
    support = page.answers().get("needs")
    page = visitor.submit(page, {} if keeps else {"needs": ["none"]})
    assert page.heading.startswith("How should we write")
    assert (support, page.answers().get("needs")) == (
        (["lipreads", "step_free"], "large_print_18") if keeps else (None, None)
    )


def booking(council: Council, **changes: Any) -> dict[str, Any]:
    usual = {
        "came_by": "phone",
        "name": "Ken Ode",
        "whom": f"{council.housing.id}-{council.sam.id}",
        "meeting": "in_person",
        "phone": "07700 900456",
        "channel": "sms",
        "time": "later",
        "do": "book",
    }
    return usual | changes


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            {"needs_contact": ["no_sms", "no_email", "no_letter", "no_phone"]},
            "Leave one way to tell them: a text, an email, a letter or a call",
        ),
        (
            {"needs_contact": ["no_phone", "text_relay"]},
            "They ask to be phoned and not to be phoned. Ask them which.",
        ),
        (
            {"needs_time": ["mornings_only", "afternoons_only"]},
            "Only mornings or only afternoons: take one away",
        ),
        (
            {"needs_format": ["large_print_18", "large_print_24"]},
            "One size of large print: take the other away",
        ),
        ({"needs_contact": ["no_sms"]}, "They asked us not to use this."),
        (
            {"needs_contact": ["no_phone"], "channel": "phone", "phone": "020 7946 0123"},
            "They asked us not to use this.",
        ),
        ({"phone": "020 7946 0123"}, "A text cannot reach this number."),
        ({"channel": "letter"}, "Enter an address, or tell them another way"),
        ({"needs_professional": ["interpreter_phone"]}, "Choose the language for the interpreter"),
        (
            {
                "needs_professional": ["interpreter_phone", "interpreter_video"],
                "spoken_language": "pl",
            },
            "Choose one way for the interpreter to help you",
        ),
    ],
)
def test_what_cannot_be_met_together_is_said_at_the_desk_and_books_nothing(
    desk: Visitor, council: Council, session: Session, typed: dict[str, Any], words: str
) -> None:
    page = desk.submit(desk.get("/desk/book"), booking(council, **typed), button="Look for them")
    assert words in page.text
    assert page.title.startswith("Error: ")
    assert count(session, Appointment) == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            {"meeting": "phone", "phone": "", "email": "k@example.org", "channel": "email"},
            "by phone",
        ),
        ({"meeting": "video"}, "the video link is sent to it"),
        ({"needs_place": ["home_visit"]}, "the officer visits them at home"),
        ({"meeting": "home_visit"}, "the officer visits them at home"),
    ],
)
def test_what_a_way_of_meeting_needs_is_asked_for_at_the_desk(
    desk: Visitor, council: Council, session: Session, typed: dict[str, Any], words: str
) -> None:
    whom = f"{council.benefits.id}-{council.sam.id}"
    answers = booking(council, whom=whom, **typed)
    page = desk.submit(desk.get("/desk/book"), answers, button="Look for them")
    assert words in page.text
    assert count(session, Appointment) == 0


def test_the_desk_books_no_home_visit_where_nobody_visits(
    desk: Visitor, council: Council, session: Session
) -> None:
    answers = booking(council, needs_place=["home_visit"], address="1 High Street")
    page = desk.submit(desk.get("/desk/book"), answers, button="Look for them")
    assert "Housing advice is not done this way" in page.text
    assert count(session, Appointment) == 0
    here = f"/desk/appointments/{arranged(council).reference}/needs"
    assert "home_visit" not in desk.get(here).choices("needs_place")


def test_a_change_that_leaves_no_way_to_tell_them_is_said_at_the_desk(
    desk: Visitor, council: Council, session: Session
) -> None:
    one = arranged(council, contact=contact(email=None, address=None, channel="sms"))
    page = desk.get(f"/desk/appointments/{one.reference}/needs")
    page = desk.submit(page, {"needs_contact": ["no_sms", "no_phone"]}, button="Change the needs")
    assert "This leaves no way to tell them anything." in page.text
    session.rollback()
    assert session.get_one(Appointment, one.id).needs == []


def test_when_to_phone_is_asked_at_the_desk_and_stands_on_the_appointment(
    desk: Visitor, council: Council, session: Session
) -> None:
    typed = {"best_part": "afternoon", "best_words": "after 3pm"}
    desk.submit(desk.get("/desk/book"), booking(council, **typed), button="Look for them")
    [made] = all_of(session, Appointment)
    assert made.needs == ["best_times"]
    shown = page_of(desk, made).text
    assert "Best phoned Afternoon" in shown
    assert "after 3pm" in shown
    page = desk.get(f"/desk/appointments/{made.reference}/needs")
    desk.submit(page, {"best_part": "", "best_words": ""}, button="Change the needs")
    session.rollback()
    assert session.get_one(Appointment, made.id).needs == []
    assert session.get_one(Resident, made.resident_id).best_part is None


def test_no_page_carries_a_need_in_its_address(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    assert not [rule for rule in rules for code in CATALOGUE if "_" in code and code in rule]


def test_the_desk_changes_the_language_and_asks_for_it_where_an_interpreter_is_needed(
    desk: Visitor, council: Council, session: Session
) -> None:
    shown = arranged(council, london(26, 9))
    page = desk.get(f"/desk/appointments/{shown.reference}/needs")
    wanted: dict[str, Answer] = {"needs_professional": ["interpreter_phone"]}
    refused = desk.submit(page, wanted, button="Change the needs")
    assert "Choose the language for the interpreter" in refused.text
    both = wanted | {"spoken_language": "pl", "unlisted": "Ga"}
    assert "not both" in desk.submit(refused, both, button="Change the needs").text
    desk.submit(refused, wanted | {"spoken_language": "pl"}, button="Change the needs")
    session.rollback()
    assert session.get_one(Appointment, shown.id).spoken_language == "pl"
    page = desk.get(f"/desk/appointments/{shown.reference}/needs")
    assert page.answers("Change the needs")["spoken_language"] == "pl"
    ours: dict[str, Answer] = {"needs_professional": [], "spoken_language": ""}
    desk.submit(page, ours, button="Change the needs")
    session.rollback()
    assert session.get_one(Appointment, shown.id).spoken_language == "en"


def test_the_desk_says_which_interpreter_an_agency_should_look_for(
    desk: Visitor, council: Council, session: Session
) -> None:
    shown = arranged(council, london(26, 9))
    page = desk.get(f"/desk/appointments/{shown.reference}/needs")
    wanted: dict[str, Answer] = {
        "needs_professional": ["interpreter_phone"],
        "spoken_language": "so",
        "interpreter_wishes": "Af-Maay, a woman",
    }
    desk.submit(page, wanted, button="Change the needs")
    assert "Af-Maay, a woman" in page_of(desk, shown).text
    page = desk.get(f"/desk/appointments/{shown.reference}/needs")
    assert page.answers("Change the needs")["interpreter_wishes"] == "Af-Maay, a woman"
    desk.submit(page, {"interpreter_wishes": ""}, button="Change the needs")
    session.rollback()
    assert session.get_one(Appointment, shown.id).interpreter_wishes is None
