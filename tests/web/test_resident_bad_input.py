"""Whatever is typed, forged or lost on the way: a clear page, every answer kept, nothing half saved."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.actions import holds
from booking.domain.needs import Demand, Meeting
from booking.models import Absence, Appointment, Closure, DiaryEntry, Draft
from booking.web.resident.steps import STEPS
from tests.builders import Council, arranged, london
from tests.conftest import SteppedClock
from tests.pages import Browser
from tests.web.walks import TUESDAY_AT_9, at_time, the_appointment, to_check, with_details

STRANGE = {
    "emoji": "Amina 🎈",
    "right to left": "أمينة يوسف",
    "html": '<script>alert("Amina")</script>',
    "quotes": 'Amina "O\'Neill" & co %s ${7*7}',
}
REFUSED_IN_A_NAME = {
    "nothing": "",
    "spaces": "   ",
    "only emoji": "🎈🎈",
    "far too long": "a" * 5000,
    "line breaks": "Amina\r\nBcc: all@example.org",
    "a control character": "Amina\x07",
    "turned reading direction": "Amina \u202eanima",
}


@pytest.fixture
def visitor(client: FlaskClient, council: Council) -> Browser:
    return Browser(client).open("/")


def appointments(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Appointment.id))) or 0


def take(council: Council, hour: int, held_by: str = "somebody else") -> None:
    """Somebody else holds a time of Sam's on Tuesday."""
    needed = Demand(minutes=30, meeting=Meeting.PHONE)
    holds.hold(
        officer_id=council.sam.id, needed=needed, starts_at=london(24, hour), held_by=held_by
    )


class TestEmptyAnswers:
    def test_each_page_says_what_is_missing(self, visitor: Browser) -> None:
        visitor.send("Start now").send()
        assert visitor.errors == ["Choose what it is about"]
        assert visitor.title.startswith("Error:")
        visitor.send(service="housing").send()
        assert visitor.errors == ["Choose who you want to see"]
        visitor.send(officer="sam-okafor").send()
        assert visitor.errors == ["Choose how to meet"]
        visitor.send(way="phone").send()
        assert visitor.errors == ["Choose who you need, or that you do not need anybody"]
        visitor.send(needs="none").send()
        assert visitor.errors == ["Choose what you need, or none of these"]
        visitor.send(needs="none").send()
        assert visitor.errors == ["Choose what you need, or none of these"]
        visitor.send(needs="none").send()
        assert visitor.errors == ["Choose a time"]
        visitor.send(time=TUESDAY_AT_9).send(helped="").send()
        assert visitor.errors == ["Choose one of these answers"]
        visitor.send(helped="yes").send()
        assert visitor.errors == [
            "Enter their name",
            "Choose how we tell them",
            "Choose what they may do",
            "Tick that you agree, or go back and choose that nobody helps you",
        ]
        visitor.open("/request/helped").send(helped="no").send()
        assert visitor.errors == [
            "Enter your name",
            "Choose how we tell you",
            "Enter a phone number, as your appointment is by phone",
        ]

    def test_a_day_and_the_times_of_a_day(self, visitor: Browser, council: Council) -> None:
        at_time(visitor, council).follow("See all times").send("See the times of this day")
        assert visitor.errors == ["Choose a day"]
        visitor.open("/request/times/2026-11-24").send()
        assert visitor.errors == ["Choose a time"]
        assert "Tuesday 24 November, morning" in visitor.text

    def test_preferences(self, visitor: Browser, council: Council) -> None:
        at_time(visitor, council).follow("None of these suit me").send()
        assert visitor.errors == [
            "Choose a day or a part of the day, or tick that any time suits you"
        ]
        wishes: dict[str, Any] = {"any_time": "y", "first-part": "morning"}
        visitor.send(**wishes)
        assert visitor.errors == ["Choose days, or tick that any time suits you: not both"]


