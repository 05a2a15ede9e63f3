"""What staff must tell themselves: all of it that is true, and nothing else."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import changing, telling
from booking.actions.actor import RESIDENT
from booking.models import Appointment, Kind, Message, MessageState
from tests.builders import Council, arranged, contact, london
from tests.stored import all_of


def untold(session: Session, appointment: Appointment) -> int:
    """The message that says that it is arranged, which nobody got."""
    [message] = all_of(
        session,
        Message,
        Message.appointment_id == appointment.id,
        Message.kind == Kind.ARRANGED,
    )
    message.state, message.outcome = MessageState.FAILED, "smtp-550"
    session.commit()
    return message.id


def test_what_is_no_longer_true_hides_nothing_that_is(
    session: Session, council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST_LISTED", 2)
    older = [
        untold(session, arranged(council, london(25, hour), contact=contact(name="Bo")))
        for hour in (9, 10, 11)
    ]
    for hour in (13, 14, 15):
        moved_on = arranged(council, london(25, hour))
        untold(session, moved_on)
        changing.cancel(appointment_id=moved_on.id, actor=RESIDENT)
    assert [one.id for one in telling.not_delivered(session)] == [older[2], older[1]]
