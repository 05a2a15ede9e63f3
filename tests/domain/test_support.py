"""By when support must be ordered and confirmed, and when managers hear that it may fail."""

from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from booking.domain.ladder import Office
from booking.domain.support import (
    LIVE,
    STEPS,
    WITH_AN_AGENCY,
    Deadlines,
    Outlook,
    SupportState,
    SupportStep,
    SupportStepRefused,
    ToDo,
    deadlines,
    escalates_at,
    next_morning,
    outlook,
    steps_left,
    support_after,
    to_do,
)
from booking.domain.working_days import WorkingCalendar
from tests.builders import london

OFFICE = Office(
    WorkingCalendar({2026: frozenset({date(2026, 12, 25), date(2026, 12, 28)}), 2027: frozenset()}),
    ZoneInfo("Europe/London"),
    time(9),
    time(17),
)
MONDAY = london(23, 10)


def test_support_is_ordered_as_long_before_as_it_takes_and_confirmed_two_working_days_before() -> (
    None
):
    given = deadlines(london(7, 10, month=12), lead_working_days=8, now=MONDAY, office=OFFICE)
    assert given == Deadlines(order_by=date(2026, 11, 25), confirm_by=date(2026, 12, 3))


def test_support_that_takes_no_time_is_ordered_on_the_working_day_before() -> None:
    given = deadlines(london(30, 10), lead_working_days=0, now=MONDAY, office=OFFICE)
    assert given == Deadlines(order_by=date(2026, 11, 27), confirm_by=date(2026, 11, 27))


@pytest.mark.parametrize("hours", [1, 5, 23, 30])
def test_what_is_needed_too_soon_is_to_be_ordered_today(hours: int) -> None:
    given = deadlines(
        MONDAY + timedelta(hours=hours), lead_working_days=10, now=MONDAY, office=OFFICE
    )
    assert given == Deadlines(order_by=date(2026, 11, 23), confirm_by=date(2026, 11, 23))


@pytest.mark.parametrize("asked", [london(28, 10), london(29, 10)])
def test_what_is_asked_for_at_a_weekend_is_ordered_when_somebody_works_again(
    asked: datetime,
) -> None:
    given = deadlines(london(1, 10, month=12), lead_working_days=10, now=asked, office=OFFICE)
    assert given == Deadlines(order_by=date(2026, 11, 30), confirm_by=date(2026, 11, 30))


def test_nobody_is_to_act_on_a_weekend_for_extra_time_on_it() -> None:
    saturday = london(28, 9)
    given = deadlines(
        saturday + timedelta(hours=3), lead_working_days=10, now=saturday, office=OFFICE
    )
    assert given == Deadlines(order_by=date(2026, 11, 27), confirm_by=date(2026, 11, 27))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (SupportState.NEEDED, london(26, 9)),
        (SupportState.ORDERED, london(3, 9, month=12)),
        (SupportState.FAILED, MONDAY),
        (SupportState.CONFIRMED, None),
        (SupportState.ATTENDED, None),
        (SupportState.CANCELLED, None),
    ],
)
def test_managers_are_told_in_time_to_find_another(
    state: SupportState, told: datetime | None
) -> None:
    given = Deadlines(date(2026, 11, 25), date(2026, 12, 3))
    starts_at = london(7, 10, month=12)
    assert escalates_at(state, given, starts_at=starts_at, now=MONDAY, office=OFFICE) == told


def test_nobody_is_told_once_the_appointment_has_begun() -> None:
    given = Deadlines(date(2026, 11, 23), date(2026, 11, 23))
    for state in SupportState:
        assert escalates_at(state, given, starts_at=MONDAY, now=MONDAY, office=OFFICE) is None
    assert next_morning(MONDAY, starts_at=london(24, 9), office=OFFICE) is None
    assert next_morning(MONDAY, starts_at=london(24, 10), office=OFFICE) == london(24, 9)


def test_only_the_named_steps_lead_anywhere() -> None:
    for state, step in product(SupportState, SupportStep):
        if (state, step) in STEPS:
            assert support_after(state, step) is STEPS[state, step]
        else:
            with pytest.raises(SupportStepRefused):
                support_after(state, step)


def test_whatever_is_live_can_be_cancelled_and_nothing_else() -> None:
    assert {state for state, step in STEPS if step is SupportStep.CANCEL} == LIVE
    assert WITH_AN_AGENCY < LIVE


@pytest.mark.parametrize(
    ("states", "far_off", "soon"),
    [
        ("", None, None),
        ("needed", Outlook.BEING_BOOKED, Outlook.NOT_CERTAIN),
        ("ordered confirmed", Outlook.BEING_BOOKED, Outlook.NOT_CERTAIN),
        ("failed confirmed", Outlook.NOT_CERTAIN, Outlook.NOT_CERTAIN),
        ("confirmed attended", Outlook.CONFIRMED, Outlook.CONFIRMED),
    ],
)
def test_support_is_said_to_come_only_once_all_of_it_is_confirmed(
    states: str, far_off: Outlook | None, soon: Outlook | None
) -> None:
    booked = [SupportState(state) for state in states.split()]
    assert (outlook(booked), outlook(booked, soon=True)) == (far_off, soon)


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (SupportState.NEEDED, None),
        (SupportState.FAILED, None),
        (SupportState.ORDERED, ToDo.SAY_WHETHER_THEY_CAME),
        (SupportState.CONFIRMED, ToDo.SAY_WHETHER_THEY_CAME),
        (SupportState.CANCELLED, ToDo.TELL_AGENCY),
        (SupportState.ATTENDED, None),
    ],
)
def test_once_its_time_is_over_the_desk_only_says_whether_they_came(
    state: SupportState, left: ToDo | None
) -> None:
    assert to_do(state, ends_at=MONDAY, now=MONDAY) is left
    steps = steps_left(state, ends_at=MONDAY, now=MONDAY)
    asked = left is ToDo.SAY_WHETHER_THEY_CAME
    assert steps == ({SupportStep.ATTEND, SupportStep.FAIL} if asked else set())


def test_before_that_every_step_of_the_table_can_be_taken() -> None:
    for state in SupportState:
        steps = steps_left(state, ends_at=MONDAY + timedelta(minutes=1), now=MONDAY)
        assert steps == {step for known, step in STEPS if known is state}
