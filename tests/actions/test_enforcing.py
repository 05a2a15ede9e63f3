"""The ladder at work: every step once, whoever sleeps, until it is arranged or the resident has been told."""

from collections import Counter
from datetime import date, time, timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from booking import worker
from booking.actions import (
    absences,
    answering_for,
    arranging,
    breaking,
    changing,
    enforcing,
    handing_over,
    reporting,
    requesting,
)
from booking.actions.actor import KEPT, RESIDENT, Actor
from booking.domain.arranging import Preference
from booking.domain.errors import ActionRefused, ReasonMissing
from booking.domain.lifecycle import Status
from booking.domain.needs import Part
from booking.domain.promise import PromiseState
from booking.models import ActorKind, Appointment, Audience, Cause, Kind, PatternHours, Staff
from tests.builders import Council, arranged, london, new_request
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import messages


def asked(council: Council, **changes: object) -> Appointment:
    """Somebody asks for Priya, who arranges by request; Monday 23 November, 10:00."""
    return requesting.request(
        new_request(
            council, service_id=council.benefits.id, officer_id=council.priya.id, **changes
        ),
        actor=RESIDENT,
    )


def fill(council: Council, session: Session) -> None:
    """Priya and Sam are away for as long as anybody can look ahead."""
    for officer in (council.priya, council.sam):
        absences.record(
            officer_id=officer.id,
            starts_at=london(23, 0),
            ends_at=london(23, 0) + timedelta(days=100),
            reason="leave",
            actor=KEPT,
        )


def steps(appointment: Appointment, session: Session) -> list[str]:
    session.expire_all()
    found = session.get_one(Appointment, appointment.id)
    return [event.action for event in found.events if event.action.startswith("step_")]


def told(session: Session, audience: Audience) -> Counter[Kind]:
    return Counter(row.kind for row in messages(session) if row.audience is audience)


def pass_until(clock: SteppedClock, day: int, hour: int, month: int = 11) -> None:
    """Time passes, an hour at a time, and the worker runs."""
    while clock.at < london(day, hour, month=month):
        clock.forward(hours=1)
        enforcing.enforce()


@any_database
def test_a_request_that_nobody_answers_is_arranged_on_the_fourth_day(
    session: Session, council: Council, clock: SteppedClock, manager: Staff, outside: Outside
) -> None:
    appointment_id = asked(council).id
    while clock.at < london(27, 10):
        clock.forward(hours=1)
        worker.once()
    appointment = session.get_one(Appointment, appointment_id)
    assert appointment.status is Status.ARRANGED
    assert appointment.promise.kept_at == london(27, 9)
    assert steps(appointment, session) == ["step_remind", "step_warn"]
    assert reporting.promise_state(session, appointment) is PromiseState.KEPT
    [invitation] = outside.invitations("priya@example.org")
    assert invitation.method == "REQUEST"
    assert told(session, Audience.RESIDENT)[Kind.ARRANGED] == 1
    assert told(session, Audience.MANAGER) == Counter({Kind.AT_RISK: 1})
    assert told(session, Audience.OFFICER)[Kind.ARRANGE_REMINDER] == 2


@any_database
def test_where_nothing_fits_the_resident_is_told_before_the_office_closes_and_again_after(
    session: Session, council: Council, clock: SteppedClock, manager: Staff
) -> None:
    fill(council, session)
    appointment = asked(council)
    pass_until(clock, 30, 15)
    assert told(session, Audience.RESIDENT)[Kind.DELAY] == 1
    pass_until(clock, 3, 10, month=12)
    assert steps(appointment, session) == [
        "step_remind",
        "step_warn",
        "step_arrange",
        "step_tell_of_delay",
        "step_apologise",
        "step_escalate",
        "step_escalate",
        "step_escalate",
    ]
    assert told(session, Audience.RESIDENT)[Kind.APOLOGY] == 1
    assert told(session, Audience.MANAGER)[Kind.MISSED] == 3
    assert reporting.promise_state(session, appointment) is PromiseState.MISSED