class TestDetails:
    @pytest.mark.parametrize("name", REFUSED_IN_A_NAME.values(), ids=REFUSED_IN_A_NAME)
    def test_what_is_no_name_is_refused_and_the_rest_is_kept(
        self, visitor: Browser, council: Council, session: Session, name: str
    ) -> None:
        with_details(at_time(visitor, council).send(time=TUESDAY_AT_9), name=name)
        assert visitor.path == "/request/details"
        assert len(visitor.errors) == 1
        assert visitor.filled()["email"] == "amina@example.org"
        assert visitor.filled()["channel"] == "email"
        assert appointments(session) == 0

    @pytest.mark.parametrize("name", STRANGE.values(), ids=STRANGE)
    def test_a_strange_name_is_kept_and_shown_as_it_is(
        self, visitor: Browser, council: Council, session: Session, name: str
    ) -> None:
        with_details(at_time(visitor, council).send(time=TUESDAY_AT_9), name=name)
        assert name in visitor.text
        visitor.send("Confirm and send")
        assert the_appointment(session).resident.name == name

    @pytest.mark.parametrize(
        ("answers", "error"),
        [
            ({"channel": "email", "email": ""}, "Enter an email address, so that we can email you"),
            (
                {"channel": "email", "email": "amina@"},
                "Enter an email address in the right form, like name@example.org.",
            ),
            ({"channel": "sms"}, "Enter a mobile number, so that we can text you"),
            (
                {"channel": "sms", "phone": "020 7946 0123"},
                "We cannot text this number. Enter a mobile number, or choose another way for us "
                "to tell you.",
            ),
            ({"channel": "phone"}, "Enter a phone number, so that we can phone you"),
            (
                {"channel": "phone", "phone": "12"},
                "That phone number does not exist. Check it and enter it again.",
            ),
            (
                {"channel": "phone", "phone": "☎️"},
                "Enter a phone number, like 020 7946 0018 or 07700 900982.",
            ),
            ({"channel": "letter"}, "Enter a postal address, so that we can write to you"),
            (
                {"channel": "letter", "address": "x" * 501},
                "Use 500 characters or fewer for “Postal address”.",
            ),
            ({"channel": "pigeon"}, "Choose from the answers on this page."),
        ],
    )
    def test_the_chosen_way_must_reach_them(
        self, visitor: Browser, council: Council, answers: dict[str, str], error: str
    ) -> None:
        with_details(at_time(visitor, council).send(time=TUESDAY_AT_9), **answers)
        assert visitor.errors == [error]
        assert visitor.filled()["name"] == "Amina Yusuf"

    @pytest.mark.parametrize("phone", ["+48 601 234 567", "07700 900123", "+1 212 555 0123"])
    def test_a_mobile_from_anywhere_can_be_texted(
        self, visitor: Browser, council: Council, phone: str
    ) -> None:
        with_details(at_time(visitor, council).send(time=TUESDAY_AT_9), channel="sms", phone=phone)
        assert visitor.heading == "Check your answers"

    def test_a_letter_needs_neither_phone_nor_email(
        self, visitor: Browser, council: Council
    ) -> None:
        at_time(visitor, council).send(time=TUESDAY_AT_9)
        with_details(visitor, channel="letter", email="", address="7 Mill Lane\r\nHartley")
        visitor.send("Confirm and send")
        assert "We are sending you a letter" in visitor.text

    def test_a_call_needs_a_number(self, visitor: Browser, council: Council) -> None:
        with_details(at_time(visitor, council, meeting=Meeting.PHONE).send(time=TUESDAY_AT_9))
        assert visitor.errors == ["Enter a phone number, as your appointment is by phone"]

    def test_a_way_that_they_asked_us_not_to_use_is_refused(
        self, visitor: Browser, council: Council
    ) -> None:
        at_time(visitor, council, writing=["no_email"]).send(time=TUESDAY_AT_9)
        with_details(visitor)
        assert visitor.errors == [
            "You asked us not to use this. Choose another way, or change what you need."
        ]


