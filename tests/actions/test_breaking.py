"""What the council breaks is put right as near as can be, and keeps what is booked for it where it can."""

from datetime import timedelta

from sqlalchemy.orm import Session

from booking.actions import breaking, supporting
from booking.actions.actor import Actor
from booking.actions.breaking import Broken
from booking.domain.support import SupportState
from booking.models import ActorKind, Appointment
from booking.models.support import booked_for
from tests.builders import Council, arranged, contact, london
from tests.conftest import SteppedClock

MANAGER = Actor(ActorKind.MANAGER)
WHEN = london(9, 10, 30, month=12)


def with_an_interpreter(session: Session, council: Council) -> Appointment:
    """In Room 1, on Wednesday 9 December, with a BSL interpreter who will come."""
    appointment = arranged(council, WHEN, needs=["bsl_interpreter"])
    [booking] = booked_for(appointment)
    supporting.confirm(support_id=booking.id, actor=MANAGER)
    return appointment


def flood(appointment: Appointment) -> None:
    """The room cannot be used from that morning until the evening of the next day."""
    day = Broken(
        since=london(9, 8, month=12), until=london(10, 20, month=12), room_id=appointment.room_id
    )
    breaking.rearrange(
        appointment_id=appointment.id, reason="It is flooded.", actor=MANAGER, broken=day
    )


def test_a_flooded_room_gives_way_to_another_at_the_same_time_and_the_interpreter_still_comes(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    appointment = with_an_interpreter(session, council)
    first = appointment.room_id
    clock.at = london(9, 9, month=12)
    flood(appointment)
    assert appointment.starts_at == WHEN
    assert appointment.room_id not in (first, None)
    assert [one.state for one in booked_for(appointment)] == [SupportState.CONFIRMED]


def test_where_no_other_room_is_free_the_nearest_time_is_taken_in_one_that_is(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, WHEN)
    first = appointment.room_id
    other = arranged(
        council,
        WHEN,
        service_id=council.benefits.id,
        officer_id=council.priya.id,
        contact=contact(name="Omar Haddad"),
        needs=["hearing_loop"],
    )
    assert other.room_id not in (first, None)
    flood(appointment)
    assert appointment.starts_at == WHEN - timedelta(minutes=30)
    assert appointment.room_id == other.room_id
