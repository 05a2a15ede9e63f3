"""When a message is still worth sending, and how long to wait before another try."""

from datetime import timedelta

import pytest

from booking.domain.lifecycle import Status
from booking.domain.messages import (
    MOST_ATTEMPTS,
    OF_ONE_OFFICER,
    TRUE_WHILE,
    is_true,
    wait_after,
)


def test_a_reminder_for_an_old_time_is_not_true() -> None:
    assert is_true("reminder_hours", Status.ARRANGED, reports=1, sequence=1)
    assert not is_true("reminder_hours", Status.ARRANGED, reports=0, sequence=1)


@pytest.mark.parametrize("kind", sorted(TRUE_WHILE))
def test_what_is_said_of_an_appointment_is_not_said_of_a_cancelled_one(kind: str) -> None:
    assert not is_true(kind, Status.CANCELLED, reports=2, sequence=2)


def test_a_cancellation_is_always_told() -> None:
    assert is_true("cancelled", Status.CANCELLED, reports=2, sequence=2)
    assert is_true("invitation_cancel", Status.CANCELLED, reports=2, sequence=2)


@pytest.mark.parametrize("kind", ["cover_offered", "choose_again", "delay", "at_risk", "no_time"])
def test_nobody_is_told_of_waiting_once_it_is_arranged(kind: str) -> None:
    assert is_true(kind, Status.REQUESTED)
    assert not is_true(kind, Status.ARRANGED)


@pytest.mark.parametrize("status", Status)
def test_an_apology_is_told_whatever_has_happened_since(status: Status) -> None:
    for kind in ("apology", "missed"):
        assert is_true(kind, status, reports=0, sequence=3)
    assert is_true("enquiry_apology", status)


def test_an_officer_is_not_reminded_of_what_has_been_answered() -> None:
    for kind in ("please_answer", "answer_reminder", "enquiry_delay"):
        assert is_true(kind, Status.REQUESTED)
        assert not is_true(kind, Status.ANSWERED)
    assert is_true("enquiry_answered", Status.ANSWERED)


@pytest.mark.parametrize("kind", sorted(OF_ONE_OFFICER))
def test_what_is_asked_of_one_officer_ends_when_another_takes_over(kind: str) -> None:
    assert is_true(kind, Status.REQUESTED)
    assert not is_true(kind, Status.REQUESTED, handed_over=True)


def test_waits_double_up_to_half_an_hour() -> None:
    waits = [wait_after(attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert waits[:3] == [timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60)]
    assert waits == sorted(waits)
    assert max(waits) == timedelta(minutes=30)


def test_a_provider_that_asks_for_longer_gets_it() -> None:
    assert wait_after(1, asked=timedelta(minutes=2)) == timedelta(minutes=2)
    assert wait_after(9, asked=timedelta(seconds=1)) == timedelta(minutes=30)
