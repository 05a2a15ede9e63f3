"""Enquiries at the desk and with the officer: logged on one page, answered by the promised day."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import enquiring, requesting
from booking.actions.actor import RESIDENT, Actor
from booking.domain.lifecycle import Status
from booking.models import (
    ActorKind,
    Appointment,
    AuditEntry,
    CameBy,
    Channel,
    Enquiry,
    Kind,
    PromisedStandard,
    Resident,
    Role,
)
from tests.builders import (
    Council,
    arranged,
    authority,
    contact,
    london,
    new_enquiry,
    new_request,
)
from tests.conftest import SteppedClock
from tests.stored import all_of, count, messages
from tests.visitor import Page, Visitor
from tests.web.desk import desk, signed_in_as

__all__ = ["desk"]

NEW = "/desk/enquiries/new"
BUTTON = "Log this enquiry"
DESK = Actor(ActorKind.FRONT_DESK)


@pytest.fixture
def priya(app: Flask, council: Council) -> Visitor:
    """Priya, signed in."""
    return signed_in_as(app, Role.OFFICER, officer_id=council.priya.id)


@pytest.fixture
def enquiry(council: Council) -> Enquiry:
    """A question for Priya that nobody has answered."""
    return enquiring.log(new_enquiry(council, needs=("large_print_18",)), actor=DESK)


def answers(council: Council, **changes: Any) -> dict[str, Any]:
    """Everything that somebody types for Ken Ode, who asks about his payment."""
    usual: dict[str, Any] = {
        "came_by": "phone",
        "name": "Ken Ode",
        "whom": f"{council.benefits.id}-{council.priya.id}",
        "question": "When is my payment?\nIt was due on Monday.",
        "phone": "07700 900456",
        "channel": "sms",
        "needs_contact": ["shared_device"],
    }
    return usual | changes


def send(desk: Visitor, page: Page, typed: dict[str, Any], do: str = "log") -> Page:
    return desk.submit(page, {**typed, "do": do}, button=BUTTON)


def log(desk: Visitor, council: Council, **changes: Any) -> Page:
    return send(desk, desk.get(NEW), answers(council, **changes))


def now(session: Session, enquiry: Enquiry) -> Enquiry:
    session.rollback()
    return session.get_one(Enquiry, enquiry.id, populate_existing=True)


def at_desk(desk: Visitor, enquiry: Enquiry) -> Page:
    return desk.get(f"/desk/enquiries/{enquiry.reference}")


def test_one_page_logs_an_enquiry_and_says_before_by_when_it_is_answered(
    desk: Visitor, council: Council, session: Session
) -> None:
    page = desk.get(NEW)
    assert "By phone Answered by Thursday 26 November" in page.text
    assert "By letter Answered by Monday 7 December" in page.text
    done = send(desk, page, answers(council))
    assert "passed on to Priya Shah. The answer is due by Thursday 26 November." in done.text
    [made] = all_of(session, Enquiry)
    assert (made.came_by, made.needs) == (CameBy.PHONE, ["shared_device"])
    assert made.question == "When is my payment?\nIt was due on Monday."
    assert (made.resident.name, made.resident.phone) == ("Ken Ode", "+447700900456")
    assert made.reference in done.text


def test_a_service_with_a_timescale_of_its_own_says_so_before(
    desk: Visitor, council: Council, session: Session
) -> None:
    passed_on = session.query(PromisedStandard).filter_by(working_days=3).one()
    session.add(
        PromisedStandard(
            service_id=council.benefits.id,
            working_days=1,
            effective_from=passed_on.effective_from,
            promised=passed_on.promised,
        )
    )
    session.commit()
    page = send(desk, desk.get(NEW), answers(council), do="search")
    assert "By phone Answered by Tuesday 24 November" in page.text


def test_without_a_standard_nothing_is_promised_and_the_page_says_why(
    desk: Visitor, council: Council, session: Session
) -> None:
    session.query(PromisedStandard).delete()
    session.commit()
    page = log(desk, council)
    assert "An administrator must add one" in page.text
    assert page.answers(BUTTON)["name"] == "Ken Ode"
    assert count(session, Enquiry) == 0


def test_answered_while_they_are_here_it_is_resolved_at_first_contact(
    desk: Visitor, council: Council, session: Session
) -> None:
    done = log(desk, council, answer="On Friday.")
    assert "answered at first contact" in done.text
    [made] = all_of(session, Enquiry)
    assert (made.status, made.answer) == (Status.ANSWERED, "On Friday.")
    assert messages(session) == []
    assert "Answer for the officer" not in done.buttons


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"came_by": ""}, "Choose how they came to us"),
        ({"came_by": "pigeon"}, "Choose from the answers on this page."),
        ({"name": "  "}, "Enter their name"),
        ({"name": "Ken\nOde"}, "Use one line"),
        ({"whom": ""}, "Choose a service and an officer"),
        ({"whom": "1-999"}, "Choose from the answers on this page."),
        ({"question": " \n "}, "Write down what they want to know"),
        ({"question": "x" * 2001}, "Use 2000 characters or fewer for “"),
        ({"answer": "x" * 2001}, "Use 2000 characters or fewer for “"),
        ({"channel": ""}, "Choose how we tell them"),
        ({"phone": ""}, "Enter a mobile number, or tell them another way"),
        ({"channel": "email"}, "Enter an email address, or tell them another way"),
        ({"channel": "letter"}, "Enter an address, or tell them another way"),
        ({"phone": "123"}, "phone number does not exist"),
        ({"needs_contact": ["no such need"]}, "Choose from the answers on this page."),
        ({"language": "tlh"}, "Choose from the answers on this page."),
    ],
)
def test_what_cannot_be_logged_is_said_and_nothing_typed_is_lost(
    desk: Visitor, council: Council, session: Session, changes: dict[str, Any], said: str
) -> None:
    page = log(desk, council, **changes)
    assert said in page.text
    kept = page.answers(BUTTON)
    expected = answers(council, **changes)
    for name in ("phone", "name"):
        if "\n" not in expected[name]:
            assert kept[name] == expected[name].strip()
    assert str(kept["question"]).strip() == expected["question"].strip()
    assert count(session, Enquiry) == 0


def test_sent_twice_it_is_one_enquiry(desk: Visitor, council: Council, session: Session) -> None:
    page = desk.get(NEW)
    send(desk, page, answers(council))
    send(desk, page, answers(council))
    assert count(session, Enquiry) == 1
    other = send(desk, page, answers(council, question="Something else"))
    assert "sent before with other answers" in other.text


@pytest.mark.parametrize("key", ["", "nonsense", "x" * 500])
def test_a_forged_key_or_a_resident_who_is_not_there_does_no_harm(
    desk: Visitor, council: Council, session: Session, key: str
) -> None:
    log(desk, council, key=key, resident_id="999999999999")
    assert count(session, Enquiry) == 1


def test_enter_never_logs(desk: Visitor, council: Council, session: Session) -> None:
    page = desk.get(NEW)
    for do in ("next", "", "nonsense"):
        page = send(desk, page, answers(council), do=do)
        assert page.answers(BUTTON)["name"] == "Ken Ode"
    assert count(session, Enquiry) == 0


def test_somebody_known_is_filled_in_and_needs_that_are_not_asked_here_go_along(
    desk: Visitor, council: Council, session: Session
) -> None:
    arranged(council, needs=("step_free", "large_print_18"), contact=contact(keep_needs=True))
    page = send(desk, desk.get(NEW), {"sought": "Amina"}, do="search")
    [person] = [value for value in page.choices("known") if value != "new"]
    page = send(desk, page, {"known": person}, do="known")
    filled = page.answers(BUTTON)
    assert (filled["name"], filled["email"]) == ("Amina Yusuf", "amina@example.org")
    typed = {"came_by": "visit", "question": "When?"}
    send(desk, page, {**typed, "whom": f"{council.benefits.id}-{council.priya.id}"})
    [made] = all_of(session, Enquiry)
    assert made.needs == ["large_print_18", "step_free"]
    assert count(session, Resident) == 1
    assert made.resident.kept_needs == ["large_print_18", "step_free"]
    seen = [one.subject for one in all_of(session, AuditEntry) if one.action == "see_residents"]
    assert seen == [f"residents:{person}"] * 2


def test_the_list_has_the_most_urgent_first_and_what_is_answered_is_gone(
    desk: Visitor, council: Council, session: Session, clock: SteppedClock
) -> None:
    letter = new_enquiry(council, came_by=CameBy.LETTER, contact=contact(name="Mei Lin"))
    enquiring.log(letter, actor=DESK)
    first = enquiring.log(new_enquiry(council), actor=DESK)
    page = desk.get("/desk/enquiries")
    assert page.text.index("Amina Yusuf") < page.text.index("Mei Lin")
    for words in ("Thursday 26 November", "3 working days left", "On track", "Priya Shah"):
        assert words in page.text
    clock.forward(days=4)
    assert "Missed" in desk.get("/desk/enquiries").text
    enquiring.answer(enquiry_id=first.id, text="On Friday.", actor=DESK)
    assert "Amina Yusuf" not in desk.get("/desk/enquiries").text


def test_nothing_to_answer_is_said(desk: Visitor, priya: Visitor) -> None:
    assert "Every enquiry is answered." in desk.get("/desk/enquiries").text
    assert "No enquiry waits for you." in priya.get("/officer/enquiries").text


def test_the_search_box_finds_an_enquiry_by_its_reference(desk: Visitor, enquiry: Enquiry) -> None:
    typed = enquiry.reference.lower().replace("-", " ")
    found = desk.submit(desk.get("/desk/find"), {"sought": typed})
    assert f"Enquiry {enquiry.reference}" in found.heading


def test_the_desk_sees_the_whole_enquiry_and_that_is_audited(
    desk: Visitor, session: Session, enquiry: Enquiry
) -> None:
    page = at_desk(desk, enquiry)
    for words in ("When is my payment?", "Priya Shah", "Amina Yusuf", "Large print"):
        assert words in page.text
    seen = [one.subject for one in all_of(session, AuditEntry) if one.action == "see_enquiry"]
    assert seen == [f"enquiry:{enquiry.id}"]


@pytest.mark.parametrize("reference", ["nonsense", "2222-2223", "%00"])
def test_an_enquiry_that_is_not_there(desk: Visitor, priya: Visitor, reference: str) -> None:
    desk.get(f"/desk/enquiries/{reference}", status=404)
    priya.get(f"/officer/enquiries/{reference}", status=404)


def test_the_desk_answers_for_the_officer_and_a_second_press_changes_nothing(
    desk: Visitor, session: Session, enquiry: Enquiry
) -> None:
    page = at_desk(desk, enquiry)
    press = {"answer": "On Friday.", "do": "answer"}
    done = desk.submit(page, press, button="Answer for the officer")
    assert "The enquiry is answered" in done.text
    again = desk.submit(page, {**press, "answer": "Never."}, button="Answer for the officer")
    assert "answered or withdrawn already" in again.text
    assert now(session, enquiry).answer == "On Friday."
    assert len(messages(session, Kind.ENQUIRY_ANSWERED)) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [(" ", "Write the answer"), ("x" * 2001, "Use 2000 characters or fewer for “")],
)
def test_an_answer_must_say_something_that_fits(
    desk: Visitor, priya: Visitor, session: Session, enquiry: Enquiry, text: str, said: str
) -> None:
    press = {"answer": text, "do": "answer"}
    assert said in desk.submit(at_desk(desk, enquiry), press, button="Answer for the officer").text
    page = priya.get(f"/officer/enquiries/{enquiry.reference}")
    assert said in priya.submit(page, press, button="Answer and tell the resident").text
    assert now(session, enquiry).status is Status.REQUESTED


def test_the_desk_gives_it_to_another_officer_who_can_answer(
    desk: Visitor, session: Session, council: Council, enquiry: Enquiry
) -> None:
    page = at_desk(desk, enquiry)
    assert "Sam Okafor" in page.text
    assert "Rhys Morgan" not in page.text
    press = {"officer": str(council.sam.id), "do": "give"}
    done = desk.submit(page, press, button="Give it on")
    assert "The enquiry is given on" in done.text
    assert now(session, enquiry).officer.name == "Sam Okafor"


@pytest.mark.parametrize("officer", ["", "nobody", "999", "-1"])
def test_it_is_given_to_nobody_else(
    desk: Visitor, session: Session, enquiry: Enquiry, officer: str
) -> None:
    press = {"officer": officer, "do": "give"}
    page = desk.submit(at_desk(desk, enquiry), press, button="Give it on")
    assert "There is a problem" in page.text
    assert now(session, enquiry).officer.name == "Priya Shah"


def test_an_enquiry_is_withdrawn_when_they_no_longer_ask(
    desk: Visitor, session: Session, enquiry: Enquiry
) -> None:
    page = at_desk(desk, enquiry)
    done = desk.submit(page, {"do": "withdraw"}, button="Withdraw the enquiry")
    assert "Withdrawn before it was answered" in done.text
    assert now(session, enquiry).status is Status.WITHDRAWN


def test_a_press_that_no_page_has_is_refused(
    desk: Visitor, priya: Visitor, session: Session, enquiry: Enquiry
) -> None:
    page = at_desk(desk, enquiry)
    desk.submit(page, {"do": "burn"}, button="Withdraw the enquiry", status=400)
    page = priya.get(f"/officer/enquiries/{enquiry.reference}")
    priya.submit(page, {"do": "burn"}, button="Answer and tell the resident", status=400)
    assert now(session, enquiry).status is Status.REQUESTED


def test_a_request_is_answered_now_and_the_resident_is_told_what(
    desk: Visitor, council: Council, session: Session
) -> None:
    asked = requesting.request(new_request(council, about="Damp"), actor=RESIDENT)
    page = desk.follow(desk.get(f"/desk/appointments/{asked.reference}"), "Answer now")
    assert "They asked: Damp" in page.text
    assert "Write the answer" in desk.submit(page, {"answer": " "}).text
    done = desk.submit(page, {"answer": "Somebody comes tomorrow."})
    assert "It is answered" in done.text
    assert "Somebody comes tomorrow." in done.text
    [answered] = all_of(session, Appointment)
    assert (answered.status, answered.reason) == (Status.ANSWERED, "Somebody comes tomorrow.")
    assert "no longer be changed" in desk.submit(page, {"answer": "Again"}, status=409).heading
    assert len(messages(session, Kind.ANSWERED)) == 1


def test_what_is_arranged_is_not_answered_away(desk: Visitor, council: Council) -> None:
    fixed = arranged(council)
    assert "Answer now" not in desk.get(f"/desk/appointments/{fixed.reference}").links
    desk.get(f"/desk/appointments/{fixed.reference}/answer", status=409)


def test_the_officer_answers_and_goes_on_to_the_next(
    priya: Visitor, session: Session, enquiry: Enquiry
) -> None:
    page = priya.follow(priya.get("/officer/enquiries"), "Amina Yusuf")
    assert "When is my payment?" in page.text
    press = {"answer": "On Friday.", "do": "answer"}
    done = priya.submit(page, press, button="Answer and tell the resident")
    assert done.heading == "Enquiries to answer"
    assert "The enquiry is answered" in done.text
    assert now(session, enquiry).answer == "On Friday."
    again = priya.submit(page, press, button="Answer and tell the resident")
    assert "answered or withdrawn already" in again.text
    seen = [one.subject for one in all_of(session, AuditEntry) if one.action == "see_enquiry"]
    assert seen == [f"enquiry:{enquiry.id}"] * 3


def test_the_officer_gives_it_to_the_cover_and_does_not_see_it_any_more(
    priya: Visitor, session: Session, enquiry: Enquiry
) -> None:
    page = priya.get(f"/officer/enquiries/{enquiry.reference}")
    done = priya.submit(page, {"do": "give"}, button="Give it to Sam Okafor")
    assert "given to Sam Okafor" in done.text
    assert now(session, enquiry).officer.name == "Sam Okafor"
    priya.get(f"/officer/enquiries/{enquiry.reference}", status=404)


def test_an_officer_who_neither_owns_nor_covers_it_sees_nothing(
    app: Flask, council: Council, enquiry: Enquiry
) -> None:
    rhys = signed_in_as(app, Role.OFFICER, officer_id=council.rhys.id)
    rhys.get(f"/officer/enquiries/{enquiry.reference}", status=404)
    assert "Amina" not in rhys.get("/officer/enquiries").text


def test_the_cover_sees_whose_it_is(
    app: Flask, council: Council, session: Session, enquiry: Enquiry
) -> None:
    sam = signed_in_as(app, Role.OFFICER, officer_id=council.sam.id)
    page = sam.get("/officer/enquiries")
    assert "You cover Priya Shah" in page.text
    page = sam.follow(page, "Amina Yusuf")
    assert "Give it to Sam Okafor" not in page.buttons
    press = {"answer": "On Friday.", "do": "answer"}
    sam.submit(page, press, button="Answer and tell the resident")
    assert now(session, enquiry).status is Status.ANSWERED


def test_who_reads_another_language_is_marked(desk: Visitor, council: Council) -> None:
    polish = new_enquiry(council, contact=contact(language="pl", channel=Channel.EMAIL))
    assert "Polish" in at_desk(desk, enquiring.log(polish, actor=DESK)).text


OFFICER_ACTS = "This officer, or their cover, acts for the resident. Choose another officer."


@pytest.fixture
def helped(session: Session, council: Council, enquiry: Enquiry) -> Enquiry:
    """The same question, of somebody for whom Sam, the cover, turns out to act in everything."""
    known = contact(resident_id=enquiry.resident_id)
    everything = authority(in_everything=True)
    arranged(council, london(26, 9), contact=known, authority=everything)
    council.sam.email = "joan@example.org"
    session.commit()
    return enquiry


def test_whoever_acts_for_them_is_not_given_their_question(
    desk: Visitor, priya: Visitor, session: Session, council: Council, helped: Enquiry
) -> None:
    press = {"officer": str(council.sam.id), "do": "give"}
    assert OFFICER_ACTS in desk.submit(at_desk(desk, helped), press, button="Give it on").text
    page = priya.get(f"/officer/enquiries/{helped.reference}")
    assert OFFICER_ACTS in priya.submit(page, {"do": "give"}, button="Give it to Sam Okafor").text
    assert now(session, helped).officer.name == "Priya Shah"


def test_a_question_for_whoever_acts_for_them_is_not_logged_and_nothing_typed_is_lost(
    desk: Visitor, session: Session, council: Council, helped: Enquiry
) -> None:
    page = send(desk, desk.get(NEW), {"sought": "Amina"}, do="search")
    person = str(helped.resident_id)
    page = send(desk, page, {"known": person}, do="known")
    typed = answers(council, name="Amina Yusuf", whom=f"{council.benefits.id}-{council.sam.id}")
    page = send(desk, page, typed)
    assert OFFICER_ACTS in page.text
    assert "When is my payment?" in page.answers(BUTTON)["question"]
    assert count(session, Enquiry) == 1


def test_a_number_that_is_somebody_else_s_is_not_shown(
    desk: Visitor, enquiry: Enquiry, session: Session
) -> None:
    assert "07700 900123" in at_desk(desk, enquiry).text
    session.rollback()
    enquiry.resident.phone_wrong_since = enquiry.received_at
    session.commit()
    text = at_desk(desk, enquiry).text
    assert "07700 900123" not in text
    assert "The phone number is somebody else’s." in text
