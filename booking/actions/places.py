"""The council's rooms and what is in them: where a need can be met, and what a change would break."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking import clock
from booking.actions import audit
from booking.actions.actor import Actor
from booking.actions.diaries import demand_of
from booking.actions.transaction import transaction
from booking.domain.lifecycle import IN_THE_DIARY
from booking.domain.needs import FACILITIES
from booking.models import Appointment, Location, Room


@dataclass(frozen=True, slots=True)
class Place:
    """A location, and those of its rooms that have something."""

    location: Location
    rooms: Sequence[Room]


def every(session: Session) -> list[Place]:
    """Every location with its rooms in use, by name."""
    found = session.scalars(
        select(Location).options(selectinload(Location.rooms)).order_by(Location.name)
    )
    return [Place(one, [room for room in one.rooms if room.active]) for one in found]


def that_have(places: Iterable[Place], facility: str) -> list[Place]:
    """Of some places, those that have a room with this facility (a code), with those rooms."""
    having = [
        Place(place.location, [room for room in place.rooms if facility in room.facilities])
        for place in places
    ]
    return [place for place in having if place.rooms]


def relying(session: Session, room: Room, facilities: Collection[str]) -> list[Appointment]:
    """The coming appointments in a room that need what it would not have any more, in order of time."""
    lost = set(room.facilities) - set(facilities)
    if not lost:
        return []
    coming = session.scalars(
        select(Appointment)
        .where(
            Appointment.room_id == room.id,
            Appointment.status.in_(IN_THE_DIARY),
            Appointment.ends_at > clock.now(),
        )
        .options(selectinload(Appointment.service), selectinload(Appointment.officer))
        .order_by(Appointment.starts_at)
    )
    return [one for one in coming if demand_of(one).facilities & lost]


@transaction
def equip(session: Session, *, room_id: int, facilities: Collection[str], actor: Actor) -> Room:
    """Writes down what a room has (codes of FACILITIES; others are left out). The same changes nothing.

    Appointments that rely on what it has no more stay where they are: `relying` finds them.
    """
    room = session.get_one(Room, room_id, with_for_update=True)
    before, after = set(room.facilities), {one for one in facilities if one in FACILITIES}
    if before == after:
        return room
    room.facilities = [one for one in FACILITIES if one in after]
    signs = [f"+{one}" for one in sorted(after - before)]
    signs += [f"-{one}" for one in sorted(before - after)]
    audit.by(session, actor, action="change_room", subject=f"room:{room.id} {' '.join(signs)}")
    return room
