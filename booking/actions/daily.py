"""What comes round by itself: each officer's list of the day, and clearing up what has lapsed."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import outbox, still_right
from booking.actions.transaction import transaction
from booking.domain.lifecycle import IN_THE_DIARY
from booking.domain.local_time import day_bounds
from booking.domain.reminders import officer_day_due
from booking.models import (
    Appointment,
    AttemptCount,
    DiaryEntry,
    Draft,
    Heartbeat,
    Officer,
)
from booking.settings import settings


@transaction
def list_the_day(session: Session) -> int:
    """From 07:30 on, writes today's list for every officer who sees somebody; returns how many."""
    day = officer_day_due(clock.now(), settings().timezone)
    if day is None:
        return 0
    begins, ends = day_bounds(day, settings().timezone)
    seeing = select(Appointment.officer_id).where(
        Appointment.starts_at >= begins,
        Appointment.starts_at < ends,
        Appointment.status.in_(IN_THE_DIARY),
    )
    officers = session.scalars(select(Officer).where(Officer.id.in_(seeing)))
    return sum(outbox.list_the_day(session, officer, day, ends) for officer in officers)


@transaction
def clear_lapsed(session: Session) -> None:
    """Forgets lapsed holds, abandoned journeys, old counts of attempts, and needs kept for too long."""
    now = clock.now()
    session.execute(delete(DiaryEntry).where(DiaryEntry.held_until <= now))
    session.execute(delete(Draft).where(Draft.expires_at <= now))
    session.execute(delete(AttemptCount).where(AttemptCount.expires_at <= now))
    still_right.forget_old(session)


@transaction
def beat(session: Session, name: str) -> None:
    """Shows that a process is alive."""
    session.merge(Heartbeat(name=name, at=clock.now()))
