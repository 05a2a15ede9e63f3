"""The promises that were missed: why, and what was done to put it right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice

from sqlalchemy import exists, func, literal, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import promises, rules
from booking.domain.local_time import day_bounds, local_day
from booking.domain.promise import Promised, PromiseState
from booking.models import (
    Appointment,
    Enquiry,
    Kind,
    Message,
    Officer,
    Promise,
    PromisedStandard,
    Service,
)
from booking.models.types import UtcDateTime
from booking.settings import settings


class Why(StrEnum):
    """What kept us from keeping a promise, as far as Kept knows."""

    HELD_BACK = "held_back"
    """An officer kept it from being arranged by itself."""
    NO_TIME = "no_time"
    """No time was free that met every need."""
    NOT_ARRANGED = "not_arranged"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class Missed:
    """One promise that was missed. Who it was made to is not in it."""

    promise_id: int
    promised: Promised
    reference: str
    service: str
    officer: str
    due_by: datetime
    stopped_at: datetime | None
    """When it was arranged, answered or ended after all; None where it still waits."""
    days_late: int
    """Working days after the deadline's day, until then or until now."""
    why: Why
    held_reason: str | None
    put_right: str | None


def between(session: Session, *, since: date, until: date, most: int) -> list[Missed]:
    """The missed ones of those given in that time, the latest deadline first; `most` of them at the most."""
    zone = settings().timezone
    begins, ends = day_bounds(since, zone)[0], day_bounds(until, zone)[1]
    return list(islice(_missed(session, begins, ends), most))


_NO_TIME = exists().where(
    Message.appointment_id == Promise.appointment_id,
    Message.kind == Kind.NO_TIME,
    Message.created_at >= Promise.started_at,
)


def _missed(session: Session, begins: datetime, ends: datetime) -> Iterator[Missed]:
    now, zone = clock.now(), settings().timezone
    calendar, judge = rules.working_calendar(session), promises.judge(session)
    stopped = func.coalesce(Promise.kept_at, Promise.ended_at, literal(now, UtcDateTime()))
    found = (
        select(
            Promise,
            PromisedStandard.promised,
            func.coalesce(Appointment.reference, Enquiry.reference),
            Service.name,
            Officer.name,
            _NO_TIME,
        )
        .join(PromisedStandard, PromisedStandard.id == Promise.standard_id)
        .outerjoin(Appointment, Appointment.id == Promise.appointment_id)
        .outerjoin(Enquiry, Enquiry.id == Promise.enquiry_id)
        .join(Service, Service.id == func.coalesce(Appointment.service_id, Enquiry.service_id))
        .join(Officer, Officer.id == func.coalesce(Appointment.officer_id, Enquiry.officer_id))
        # Spares reading most of the others; which ones are missed is for the rules to say.
        .where(Promise.started_at >= begins, Promise.started_at < ends, stopped >= Promise.due_by)
        .order_by(Promise.due_by.desc(), Promise.id.desc())
        .execution_options(yield_per=100)
    )
    for promise, promised, reference, service, officer, no_time in session.execute(found):
        if judge(promise) is PromiseState.MISSED:
            stopped_at = promise.kept_at or promise.ended_at
            until = local_day(stopped_at or now, zone)
            yield Missed(
                promise_id=promise.id,
                promised=promised,
                reference=reference,
                service=service,
                officer=officer,
                due_by=promise.due_by,
                stopped_at=stopped_at,
                days_late=calendar.between(local_day(promise.due_by, zone), until),
                why=_why(promise, no_time),
                held_reason=promise.held_reason,
                put_right=promise.put_right,
            )


def _why(promise: Promise, no_time: bool) -> Why:
    if promise.held_reason is not None:
        return Why.HELD_BACK
    if no_time:
        return Why.NO_TIME
    return Why.NOT_ANSWERED if promise.enquiry_id else Why.NOT_ARRANGED
