"""Unfinished answers wait for somebody who was called away."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from booking.actions import daily, drafts, holds
from booking.domain.needs import Demand, Meeting
from booking.models import DiaryEntry, Draft
from tests.builders import Council, arranged, london
from tests.conftest import SteppedClock
from tests.stored import count


def answers(session: Session, token: str) -> object:
    draft = drafts.find(session, token)
    return draft.answers if draft else None


def test_answers_are_found_again_by_their_token_alone(session: Session) -> None:
    token = drafts.begin({"service": 1})
    drafts.save(token, {"officer": 2})
    assert answers(session, token) == {"service": 1, "officer": 2}
    assert answers(session, token[:-1]) is None
    assert answers(session, "") is None


def test_an_answer_can_be_taken_back(session: Session) -> None:
    token = drafts.begin({"service": 1, "officer": 2})
    drafts.save(token, {"officer": None})
    assert answers(session, token) == {"service": 1}


def test_answers_are_not_readable_in_the_database(session: Session) -> None:
    token = drafts.begin({"name": "Amina"})
    [row] = session.execute(text("SELECT * FROM draft")).all()
    assert "Amina" not in repr(tuple(row))
    assert token not in repr(tuple(row))


def test_answers_wait_12_hours_since_the_last_one(session: Session, clock: SteppedClock) -> None:
    token = drafts.begin({"service": 1})
    clock.forward(hours=11)
    drafts.save(token, {"officer": 2})
    clock.forward(hours=11)
    assert answers(session, token)
    clock.forward(hours=1)
    assert answers(session, token) is None
    drafts.save(token, {"officer": 3})
    daily.clear_lapsed()
    assert count(session, Draft) == 0


def test_ending_a_journey_gives_its_time_back(session: Session, council: Council) -> None:
    token = drafts.begin({})
    draft = drafts.find(session, token)
    assert draft
    holds.hold(
        officer_id=council.sam.id,
        needed=Demand(minutes=30, meeting=Meeting.PHONE),
        starts_at=london(25, 10),
        held_by=draft.key,
    )
    drafts.forget(token)
    assert count(session, Draft) == count(session, DiaryEntry) == 0


def test_answers_that_became_an_appointment_are_forgotten_with_it(
    session: Session, council: Council
) -> None:
    token = drafts.begin({"name": "Amina"})
    draft = drafts.find(session, token)
    assert draft
    appointment = arranged(council, key=draft.key)
    session.expire_all()
    assert answers(session, token) == {"appointment_id": appointment.id}
