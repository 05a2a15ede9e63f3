"""Past time, lived through in order: things happen at their moments, and between them the post goes out."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import calling, daily, delivering, printing, telling
from booking.actions.actor import Actor
from booking.demo.stage import SteppedClock
from booking.domain.local_time import at_or_after, local_day
from booking.domain.reminders import officer_day_at
from booking.extensions import db
from booking.models import Channel, Message, MessageState
from booking.models.messages import UNDELIVERED
from booking.settings import settings

DELIVERED = (Channel.SMS, Channel.EMAIL)
"""What the worker delivers; letters and calls are done by people."""
_SATURDAY = 5
ROUNDS = tuple(time(hour) for hour in (9, 11, 13, 15))
"""When the front desk posts letters and makes calls. It has not come to those of today yet."""


class Timeline:
    """The time from the clock's present up to `until`, with `desk` at the front desk."""

    def __init__(self, clock: SteppedClock, until: datetime, desk: Actor) -> None:
        self._clock, self.until, self.desk = clock, until, desk
        self._queue: list[tuple[datetime, int, Callable[[], object]]] = []
        self._order = count()
        self._plan_days()

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

    def _plan_days(self) -> None:
        zone = settings().timezone
        day, today = (local_day(moment, zone) for moment in (self._clock.at, self.until))
        while day <= today:
            self.at(officer_day_at(day, zone), daily.list_the_day)
            if day < today and day.weekday() < _SATURDAY:
                for clock in ROUNDS:
                    self.at(at_or_after(day, clock, zone), partial(_tell_by_hand, self.desk))
            day += timedelta(days=1)

    def _deliver_until(self, moment: datetime) -> None:
        """Every message goes out in the minute in which it was due, as with a worker running."""
        while (due_at := _next_due(db.session())) and due_at <= moment:
            self._clock.reach(due_at)
            delivering.deliver()
        self._clock.reach(moment)


def _next_due(session: Session) -> datetime | None:
    waiting = select(Message.due_at).where(
        UNDELIVERED, Message.state == MessageState.WAITING, Message.channel.in_(DELIVERED)
    )
    return session.scalar(waiting.order_by(Message.due_at).limit(1))


def _tell_by_hand(desk: Actor) -> None:
    """The front desk posts the letters and makes the calls that are due."""
    session = db.session()
    for message in [*printing.to_print(session), *calling.to_make(session)]:
        telling.mark_told(message_id=message.id, actor=desk)
