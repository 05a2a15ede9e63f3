"""Enquiries: passed on, answered by a promised day, at first contact where that can be."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import enquiring, promises, requesting
from booking.actions.actor import RESIDENT, Actor
from booking.domain.errors import ActionRefused, KeyReused, NotOffered, ReasonMissing
from booking.domain.lifecycle import Status
from booking.domain.local_time import local_day
from booking.domain.promise import PromiseState
from booking.domain.references import parse_reference
from booking.models import ActorKind, CameBy, Channel, Enquiry, Event, Kind
from booking.settings import settings
from tests.builders import Council, contact, london, new_enquiry, new_request
from tests.conftest import SteppedClock
from tests.stored import all_of, count, messages

DESK = Actor(ActorKind.FRONT_DESK, on_behalf=True)


def logged(council: Council, **changes: object) -> Enquiry:
    return enquiring.log(new_enquiry(council, **changes), actor=DESK)


def now(session: Session, enquiry: Enquiry) -> Enquiry:
    session.rollback()
    return session.get_one(Enquiry, enquiry.id, populate_existing=True)


def told(session: Session, enquiry: Enquiry) -> list[Kind]:
    return [one.kind for one in messages(session) if one.enquiry_id == enquiry.id]


@pytest.mark.parametrize(
    ("came_by", "day"),
    [
        (CameBy.PHONE, 26),
        (CameBy.VISIT, 26),
        (CameBy.ONLINE, 26),
        (CameBy.EMAIL, 7),
        (CameBy.LETTER, 7),
    ],
)
def test_what_is_passed_on_has_three_days_and_what_is_written_has_ten(
    council: Council, came_by: CameBy, day: int
) -> None:
    last = local_day(logged(council, came_by=came_by).answer_by, settings().timezone)
    assert (last.month, last.day) == (11 if day > 20 else 12, day)


def test_the_resident_hears_by_when_and_the_officer_is_asked(
    council: Council, session: Session
) -> None:
    enquiry = logged(council)
    assert told(session, enquiry) == [Kind.ENQUIRY_RECEIVED, Kind.PLEASE_ANSWER]
    [first] = all_of(session, Event)
    assert (first.enquiry_id, first.number, first.on_behalf) == (enquiry.id, 1, True)
    assert parse_reference(enquiry.reference) == enquiry.reference


def test_answered_at_first_contact_bothers_nobody(council: Council, session: Session) -> None:
    enquiry = logged(council, answer="  On Friday.  ")
    assert (enquiry.status, enquiry.answer) == (Status.ANSWERED, "On Friday.")
    assert promises.judge(session)(enquiry.promise) is PromiseState.KEPT
    assert told(session, enquiry) == []


def test_an_answer_stops_the_clock_and_is_told_by_the_way_that_they_chose(
    council: Council, session: Session, clock: SteppedClock
) -> None:
    enquiry = logged(council, contact=contact(channel=Channel.LETTER))
    clock.forward(days=1)
    enquiring.answer(enquiry_id=enquiry.id, text="On Friday.", actor=Actor(ActorKind.OFFICER))
    enquiry = now(session, enquiry)
    assert (enquiry.promise.kept_at, enquiry.promise.next_step_at) == (clock.at, None)
    [answer] = messages(session, Kind.ENQUIRY_ANSWERED)
    assert answer.channel is Channel.LETTER


def test_an_answer_after_the_promised_day_is_a_miss(
    council: Council, session: Session, clock: SteppedClock
) -> None:
    enquiry = logged(council)
    clock.at = london(27, 0)
    enquiring.answer(enquiry_id=enquiry.id, text="On Friday.", actor=DESK)
    assert promises.judge(session)(now(session, enquiry).promise) is PromiseState.MISSED


def test_the_same_key_is_the_same_enquiry(council: Council, session: Session) -> None:
    new = new_enquiry(council)
    assert enquiring.log(new, actor=DESK).id == enquiring.log(new, actor=DESK).id
    assert count(session, Enquiry) == 1
    for other in (
        {"question": "Something else"},
        {"service_id": council.housing.id},
        {"came_by": CameBy.LETTER},
        {"needs": ("plain_email",)},
    ):
        with pytest.raises(KeyReused):
            logged(council, key=new.key, **other)


@pytest.mark.parametrize("empty", ["", " \n "])
def test_neither_a_question_nor_an_answer_is_empty(
    council: Council, session: Session, empty: str
) -> None:
    with pytest.raises(ReasonMissing):
        logged(council, question=empty)
    enquiry = logged(council)
    with pytest.raises(ReasonMissing):
        enquiring.answer(enquiry_id=enquiry.id, text=empty, actor=DESK)
    assert now(session, enquiry).status is Status.REQUESTED


def test_only_who_sees_residents_about_it_answers(council: Council, session: Session) -> None:
    with pytest.raises(NotOffered):
        logged(council, officer_id=council.rhys.id)
    enquiry = logged(council)
    with pytest.raises(NotOffered):
        enquiring.give_to(enquiry_id=enquiry.id, officer_id=council.rhys.id, actor=DESK)
    council.sam.active = False
    session.commit()
    with pytest.raises(NotOffered):
        enquiring.give_to(enquiry_id=enquiry.id, officer_id=council.sam.id, actor=DESK)


def test_given_to_another_officer_the_promised_day_stands(
    council: Council, session: Session, clock: SteppedClock
) -> None:
    enquiry = logged(council)
    before = enquiry.answer_by
    clock.forward(days=1)
    for _twice in range(2):
        enquiring.give_to(enquiry_id=enquiry.id, officer_id=council.sam.id, actor=DESK)
    enquiry = now(session, enquiry)
    assert (enquiry.officer.name, enquiry.answer_by) == ("Sam Okafor", before)
    asked = [one.officer_id for one in messages(session, Kind.PLEASE_ANSWER)]
    assert asked == [council.priya.id, council.sam.id]


def test_what_is_over_is_not_answered_withdrawn_or_given_on(
    council: Council, session: Session
) -> None:
    enquiry = logged(council)
    enquiring.withdraw(enquiry_id=enquiry.id, actor=DESK)
    assert promises.judge(session)(now(session, enquiry).promise) is PromiseState.ENDED
    written = count(session, Event)
    with pytest.raises(ActionRefused):
        enquiring.answer(enquiry_id=enquiry.id, text="On Friday.", actor=DESK)
    with pytest.raises(ActionRefused):
        enquiring.withdraw(enquiry_id=enquiry.id, actor=DESK)
    with pytest.raises(ActionRefused):
        enquiring.give_to(enquiry_id=enquiry.id, officer_id=council.sam.id, actor=DESK)
    assert count(session, Event) == written


def test_the_most_urgent_comes_first_and_what_is_over_is_not_listed(
    council: Council, session: Session, clock: SteppedClock
) -> None:
    letter = logged(council, came_by=CameBy.LETTER)
    phone = logged(council)
    clock.forward(days=1)
    later = logged(council)
    logged(council, answer="Said at once.")
    found = [one.id for one in enquiring.open_enquiries(session)]
    assert found == [phone.id, later.id, letter.id]


def test_an_officer_can_answer_their_own_and_those_of_whom_they_cover(
    council: Council, session: Session
) -> None:
    priyas = logged(council)
    sams = logged(council, officer_id=council.sam.id)
    assert [one.id for one in enquiring.to_answer(session, council.sam.id)] == [priyas.id, sams.id]
    assert [one.id for one in enquiring.to_answer(session, council.priya.id)] == [priyas.id]
    assert enquiring.concerns(session, priyas.id, council.sam.id)
    assert not enquiring.concerns(session, sams.id, council.priya.id)


def test_a_request_answered_now_needs_no_appointment_and_keeps_the_promise(
    council: Council, session: Session
) -> None:
    asked = requesting.request(new_request(council), actor=RESIDENT)
    enquiring.answer_now(appointment_id=asked.id, text=" It is paid. ", actor=DESK)
    session.rollback()
    session.refresh(asked)
    assert (asked.status, asked.reason) == (Status.ANSWERED, "It is paid.")
    assert promises.judge(session)(asked.promise) is PromiseState.KEPT
    assert len(messages(session, Kind.ANSWERED)) == 1
    [closed] = messages(session, Kind.REQUEST_CLOSED)
    assert closed.officer_id == asked.officer_id
    with pytest.raises(ActionRefused):
        enquiring.answer_now(appointment_id=asked.id, text="Again", actor=DESK)


def test_a_request_is_not_answered_with_nothing(council: Council, session: Session) -> None:
    asked = requesting.request(new_request(council), actor=RESIDENT)
    with pytest.raises(ReasonMissing):
        enquiring.answer_now(appointment_id=asked.id, text=" ", actor=DESK)
    session.rollback()
    assert asked.status is Status.REQUESTED
