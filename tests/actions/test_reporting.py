"""How the promise was kept."""

from collections import Counter

from sqlalchemy.orm import Session

from booking.actions import arranging, changing, reporting, requesting
from booking.actions.actor import RESIDENT
from booking.domain.promise import PromiseState
from booking.models import Appointment
from tests.builders import Council, arranged, london, new_request
from tests.conftest import MONDAY, SteppedClock
from tests.postgresql import any_database


def ask(council: Council) -> Appointment:
    return requesting.request(new_request(council), actor=RESIDENT)


def counts(session: Session) -> Counter[str]:
    session.rollback()
    return reporting.promise_counts(session, since=MONDAY)


@any_database
def test_a_request_goes_from_on_track_to_missed(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    """Asked on a Monday: at risk from Thursday, to be arranged by the end of the next Monday."""
    ask(council)
    for now, state in (
        (london(25, 23, 59), PromiseState.ON_TRACK),
        (london(26, 0), PromiseState.AT_RISK),
        (london(30, 23, 59), PromiseState.AT_RISK),
        (london(1, 0, month=12), PromiseState.MISSED),
    ):
        clock.at = now
        assert counts(session) == {state: 1}


def test_what_was_arranged_in_time_is_kept_whatever_became_of_it(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    changing.cancel(appointment_id=arranged(council).id, actor=RESIDENT)
    clock.forward(days=60)
    assert counts(session) == {PromiseState.KEPT: 1}


def test_what_was_arranged_too_late_was_missed(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    request = ask(council)
    clock.at = london(1, 9, month=12)
    arranging.arrange(appointment_id=request.id, starts_at=london(2, 10, month=12), actor=RESIDENT)
    assert reporting.promise_state(session, request) is PromiseState.MISSED


def test_what_was_declined_counts_for_neither_side(session: Session, council: Council) -> None:
    changing.decline(appointment_id=ask(council).id, reason="No", instead="Ring", actor=RESIDENT)
    found = counts(session)
    assert found == {PromiseState.ENDED: 1}
    assert reporting.share_kept(found) is None


def test_the_share_is_of_what_is_decided() -> None:
    assert reporting.share_kept({"kept": 3, "missed": 1, "on_track": 9, "ended": 2}) == 0.75
    assert reporting.share_kept({"on_track": 9}) is None
