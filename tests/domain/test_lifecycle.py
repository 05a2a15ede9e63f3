"""Which action leads where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.domain.errors import ActionRefused
from booking.domain.lifecycle import (
    IN_THE_DIARY,
    OPEN,
    TRANSITIONS,
    Action,
    Status,
    after,
    allowed,
)

ENDS = set(Status) - OPEN


def test_every_status_is_reached_by_some_action() -> None:
    assert set(TRANSITIONS.values()) | {Status.REQUESTED} == set(Status)


def test_nothing_moves_once_it_is_over() -> None:
    assert not [status for status, _action in TRANSITIONS if status in ENDS]


def test_only_rearranging_keeps_an_appointment_where_it_is() -> None:
    still = {action for (status, action), to in TRANSITIONS.items() if status is to}
    assert still == {Action.REARRANGE}


def test_an_appointment_turned_down_by_its_officer_is_a_request_again() -> None:
    assert after(Status.ARRANGED, Action.REOPEN) is Status.REQUESTED


def test_who_has_checked_in_cannot_cancel() -> None:
    with pytest.raises(ActionRefused):
        after(Status.WAITING, Action.CANCEL)


@given(st.sampled_from(Status), st.sampled_from(Action))
def test_what_is_allowed_is_what_does_not_raise(status: Status, action: Action) -> None:
    if allowed(status, action):
        assert after(status, action) in Status
    else:
        with pytest.raises(ActionRefused):
            after(status, action)


@given(st.lists(st.sampled_from(Action)))
def test_whatever_is_tried_time_is_taken_only_while_arranged(tried: list[Action]) -> None:
    status, arranged = Status.REQUESTED, False
    for action in tried:
        if allowed(status, action):
            status = after(status, action)
            arranged = arranged or action is Action.ARRANGE
    assert arranged or status not in IN_THE_DIARY
