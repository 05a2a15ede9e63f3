"""The report, against figures worked out by hand on a small council."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from booking.actions import (
    absences,
    answering_for,
    breaking,
    changing,
    enforcing,
    enquiring,
    missed,
    reporting,
    requesting,
    signing_in,
)
from booking.actions.actor import KEPT, RESIDENT
from booking.actions.enquiring import NewEnquiry
from booking.actions.missed import Missed, Why
from booking.actions.reporting import By, Count, Report
from booking.domain.promise import Promised, PromiseState
from booking.domain.tally import Tally
from booking.extensions import db
from booking.models import Appointment, CameBy, Role
from tests.builders import Council, arranged, contact, london, new_request
from tests.conftest import SteppedClock
from tests.postgresql import any_database

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
NOW = london(4, 10, month=12)


def ask(
    council: Council,
    clock: SteppedClock,
    at: datetime,
    answered_at: datetime | None = None,
    **changes: object,
) -> Appointment:
    """A request made then, and answered there and then at the other instant."""
    clock.at = at
    request = requesting.request(new_request(council, **changes), actor=RESIDENT)
    if answered_at:
        clock.at = answered_at
        enquiring.answer_now(appointment_id=request.id, text="Yes", actor=KEPT)
    return request


def six_requests(council: Council, clock: SteppedClock) -> None:
    """Two kept, one missed, one that ended, one at risk, one on track; NOW is a Friday."""
    benefits = {"service_id": council.benefits.id, "officer_id": council.priya.id}
    ask(council, clock, london(23, 10), london(23, 16))
    ask(council, clock, london(23, 10), london(25, 9), came_by=CameBy.PHONE)
    ask(council, clock, london(23, 10), london(1, 9, month=12), **benefits)
    ended = ask(council, clock, london(27, 10))
    changing.decline(appointment_id=ended.id, reason="No", instead="Ring", actor=RESIDENT)
    ask(council, clock, london(1, 10, month=12))
    ask(council, clock, NOW)
    clock.at = NOW


def figures(tally: Tally) -> tuple[int, ...]:
    """Given, kept, missed, ended, at risk, on track."""
    states = ("kept", "missed", "ended", "at_risk", "on_track")
    return (tally.given, *(tally.states[PromiseState(state)] for state in states))


def report(session: Session, by: By = By.SERVICE, since: date = NOVEMBER) -> Report:
    session.rollback()
    return reporting.report(session, since=since, until=date(2026, 12, 4), by=by)


def by_name(count: Count) -> dict[str, tuple[int, ...]]:
    return {group.name: figures(group.tally) for group in count.groups}


@any_database
def test_the_totals_are_those_worked_out_by_hand(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    six_requests(council, clock)
    count = report(session).of[Promised.APPOINTMENT]
    assert figures(count.total) == (6, 2, 1, 1, 1, 1)
    assert count.total.share_kept == pytest.approx(2 / 3)
    assert (count.total.median, count.total.ninetieth) == (2, 6), "after 0, 2 and 6 working days"
    assert by_name(count) == {
        "Benefits and council tax": (1, 0, 1, 0, 0, 0),
        "Housing advice": (5, 2, 0, 1, 1, 1),
    }
    assert {month: tally.given for month, tally in count.months.items()} == {
        NOVEMBER: 4,
        DECEMBER: 2,
    }


def test_the_same_promises_by_officer_and_by_channel(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    six_requests(council, clock)
    by_officer = by_name(report(session, By.OFFICER).of[Promised.APPOINTMENT])
    assert {name: given[0] for name, given in by_officer.items()} == {
        "Priya Shah": 1,
        "Sam Okafor": 5,
    }
    by_channel = by_name(report(session, By.CHANNEL).of[Promised.APPOINTMENT])
    assert {name: given[0] for name, given in by_channel.items()} == {"online": 5, "phone": 1}


def test_only_what_was_given_in_the_period_counts_in_every_month_since_the_first(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    six_requests(council, clock)
    assert report(session, since=DECEMBER).of[Promised.APPOINTMENT].total.given == 2
    months = report(session, since=date(2026, 9, 15)).of[Promised.APPOINTMENT].months
    assert [month.month for month in months] == [11, 12], "nothing was promised before"


def test_a_day_of_the_period_is_the_councils_not_that_of_utc(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    ask(council, clock, datetime.fromisoformat("2026-06-30T23:30:00+00:00"))  # 1 July in London
    session.rollback()
    june = reporting.report(session, since=date(2026, 6, 1), until=date(2026, 6, 30))
    july = reporting.report(session, since=date(2026, 7, 1), until=date(2026, 7, 1))
    assert june.of[Promised.APPOINTMENT].total.given == 0
    assert july.of[Promised.APPOINTMENT].months[date(2026, 7, 1)].given == 1


def test_every_run_of_the_clock_counts(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = arranged(council)
    breaking.reopen(appointment_id=appointment.id, reason="Ill", actor=KEPT)
    count = report(session).of[Promised.APPOINTMENT]
    assert figures(count.total) == (2, 1, 0, 0, 0, 1)


@any_database
def test_enquiries_count_apart_each_by_its_own_standard(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    """A phone call is answered within 3 working days, a letter within 10."""
    for came_by, answered_at in (
        (CameBy.PHONE, london(27, 9)),
        (CameBy.LETTER, london(4, 9, month=12)),
    ):
        clock.at = london(23, 10)
        enquiry = enquiring.log(
            NewEnquiry(
                key=came_by,
                service_id=council.benefits.id,
                officer_id=council.priya.id,
                contact=contact(),
                question="When is my claim paid?",
                came_by=came_by,
            ),
            actor=RESIDENT,
        )
        clock.at = answered_at
        enquiring.answer(enquiry_id=enquiry.id, text="On Friday", actor=KEPT)
    clock.at = NOW
    of = report(session).of
    assert of[Promised.APPOINTMENT].total.given == 0
    passed_on, written = of[Promised.ENQUIRY_PASSED_ON], of[Promised.ENQUIRY_WRITTEN]
    assert (figures(passed_on.total), passed_on.total.median) == ((1, 0, 1, 0, 0, 0), 4)
    assert (figures(written.total), written.total.median) == ((1, 1, 0, 0, 0, 0), 9)
    assert by_name(written) == {"Benefits and council tax": (1, 1, 0, 0, 0, 0)}
    [late] = listed(session)
    assert (late.promised, late.why) == (Promised.ENQUIRY_PASSED_ON, Why.NOT_ANSWERED)
    assert late.days_late == 1


def test_a_report_takes_as_many_statements_for_many_promises_as_for_one(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    counted = []
    for _round in range(2):
        six_requests(council, clock)
        session.rollback()
        statements.clear()
        report(session)
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 6, statements


def listed(session: Session, most: int = 100) -> list[Missed]:
    session.rollback()
    return missed.between(session, since=NOVEMBER, until=date(2026, 12, 31), most=most)


def test_what_was_missed_is_listed_with_why_and_how_it_was_put_right(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    six_requests(council, clock)
    [late] = listed(session)
    assert (late.service, late.officer) == ("Benefits and council tax", "Priya Shah")
    assert (late.why, late.days_late, late.put_right) == (Why.NOT_ARRANGED, 1, None)
    assert late.stopped_at == london(1, 9, month=12)
    answering_for.put_right(promise_id=late.promise_id, what="Rang and said sorry", actor=KEPT)
    assert listed(session)[0].put_right == "Rang and said sorry"


def test_why_says_that_an_officer_held_it_back(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    request = ask(council, clock, london(23, 10))
    answering_for.hold_back(appointment_id=request.id, reason="Waiting for papers", actor=KEPT)
    clock.at = london(2, 10, month=12)
    [late] = listed(session)
    assert (late.why, late.held_reason) == (Why.HELD_BACK, "Waiting for papers")
    assert (late.stopped_at, late.days_late) == (None, 2), "still open, since Monday"


def test_the_latest_come_first_and_no_more_than_asked_for(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    for day in (23, 24, 25):
        ask(council, clock, london(day, 10))
    clock.at = london(14, 10, month=12)
    assert [late.due_by.day for late in listed(session, most=2)] == [2, 1]


def test_nothing_waits_in_the_list_that_was_kept_on_its_last_day(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    ask(council, clock, london(23, 10), london(30, 23, 59))
    clock.at = NOW
    assert listed(session) == []


def test_why_says_that_no_time_met_every_need(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    """Sam is away for as long as anybody can look ahead; on day 4 Kept finds that out."""
    absences.record(
        officer_id=council.sam.id,
        starts_at=london(23, 0),
        ends_at=london(23, 0) + timedelta(days=100),
        reason="leave",
        actor=KEPT,
    )
    signing_in.add_staff(
        email="m@example.org", name="Ash Lee", role=Role.MANAGER, password="a long enough password"
    )
    ask(council, clock, london(23, 10))
    for clock.at in (london(27, 9, 30), london(2, 9, 30, month=12)):
        enforcing.enforce()
    assert [late.why for late in listed(session)] == [Why.NO_TIME]
