"""What managers decide: arranging, handing over, holding, putting right, opening time, rearranging all."""

from datetime import date, time

import pytest
from sqlalchemy.orm import Session

from booking.actions import acting_for, arranging, enforcing
from booking.actions.actor import KEPT
from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting
from booking.models import (
    Absence,
    ActorKind,
    Appointment,
    Arranges,
    Enquiry,
    Kind,
    Officer,
    PatternHours,
    Promise,
)
from tests.builders import Council, arranged, authority, contact, london
from tests.conftest import SteppedClock
from tests.pages import Answer, text_of
from tests.stored import all_of, count, messages
from tests.visitor import Page, Visitor
from tests.web.desk import PASSWORD
from tests.web.managing import asked, enquired, manager

__all__ = ["manager"]

BEST = "2026-11-24T09:00:00Z"


def now(session: Session, appointment: Appointment) -> Appointment:
    session.rollback()
    return session.get_one(Appointment, appointment.id, populate_existing=True)


def story(manager: Visitor, appointment: Appointment) -> Page:
    return manager.get(f"/manager/appointments/{appointment.reference}")


def later(manager: Visitor, clock: SteppedClock, day: int, hour: int, month: int = 11) -> None:
    clock.at = london(day, hour, month=month)
    manager.sign_in("manager@example.org", PASSWORD)


