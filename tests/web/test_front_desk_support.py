"""Support at the desk: what to order, what the agency asks, what came of it, and what the resident sees."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import changing, links
from booking.actions.actor import RESIDENT
from booking.domain.support import SupportState
from booking.models import Appointment, Purpose, Support
from tests.builders import Council, arranged, london
from tests.conftest import SteppedClock
from tests.stored import all_of
from tests.visitor import Page, Visitor
from tests.web.desk import desk

__all__ = ["desk"]

ADDRESS = "/desk/support"


@pytest.fixture
def appointment(council: Council) -> Appointment:
    return arranged(
        council,
        london(9, 10, 30, month=12),
        needs=["interpreter_in_person"],
        spoken_language="so",
        interpreter_wishes="Af-Maay, a woman",
    )


def the_booking(session: Session) -> Support:
    return all_of(session, Support)[-1]


BUTTONS = {
    "order": "It is ordered",
    "confirm": "They will come",
    "fail": "They cannot come",
    "attend": "They came",
    "instead": "Book that instead",
    "told": "The agency knows",
}


def press(desk: Visitor, page: Page, do: str, **answers: str) -> Page:
    return desk.submit(page, {"do": do, **answers}, button=BUTTONS[do])


def test_nothing_to_book_is_said(desk: Visitor) -> None:
    assert "Nothing is to be booked" in desk.get(ADDRESS).text


def test_what_an_agency_asks_is_on_one_page_and_nothing_personal_goes_with_it(
    desk: Visitor, appointment: Appointment
) -> None:
    page = desk.get(ADDRESS)
    assert "To order (1)" in page.text
    page = desk.follow(page, "Interpreter in person")
    for words in (
        "Somali",
        "Wednesday 9 December",
        "Until 11:15am",
        "Civic Centre",
        "Housing advice",
    ):
        assert words in page.text
    assert "Tell the agency nothing else" in page.text


def test_it_is_ordered_confirmed_and_attended(
    desk: Visitor, appointment: Appointment, session: Session, clock: SteppedClock
) -> None:
    address = f"{ADDRESS}/{the_booking(session).id}"
    page = press(desk, desk.get(address), "order")
    assert "Enter the agency" in page.text
    page = press(desk, page, "order", agency="Words Together", agency_reference="W-12")
    assert "Ordered, and not confirmed yet (1)" in page.text
    assert "W-12" in page.text
    page = press(desk, desk.get(address), "confirm")
    assert "Confirmed (1)" in page.text
    assert "They came" not in desk.get(address).text
    clock.at = london(9, 10, 30, month=12)
    page = press(desk, desk.get(address), "attend")
    assert "Nothing is to be booked" in page.text
    assert the_booking(session).state is SupportState.ATTENDED


def test_what_fails_is_met_in_another_way_as_the_resident_agreed(
    desk: Visitor, appointment: Appointment, session: Session
) -> None:
    address = f"{ADDRESS}/{the_booking(session).id}"
    page = press(desk, desk.get(address), "fail")
    assert "Write why they cannot come" in page.text
    press(desk, page, "fail", reason="Nobody speaks it here.")
    page = desk.get(address)
    assert "Nobody speaks it here." in page.text
    page = press(desk, page, "instead", need="interpreter_phone")
    assert "Write how the resident agreed" in page.text
    page = press(desk, page, "instead", need="interpreter_phone", agreement="Said so by phone.")
    assert "Interpreter by phone" in page.text
    assert the_booking(session).agreement == "Said so by phone."


def test_a_second_press_changes_nothing_and_says_so(
    desk: Visitor, appointment: Appointment, session: Session
) -> None:
    stale = desk.get(f"{ADDRESS}/{the_booking(session).id}")
    press(desk, stale, "order", agency="Words Together")
    page = press(desk, stale, "order", agency="Somebody Else")
    assert "has moved on since you opened the page" in page.text
    assert the_booking(session).agency == "Words Together"


def test_an_agency_hears_that_it_is_not_needed(
    desk: Visitor, appointment: Appointment, session: Session
) -> None:
    address = f"{ADDRESS}/{the_booking(session).id}"
    press(desk, desk.get(address), "order", agency="Words Together")
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    assert "Not needed any more: tell the agency (1)" in desk.get(ADDRESS).text
    page = press(desk, desk.get(address), "told")
    assert "Nothing is to be booked" in page.text


def test_the_appointment_leads_to_its_support(desk: Visitor, appointment: Appointment) -> None:
    page = desk.get(f"/desk/appointments/{appointment.reference}")
    assert "To be ordered" in page.text
    assert "What the agency asks" in desk.follow(page, "Interpreter in person").text


def test_the_board_of_the_day_says_how_far_it_has_come(
    desk: Visitor, appointment: Appointment, clock: SteppedClock
) -> None:
    clock.at = london(9, 9, month=12)
    page = desk.get("/desk/today?location=all")
    assert "Interpreter in person: To be ordered" in page.text
    assert (
        "What the agency asks"
        in desk.follow(page, "Interpreter in person: To be ordered, Amina Yusuf").text
    )


def test_the_resident_sees_how_far_it_has_come(
    desk: Visitor, appointment: Appointment, session: Session
) -> None:
    token = links.mint(session, appointment, Purpose.MANAGE)
    session.commit()
    assert "We are booking it." in desk.get(f"/appointment/{token}").text
    press(desk, desk.get(f"{ADDRESS}/{the_booking(session).id}"), "confirm")
    assert "It is booked and confirmed." in desk.get(f"/appointment/{token}").text


def test_what_the_agency_has_to_give_up_is_what_it_was_asked_for(
    desk: Visitor, appointment: Appointment, session: Session
) -> None:
    address = f"{ADDRESS}/{the_booking(session).id}"
    press(desk, desk.get(address), "order", agency="Words Together")
    changing.change_needs(
        appointment_id=appointment.id,
        needs=["interpreter_in_person"],
        in_own_words=None,
        language="ro",
        actor=RESIDENT,
    )
    old, new = desk.get(address).text, desk.get(f"{ADDRESS}/{the_booking(session).id}").text
    assert "Somali" in old
    assert "Romanian" not in old
    assert "Romanian" in new
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    assert "Af-Maay, a woman" in desk.get(address).text


def test_what_was_never_ordered_leaves_the_list_once_its_time_is_over(
    desk: Visitor, appointment: Appointment, session: Session, clock: SteppedClock
) -> None:
    clock.at = london(9, 11, 14, month=12)
    assert "To order (1)" in desk.get(ADDRESS).text
    clock.at = london(9, 11, 15, month=12)
    assert "Nothing is to be booked" in desk.get(ADDRESS).text
    page = desk.get(f"{ADDRESS}/{the_booking(session).id}")
    assert not {"It is ordered", "They will come", "They came"} & set(page.buttons)


@pytest.mark.parametrize(
    ("before", "after"), [("order", "attend"), ("confirm", "attend"), ("confirm", "fail")]
)
def test_of_whoever_was_asked_and_is_over_the_desk_says_whether_they_came(
    desk: Visitor,
    appointment: Appointment,
    session: Session,
    clock: SteppedClock,
    before: str,
    after: str,
) -> None:
    address = f"{ADDRESS}/{the_booking(session).id}"
    asked = {"agency": "Words Together"} if before == "order" else {}
    press(desk, desk.get(address), before, **asked)
    clock.at = london(8, 10, month=1, year=2027)
    page = desk.get(ADDRESS)
    assert "did they come? (1)" in page.text
    assert "Due" not in page.text
    page = desk.get(address)
    assert "They will come" not in page.buttons
    press(desk, page, after, **({"reason": "Nobody came."} if after == "fail" else {}))
    assert "Nothing is to be booked" in desk.get(ADDRESS).text


def test_the_address_of_a_home_visit_is_for_whoever_will_come(
    desk: Visitor, council: Council, session: Session
) -> None:
    arranged(
        council,
        london(9, 10, 30, month=12),
        service_id=council.benefits.id,
        needs=["interpreter_in_person", "home_visit"],
        spoken_language="so",
    )
    address = f"{ADDRESS}/{the_booking(session).id}"
    page = desk.get(address)
    assert "tell the agency the town only" in page.text
    assert "7 Mill Lane" not in page.text
    press(desk, page, "confirm")
    assert "7 Mill Lane" in desk.get(address).text
