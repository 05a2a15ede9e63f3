"""Which step of a promise falls due when, however late anybody asks and whatever was closed since."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.domain.ladder import Ladder, Office, Rung, Step, due, next_at, rungs, usual
from booking.domain.local_time import local, local_day
from booking.domain.promise import PromiseClock, PromiseState, Standard, arrange_by, state
from booking.domain.working_days import WorkingCalendar
from tests.domain.test_promise import ENGLAND, HOLIDAYS, LONDON, SHUT_DAYS, london

MONDAY = london(2026, 11, 23, 10)
INSTANTS = st.datetimes(
    datetime(2026, 2, 1),  # noqa: DTZ001 - hypothesis adds the zone itself
    datetime(2028, 6, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)
STANDARDS = st.integers(1, 20)
FOREVER = timedelta(days=40)


def office(calendar: WorkingCalendar = ENGLAND) -> Office:
    return Office(calendar, LONDON, time(9), time(17))


def running(
    started_at: datetime = MONDAY,
    *,
    working_days: int = 5,
    arranged_at: datetime | None = None,
    ended_at: datetime | None = None,
) -> PromiseClock:
    standard = Standard(working_days, date(2020, 1, 1))
    deadline = arrange_by(started_at, standard=standard, calendar=ENGLAND, zone=LONDON)
    return PromiseClock(started_at, deadline, arranged_at, ended_at)


def steps(clock: PromiseClock, now: datetime, **how: bool) -> list[tuple[str, str]]:
    """Every step as ("remind", "Wed 25 09:00"), on the council's clock."""
    found = rungs(clock, usual(5), office(), now=now, **how)
    return [(rung.step.value, f"{local(rung.at, LONDON):%a %d %H:%M}") for rung in found]


def reached(clock: PromiseClock, now: datetime, done: Collection[str] = ()) -> list[Step]:
    found = rungs(clock, usual(5), office(), now=now)
    return [rung.step for rung in due(found, done, now)]


def test_the_steps_of_five_working_days() -> None:
    assert steps(running(), MONDAY) == [
        ("remind", "Wed 25 09:00"),
        ("warn", "Thu 26 09:00"),
        ("arrange", "Fri 27 09:00"),
        ("tell_of_delay", "Mon 30 14:00"),
        ("apologise", "Tue 01 09:00"),
        ("escalate", "Tue 01 09:00"),
    ]


@pytest.mark.parametrize(
    ("working_days", "ladder"),
    [
        (1, Ladder(1, 1, 1)),
        (3, Ladder(2, 2, 2)),
        (5, Ladder(2, 3, 4)),
        (10, Ladder(4, 6, 9)),
        (20, Ladder(8, 12, 19)),
    ],
)
def test_other_standards_climb_in_proportion(working_days: int, ladder: Ladder) -> None:
    assert usual(working_days) == ladder


def test_a_promise_for_tomorrow_still_has_every_step_before_its_deadline() -> None:
    clock = running(working_days=1)
    found = rungs(clock, usual(1), office(), now=MONDAY)
    assert [rung.step for rung in found if rung.at < clock.arrange_by] == [
        Step.REMIND,
        Step.WARN,
        Step.ARRANGE,
        Step.TELL_OF_DELAY,
    ]


def test_an_officer_may_hold_the_automatic_step_until_noon_of_the_last_day_and_no_longer() -> None:
    assert ("arrange", "Mon 30 12:00") in steps(running(), MONDAY, held=True)


def test_an_enquiry_is_answered_by_people() -> None:
    found = rungs(running(), Ladder(2, 3, None), office(), now=MONDAY)
    assert Step.ARRANGE not in {rung.step for rung in found}


def test_what_was_arranged_in_time_needs_no_step() -> None:
    assert steps(running(arranged_at=MONDAY + timedelta(days=7)), MONDAY + FOREVER) == []


def test_what_ended_in_time_needs_no_step() -> None:
    assert steps(running(ended_at=MONDAY + timedelta(days=1)), MONDAY + FOREVER) == []


def test_what_was_arranged_late_is_apologised_for_and_escalated_until_it_is_put_right() -> None:
    late = running(arranged_at=london(2026, 12, 2))
    now = london(2026, 12, 3, 10)
    assert steps(late, now) == [
        ("apologise", "Tue 01 09:00"),
        ("escalate", "Tue 01 09:00"),
        ("escalate", "Wed 02 09:00"),
        ("escalate", "Thu 03 09:00"),
        ("escalate", "Fri 04 09:00"),
    ]
    assert steps(late, now, put_right=True) == [("apologise", "Tue 01 09:00")]