def test_a_manager_arranges_one_of_the_best_times(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = asked(council)
    page = manager.follow(story(manager, appointment), "Arrange a time")
    first = next(iter(page.choices("time")))
    done = manager.submit(page, {"time": first})
    assert "It is arranged" in done.text
    assert "A manager (Rosa Lind)" in done.text
    kept = now(session, appointment)
    assert (kept.status, kept.events[-1].actor) == (Status.ARRANGED, ActorKind.MANAGER)
    again = manager.submit(page, {"time": first})
    assert "changed since you opened this page" in again.text


def test_a_time_that_is_gone_leads_to_the_nearest_and_none_chosen_is_said(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = asked(council)
    page = manager.follow(story(manager, appointment), "Arrange a time")
    assert "Choose a time" in manager.submit(page, {}).text
    first = next(iter(page.choices("time")))
    other = asked(council)
    arranging.arrange(appointment_id=other.id, starts_at=london(23, 14), actor=KEPT)
    gone = manager.submit(page, {"time": "2026-11-23T14:00:00Z"}, status=409)
    assert "not free any more" in gone.text
    assert len(gone.choices("time")) == 3
    assert first in page.choices("time")
    assert now(session, appointment).status is Status.REQUESTED
    days = manager.get(f"{page.address}?see=days")
    assert "See the times of this day" in days.buttons


def test_a_request_is_handed_over_as_the_resident_agreed(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = asked(council)
    page = manager.follow(story(manager, appointment), "Hand it over to another officer")
    assert "Sam Okafor (cover)" in page.text
    times = manager.submit(page, {"officer": str(council.sam.id)}, button="Continue")
    assert times.heading.startswith("Hand it over to Sam Okafor")
    wrong = manager.submit(times, {"time": BEST, "agreement": "  "})
    assert "Say how the resident agreed" in wrong.text
    assert wrong.answers()["time"] == BEST
    done = manager.submit(wrong, {"agreement": "Agreed on the phone"})
    assert "How the resident agreed: Agreed on the phone" in done.text
    kept = now(session, appointment)
    assert (kept.officer_id, kept.starts_at) == (council.sam.id, london(24, 9))
    assert len(messages(session, Kind.REQUEST_CLOSED)) == 1


def test_the_other_officer_can_be_left_to_arrange_it(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = asked(council)
    page = manager.get(
        f"/manager/appointments/{appointment.reference}/officer?officer={council.sam.id}"
    )
    manager.submit(page, {"time": "later", "agreement": "By letter"})
    kept = now(session, appointment)
    assert (kept.officer_id, kept.status) == (council.sam.id, Status.REQUESTED)


def test_only_an_officer_who_sees_residents_about_it_can_be_chosen(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = asked(council)
    address = f"/manager/appointments/{appointment.reference}/officer"
    for officer in (str(council.rhys.id), str(council.priya.id), "x", "99999999999999999999"):
        page = manager.get(f"{address}?officer={officer}")
        assert "Choose from the answers on this page" in page.text
    assert "Choose an officer" in manager.get(f"{address}?officer=").text
    page = manager.get(f"{address}?officer={council.sam.id}")
    refused = manager.submit(page, {"time": "2026-11-24T03:00:00Z", "agreement": "Yes"})
    assert "Choose from the answers on this page" in refused.text
    assert now(session, appointment).officer_id == council.priya.id


def test_whoever_is_free_the_soonest_comes_after_the_cover_each_with_that_time(
    manager: Visitor, session: Session, council: Council
) -> None:
    for name, first_day in (("Zoe Early", 23), ("Abe Later", 25)):
        session.add(colleague(council, name, london(first_day, 0).date()))
    session.commit()
    appointment = asked(council)
    page = manager.get(f"/manager/appointments/{appointment.reference}/officer")
    [listed] = [one for one in page.root.iter("select") if one.get("name") == "officer"]
    assert [text_of(option) for option in listed.iter("option")] == [
        "Choose an officer",
        "Sam Okafor (cover), from Monday 23 November at midday",
        "Zoe Early, from Monday 23 November at midday",
        "Abe Later, from Wednesday 25 November at 9am",
    ]


def colleague(council: Council, name: str, since: date) -> Officer:
    """Somebody else who sees residents about benefits at the civic centre, from that day on."""
    return Officer(
        slug=name.lower().replace(" ", "-"),
        name=name,
        email=f"{name.split()[0].lower()}@example.org",
        services=[council.benefits],
        patterns=[
            PatternHours(
                weekday=weekday,
                starts=time(9),
                ends=time(17),
                location_id=council.civic_centre.id,
                effective_from=since,
            )
            for weekday in range(5)
        ],
    )


def test_a_time_lost_while_handing_over_keeps_the_words(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = asked(council)
    page = manager.get(
        f"/manager/appointments/{appointment.reference}/officer?officer={council.sam.id}"
    )
    arranged(council, london(24, 9))
    lost = manager.submit(page, {"time": BEST, "agreement": "Agreed at the desk"})
    assert lost.answers()["agreement"] == "Agreed at the desk"
    assert now(session, appointment).officer_id == council.priya.id


def test_holding_needs_its_reason_and_keeps_kept_waiting(
    manager: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = asked(council)
    page = manager.follow(story(manager, appointment), "Stop Kept arranging this by itself")
    assert "Say why" in manager.submit(page, {"text": " "}).text
    done = manager.submit(page, {"text": "Waits for the landlord"})
    assert "Rosa Lind: Waits for the landlord" in done.text
    clock.at = london(27, 10)
    enforcing.enforce()
    assert now(session, appointment).status is Status.REQUESTED


def test_a_miss_is_put_right_once_and_the_ladder_ends(
    manager: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = asked(council, needs=("separate_waiting",))
    promise_id = appointment.promise.id
    early = manager.get(f"/manager/promises/{promise_id}/put-right")
    assert "Nothing was missed, so there is nothing to put right" in early.text
    later(manager, clock, 1, 10, month=12)
    page = manager.follow(story(manager, appointment), "Record how it was put right")
    assert "Say what was done" in manager.submit(page, {}).text
    done = manager.submit(page, {"text": "Phoned and apologised"})
    assert "Phoned and apologised (Rosa Lind, Tuesday 1 December at 10am)" in done.text
    session.rollback()
    assert session.get_one(Promise, promise_id).put_right == "Phoned and apologised"


def open_time(manager: Visitor, appointment: Appointment, **answers: str) -> Page:
    usual: dict[str, Answer] = {
        "day-day": "28",
        "day-month": "11",
        "day-year": "2026",
        "starts": "9:30am",
        "ends": "12",
    }
    page = manager.get(f"/manager/appointments/{appointment.reference}/open-time")
    return manager.submit(page, {**usual, **answers})


def test_extra_time_is_opened_on_one_day(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = asked(council)
    before = count(session, PatternHours)
    done = open_time(manager, appointment, location=str(council.civic_centre.id))
    assert "The time is open" in done.text
    hours = all_of(session, PatternHours)[-1]
    assert count(session, PatternHours) == before + 1
    assert (hours.effective_from, hours.effective_until) == (date(2026, 11, 28),) * 2
    assert (hours.starts, hours.ends) == (time(9, 30), time(12))
    assert hours.location_id == council.civic_centre.id


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"day-day": ""}, "Enter a real date"),
        ({"day-day": "", "day-month": "", "day-year": ""}, "Enter the day"),
        ({"day-day": "20"}, "Extra time must be still to come"),
        ({"ends": "9am"}, "end after it starts"),
        ({"starts": ""}, "Enter when it starts"),
        ({"starts": "25:00"}, "Enter a real time"),
        ({"ends": "13pm"}, "Enter a real time"),
        ({"ends": "soon"}, "Enter a real time"),
        ({"location": "99"}, "Choose from the answers on this page"),
    ],
)
def test_time_that_cannot_be_opened_is_refused_with_all_that_was_typed(
    manager: Visitor, session: Session, council: Council, answers: dict[str, str], words: str
) -> None:
    before = count(session, PatternHours)
    page = open_time(manager, asked(council), **answers)
    assert words in page.text
    assert page.answers()["day-month"] == answers.get("day-month", "11")
    assert page.answers()["starts"] == answers.get("starts", "9:30am")
    assert count(session, PatternHours) == before


def test_a_request_is_answered_without_an_appointment(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = asked(council)
    page = manager.follow(story(manager, appointment), "Answer without an appointment")
    assert "Write the answer" in manager.submit(page, {}).text
    manager.submit(page, {"text": "You are paid on the first of each month."})
    assert now(session, appointment).status is Status.ANSWERED
    assert len(messages(session, Kind.ANSWERED)) == 1
    assert "Arrange a time" not in story(manager, appointment).links


@pytest.mark.parametrize("step", ["time", "officer", "hold", "answer", "open-time"])
def test_what_is_arranged_already_leads_back_to_its_story(
    manager: Visitor, council: Council, step: str
) -> None:
    appointment = arranged(council)
    page = manager.get(f"/manager/appointments/{appointment.reference}/{step}")
    assert page.heading.startswith("Amina Yusuf")
    assert "changed since you opened this page" in page.text


def test_an_enquiry_is_given_to_another_officer_and_answered(
    manager: Visitor, session: Session, council: Council
) -> None:
    enquiry = enquired(session, council)
    page = manager.get(f"/manager/enquiries/{enquiry.reference}/officer")
    assert "Choose an officer" in manager.submit(page, {"officer": ""}).text
    manager.submit(page, {"officer": str(council.sam.id)})
    page = manager.get(f"/manager/enquiries/{enquiry.reference}/answer")
    assert "Write the answer" in manager.submit(page, {"text": ""}).text
    done = manager.submit(page, {"text": "On Friday."})
    assert "On Friday." in done.text
    [kept] = all_of(session, Enquiry)
    assert (kept.officer_id, kept.status) == (council.sam.id, Status.ANSWERED)
    assert "changed since" in manager.submit(page, {"text": "On Monday."}).text


def broken(manager: Visitor, **asked_for: str) -> Page:
    usual = {"what": "officer", "first-day": "25", "first-month": "11", "first-year": "2026"}
    query = "&".join(f"{name}={value}" for name, value in (usual | asked_for).items())
    return manager.get(f"/manager/broken?{query}")


PRESS = "Rearrange the ticked appointments"


def test_an_officers_day_is_rearranged_with_one_press(
    manager: Visitor, session: Session, council: Council
) -> None:
    first = arranged(council)
    second = arranged(council, london(25, 14), contact=contact(name="Bo Li"))
    other = arranged(council, london(26, 14))
    page = broken(manager, officer=str(council.sam.id))
    assert len(page.choices("appointments")) == 2
    assert "Say why" in manager.submit(page, {"reason": ""}, button=PRESS).text
    done = manager.submit(page, {"reason": "Sam is ill", "absence": "y"}, button=PRESS)
    assert done.heading == "What was rearranged"
    assert "Amina Yusuf" in done.text
    assert "Bo Li" in done.text
    for appointment in (first, second):
        moved = now(session, appointment).starts_at
        assert moved is not None
        assert not london(25, 0) <= moved < london(26, 0)
    assert now(session, other).sequence == 0
    assert len(messages(session, Kind.REARRANGED)) == 2
    assert [one.reason for one in all_of(session, Absence)] == ["sickness"]
    again = manager.submit(page, {"reason": "Sam is ill"}, button=PRESS)
    assert (again.heading, "Bo Li" in again.text) == (done.heading, True)
    assert len(messages(session, Kind.REARRANGED)) == 2


def test_what_has_no_other_time_is_opened_again_for_the_resident(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    page = broken(
        manager,
        officer=str(council.sam.id),
        **{"first-day": "23", "last-day": "30", "last-month": "11", "last-year": "2027"},
    )
    done = manager.submit(page, {"reason": "Sam has left", "absence": "y"}, button=PRESS)
    assert "asked to choose again" in done.text
    assert now(session, appointment).status is Status.REQUESTED


def test_only_the_ticked_are_rearranged(
    manager: Visitor, session: Session, council: Council
) -> None:
    left, moved = arranged(council), arranged(council, london(25, 14))
    page = broken(manager, officer=str(council.sam.id))
    ticks: dict[str, Answer] = {"appointments": [str(moved.id), "x", "99999999999999999999"]}
    manager.submit(page, {**ticks, "reason": "Ill"}, button=PRESS)
    assert now(session, left).sequence == 0
    assert now(session, moved).sequence == 1
    none = manager.submit(page, {"appointments": [], "reason": "Ill"}, button=PRESS)
    assert "Tick the appointments" in none.text


def test_a_room_a_place_and_the_whole_council_can_break_too(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    arranged(council, meeting=Meeting.PHONE, starts_at=london(25, 15))
    room = now(session, appointment).room_id
    assert len(broken(manager, what="room", room=str(room)).choices("appointments")) == 1
    place = str(council.civic_centre.id)
    assert len(broken(manager, what="location", location=place).choices("appointments")) >= 1
    page = broken(manager, what="council", starts="10am", ends="11:00")
    assert len(page.choices("appointments")) == 1
    assert "absence" not in page.choices("absence")
    manager.submit(page, {"reason": "No heating"}, button=PRESS)
    moved = now(session, appointment)
    assert moved.starts_at is not None
    assert not london(25, 9, 30) < moved.starts_at < london(25, 11)


@pytest.mark.parametrize(
    ("asked_for", "words"),
    [
        ({"what": ""}, "Choose what cannot be used"),
        ({"what": "roof"}, "Choose from the answers on this page"),
        ({"officer": ""}, "Choose which one"),
        ({"officer": "99"}, "Choose from the answers on this page"),
        ({"first-day": "31"}, "Enter a real date"),
        ({"first-day": "", "first-month": "", "first-year": ""}, "Enter the first day"),
        ({"last-day": "24", "last-month": "11", "last-year": "2026"}, "must come after"),
        ({"starts": "3pm", "ends": "2pm"}, "must come after"),
        ({"starts": "x"}, "Enter a real time"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    manager: Visitor, council: Council, asked_for: dict[str, str], words: str
) -> None:
    page = broken(manager, **({"officer": str(council.sam.id)} | asked_for))
    assert words in page.text
    assert PRESS not in page.buttons


def test_an_absence_is_recorded_where_nothing_is_arranged(
    manager: Visitor, session: Session, council: Council
) -> None:
    page = broken(manager, officer=str(council.sam.id))
    assert "Tick" in manager.submit(page, {}, button="Record the absence").text
    manager.submit(page, {"absence": "y"}, button="Record the absence")
    assert count(session, Absence) == 1


def test_an_officer_who_is_open_is_no_different(
    manager: Visitor, session: Session, council: Council
) -> None:
    assert council.sam.arranges is Arranges.OPEN
    appointment = asked(council, officer_id=council.sam.id)
    page = manager.follow(story(manager, appointment), "Hand it over to another officer")
    assert "Priya Shah" in page.text
    assert "(cover)" not in page.text


def test_a_request_is_not_handed_over_to_whoever_acts_for_the_resident(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = asked(council)
    acting_for.authorise(appointment_id=appointment.id, authority=authority(), actor=KEPT)
    council.sam.email = "joan@example.org"
    session.commit()
    page = manager.get(
        f"/manager/appointments/{appointment.reference}/officer?officer={council.sam.id}"
    )
    refused = manager.submit(page, {"time": BEST, "agreement": "Agreed at the desk"})
    assert "This officer, or their cover, acts for the resident." in refused.text
    assert refused.answers()["agreement"] == "Agreed at the desk"
    assert now(session, appointment).officer_id == council.priya.id
