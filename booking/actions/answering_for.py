"""Who answers for a promise: holding the automatic step, putting a miss right, opening time."""

from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import audit, promises, rules, story
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.domain.errors import ActionRefused, BookingError, ReasonMissing
from booking.domain.lifecycle import Action, after
from booking.domain.local_time import local_day
from booking.domain.promise import is_past
from booking.models import Appointment, Officer, PatternHours, Promise
from booking.settings import settings


class TimeRefused(BookingError):
    """Extra time that is past, that does not end after it starts, or on a day when all is closed."""

    code = "time_refused"


@transaction
def hold_back(session: Session, *, appointment_id: int, reason: str, actor: Actor) -> Appointment:
    """Keeps Kept from arranging a request by itself, with a reason, until noon of its last day.

    Raises ActionRefused, ReasonMissing.
    """
    appointment = story.load(session, appointment_id)
    after(appointment.status, Action.ARRANGE)
    if not reason.strip():
        raise ReasonMissing
    promise = appointment.promise
    promise.held_reason, promise.held_by = reason.strip(), actor.staff_id
    story.note(session, appointment, "held_back", actor, reason=reason.strip())
    promises.schedule(session, promise)
    audit.by(session, actor, action="hold_back", subject=f"appointment:{appointment.id}")
    return appointment


@transaction
def put_right(session: Session, *, promise_id: int, what: str, actor: Actor) -> Promise:
    """Records what was done for a resident whose promise was missed; the escalation ends.

    Raises ActionRefused where nothing was missed, ReasonMissing.
    """
    promise = session.get_one(Promise, promise_id, with_for_update=True)
    stopped = promise.kept_at or promise.ended_at or clock.now()
    if not is_past(promise.due_by, stopped):
        raise ActionRefused("not missed")
    if not what.strip():
        raise ReasonMissing
    promise.put_right, promise.put_right_at = what.strip(), clock.now()
    promise.put_right_by = actor.staff_id
    story.note(
        session, promises.subject_of(session, promise), "put_right", actor, reason=what.strip()
    )
    promises.schedule(session, promise)
    audit.by(session, actor, action="put_right", subject=f"promise:{promise_id}")
    return promise


@transaction
def open_time(
    session: Session,
    *,
    officer_id: int,
    day: date,
    starts: time,
    ends: time,
    location_id: int | None,
    actor: Actor,
) -> PatternHours:
    """Opens extra time in an officer's diary on one local day. Raises TimeRefused.

    A Saturday will do. The same time again is the same time. What waits is tried again at the next pass.
    """
    past = day < local_day(clock.now(), settings().timezone)
    if past or starts >= ends or rules.working_calendar(session).is_closed(day):
        raise TimeRefused
    session.get_one(Officer, officer_id, with_for_update=True)
    terms = {
        "officer_id": officer_id,
        "weekday": day.weekday(),
        "starts": starts,
        "ends": ends,
        "location_id": location_id,
        "effective_from": day,
        "effective_until": day,
    }
    if known := session.scalar(select(PatternHours).filter_by(**terms)):
        return known
    hours = PatternHours(**terms)
    session.add(hours)
    session.flush()
    audit.by(session, actor, action="open_time", subject=f"officer:{officer_id}")
    for promise in promises.waiting_for(session, officer_id):
        promise.next_step_at = clock.now()
    return hours
