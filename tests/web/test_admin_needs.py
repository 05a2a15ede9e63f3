"""What an administrator sees and changes of the needs, and of the rooms that meet them."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import catalogue, need_rules, places, requesting
from booking.actions.actor import KEPT, RESIDENT
from booking.domain.catalogue import Rule
from booking.domain.needs import CATALOGUE
from booking.models import AuditEntry, Location, Role, Room
from tests.builders import Council, arranged, new_request
from tests.visitor import Page, Visitor
from tests.web.desk import signed_in_as

SEE = "See what it means"
BSL = "/admin/needs/bsl_interpreter"


@pytest.fixture
def administrator(app: Flask, council: Council) -> Visitor:
    """Rosa, signed in as an administrator."""
    return signed_in_as(app, Role.ADMINISTRATOR)


def lead(session: Session) -> int:
    session.rollback()
    return catalogue.current(session)["bsl_interpreter"].lead_working_days


def see(visitor: Visitor, address: str = BSL, **answers: str) -> Page:
    return visitor.submit(visitor.get(address), answers, button=SEE)


def save(visitor: Visitor, seen: Page) -> Page:
    return visitor.submit(seen, {"save": "yes"}, button="Save")


def last_entry(session: Session) -> tuple[str, str]:
    session.rollback()
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    return entry.action, entry.subject


def test_every_need_stands_there_with_what_follows_from_it(administrator: Visitor) -> None:
    page = administrator.get("/admin/needs")
    addresses = {f"/admin/needs/{code}" for code in CATALOGUE}
    assert addresses <= set(page.links.values())
    assert "It takes 10 working days to book, so the first times are later." in page.text
    assert "The appointment is 50% longer: 45 minutes instead of 30 minutes." in page.text
    assert "Only a room that has it: Hearing loop." in page.text


def test_every_need_has_a_page(administrator: Visitor) -> None:
    headings = {administrator.get(f"/admin/needs/{code}").heading for code in CATALOGUE}
    assert len(headings) == len(CATALOGUE)


def test_a_change_is_seen_then_saved_then_told_in_the_history(
    administrator: Visitor, session: Session, council: Council
) -> None:
    arranged(council, needs=["breaks"])
    requesting.request(new_request(council, needs=["bsl_interpreter"]), actor=RESIDENT)
    seen = see(administrator, lead_working_days="15")
    assert "Working days to book it 10 15" in seen.text
    assert "1 open request states this need, and follows the new figures." in seen.text
    assert "What is arranged stays as it is." in seen.text
    assert lead(session) == 10
    saved = save(administrator, seen)
    assert lead(session) == 15
    assert "It is saved, and holds from now on." in saved.text
    assert "Rosa Lind Working days to book it 10 15" in saved.text
    assert last_entry(session) == ("change_need", "need:bsl_interpreter lead_working_days=10>15")


def test_what_is_seen_can_still_be_changed(administrator: Visitor, session: Session) -> None:
    seen = see(administrator, lead_working_days="15")
    again = administrator.submit(seen, {"change": "yes"}, button="Change it")
    assert again.answers(SEE)["lead_working_days"] == "15"
    assert lead(session) == 10


def test_kepts_own_figures_come_back(administrator: Visitor, session: Session) -> None:
    page = save(administrator, see(administrator, lead_working_days="15", stretch_percent="80"))
    seen = administrator.press(page, "Go back to Kept’s own figures")
    assert "Percent longer 80 50" in seen.text
    assert "Go back to Kept’s own figures" not in save(administrator, seen).buttons
    session.rollback()
    assert catalogue.current(session) == CATALOGUE


BOOKED = "Enter how many working days you need to book it, from 0 to 40"
CONFIRMED = "Enter how many working days before it must be confirmed, from 1 to 10"
TAKEN = "Enter how many minutes more it takes, from 0 to 120"
LONGER = "Enter by how many percent the appointment is longer, from 0 to 100"


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        *[({"lead_working_days": said}, BOOKED) for said in ("41", "-1", "soon", "")],
        *[({"confirm_working_days": said}, CONFIRMED) for said in ("0", "11", "")],
        ({"extra_minutes": "7"}, "Enter minutes in steps of 5"),
        *[({"extra_minutes": said}, TAKEN) for said in ("125", "")],
        *[({"stretch_percent": said}, LONGER) for said in ("101", "9" * 30, "")],
    ],
    ids=str,
)
def test_what_is_out_of_bounds_is_refused_in_plain_words(
    administrator: Visitor, session: Session, answers: dict[str, str], error: str
) -> None:
    page = see(administrator, **answers)
    assert "There is a problem" in page.text
    assert error in page.text
    assert lead(session) == 10


def test_a_duty_has_no_such_choice_and_says_why_and_a_forged_one_is_ignored(
    administrator: Visitor, session: Session
) -> None:
    page = administrator.get(BSL)
    assert "We always ask about it. The Equality Act 2010 asks us" in page.text
    assert "offered" not in page.answers(SEE)
    forged = see(administrator, offered="no", lead_working_days="12")
    administrator.submit(forged, {"save": "yes", "offered": "no"}, button="Save")
    assert lead(session) == 12
    assert catalogue.current(session)["bsl_interpreter"].offered


def test_an_answer_that_is_no_choice_is_refused(administrator: Visitor) -> None:
    page = see(administrator, "/admin/needs/interpreter_video", offered="perhaps")
    assert "Choose from the answers on this page." in page.text


def test_a_need_that_is_no_duty_can_be_left_out_and_is_not_asked_any_more(
    administrator: Visitor, app: Flask, session: Session, council: Council
) -> None:
    seen = see(administrator, "/admin/needs/interpreter_video", offered="no")
    assert "Nobody new is asked about it." in seen.text
    save(administrator, seen)
    assert "Not asked" in administrator.get("/admin/needs").text
    assert "Interpreter by video" not in administrator.get("/desk/book").text
    session.rollback()
    assert not catalogue.current(session)["interpreter_video"].offered


def test_what_was_recorded_stays_ticked_although_it_is_not_asked_any_more(
    administrator: Visitor, council: Council
) -> None:
    kept = arranged(council, needs=["coloured_paper"])
    need_rules.save(code="coloured_paper", rule=Rule(offered=False), actor=KEPT)
    there = f"/desk/appointments/{kept.reference}/needs"
    page = administrator.get(there)
    assert "Coloured paper" in page.text
    assert "Coloured paper" not in administrator.get("/desk/book").text
    administrator.submit(page, {"needs_time": "breaks"})
    assert "Coloured paper" in administrator.get(there).text


def test_a_lead_time_that_no_diary_reaches_is_warned_of(
    administrator: Visitor, council: Council, session: Session
) -> None:
    for officer in (council.sam, council.priya, council.rhys):
        officer.horizon_days = 21
        session.add(officer)
    session.commit()
    seen = see(administrator, lead_working_days="30")
    assert "No officer’s diary is open that far ahead" in seen.text


def test_a_need_that_is_not_there_has_no_page(administrator: Visitor) -> None:
    administrator.get("/admin/needs/carrier_pigeon", status=404)
    administrator.get("/admin/rooms/999", status=404)


def test_a_page_of_a_place_says_where_the_need_can_be_met_and_where_nowhere(
    administrator: Visitor, session: Session
) -> None:
    assert "Civic Centre: Room 2" in administrator.get("/admin/needs/hearing_loop").text
    assert "Separate waiting place No room" in administrator.get("/admin/rooms").text
    nowhere = administrator.get("/admin/needs/separate_waiting")
    assert "No room has it." in nowhere.text


def test_what_a_room_has_is_changed_and_written_into_the_audit_trail(
    administrator: Visitor, session: Session, council: Council
) -> None:
    room = session.scalars(select(Room).where(Room.name == "Room 1")).one()
    page = administrator.get(f"/admin/rooms/{room.id}")
    saved = administrator.submit(page, {"facilities": ["quiet"]}, button="Save")
    assert "It is saved." in saved.text
    session.rollback()
    assert session.get_one(Room, room.id).facilities == ["quiet"]
    assert last_entry(session) == ("change_room", f"room:{room.id} +quiet")


def test_what_somebody_relies_on_is_shown_before_it_is_taken_away(
    administrator: Visitor, session: Session, council: Council
) -> None:
    needing = arranged(council, needs=["hearing_loop"])
    loop = session.get_one(Room, needing.room_id)
    page = administrator.get(f"/admin/rooms/{loop.id}")
    warned = administrator.submit(page, {"facilities": ["step_free"]}, button="Save")
    assert warned.heading == "Somebody needs what you take away"
    assert needing.reference in warned.text
    session.rollback()
    assert "hearing_loop" in session.get_one(Room, loop.id).facilities
    administrator.submit(warned, {"save": "yes"}, button="Save it all the same")
    session.rollback()
    assert session.get_one(Room, loop.id).facilities == ["step_free"]
    assert places.that_have(places.every(session), "hearing_loop") == []


def test_what_nobody_relies_on_is_taken_away_at_once(
    administrator: Visitor, session: Session, council: Council
) -> None:
    arranged(council, needs=["hearing_loop"])
    room = session.scalars(select(Room).join(Location).where(Room.name == "Study")).one()
    page = administrator.get(f"/admin/rooms/{room.id}")
    administrator.submit(page, {"facilities": ["step_free"]}, button="Save")
    session.rollback()
    assert session.get_one(Room, room.id).facilities == ["step_free"]
