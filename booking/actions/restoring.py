"""After a restore from a backup: what the lost hours had sent already is not sent again."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from booking import clock
from booking.actions.transaction import transaction
from booking.domain.messages import REMINDERS_TO_RESIDENTS
from booking.models import Kind, Message, MessageState, Outcome
from booking.models.messages import UNDELIVERED


@transaction
def leave_out_reminders(session: Session, *, backed_up_at: datetime) -> int:
    """Drops every reminder that fell due since the backup was made (UTC); returns how many.

    The backup says that they wait, and a worker would send them a second time. To be called before the
    first worker starts. Whatever else waited is told again: rather twice than never.
    """
    dropped = (
        update(Message)
        .where(
            UNDELIVERED,
            Message.kind.in_([*REMINDERS_TO_RESIDENTS, Kind.OFFICER_REMINDER]),
            Message.due_at.between(backed_up_at, clock.now()),
        )
        .values(state=MessageState.DROPPED, outcome=Outcome.RESTORED)
        .returning(Message.id)
    )
    return len(session.scalars(dropped).all())
