"""Bad weeks, one at a time: whatever happens, each request is arranged in time or its resident is told."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from booking import worker
from booking.actions import absences, breaking, checking, closures, requesting, signing_in
from booking.actions.actor import KEPT, RESIDENT, Actor
from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting
from booking.extensions import db
from booking.models import ActorKind, Appointment, Kind, MessageState, PatternHours, Promise, Role
from tests.builders import Council, arranged, contact, london, new_request
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.simulation.days import moment_on
from tests.stored import all_of, messages

DAY = timedelta(days=1)
ARRANGED = {Kind.ARRANGED: 1, Kind.INVITATION: 1, Kind.DELAY: 0, Kind.APOLOGY: 0, Kind.MISSED: 0}
MISSED = {Kind.ARRANGED: 0, Kind.DELAY: 1, Kind.APOLOGY: 1, Kind.NO_TIME: 2, Kind.MISSED: 2}


@pytest.fixture(autouse=True)
def manager(council: Council) -> Actor:
    staff = signing_in.add_staff(
        email="m@example.org", name="M", role=Role.MANAGER, password="a long passphrase"
    )
    return Actor(ActorKind.MANAGER, staff.id)


def turn(app: Flask, clock: SteppedClock, at: datetime) -> None:
    """A worker's turn at that time, after which everything is as it must always be."""
    clock.at = at
    with app.app_context():
        worker.once()
    found = {name: wrong for name, wrong in checking.checked(db.session()) if wrong}
    assert found == {}


def pass_days(app: Flask, clock: SteppedClock, number: int) -> None:
    """Days of the office, with a worker that turns when steps fall due."""
    today = clock.at.date()
    for n in range(number):
        for hour in (9, 12, 14):
            if (moment := moment_on(today + n * DAY, hour, 0)) > clock.at:
                turn(app, clock, moment)


def away(council: Council, session: Session, days: int) -> None:
    for officer in (council.sam, council.priya, council.rhys):
        absences.record(
            officer_id=officer.id,
            starts_at=london(23, 0),
            ends_at=london(23, 0) + days * DAY,
            reason="leave",
            actor=KEPT,
        )


def nobody_works_that_week(council: Council, session: Session) -> None:
    away(council, session, 8)


def everybody_is_full_for_the_whole_horizon(council: Council, session: Session) -> None:
    away(council, session, 200)


def the_officer_has_no_working_pattern(council: Council, session: Session) -> None:
    session.execute(delete(PatternHours).where(PatternHours.officer_id == council.priya.id))
    session.commit()


def no_room_can_meet_the_needs(_council: Council, _session: Session) -> None:
    """Nothing has to happen: the request itself asks for a quiet room where there is none."""


WEEKS: dict[Callable[[Council, Session], None], dict[Kind, int]] = {
    nobody_works_that_week: ARRANGED,
    everybody_is_full_for_the_whole_horizon: MISSED,
    the_officer_has_no_working_pattern: MISSED | {Kind.COVER_OFFERED: 2},
    no_room_can_meet_the_needs: MISSED,
}
"""What has been told after ten days: to the resident, to the officer, to the manager."""


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.__name__)
def test_in_a_bad_week_it_is_arranged_for_the_next_or_resident_and_manager_are_told(
    app: Flask,
    session: Session,
    council: Council,
    clock: SteppedClock,
    outside: Outside,
    week: Callable[[Council, Session], None],
) -> None:
    week(council, session)
    needs = ("quiet_space",) if week is no_room_can_meet_the_needs else ()
    requesting.request(
        new_request(
            council, service_id=council.benefits.id, officer_id=council.priya.id, needs=needs
        ),
        actor=RESIDENT,
    )
    session.rollback()
    pass_days(app, clock, 10)
    told = sent(session)
    assert {kind: told[kind] for kind in WEEKS[week]} == WEEKS[week]


def test_two_weeks_closed_at_christmas_are_no_working_days_and_nothing_is_silent(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    """Known in November: asked on 18 December, day 1 is 4 January."""
    closures.add(first=date(2026, 12, 21), last=date(2027, 1, 1), reason="Christmas", actor=KEPT)
    clock.at = london(18, 10, month=12)
    away(council, session, 200)
    requesting.request(new_request(council), actor=RESIDENT)
    session.rollback()
    [promise] = all_of(session, Promise)
    assert promise.due_by == london(8, 23, 59, month=1, year=2027).replace(second=59)
    pass_days(app, clock, 20)
    assert sent(session)[Kind.DELAY] == sent(session)[Kind.APOLOGY] == 0
    pass_days(app, clock, 6)
    assert sent(session)[Kind.DELAY] == sent(session)[Kind.APOLOGY] == 1


def test_of_an_officer_who_is_sick_with_40_bookings_every_resident_is_told_once(
    app: Flask,
    session: Session,
    council: Council,
    clock: SteppedClock,
    outside: Outside,
    manager: Actor,
) -> None:
    """Forty half hours fill three of Sam's days; then he is ill for all of that week and the next."""
    session.rollback()
    for n in range(40):
        resident = contact(name=f"Resident {n}", email=f"resident{n}@example.org")
        start = london(24 + n // 16, 9) + timedelta(minutes=30 * (n % 16))
        arranged(council, start, contact=resident, meeting=Meeting.PHONE)
    turn(app, clock, london(23, 17))
    since, until = london(24, 0), london(5, 0, month=12)
    absences.record(
        officer_id=council.sam.id, starts_at=since, ends_at=until, reason="sickness", actor=manager
    )
    broken = [
        appointment.id
        for appointment in breaking.affected(
            session, since=since, until=until, officer_id=council.sam.id
        )
    ]
    for id_ in broken:
        breaking.rearrange(appointment_id=id_, reason="Sam is ill.", actor=manager)
    turn(app, clock, london(23, 18))
    assert len(broken) == 40
    told = sent(session)
    assert told[Kind.REARRANGED] + told[Kind.CHOOSE_AGAIN] == 40
    for n in range(40):
        assert len(outside.emails(f"resident{n}@example.org")) == 2
    assert all(
        appointment.starts_at >= until
        for appointment in all_of(session, Appointment)
        if appointment.status is Status.ARRANGED and appointment.starts_at
    )


def test_workers_whose_clocks_are_an_hour_apart_tell_everybody_once(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    """One is an hour ahead, one right, one behind; whoever comes first does it."""
    appointment = arranged(council, london(27, 14))
    waits = requesting.request(
        new_request(council, service_id=council.benefits.id, officer_id=council.priya.id),
        actor=RESIDENT,
    )
    ids = appointment.id, waits.id
    session.rollback()
    for hours in range(24 * 5):
        right = london(23, 10) + timedelta(hours=hours)
        for wrong_by in (1, 0, -1):
            clock.at = right + timedelta(hours=wrong_by)
            with app.app_context():
                worker.once()
    clock.at = right
    assert session.get_one(Appointment, ids[1]).status is Status.ARRANGED
    came = Counter((text.to, text.body) for text in outside.twilio.texts)
    assert set(came.values()) == {1}
    identities = Counter(mail.message["Message-ID"] for mail in outside.relay.mails)
    assert set(identities.values()) == {1}
    told = sent(session)
    assert (told[Kind.ARRANGED], told[Kind.ARRANGE_REMINDER], told[Kind.AT_RISK]) == (2, 2, 1)
    assert told[Kind.REMINDER_DAYS] >= 1


def sent(session: Session) -> Counter[Kind]:
    """What went out, by kind."""
    return Counter(row.kind for row in messages(session) if row.state is MessageState.SENT)
