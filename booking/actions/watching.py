"""What those who run Kept watch: the worker, the outbox, the promises. Numbers and states alone."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import promises
from booking.domain.promise import PromiseState
from booking.models import Heartbeat, Message, MessageState, Promise
from booking.models.messages import BY_HAND, UNDELIVERED
from booking.models.promises import TO_CLIMB

SILENT_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Signs:
    """How it stands now. Seconds are 0 where nothing waits; None where no worker was ever seen."""

    heartbeat_age_seconds: float | None
    oldest_message_seconds: float
    promises_at_risk: int
    promises_missed: int
    """Missed, and not put right yet."""

    @property
    def worker_alive(self) -> bool:
        """Whether a worker has shown itself lately."""
        age = self.heartbeat_age_seconds
        return age is not None and age < SILENT_AFTER.total_seconds()


def signs(session: Session) -> Signs:
    """Everything that is watched, in four short reads: no history is counted through."""
    now = clock.now()
    beat = session.scalar(select(Heartbeat.at).where(Heartbeat.name == "worker"))
    oldest = session.scalar(
        select(func.min(Message.due_at)).where(UNDELIVERED, Message.channel.not_in(BY_HAND))
    )
    stands = _promises(session)
    return Signs(
        heartbeat_age_seconds=(now - beat).total_seconds() if beat else None,
        oldest_message_seconds=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
        promises_at_risk=stands[PromiseState.AT_RISK],
        promises_missed=stands[PromiseState.MISSED],
    )


def messages_by_state(session: Session) -> dict[str, int]:
    """How many messages are in each state, also those that none is in."""
    counted = select(Message.state, func.count()).group_by(Message.state)
    found: dict[MessageState, int] = {}
    for state, number in session.execute(counted):
        found[state] = number
    return {state.value: found.get(state, 0) for state in MessageState}


def _promises(session: Session) -> Counter[PromiseState]:
    """Those whose ladder goes on: open, or missed and not put right."""
    climbing = or_(TO_CLIMB, Promise.kept_at.is_(None) & Promise.ended_at.is_(None))
    judge = promises.judge(session)
    return Counter(judge(promise) for promise in session.scalars(select(Promise).where(climbing)))
