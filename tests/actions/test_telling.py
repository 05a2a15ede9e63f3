"""What staff must tell themselves: all of it that is true, and nothing else."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from booking.actions import changing, telling
from booking.actions.actor import RESIDENT
from booking.actions.still_wanted import may_be_wanted
from booking.domain.lifecycle import Status
from booking.domain.messages import is_true
from booking.models import Appointment, Audience, Channel, Kind, Message, MessageState
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


def test_what_is_no_longer_true_hides_nothing_that_is(session: Session, council: Council) -> None:
    older = [
        untold(session, arranged(council, london(25, hour), contact=contact(name="Bo")))
        for hour in (9, 10, 11)
    ]
    for hour in (13, 14, 15):
        moved_on = arranged(council, london(25, hour))
        untold(session, moved_on)
        changing.cancel(appointment_id=moved_on.id, actor=RESIDENT)
    assert [one.id for one in telling.not_delivered(session)] == older[::-1]


def test_the_database_and_the_rules_agree_on_what_moved_on(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    session.execute(delete(Message))
    appointment.sequence = 1
    about = {f"{kind}:{reports}": (kind, reports) for kind in Kind for reports in (0, 1)}
    for key, (kind, reports) in about.items():
        session.add(
            Message(
                key=key,
                kind=kind,
                sequence=reports,
                channel=Channel.EMAIL,
                audience=Audience.RESIDENT,
                appointment_id=appointment.id,
                created_at=london(23, 10),
                due_at=london(23, 10),
            )
        )
    for status in (one for one in Status if one is not Status.REQUESTED):
        appointment.status = status
        session.flush()
        kept = set(session.scalars(select(Message.key).where(may_be_wanted())))
        assert kept == {
            key
            for key, (kind, reports) in about.items()
            if is_true(kind, status, reports=reports, sequence=1)
        }
