"""When a message is still worth sending, and how long to wait before another try."""

from datetime import timedelta

import pytest

from booking.domain.lifecycle import Status
from booking.domain.messages import MOST_ATTEMPTS, TRUE_WHILE, is_true, wait_after


def test_a_reminder_for_an_old_time_is_not_true() -> None:
    assert is_true("reminder_hours", Status.ARRANGED, reports=1, sequence=1)
    assert not is_true("reminder_hours", Status.ARRANGED, reports=0, sequence=1)


@pytest.mark.parametrize("kind", sorted(TRUE_WHILE))
def test_what_is_said_of_an_appointment_is_not_said_of_a_cancelled_one(kind: str) -> None:
    assert not is_true(kind, Status.CANCELLED, reports=2, sequence=2)


def test_a_cancellation_is_always_told() -> None:
    assert is_true("cancelled", Status.CANCELLED, reports=2, sequence=2)
    assert is_true("invitation_cancel", Status.CANCELLED, reports=2, sequence=2)


def test_waits_double_up_to_half_an_hour() -> None:
    waits = [wait_after(attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert waits[:3] == [timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60)]
    assert waits == sorted(waits)
    assert max(waits) == timedelta(minutes=30)


def test_a_provider_that_asks_for_longer_gets_it() -> None:
    assert wait_after(1, asked=timedelta(minutes=2)) == timedelta(minutes=2)
    assert wait_after(9, asked=timedelta(seconds=1)) == timedelta(minutes=30)