class TestNeeds:
    def test_none_and_something_contradict_each_other(
        self, visitor: Browser, council: Council
    ) -> None:
        at_time(visitor, council).open("/request/support").send(needs=["none", "step_free"])
        assert visitor.errors == ["Choose what you need, or the last answer: not both"]

    def test_only_mornings_and_only_afternoons_leave_no_time(
        self, visitor: Browser, council: Council
    ) -> None:
        at_time(visitor, council).open("/request/support")
        visitor.send(needs=["mornings_only", "afternoons_only"])
        assert visitor.errors == ["Choose only mornings or only afternoons, not both"]

    def test_an_interpreter_needs_a_language(self, visitor: Browser, council: Council) -> None:
        at_time(visitor, council).open("/request/language").send(needs=["interpreter_phone"])
        assert visitor.errors == [
            "Choose the language that you speak best, so that we find the right interpreter"
        ]

    def test_there_is_one_interpreter(self, visitor: Browser, council: Council) -> None:
        at_time(visitor, council).open("/request/language")
        visitor.send(spoken="pl", needs=["interpreter_phone", "interpreter_video"])
        assert visitor.errors == ["Choose one way for the interpreter to help you"]

    def test_some_way_of_reaching_them_is_left(self, visitor: Browser, council: Council) -> None:
        at_time(visitor, council).open("/request/writing")
        visitor.send(needs=["no_sms", "no_email", "no_letter", "no_phone"])
        assert visitor.errors == ["Leave us one way to reach you: a text, email, letter or call"]

    @pytest.mark.parametrize("page", ["language", "support", "writing"])
    def test_a_need_that_nobody_knows_is_refused(
        self, visitor: Browser, council: Council, page: str
    ) -> None:
        at_time(visitor, council).open(f"/request/{page}").send(needs=["<b>gold</b>"])
        assert len(visitor.errors) == 1

    @pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
    def test_own_words_are_kept_as_they_are(
        self, visitor: Browser, council: Council, words: str
    ) -> None:
        at_time(visitor, council).open("/request/support").send(needs="none", in_own_words=words)
        assert visitor.open("/request/support").filled()["in_own_words"] == words


class TestTimes:
    @pytest.mark.parametrize(
        "time",
        [
            "",
            "tomorrow",
            "2026-11-24",
            "2026-11-24T09:00:00",  # no zone
            "2026-13-45T99:00:00Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59-14:00",
            "🎈",
            "1" * 10_000,
        ],
    )
    def test_what_is_no_time_of_this_officer_is_refused(
        self, visitor: Browser, council: Council, session: Session, time: str
    ) -> None:
        at_time(visitor, council).send(time=time)
        assert visitor.path == "/request/time"
        assert len(visitor.errors) == 1
        assert visitor.choices("time")
        assert session.scalar(select(func.count(DiaryEntry.id))) == 0

    @pytest.mark.parametrize(
        "time",
        [
            "2026-11-20T10:00:00Z",  # past
            "2026-11-23T10:15:00Z",  # too soon to get ready
            "2026-11-22T10:00:00Z",  # a Sunday
            "2026-11-24T09:07:00Z",  # between two times
            "2027-03-28T01:30:00Z",  # the clocks go forward
            "2030-01-01T10:00:00Z",  # further than the diary is open
        ],
    )
    def test_a_time_that_was_never_offered_leads_to_the_nearest(
        self, visitor: Browser, council: Council, time: str
    ) -> None:
        at_time(visitor, council).send(time=time)
        assert visitor.errors == ["We cannot offer that time. The nearest times are:"]
        assert len(visitor.choices("time")) == 3

    def test_another_officers_time_is_not_this_ones(
        self, visitor: Browser, council: Council, session: Session
    ) -> None:
        session.add(
            Absence(officer_id=council.sam.id, starts_at=london(24, 0), ends_at=london(25, 0))
        )
        session.commit()
        at_time(visitor, council).send(time=TUESDAY_AT_9)  # Rhys is free then
        assert visitor.errors == ["We cannot offer that time. The nearest times are:"]

    def test_a_time_taken_a_second_ago_leads_to_the_nearest(
        self, visitor: Browser, council: Council
    ) -> None:
        at_time(visitor, council)
        take(council, 9)
        visitor.send(time=TUESDAY_AT_9)
        assert visitor.errors == ["That time has just been taken. The nearest times are:"]
        assert next(iter(visitor.choices("time").values())) == "Tuesday 24 November at 9:30am"
        assert visitor.send(time="2026-11-24T09:30:00Z").path == "/request/details"

    @pytest.mark.parametrize(
        "day", ["2026-02-30", "yesterday", "2026-11-24T09:00", "0001-01-01", "9999-12-31"]
    )
    def test_an_impossible_day_is_no_page(
        self, visitor: Browser, council: Council, day: str
    ) -> None:
        at_time(visitor, council).open(f"/request/times/{day}", status=404)

    @pytest.mark.parametrize("day", ["2020-01-01", "2026-11-22"])
    def test_a_day_without_times_says_so(
        self, visitor: Browser, council: Council, day: str
    ) -> None:
        at_time(visitor, council).open(f"/request/times/{day}")
        assert "There are no free times on this day." in visitor.text

    @pytest.mark.parametrize(
        "wish",
        [{"first-day": "2026-02-30"}, {"first-day": "2020-01-01"}, {"first-part": "midnight"}],
    )
    def test_an_impossible_wish_is_refused(
        self, visitor: Browser, council: Council, wish: dict[str, Any]
    ) -> None:
        at_time(visitor, council).follow("None of these suit me").send(**wish)
        assert len(visitor.errors) == 1

    def test_a_wish_is_made_once(self, visitor: Browser, council: Council) -> None:
        at_time(visitor, council).follow("None of these suit me")
        wishes: dict[str, Any] = {"first-part": "morning", "third-part": "morning"}
        visitor.send(**wishes)
        assert visitor.errors == ["You chose the same day and part of the day twice"]

    def test_a_diary_without_any_time_asks_for_preferences(
        self, visitor: Browser, council: Council, session: Session
    ) -> None:
        session.add(
            Absence(
                officer_id=council.sam.id, starts_at=london(1, 0), ends_at=london(1, 0, year=2028)
            )
        )
        session.commit()
        at_time(visitor, council)
        assert visitor.path == "/request/preferences"
        assert "Sam Okafor has no free times that fit just now." in visitor.text


