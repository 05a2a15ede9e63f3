"""What residents do with an appointment that they have, by the secure link in every message."""

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import attending, changing, holds, links, requesting
from booking.actions.actor import RESIDENT
from booking.domain.arranging import Preference
from booking.domain.lifecycle import Status
from booking.domain.needs import Part
from booking.models import (
    Appointment,
    AttemptCount,
    Channel,
    DiaryEntry,
    Draft,
    Event,
    Kind,
    Message,
    Purpose,
)
from tests.builders import Council, arranged, contact, london, new_request
from tests.conftest import SteppedClock
from tests.pages import Answer
from tests.stored import count, messages
from tests.visitor import Page, Visitor


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def link_to(session: Session, appointment: Appointment, purpose: Purpose = Purpose.MANAGE) -> str:
    token = links.mint(session, appointment, purpose, officer_id=appointment.officer_id)
    session.commit()
    return token


def opened(visitor: Visitor, session: Session, appointment: Appointment) -> Page:
    return visitor.get(f"/appointment/{link_to(session, appointment)}")


def requested(council: Council, **changes: object) -> Appointment:
    return requesting.request(new_request(council, **changes), actor=RESIDENT)


def now(session: Session, appointment: Appointment) -> Appointment:
    session.rollback()
    return session.get_one(Appointment, appointment.id, populate_existing=True)


def choose_first(visitor: Visitor, page: Page) -> Page:
    return visitor.submit(page, {"time": next(iter(page.choices("time")))})


def test_the_page_says_what_when_where_with_whom_and_what_to_bring(
    visitor: Visitor, session: Session, council: Council
) -> None:
    page = opened(visitor, session, arranged(council))
    assert page.heading == "Your appointment is arranged"
    for words in (
        "Wednesday 25 November at 10:30am",
        "Sam Okafor",
        "Civic Centre",
        "Housing advice",
        "Your tenancy agreement",
        "Buses 4 and 9",
        "What happens next",
    ):
        assert words in page.text


@pytest.mark.parametrize("unusable", ["nonsense", "expired", "another purpose"])
def test_a_link_that_opens_nothing_says_what_to_do(
    visitor: Visitor, session: Session, council: Council, clock: SteppedClock, unusable: str
) -> None:
    appointment, token = arranged(council), "nonsense"
    if unusable == "expired":
        token = link_to(session, appointment)
        clock.forward(days=60)
    if unusable == "another purpose":
        token = link_to(session, appointment, Purpose.ANSWER_REQUEST)
    for page in ("", "/time", "/needs", "/cancel", "/late", "/calendar", "/preferences"):
        assert "020 7946 0000" in visitor.get(f"/appointment/{token}{page}", status=410).text