def test_resident_and_manager_are_told_at_once_where_nothing_can_ever_fit(
    session: Session, council: Council, manager: Staff
) -> None:
    asked(council, needs=("quiet_space",))
    assert told(session, Audience.MANAGER) == Counter({Kind.NO_TIME: 1})


def test_the_cover_is_offered_only_where_they_can_see_the_resident(
    session: Session, council: Council, manager: Staff
) -> None:
    absences.record(
        officer_id=council.priya.id,
        starts_at=london(23, 0),
        ends_at=london(23, 0) + timedelta(days=100),
        reason="leave",
        actor=KEPT,
    )
    asked(council)
    assert told(session, Audience.RESIDENT)[Kind.COVER_OFFERED] == 1
    asked(council, needs=("quiet_space",))
    assert told(session, Audience.RESIDENT)[Kind.COVER_OFFERED] == 1


def test_wishes_give_way_and_the_story_says_which_was_met(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    wishes = (Preference(1, london(24, 0).date()), Preference(2, part=Part.AFTERNOON))
    appointment = asked(council, preferences=wishes)
    pass_until(clock, 27, 9)
    session.expire_all()
    assert appointment.starts_at == london(27, 12)
    [event] = [event for event in appointment.events if event.action == "arrange"]
    assert (event.actor, event.facts["met"]) == (ActorKind.KEPT, 2)


def test_a_pass_that_runs_twice_takes_no_step_twice(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = asked(council)
    clock.at = london(25, 9)
    for _again in range(3):
        enforcing.climb(appointment.promise.id)
    assert steps(appointment, session) == ["step_remind"]


def test_after_a_weekend_without_a_worker_what_is_due_is_done_at_once(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = asked(council)
    clock.at = london(30, 9)
    enforcing.enforce()
    session.expire_all()
    assert appointment.status is Status.ARRANGED
    assert told(session, Audience.OFFICER)[Kind.ARRANGE_REMINDER] == 0


def test_an_officer_may_hold_the_automatic_step_but_not_past_the_deadline(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = asked(council)
    answering_for.hold_back(
        appointment_id=appointment.id,
        reason="I wait for a letter.",
        actor=Actor(ActorKind.OFFICER),
    )
    stood = []
    for hour in (11, 12):
        pass_until(clock, 30, hour)
        session.expire_all()
        stood.append(appointment.status)
    assert stood == [Status.REQUESTED, Status.ARRANGED]


def test_a_hold_needs_a_reason(council: Council) -> None:
    with pytest.raises(ReasonMissing):
        answering_for.hold_back(
            appointment_id=asked(council).id, reason=" ", actor=Actor(ActorKind.OFFICER)
        )


def test_what_was_put_right_no_longer_escalates(
    session: Session, council: Council, clock: SteppedClock, managing: Actor
) -> None:
    fill(council, session)
    appointment = asked(council)
    pass_until(clock, 1, 10, month=12)
    before = steps(appointment, session).count("step_escalate")
    answering_for.put_right(
        promise_id=appointment.promise.id, what="We phoned and said sorry.", actor=managing
    )
    pass_until(clock, 4, 10, month=12)
    assert steps(appointment, session).count("step_escalate") == before == 1


def test_only_a_miss_can_be_put_right(council: Council, managing: Actor) -> None:
    with pytest.raises(ActionRefused):
        answering_for.put_right(promise_id=asked(council).promise.id, what="x", actor=managing)


def test_extra_time_that_a_manager_opens_is_used_at_the_next_pass(
    session: Session, council: Council, clock: SteppedClock, managing: Actor
) -> None:
    session.execute(delete(PatternHours).where(PatternHours.officer_id == council.priya.id))
    session.commit()
    appointment = asked(council)
    pass_until(clock, 27, 10)
    assert steps(appointment, session)[-1] == "step_arrange"
    answering_for.open_time(
        officer_id=council.priya.id,
        day=date(2026, 11, 30),
        starts=time(13),
        ends=time(15),
        location_id=council.civic_centre.id,
        actor=managing,
    )
    enforcing.enforce()
    session.expire_all()
    assert (appointment.status, appointment.starts_at) == (Status.ARRANGED, london(30, 13))


@pytest.mark.parametrize(
    ("day", "starts", "ends"),
    [(date(2026, 11, 22), 9, 10), (date(2026, 11, 30), 10, 10), (date(2026, 12, 25), 9, 10)],
)
def test_time_that_is_past_or_has_no_length_or_is_on_a_holiday_is_not_opened(
    council: Council, managing: Actor, day: date, starts: int, ends: int
) -> None:
    with pytest.raises(answering_for.TimeRefused):
        answering_for.open_time(
            officer_id=council.sam.id,
            day=day,
            starts=time(starts),
            ends=time(ends),
            location_id=None,
            actor=managing,
        )


def test_a_miss_stays_a_miss_when_the_resident_changes_the_time_later(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    fill(council, session)
    appointment = asked(council)
    pass_until(clock, 2, 10, month=12)
    handing_over.hand_over(
        appointment_id=appointment.id,
        officer_id=council.sam.id,
        agreement="By phone.",
        actor=Actor(ActorKind.MANAGER),
    )
    counts = reporting.promise_counts(session, since=london(1, 0))
    assert counts[PromiseState.MISSED] == 1
    changing.prefer(
        appointment_id=appointment.id,
        preferences=(Preference(1, part=Part.MORNING),),
        actor=RESIDENT,
    )
    counts = reporting.promise_counts(session, since=london(1, 0))
    assert (counts[PromiseState.MISSED], counts[PromiseState.ON_TRACK]) == (1, 1)


# When the council breaks it


def test_what_an_absence_breaks_is_moved_to_the_nearest_time_and_told_once(
    session: Session, council: Council, managing: Actor
) -> None:
    appointment = arranged(council)
    day = london(25, 0)
    absences.record(
        officer_id=council.sam.id,
        starts_at=day,
        ends_at=day + timedelta(days=1),
        reason="sickness",
        actor=managing,
    )
    [found] = breaking.affected(
        session, since=day, until=day + timedelta(days=1), officer_id=council.sam.id
    )
    breaking.rearrange(appointment_id=found.id, reason="Sam is ill.", actor=managing)
    session.expire_all()
    assert appointment.starts_at == london(24, 16, 30)
    assert appointment.promise.cause is Cause.COUNCIL_CHANGE
    assert appointment.promise.due_by == appointment.promises[0].due_by
    assert told(session, Audience.RESIDENT)[Kind.REARRANGED] == 1


def test_where_no_time_is_left_the_resident_chooses_and_the_first_deadline_stands(
    session: Session, council: Council, clock: SteppedClock, managing: Actor
) -> None:
    appointment = arranged(council)
    fill(council, session)
    clock.at = london(24, 9)
    breaking.rearrange(appointment_id=appointment.id, reason="Sam is ill.", actor=managing)
    session.expire_all()
    assert appointment.status is Status.REQUESTED
    assert [promise.due_by for promise in appointment.promises] == [
        london(30, 23, 59) + timedelta(seconds=59)
    ] * 2
    assert told(session, Audience.RESIDENT)[Kind.CHOOSE_AGAIN] == 1
    assert told(session, Audience.OFFICER)[Kind.INVITATION_CANCEL] == 1


def test_after_the_first_deadline_the_council_has_one_working_day(
    session: Session, council: Council, clock: SteppedClock, managing: Actor
) -> None:
    appointment = arranged(council, london(10, 10, 30, month=12))
    clock.at = london(8, 9, month=12)
    breaking.reopen(appointment_id=appointment.id, reason="Turned down.", actor=managing)
    session.expire_all()
    assert appointment.promise.due_by == london(9, 23, 59, month=12) + timedelta(seconds=59)
    arranging.arrange(
        appointment_id=appointment.id, starts_at=london(9, 9, month=12), actor=managing
    )
    session.expire_all()
    assert reporting.promise_state(session, appointment) is PromiseState.KEPT
