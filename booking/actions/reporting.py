"""How the promise was kept, counted by the one definition in `domain.promise`."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import rules
from booking.domain.lifecycle import Status
from booking.domain.promise import PromiseClock, PromiseState, state
from booking.models import Appointment
from booking.settings import settings


def promise_state(session: Session, appointment: Appointment) -> PromiseState:
    """How the promise of one appointment stands now."""
    return state(
        _clock(
            appointment.status,
            appointment.clock_started_at,
            appointment.arrange_by,
            appointment.arranged_at,
            appointment.ended_at,
        ),
        now=clock.now(),
        calendar=rules.working_calendar(session),
        zone=settings().timezone,
    )


def promise_counts(session: Session, *, since: datetime) -> Counter[str]:
    """How many promises given since then stand in which state."""
    given = select(
        Appointment.status,
        Appointment.clock_started_at,
        Appointment.arrange_by,
        Appointment.arranged_at,
        Appointment.ended_at,
    ).where(Appointment.received_at >= since)
    now, calendar = clock.now(), rules.working_calendar(session)
    return Counter(
        state(_clock(*row), now=now, calendar=calendar, zone=settings().timezone).value
        for row in session.execute(given)
    )


def share_kept(counts: Mapping[str, int]) -> float | None:
    """Of the promises that are decided, the share kept; None where none is."""
    kept, missed = counts.get(PromiseState.KEPT, 0), counts.get(PromiseState.MISSED, 0)
    return kept / (kept + missed) if kept + missed else None


def _clock(
    status: Status,
    started_at: datetime,
    arrange_by: datetime,
    arranged_at: datetime | None,
    ended_at: datetime | None,
) -> PromiseClock:
    # Between a change and its arrangement the last arrangement no longer counts.
    arranged = arranged_at if status is not Status.REQUESTED else None
    return PromiseClock(started_at, arrange_by, arranged, ended_at)