class TestHolds:
    def test_two_residents_cannot_hold_the_same_time(
        self, visitor: Browser, council: Council, app: Flask
    ) -> None:
        at_time(visitor, council).send(time=TUESDAY_AT_9)
        other = at_time(Browser(app.test_client()).open("/"), council)
        assert TUESDAY_AT_9 not in other.choices("time")
        other.send(time=TUESDAY_AT_9)
        assert other.errors == ["That time has just been taken. The nearest times are:"]

    def test_a_lapsed_hold_offers_the_nearest_times_and_keeps_every_answer(
        self, visitor: Browser, council: Council, clock: SteppedClock
    ) -> None:
        to_check(visitor, council)
        clock.forward(minutes=16)
        visitor.open("/request/check")
        assert visitor.path == "/request/time"
        assert visitor.errors == [
            "We could not keep Tuesday 24 November at 9am for you any longer. Choose a time again:"
        ]
        assert TUESDAY_AT_9 in visitor.choices("time")
        visitor.send(time=TUESDAY_AT_9)
        assert visitor.heading == "Check your answers"
        assert "Amina Yusuf" in visitor.text

    def test_who_read_for_long_still_gets_the_time_that_nobody_took(
        self, visitor: Browser, council: Council, clock: SteppedClock
    ) -> None:
        to_check(visitor, council)
        clock.forward(minutes=40)
        assert visitor.send("Confirm and send").heading == "Your appointment is arranged"

    def test_who_read_for_long_and_lost_the_time_is_told(
        self, visitor: Browser, council: Council, clock: SteppedClock, session: Session
    ) -> None:
        to_check(visitor, council)
        clock.forward(minutes=16)
        arranged(council, london(24, 9))
        visitor.send("Confirm and send")
        assert visitor.errors == ["That time has just been taken. The nearest times are:"]
        assert appointments(session) == 1

    def test_details_typed_while_the_hold_lapsed_are_kept(
        self, visitor: Browser, council: Council, clock: SteppedClock
    ) -> None:
        at_time(visitor, council).send(time=TUESDAY_AT_9)
        clock.forward(minutes=16)
        with_details(visitor)
        assert visitor.path == "/request/time"
        visitor.send(time=TUESDAY_AT_9)
        assert visitor.heading == "Check your answers"

    def test_a_day_that_closes_meanwhile_is_not_confirmed(
        self, visitor: Browser, council: Council, session: Session
    ) -> None:
        to_check(visitor, council)
        session.add(Closure(day=london(24, 9).date(), reason="Burst pipe"))
        session.commit()
        visitor.send("Confirm and send")
        assert visitor.path == "/request/time"
        assert visitor.errors == ["We cannot offer that time. The nearest times are:"]
        assert appointments(session) == 0