def test_escalation_rests_when_the_office_does() -> None:
    missed = running()
    days = [step for step in steps(missed, london(2026, 12, 8, 10)) if step[0] == "escalate"]
    assert [text[:6] for _step, text in days] == [
        "Tue 01",
        "Wed 02",
        "Thu 03",
        "Fri 04",
        "Mon 07",
        "Tue 08",
        "Wed 09",
    ]


def test_a_closure_added_since_makes_the_steps_come_sooner_and_leaves_the_deadline() -> None:
    """The last day and the one before it are closed now: what is left is done on the Thursday."""
    shut = WorkingCalendar(HOLIDAYS, frozenset({date(2026, 11, 27), date(2026, 11, 30)}))
    found = rungs(running(), usual(5), office(shut), now=MONDAY)
    at = {rung.step: f"{local(rung.at, LONDON):%a %d %H:%M}" for rung in found}
    assert at[Step.ARRANGE] == "Thu 26 09:00"
    assert at[Step.TELL_OF_DELAY] == "Thu 26 14:00"


def test_each_step_is_due_once_it_is_reached_and_until_it_is_done() -> None:
    wednesday = london(2026, 11, 25, 9)
    assert reached(running(), wednesday - timedelta(seconds=1)) == []
    assert reached(running(), wednesday) == [Step.REMIND]
    assert reached(running(), wednesday, {"remind"}) == []


def test_after_an_outage_nobody_is_reminded_of_what_is_done_that_minute() -> None:
    assert reached(running(), london(2026, 11, 27, 10)) == [Step.WARN, Step.ARRANGE]
    assert reached(running(), london(2026, 12, 2, 10)) == [
        Step.ARRANGE,
        Step.APOLOGISE,
        Step.ESCALATE,
    ]


def test_of_several_days_missed_only_the_last_escalates() -> None:
    now = london(2026, 12, 4, 10)
    found = rungs(running(), usual(5), office(), now=now)
    [escalation] = [rung for rung in due(found, (), now) if rung.step is Step.ESCALATE]
    assert escalation.name == "escalate:2026-12-04"


@given(started_at=INSTANTS, working_days=STANDARDS, shut=SHUT_DAYS)
def test_every_step_but_those_of_a_miss_falls_before_the_deadline_whatever_is_closed(
    started_at: datetime, working_days: int, shut: frozenset[date]
) -> None:
    clock = running(started_at, working_days=working_days)
    calendar = WorkingCalendar(HOLIDAYS, shut - {local_day(started_at, LONDON)})
    found = rungs(clock, usual(working_days), office(calendar), now=started_at)
    for rung in found:
        if rung.step in (Step.APOLOGISE, Step.ESCALATE):
            assert rung.at > clock.arrange_by
        else:
            assert rung.at < clock.arrange_by


@given(started_at=INSTANTS, working_days=STANDARDS, shut=SHUT_DAYS)
def test_steps_come_in_their_order_and_each_name_once(
    started_at: datetime, working_days: int, shut: frozenset[date]
) -> None:
    clock = running(started_at, working_days=working_days)
    found = rungs(
        clock,
        usual(working_days),
        office(WorkingCalendar(HOLIDAYS, shut)),
        now=started_at + FOREVER,
    )
    order = list(Step)
    first = {rung.step: rung.at for rung in reversed(found)}
    assert sorted(first, key=lambda step: (first[step], order.index(step))) == order
    assert len({rung.name for rung in found}) == len(found)


@given(started_at=INSTANTS, working_days=STANDARDS, hours=st.lists(st.integers(1, 60), max_size=40))
def test_however_often_it_is_asked_each_step_is_taken_once_and_none_is_forgotten(
    started_at: datetime, working_days: int, hours: list[int]
) -> None:
    clock, now = running(started_at, working_days=working_days), started_at
    done: list[str] = []
    for pause in hours:
        now += timedelta(hours=pause)
        found = rungs(clock, usual(working_days), office(), now=now)
        done += [rung.name for rung in due(found, done, now)]
    assert len(set(done)) == len(done)
    if state(clock, now=now, calendar=ENGLAND, zone=LONDON) is PromiseState.MISSED:
        opening = _first(found, Step.APOLOGISE).at if hours else now
        assert now < opening or {"arrange", "apologise"} <= set(done)


@given(started_at=INSTANTS, waited=st.timedeltas(timedelta(0), FOREVER))
def test_the_next_step_is_the_first_to_come(started_at: datetime, waited: timedelta) -> None:
    clock, now = running(started_at), started_at + waited
    found = rungs(clock, usual(5), office(), now=now)
    coming = next_at(found, now)
    assert coming is not None
    assert coming > now
    assert not any(now < rung.at < coming for rung in found)


def _first(found: list[Rung], step: Step) -> Rung:
    return next(rung for rung in found if rung.step is step)
