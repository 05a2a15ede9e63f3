"""Taking time in a diary: for an appointment, or for 15 minutes while somebody checks their answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions.diaries import Closed, offered
from booking.actions.transaction import transaction
from booking.domain.diary import Slot
from booking.domain.errors import SlotNotOffered, SlotTaken
from booking.domain.local_time import local_day
from booking.domain.needs import Demand
from booking.models import Appointment, DiaryEntry, Officer, Room
from booking.settings import settings


@transaction
def hold(
    session: Session, *, officer_id: int, needed: Demand, starts_at: datetime, held_by: str
) -> DiaryEntry:
    """Keeps a time for whoever holds the key `held_by`, in place of what that key held before.

    Raises SlotTaken or SlotNotOffered.
    """
    officer = session.get_one(Officer, officer_id)
    free(session, held_by)
    return keep(session, officer, choose(session, officer, needed, starts_at), held_by)


def keep(session: Session, officer: Officer, slot: Slot, held_by: str) -> DiaryEntry:
    """Writes the hold of a slot; may raise SlotTaken."""
    held_until = clock.now() + timedelta(minutes=settings().hold_minutes)
    entry = DiaryEntry(held_by=held_by, held_until=held_until, **_taken(officer, slot))
    _make_way(session, officer, slot)
    session.add(entry)
    session.flush()
    return entry


@transaction
def release(session: Session, *, held_by: str) -> None:
    """Gives a held time back."""
    free(session, held_by)


def current(session: Session, held_by: str) -> DiaryEntry | None:
    """The live hold of that key."""
    entry = session.scalar(select(DiaryEntry).where(DiaryEntry.held_by == held_by))
    return entry if entry and entry.held_until and entry.held_until > clock.now() else None


def free(session: Session, held_by: str) -> datetime | None:
    """Gives back what the key holds; returns since when it held it, where the hold was live."""
    entry = current(session, held_by)
    session.execute(delete(DiaryEntry).where(DiaryEntry.held_by == held_by))
    if entry is None or entry.held_until is None:
        return None
    return entry.held_until - timedelta(minutes=settings().hold_minutes)


def take(session: Session, appointment: Appointment, slot: Slot) -> None:
    """Puts the appointment at `slot` in the diary, moving it there if it has a time; may raise SlotTaken."""
    _make_way(session, appointment.officer, slot)
    entry = session.scalar(select(DiaryEntry).where(DiaryEntry.appointment_id == appointment.id))
    if entry is None:
        entry = DiaryEntry(appointment_id=appointment.id)
        session.add(entry)
    for name, value in _taken(appointment.officer, slot).items():
        setattr(entry, name, value)
    session.flush()


def give_back(session: Session, appointment: Appointment) -> None:
    """Takes the appointment out of the diary."""
    session.execute(delete(DiaryEntry).where(DiaryEntry.appointment_id == appointment.id))


def choose(
    session: Session,
    officer: Officer,
    needed: Demand,
    starts_at: datetime,
    *,
    ignoring: Sequence[int] = (),
    asked_at: datetime | None = None,
    closed: Closed | None = None,
) -> Slot:
    """The offered slot that begins at `starts_at`, in no room that is `closed`.

    Raises SlotTaken where somebody else has that time, SlotNotOffered where the diary never had it.
    """
    day = local_day(starts_at, settings().timezone)
    slots = offered(
        session,
        officer,
        needed,
        since=day,
        until=day,
        ignoring=ignoring,
        asked_at=asked_at,
        closed=closed,
    )
    for slot in slots:
        if slot.start == starts_at:
            return slot
    length = timedelta(minutes=needed.minutes)
    taken = select(DiaryEntry.id).where(
        DiaryEntry.officer_id == officer.id,
        DiaryEntry.starts_at < starts_at + length,
        DiaryEntry.ends_at > starts_at,
        DiaryEntry.id.not_in(ignoring),
    )
    raise SlotTaken if session.scalar(taken.limit(1)) else SlotNotOffered


def _taken(officer: Officer, slot: Slot) -> dict[str, object]:
    return {
        "officer_id": officer.id,
        "location_id": slot.location_id,
        "room_id": slot.room_id,
        "starts_at": slot.start,
        "ends_at": slot.end,
    }


def _make_way(session: Session, officer: Officer, slot: Slot) -> None:
    """Waits for whoever is just taking time of the same officer or room, and clears lapsed holds away.

    PostgreSQL would let them meet inside its exclusion constraints, where each waits for the other
    until, a second later, one is called a deadlock. A lapsed hold is still a row, and the database
    would go on refusing its time.
    """
    for noun, id_ in ((Officer, officer.id), (Room, slot.room_id)):
        if id_ is not None:
            session.execute(select(noun.id).where(noun.id == id_).with_for_update(key_share=True))
    session.execute(
        delete(DiaryEntry).where(
            DiaryEntry.held_until <= clock.now(),
            (DiaryEntry.officer_id == officer.id) | (DiaryEntry.room_id == slot.room_id),
            DiaryEntry.ends_at > slot.start,
            DiaryEntry.starts_at < slot.end,
        )
    )
