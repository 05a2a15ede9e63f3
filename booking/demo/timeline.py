"""Past time, lived through in order: things happen at their moments, and between them the post goes out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from booking import clock as time_of_day
from booking.actions import daily, delivering
from booking.actions.transaction import transaction
from booking.demo.stage import SteppedClock
from booking.domain.local_time import local_day
from booking.domain.reminders import officer_day_at
from booking.extensions import db
from booking.messaging.channels import Accepted
from booking.models import Channel, Message, MessageState
from booking.settings import settings

DELIVERED = (Channel.SMS, Channel.EMAIL)
"""What the worker delivers; letters and calls are done by people."""
BY_HAND = Accepted("by_hand")
_FRONT_DESK_TAKES = timedelta(hours=12)


class Timeline:
    """The time from the clock's present up to `until`."""

    def __init__(self, clock: SteppedClock, until: datetime) -> None:
        self._clock, self.until = clock, until
        self._queue: list[tuple[datetime, int, Callable[[], object]]] = []
        self._order = count()
        self._plan_mornings()

    def at(self, moment: datetime, happens: Callable[[], object]) -> None:
        """Something will happen at `moment`; nothing happens after `until`."""
        if moment <= self.until:
            heappush(self._queue, (moment, next(self._order), happens))

    def play(self) -> None:
        """Lets everything happen, and what follows from it, until the end."""
        while self._queue:
            moment, _order, happens = heappop(self._queue)
            self._deliver_until(moment)
            happens()
        self._deliver_until(self.until)

    def _plan_mornings(self) -> None:
        zone = settings().timezone
        day = local_day(self._clock.at, zone)
        while (morning := officer_day_at(day, zone)) <= self.until:
            self.at(morning, daily.list_the_day)
            self.at(morning, _front_desk_posts_and_phones)
            day += timedelta(days=1)

    def _deliver_until(self, moment: datetime) -> None:
        """Every message goes out in the minute in which it was due, as with a worker running."""
        while (due_at := _next_due(db.session())) and due_at <= moment:
            self._clock.reach(due_at)
            delivering.deliver()
        self._clock.reach(moment)


def _next_due(session: Session) -> datetime | None:
    waiting = select(Message.due_at).where(
        Message.state == MessageState.WAITING, Message.channel.in_(DELIVERED)
    )
    return session.scalar(waiting.order_by(Message.due_at).limit(1))


def _front_desk_posts_and_phones() -> None:
    """Letters and calls of the day before are done; those of today are still on the lists."""
    for claim in _taken_from_the_lists():
        if delivering.prepare(claim):
            delivering.settle(claim, BY_HAND)


@transaction
def _taken_from_the_lists(session: Session) -> list[delivering.Claim]:
    now = time_of_day.now()
    theirs = select(Message.id).where(
        Message.state == MessageState.WAITING,
        Message.channel.not_in(DELIVERED),
        Message.due_at <= now - _FRONT_DESK_TAKES,
    )
    ids = session.scalars(theirs).all()
    session.execute(
        update(Message)
        .where(Message.id.in_(ids))
        .values(state=MessageState.SENDING, claimed_at=now, attempts=1)
    )
    return [delivering.Claim(message_id, 1) for message_id in ids]
