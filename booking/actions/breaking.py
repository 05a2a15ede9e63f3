"""When the council breaks what it arranged: an officer ill or leaving, a room or a day closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking import clock
from booking.actions import diaries, holds, links, outbox, promises, story, supporting
from booking.actions.actor import Actor
from booking.actions.diaries import Closed
from booking.actions.enforcing import offer_otherwise
from booking.actions.moving import move_to
from booking.actions.transaction import transaction
from booking.domain.arranging import nearest
from booking.domain.diary import Slot
from booking.domain.errors import ReasonMissing
from booking.domain.intervals import Interval
from booking.domain.lifecycle import Action, Status, after
from booking.domain.local_time import local_day
from booking.models import Appointment, Cause, Kind, Purpose
from booking.settings import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What cannot be used, from `since` until `until` (UTC): an officer, a room, a place, or everything."""

    since: datetime
    until: datetime
    officer_id: int | None = None
    room_id: int | None = None
    location_id: int | None = None

    @property
    def closed(self) -> Closed | None:
        """The room, where it is one that cannot be used."""
        return Closed(self.room_id, Interval(self.since, self.until)) if self.room_id else None

    def spoils(self, slot: Slot, officer_id: int) -> bool:
        """Whether a slot of that officer would break again."""
        spoilt = (
            (self.officer_id, officer_id),
            (self.room_id, slot.room_id),
            (self.location_id, slot.location_id),
        )
        return (
            slot.start < self.until
            and self.since < slot.end
            and all(broken in (None, used) for broken, used in spoilt)
        )


def affected(
    session: Session,
    *,
    since: datetime,
    until: datetime,
    officer_id: int | None = None,
    room_id: int | None = None,
    location_id: int | None = None,
) -> Sequence[Appointment]:
    """What is arranged in that time (UTC) and still to come: of an officer, a room, a place, or all."""
    found = (
        select(Appointment)
        .options(
            joinedload(Appointment.resident),
            joinedload(Appointment.service),
            joinedload(Appointment.officer),
        )
        .where(
            Appointment.status == Status.ARRANGED,
            Appointment.starts_at >= max(since, clock.now()),
            Appointment.starts_at < until,
        )
    )
    chosen = {
        Appointment.officer_id: officer_id,
        Appointment.room_id: room_id,
        Appointment.location_id: location_id,
    }
    for column, value in chosen.items():
        if value is not None:
            found = found.where(column == value)
    return session.scalars(found.order_by(Appointment.starts_at, Appointment.id)).all()


@transaction
def rearrange(
    session: Session,
    *,
    appointment_id: int,
    reason: str,
    actor: Actor,
    broken: Broken | None = None,
) -> Appointment:
    """Finds what the council broke another time, the nearest that meets every need, and tells once.

    No time that is `broken` itself is taken, whether or not the diary knows of it. Where it is only a room,
    another room at the very same time comes first.
    Where there is none the request is open again: the resident is asked to choose, on the clock that
    `domain.promise.after_council_change` gives. Raises ActionRefused, ReasonMissing.
    """
    appointment = story.load(session, appointment_id)
    after(appointment.status, Action.REARRANGE)
    if not reason.strip():
        raise ReasonMissing
    if (other := _nearest(session, appointment, broken)) is None:
        _reopen(session, appointment, reason, actor)
    else:
        move_to(
            session,
            appointment,
            other,
            actor,
            cause=Cause.COUNCIL_CHANGE,
            asked_at=_had_since(appointment) if other == appointment.starts_at else None,
            reason=reason.strip(),
            closed=broken.closed if broken else None,
        )
    return appointment


@transaction
def reopen(session: Session, *, appointment_id: int, reason: str, actor: Actor) -> Appointment:
    """Sends an appointment back to be arranged: its officer turned the invitation down.

    The clock says at once what is left. Raises ActionRefused, ReasonMissing.
    """
    appointment = story.load(session, appointment_id)
    if not reason.strip():
        raise ReasonMissing
    _reopen(session, appointment, reason, actor)
    return appointment


def _nearest(session: Session, appointment: Appointment, broken: Broken | None) -> datetime | None:
    """The free time nearest to the one that is lost, which itself counts as free in another room only."""
    lost = appointment.starts_at
    if lost is None:
        return None
    if broken and _has_another_room(session, appointment, lost, broken):
        return lost
    officer, closed = appointment.officer, broken.closed if broken else None
    slots = diaries.offered(session, officer, diaries.demand_of(appointment), closed=closed)
    sound = (slot for slot in slots if not (broken and broken.spoils(slot, officer.id)))
    found = nearest(sound, lost, count=1)
    return found[0].start if found else None


def _has_another_room(
    session: Session, appointment: Appointment, lost: datetime, broken: Broken
) -> bool:
    """Whether only a room is lost, and another one would do at that time."""
    if broken.closed is None:
        return False
    day = local_day(lost, settings().timezone)
    slots = diaries.offered(
        session,
        appointment.officer,
        supporting.still_to_book(appointment, diaries.demand_of(appointment), lost),
        since=day,
        until=day,
        ignoring=diaries.own_entries(session, appointment),
        asked_at=_had_since(appointment),
        closed=broken.closed,
    )
    return any(
        slot.start == lost and not broken.spoils(slot, appointment.officer_id) for slot in slots
    )


def _had_since(appointment: Appointment) -> datetime | None:
    """When it got the time that it has: whoever keeps that gives notice from then."""
    return appointment.promise.kept_at


def _reopen(session: Session, appointment: Appointment, reason: str, actor: Actor) -> None:
    appointment.sequence += 1
    links.use_up(session, appointment, Purpose.CHECK_IN)
    appointment.late_minutes = None
    holds.give_back(session, appointment)
    story.move(session, appointment, Action.REOPEN, actor, reason=reason.strip())
    promises.begin_anew(session, appointment, Cause.COUNCIL_CHANGE)
    outbox.tell_resident(session, appointment, Kind.CHOOSE_AGAIN)
    outbox.tell_officer(session, appointment, Kind.INVITATION_CANCEL)
    appointment.starts_at = appointment.ends_at = None
    appointment.room_id = None
    supporting.plan(session, appointment)
    if diaries.chosen_for(session, appointment) is None:
        offer_otherwise(session, appointment)