def test_a_new_time_is_chosen_held_checked_and_then_moved_to(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    page = visitor.follow(opened(visitor, session, appointment), "Change the time")
    assert len(page.choices("time")) == 3
    assert "25 November at 10:30am" not in " ".join(page.choices("time").values())
    check = choose_first(visitor, page)
    assert "Wednesday 25 November at 10:30am" in check.text
    held = holds.current(session, changing.change_key(appointment))
    assert held is not None
    held_for = held.starts_at
    done = visitor.press(check, "Move the appointment")
    assert "Your appointment is moved" in done.text
    moved = now(session, appointment)
    assert (moved.starts_at, moved.sequence) == (held_for, 1)
    assert count(session, DiaryEntry) == 1
    assert [m.kind for m in messages(session, Kind.REARRANGED)] == [Kind.REARRANGED]


def test_the_time_that_they_have_is_no_new_time(
    visitor: Visitor, session: Session, council: Council
) -> None:
    first = london(24, 9)
    token = link_to(session, arranged(council, first))
    soonest = visitor.get(f"/appointment/{token}/time")
    of_day = visitor.get(f"/appointment/{token}/time?day=2026-11-24")
    assert "2026-11-24T09:00:00Z" not in soonest.choices("time")
    assert "2026-11-24T09:15:00Z" in of_day.choices("time")
    assert "2026-11-24T09:00:00Z" not in of_day.choices("time")
    days = visitor.get(f"/appointment/{token}/time?see=days").choices("day")
    assert days["2026-11-24"] == f"Tuesday 24 November: {len(of_day.choices('time'))} times"


def test_every_time_is_reached_by_day_then_by_part_of_the_day(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    page = visitor.follow(opened(visitor, session, appointment), "Change the time")
    days = visitor.follow(page, "See all days and times")
    assert days.heading == "Choose a day"
    assert days.choices("day")["2026-11-24"] == "Tuesday 24 November: 31 times"
    times = visitor.submit(days, {"day": "2026-11-24"}, button="See the times of this day")
    assert times.heading == "Choose a time on Tuesday 24 November"
    assert "Tuesday 24 November, morning" in times.text
    assert times.choices("time")["2026-11-24T10:30:00Z"] == "Tuesday 24 November at 10:30am"
    assert "Check the new time" in visitor.submit(times, {"time": "2026-11-24T10:30:00Z"}).heading


def test_a_time_that_overlaps_the_present_one_can_be_chosen(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    token = link_to(session, appointment)
    page = visitor.get(f"/appointment/{token}/time?day=2026-11-25")
    check = visitor.submit(page, {"time": "2026-11-25T10:45:00Z"})
    visitor.press(check, "Move the appointment")
    assert now(session, appointment).starts_at == london(25, 10, 45)


def test_a_time_taken_meanwhile_leads_to_the_nearest_and_the_old_time_stands(
    visitor: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council)
    token = link_to(session, appointment)
    page = visitor.get(f"/appointment/{token}/time?day=2026-11-24")
    check = visitor.submit(page, {"time": "2026-11-24T10:30:00Z"})
    clock.forward(minutes=16)
    arranged(council, london(24, 10, 30))
    again = visitor.press(check, "Move the appointment", status=409)
    assert "Somebody else has just taken that time" in again.text
    assert list(again.choices("time").values()) == [
        "Tuesday 24 November at 9:45am",
        "Tuesday 24 November at 10am",
        "Tuesday 24 November at 11am",
    ]
    assert now(session, appointment).starts_at == london(25, 10, 30)
    visitor.press(choose_first(visitor, again), "Move the appointment")
    assert now(session, appointment).starts_at == london(24, 9, 45)


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-11-24", "9999-12-31T23:59:59Z", "\x00"])
def test_what_is_no_time_is_asked_again(
    visitor: Visitor, session: Session, council: Council, typed: str
) -> None:
    token = link_to(session, arranged(council))
    page = visitor.submit(visitor.get(f"/appointment/{token}/time"), {"time": typed})
    assert "Choose a time" in page.text
    assert page.title.startswith("Error:")
    assert count(session, DiaryEntry) == 1


@pytest.mark.parametrize("past", ["2026-11-20T10:30:00Z", "2026-11-28T10:30:00Z"])
def test_a_past_time_or_a_saturday_is_refused_with_the_nearest(
    visitor: Visitor, session: Session, council: Council, past: str
) -> None:
    token = link_to(session, arranged(council))
    page = visitor.get(f"/appointment/{token}/time")
    assert visitor.submit(page, {"time": past}, status=409).choices("time")


def test_pressing_twice_moves_once(visitor: Visitor, session: Session, council: Council) -> None:
    appointment = arranged(council)
    token = link_to(session, appointment)
    check = choose_first(visitor, visitor.get(f"/appointment/{token}/time"))
    visitor.press(check, "Move the appointment")
    visitor.press(check, "Move the appointment")
    assert now(session, appointment).sequence == 1
    assert len(messages(session, Kind.REARRANGED)) == 1


def test_the_check_page_asked_for_by_address_alone_moves_nothing(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    token = link_to(session, appointment)
    visitor.get(f"/appointment/{token}/time/confirm?time=2026-11-24T10:30:00Z")
    assert visitor.get(f"/appointment/{token}/time/confirm").heading == "Choose another time"
    assert now(session, appointment).sequence == 0


def test_preferences_of_a_request_are_changed_and_the_officer_is_asked_again(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = requested(council, preferences=(Preference(1, None, Part.MORNING),))
    page = opened(visitor, session, appointment)
    assert "We will arrange your appointment by Monday 30 November" in page.text
    page = visitor.follow(page, "Change the times that you would like")
    answers: dict[str, Answer] = {
        "first-day": "2026-11-26",
        "first-part": "afternoon",
        "second-day": "",
        "second-part": "morning",
    }
    done = visitor.submit(page, answers)
    assert "Thursday 26 November, in the afternoon" in done.text
    assert [(w.rank, w.part) for w in now(session, appointment).preferences] == [
        (1, Part.AFTERNOON),
        (2, Part.MORNING),
    ]
    visitor.submit(page, answers)
    assert len(messages(session, Kind.PLEASE_ARRANGE)) == 2


def test_needs_that_fit_the_present_time_are_saved_at_once(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council, needs=("through_supporter",))
    page = visitor.follow(opened(visitor, session, appointment), "Change what you need")
    done = visitor.submit(page, {"needs": ["hearing_loop", "breaks"], "in_own_words": "Sit left"})
    assert "I need a hearing loop" in done.text
    kept = now(session, appointment)
    assert set(kept.needs) == {"through_supporter", "hearing_loop", "breaks"}
    assert (kept.minutes, kept.starts_at) == (40, london(25, 10, 30))
    assert kept.room is not None
    assert "hearing_loop" in kept.room.facilities


def test_needs_that_do_not_fit_lead_to_another_time_and_are_saved_with_it(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    page = visitor.follow(opened(visitor, session, appointment), "Change what you need")
    times = visitor.submit(page, {"needs": ["bsl_interpreter"], "in_own_words": "Left side"})
    assert "does not fit your present time" in times.text
    assert now(session, appointment).needs == []
    check = choose_first(visitor, times)
    assert "It takes about 45 minutes" in check.text
    visitor.press(check, "Move the appointment")
    kept = now(session, appointment)
    assert (kept.needs, kept.needs_in_own_words, kept.minutes) == (
        ["bsl_interpreter"],
        "Left side",
        45,
    )
    assert kept.starts_at
    assert kept.starts_at >= london(7, 0, month=12)


def test_an_interpreter_is_for_the_language_that_they_say(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    token = link_to(session, appointment)
    page = visitor.get(f"/appointment/{token}/needs")
    visitor.submit(page, {"needs": ["interpreter_phone"], "language": "pl"})
    kept = now(session, appointment)
    assert (kept.spoken_language, kept.minutes) == ("pl", 45)


def test_why_times_are_late_and_what_is_sooner_is_said_as_at_the_first_request(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council, london(23, 14))
    page = visitor.get(f"/appointment/{link_to(session, appointment)}/needs")
    late = visitor.submit(page, {"needs": ["interpreter_in_person"], "language": "so"})
    assert "We need 3 working days to book this support: Interpreter in person." in late.text
    assert "with this support instead: Interpreter by phone. The choice is yours." in late.text
    again = visitor.follow(late, "Change how the interpreter helps you")
    assert again.heading == "Change what you need"
    late = visitor.submit(again, {"needs": ["bsl_interpreter"]})
    assert "We need 10 working days to book this support: BSL interpreter." in late.text


def test_an_agency_is_asked_for_the_interpreter_whom_they_would_like(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    page = visitor.get(f"/appointment/{link_to(session, appointment)}/needs")
    there: dict[str, Answer] = {"needs": ["interpreter_phone"], "language": "so"}
    visitor.submit(page, there | {"wishes": "Af-Maay, a woman"})
    assert now(session, appointment).interpreter_wishes == "Af-Maay, a woman"
    page = visitor.get(f"/appointment/{link_to(session, appointment)}/needs")
    assert page.answers()["wishes"] == "Af-Maay, a woman"
    later = visitor.submit(page, {"needs": ["interpreter_in_person"], "wishes": "A man"})
    visitor.press(choose_first(visitor, later), "Move the appointment")
    kept = now(session, appointment)
    assert (kept.needs, kept.interpreter_wishes) == (["interpreter_in_person"], "A man")
    page = visitor.get(f"/appointment/{link_to(session, appointment)}/needs")
    visitor.submit(page, {"wishes": ""})
    assert now(session, appointment).interpreter_wishes is None


@pytest.mark.parametrize(
    ("needs", "language", "words"),
    [
        (["interpreter_phone"], "", "Choose the language that you speak best"),
        (["interpreter_phone"], "en", "Choose the language that you speak best"),
        (
            ["interpreter_phone", "interpreter_video", "interpreter_in_person"],
            "pl",
            "Choose one way for the interpreter to help you",
        ),
    ],
)
def test_an_interpreter_whom_nobody_could_book_is_asked_about_again(
    visitor: Visitor,
    session: Session,
    council: Council,
    needs: list[str],
    language: str,
    words: str,
) -> None:
    appointment = arranged(council)
    page = visitor.get(f"/appointment/{link_to(session, appointment)}/needs")
    again = visitor.submit(page, {"needs": needs, "language": language})
    assert words in again.text
    assert again.title.startswith("Error:")
    assert now(session, appointment).needs == []


def test_a_home_visit_is_asked_about_only_where_somebody_visits(
    visitor: Visitor, session: Session, council: Council
) -> None:
    for service, visited in ((council.housing, False), (council.benefits, True)):
        appointment = arranged(council, london(26, 9 + visited), service_id=service.id)
        page = visitor.get(f"/appointment/{link_to(session, appointment)}/needs")
        assert ("home_visit" in page.choices("needs")) is visited


def test_who_has_no_address_is_told_what_a_home_visit_needs(
    visitor: Visitor, session: Session, council: Council
) -> None:
    who = contact(address=None)
    appointment = arranged(council, service_id=council.benefits.id, contact=who)
    page = visitor.get(f"/appointment/{link_to(session, appointment)}/needs")
    again = visitor.submit(page, {"needs": ["home_visit"], "in_own_words": "Ring twice"})
    assert "We do not have the phone number, email or address" in again.text
    assert again.answers()["in_own_words"] == "Ring twice"
    assert now(session, appointment).needs == []


def test_how_to_reach_them_is_changed_by_their_own_link(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council, needs=("safe_message", "through_supporter"))
    token = link_to(session, appointment)
    page = visitor.get(f"/appointment/{token}/needs")
    assert "Other people can see my phone or email" in page.text
    assert "To change your phone number, email or address, phone us on" in page.text
    assert not {"contact_sms", "through_supporter", "best_times"} & set(page.choices("needs"))
    done = visitor.submit(page, {"needs": ["shared_device", "no_phone"]})
    assert "We have saved what you need." in done.text
    assert set(now(session, appointment).needs) == {
        "shared_device",
        "no_phone",
        "through_supporter",
    }


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        (["no_phone", "text_relay"], "You asked us to phone you and not to phone you. Choose one."),
        (
            ["no_sms", "no_phone"],
            "Give us a way to reach you: a phone number, an email or an address.",
        ),
    ],
)
def test_ways_that_cannot_be_are_asked_again_and_change_nothing(
    visitor: Visitor, session: Session, council: Council, needs: list[str], words: str
) -> None:
    by_phone = contact(email=None, address=None, channel=Channel.SMS)
    appointment = arranged(council, contact=by_phone)
    page = visitor.get(f"/appointment/{link_to(session, appointment)}/needs")
    refused = visitor.submit(page, {"needs": needs})
    assert words in refused.text
    assert refused.title.startswith("Error:")
    assert set(needs) <= set(refused.answers()["needs"])
    assert now(session, appointment).needs == []


def test_new_needs_whose_draft_is_gone_are_asked_for_again(
    visitor: Visitor, session: Session, council: Council
) -> None:
    token = link_to(session, arranged(council))
    page = visitor.get(f"/appointment/{token}/time?needs=new")
    assert page.heading == "Change what you need"


def test_cancelling_is_asked_once_more_and_done_once(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    page = visitor.follow(opened(visitor, session, appointment), "Cancel the appointment")
    assert now(session, appointment).status is Status.ARRANGED
    done = visitor.submit(page, {"reason": "I found\r\nthe answer"})
    assert done.heading == "Your appointment is cancelled"
    visitor.submit(page, {"reason": ""})
    kept = now(session, appointment)
    assert (kept.status, kept.sequence, kept.reason) == (
        Status.CANCELLED,
        1,
        "I found\nthe answer",
    )
    assert len(messages(session, Kind.CANCELLED)) == 1
    assert count(session, DiaryEntry) == 0


def test_a_request_is_taken_back_and_the_officers_link_has_done_its_work(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = requested(council)
    officers = link_to(session, appointment, Purpose.ANSWER_REQUEST)
    page = visitor.follow(opened(visitor, session, appointment), "Take the request back")
    assert visitor.submit(page).heading == "You took your request back"
    assert "This request has been answered" in visitor.get(f"/officer/answer/{officers}").heading


def test_late_is_said_on_the_day_only(
    visitor: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council)
    token = link_to(session, appointment)
    assert visitor.get(f"/appointment/{token}/late").heading == "You can say this on the day only"
    clock.at = london(25, 9)
    page = visitor.follow(visitor.get(f"/appointment/{token}"), "Say that I will be late")
    assert "Choose how late you will be" in visitor.submit(page).text
    for _press in range(2):
        visitor.submit(page, {"minutes": "10"})
    assert now(session, appointment).late_minutes == 10
    assert [m.channel for m in messages(session, Kind.RESIDENT_LATE)] == [Channel.SMS]
    clock.at = london(25, 12)
    assert visitor.get(f"/appointment/{token}/late").status == 200
    assert visitor.submit(page, {"minutes": "20"}).heading == "You can say this on the day only"


@pytest.mark.parametrize("minutes", ["7", "-5", "ten", "10 ", "1000000000000"])
def test_no_other_lateness_is_taken(
    visitor: Visitor, session: Session, council: Council, clock: SteppedClock, minutes: str
) -> None:
    appointment = arranged(council)
    clock.at = london(25, 9)
    page = visitor.get(f"/appointment/{link_to(session, appointment)}/late")
    assert visitor.submit(page, {"minutes": minutes}).title.startswith("Error:")
    assert now(session, appointment).late_minutes is None


def test_once_it_has_begun_nothing_is_changed_online(
    visitor: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council)
    token = link_to(session, appointment)
    cancel = visitor.get(f"/appointment/{token}/cancel")
    clock.at = london(26, 9)
    page = visitor.get(f"/appointment/{token}")
    assert page.heading == "Your appointment has been"
    assert "Ask for a new appointment" in page.buttons
    for address in ("time", "needs", "cancel", "preferences"):
        assert visitor.get(f"/appointment/{token}/{address}").address == f"/appointment/{token}"
    visitor.submit(cancel)
    assert now(session, appointment).status is Status.ARRANGED


def test_the_calendar_file_names_the_same_instant(
    visitor: Visitor, session: Session, council: Council
) -> None:
    token = link_to(session, arranged(council))
    answer = visitor.client.get(
        f"/appointment/{token}/calendar", base_url="https://appointments.example.org"
    )
    assert answer.mimetype == "text/calendar"
    assert b"DTSTART;TZID=Europe/London:20261125T103000" in answer.data
    assert b"Housing" not in answer.data


def test_reading_changes_nothing(
    visitor: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    token = link_to(session, arranged(council))
    stored = (Appointment, DiaryEntry, Draft, Event, Message, AttemptCount)
    before = [count(session, table) for table in stored]
    for address in ("", "/time", "/time?see=days", "/needs", "/cancel", "/late", "/preferences"):
        visitor.get(f"/appointment/{token}{address}")
    assert [count(session, table) for table in stored] == before


def find(visitor: Visitor, reference: str, who: str) -> Page:
    page = visitor.get("/appointment/find")
    return visitor.submit(page, {"reference": reference, "contact": who})


@pytest.mark.parametrize("who", ["amina@example.org", "AMINA@example.org ", "07700 900123"])
def test_a_lost_link_is_sent_again_to_the_contact_on_record(
    visitor: Visitor, session: Session, council: Council, who: str
) -> None:
    appointment = arranged(council)
    find(visitor, appointment.reference.lower().replace("-", " "), who)
    (sent,) = messages(session, Kind.YOUR_LINK)
    assert (sent.channel, sent.appointment_id) == (Channel.EMAIL, appointment.id)
    assert now(session, appointment).events[-1].action == "link_sent"


def test_who_chose_letters_gets_the_link_by_the_contact_just_used(
    visitor: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council, contact=contact(channel=Channel.LETTER))
    find(visitor, appointment.reference, "07700 900123")
    assert [m.channel for m in messages(session, Kind.YOUR_LINK)] == [Channel.SMS]


def test_a_wrong_contact_or_reference_gets_the_same_answer_and_no_message(
    visitor: Visitor, session: Session, council: Council
) -> None:
    reference = arranged(council).reference
    right = find(visitor, reference, "amina@example.org")
    wrong: Sequence[Page] = [
        find(visitor, reference, "other@example.org"),
        find(visitor, reference, "07700 900999"),
        find(visitor, "2222-2222", "amina@example.org"),
        find(visitor, "whatever", "not a phone"),
    ]
    assert {(page.status, page.text) for page in wrong} == {(right.status, right.text)}
    assert len(messages(session, Kind.YOUR_LINK)) == 1


def test_finding_is_limited_for_a_reference_however_it_is_typed(
    visitor: Visitor, session: Session, council: Council
) -> None:
    reference = arranged(council).reference
    page = visitor.get("/appointment/find")
    for typed in (reference, reference.lower(), reference.replace("-", ""), reference, reference):
        visitor.submit(page, {"reference": typed, "contact": "guess@example.org"})
    visitor.submit(page, {"reference": reference, "contact": "guess@example.org"}, status=429)


@pytest.mark.parametrize("typed", ["", "x" * 300, "a\r\nBcc: b@example.org", "\u202eABCD"])
def test_what_is_typed_to_find_it_is_checked_and_kept(visitor: Visitor, typed: str) -> None:
    page = visitor.get("/appointment/find")
    again = visitor.submit(page, {"reference": "ABCD-EFGH", "contact": typed})
    assert again.title.startswith("Error:")
    assert again.answers()["reference"] == "ABCD-EFGH"


def test_what_a_resident_types_is_shown_as_text(
    visitor: Visitor, session: Session, council: Council
) -> None:
    token = link_to(session, arranged(council))
    page = visitor.get(f"/appointment/{token}/needs")
    done = visitor.submit(page, {"in_own_words": "<script>alert(1)</script> & 😀"})
    assert "<script>alert(1)</script> & 😀" in done.text
    assert "<script>alert(1)" not in done.html


def test_it_is_all_the_same_for_a_declined_and_an_attended_one(
    visitor: Visitor, session: Session, council: Council, clock: SteppedClock
) -> None:
    no = requested(council)
    changing.decline(
        appointment_id=no.id, reason="Not us", instead="Ask the library", actor=RESIDENT
    )
    page = opened(visitor, session, no)
    assert "Not us" in page.text
    assert "Ask the library" in page.text
    yes = arranged(council)
    token = link_to(session, yes)
    clock.at = london(25, 10, 30)
    attending.start(appointment_id=yes.id, actor=RESIDENT)
    assert visitor.get(f"/appointment/{token}").heading == "Your appointment has started"
    attending.finish(appointment_id=yes.id, actor=RESIDENT)
    assert visitor.get(f"/appointment/{token}").heading == "You came to your appointment"
