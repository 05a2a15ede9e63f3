"""Loading the demonstration: a council and its people, old years in bulk, the last weeks in full."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from random import Random

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from booking.actions import rules
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.demo import council, history, officers, questions, sign_ins
from booking.demo.keeping import Keeping
from booking.demo.plans import PAST_DAYS, STORY, plans
from booking.demo.stage import now, stage
from booking.demo.story import Story
from booking.demo.timeline import Timeline
from booking.domain.local_time import local_day
from booking.extensions import db
from booking.models import ActorKind, Location, Officer, Role, Service, Staff
from booking.public_holidays import Nation, calendar_for
from booking.settings import settings

ROUGHLY = 300
"""Appointments, unless told otherwise: about 3 months' past and 3 weeks' future of a dozen officers."""
ASKED_FOR_ONE = 3
"""Old appointments for each old enquiry."""
_LONG_BEFORE = timedelta(days=60)


def is_empty(session: Session) -> bool:
    """Whether nothing of a council is stored yet."""
    nouns = (Location, Service, Officer, Staff)
    return not any(session.scalar(select(func.count()).select_from(noun)) for noun in nouns)


def load(
    *, officer_count: int, appointments: int, seed: int, progress: Callable[[int], None]
) -> None:
    """Fills an empty database. The same seed in the same minute gives the same council.

    Only references, calendar uids and secure links differ: no seed may decide those. `progress` is
    called with the number of appointments just made. A load that is interrupted leaves nothing.
    """
    present = now()
    rng = Random(f"{seed}")  # noqa: S311 - invented people need no secrets
    with stage(present - _LONG_BEFORE) as clock:
        try:
            today = local_day(present, settings().timezone)
            _found(today, officer_count, rng)
            sign_ins.let_in(db.session())
            calendar = rules.working_calendar(db.session())
            asked = plans(present, rng, calendar, settings().timezone)
            planned = list(islice(asked, min(appointments, STORY)))
            before = calendar.add(today, -PAST_DAYS)
            old = appointments - len(planned)
            history.write(old, before, rng, progress)
            questions.write(old // ASKED_FOR_ONE, before, rng)
            clock.reach(min((plan.asked_at for plan in planned), default=present))
            timeline = Timeline(clock, present, _front_desk(db.session()))
            Keeping(timeline, Random(f"{seed} keeping")).foresee(clock.at)  # noqa: S311 - as above
            Story(timeline, rng, progress).play(planned)
        except BaseException:
            _forget_everything()
            raise


@transaction
def _found(session: Session, today: date, officer_count: int, rng: Random) -> None:
    calendar = calendar_for(Nation(settings().nation), (today.year,))
    council.found(session, today, calendar)
    officers.appoint(session, officer_count, rng, today, calendar)


def _front_desk(session: Session) -> Actor:
    desk = select(Staff.id).where(Staff.role == Role.FRONT_DESK)
    return Actor(ActorKind.FRONT_DESK, session.scalars(desk).one())


@transaction
def _forget_everything(session: Session) -> None:
    for table in reversed(db.metadata.sorted_tables):
        session.execute(delete(table))