class TestOrder:
    @pytest.mark.parametrize(
        "page",
        [step.endpoint.removeprefix("resident.") for step in STEPS[1:]]
        + ["days", "times/2026-11-24", "preferences", "check"],
    )
    def test_a_skipped_step_leads_to_the_first_one_missing(
        self, visitor: Browser, page: str
    ) -> None:
        visitor.send("Start now").open(f"/request/{page}")
        assert visitor.path == "/request/service"

    def test_confirming_before_the_end_leads_to_the_first_one_missing(
        self, visitor: Browser, council: Council, session: Session
    ) -> None:
        to_check(visitor, council)
        token = visitor.filled("Confirm and send")
        Browser(visitor.client).open("/").send("Start now")
        visitor.client.post("/request/confirm", data=token)
        assert appointments(session) == 0

    @pytest.mark.parametrize("page", ["service", "time", "check"])
    def test_without_a_journey_every_page_leads_to_the_start(
        self, visitor: Browser, page: str
    ) -> None:
        assert visitor.open(f"/request/{page}").path == "/"

    def test_an_expired_draft_is_said_so_kindly_and_starts_again(
        self, visitor: Browser, council: Council, clock: SteppedClock
    ) -> None:
        to_check(visitor, council)
        clock.forward(hours=13)
        visitor.send("Confirm and send")
        assert visitor.heading == "We no longer have your answers"
        assert visitor.send("Start again").path == "/request/service"

    def test_who_starts_again_finds_nobody_elses_answers(
        self, visitor: Browser, council: Council, session: Session
    ) -> None:
        to_check(visitor, council).open("/").send("Start now")
        assert session.scalar(select(func.count(DiaryEntry.id))) == 0
        assert session.scalars(select(Draft)).one().answers == {}

    def test_an_unknown_officer_is_no_page(self, visitor: Browser) -> None:
        visitor.open("/with/nobody-like-this", status=404)


class TestSentTwice:
    def test_two_presses_make_one_appointment(
        self, visitor: Browser, council: Council, session: Session
    ) -> None:
        to_check(visitor, council)
        token = visitor.filled("Confirm and send")
        first = visitor.send("Confirm and send").text
        visitor.client.post("/request/confirm", data=token)
        assert visitor.open("/request/done").text == first
        assert appointments(session) == 1

    def test_going_back_says_that_it_was_sent(self, visitor: Browser, council: Council) -> None:
        to_check(visitor, council).send("Confirm and send").open("/request/check")
        assert visitor.heading == "You have already sent this request"
        visitor.follow("See what you sent, and what happens next")
        assert visitor.heading == "Your appointment is arranged"
        visitor.open("/request/sent").send("Ask for another appointment")
        assert visitor.path == "/request/service"

    def test_a_second_window_with_other_answers_makes_no_second_appointment(
        self, visitor: Browser, council: Council, session: Session
    ) -> None:
        to_check(visitor, council)
        before = session.scalars(select(Draft)).one().answers
        session.rollback()
        token = visitor.filled("Confirm and send")
        visitor.send("Confirm and send")
        draft = session.scalars(select(Draft)).one()
        draft.answers = before | {"about": "Something else"}  # as the other window had it
        session.commit()
        answer = visitor.client.post("/request/confirm", data=token, follow_redirects=True)
        assert "You have already sent this request" in answer.text
        assert appointments(session) == 1
        assert visitor.open("/request/done").heading == "Your appointment is arranged"

    def test_a_form_without_its_token_is_refused(
        self, visitor: Browser, council: Council, session: Session
    ) -> None:
        to_check(visitor, council)
        assert visitor.client.post("/request/confirm").status_code == 400
        assert appointments(session) == 0
