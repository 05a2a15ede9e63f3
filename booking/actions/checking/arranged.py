"""Whether what is arranged holds together: stories, diaries, calendar entries, needs."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions.checking.reading import EVENTS, Offenders, changes, subject_named
from booking.domain.lifecycle import IN_THE_DIARY, TRANSITIONS, Action, Status
from booking.domain.needs import CATALOGUE
from booking.models import Appointment, DiaryEntry, Enquiry, Event, Kind, Message

OUT_OF_THE_DIARY = frozenset(
    {Status.REQUESTED, Status.DECLINED, Status.WITHDRAWN, Status.ANSWERED, Status.CANCELLED}
)
_PLACE = ("officer_id", "room_id", "starts_at", "ends_at")


def overlaps(session: Session, of: str) -> Offenders:
    """Live entries of the diary that overlap another of the same `of`: "officer_id" or "room_id"."""
    taker = getattr(DiaryEntry, of)
    live = DiaryEntry.held_until.is_(None) | (DiaryEntry.held_until > clock.now())
    entries = select(taker, DiaryEntry.starts_at, DiaryEntry.ends_at, DiaryEntry.id)
    ends: dict[int, datetime] = {}
    for taken_by, starts, until, id_ in session.execute(
        entries.where(live, taker.is_not(None)).order_by(taker, DiaryEntry.starts_at)
    ):
        if taken_by in ends and starts < ends[taken_by]:
            yield f"diary_entry:{id_}"
        ends[taken_by] = max(until, ends.get(taken_by, until))


def stories(session: Session) -> Offenders:
    """Events with a gap, moves that the lifecycle does not know, a status that is not the last one told."""
    told: dict[str, list[Any]] = defaultdict(list)
    for event in session.execute(EVENTS.order_by(Event.number)):
        told[subject_named(event.appointment_id, event.enquiry_id)].append(event)
    for noun in (Appointment, Enquiry):
        for id_, status in session.execute(select(noun.id, noun.status)):
            events = told[subject := f"{noun.__tablename__}:{id_}"]
            if not events or events[-1].to_status is not status:
                yield f"{subject} status"
            yield from (f"{subject} event {number}" for number in _unsound(events))


def diary(session: Session) -> Offenders:
    """Appointments whose status and whose place in the diary do not agree."""
    entries = {
        entry.appointment_id: _place(entry)
        for entry in session.scalars(select(DiaryEntry).where(DiaryEntry.held_by.is_(None)))
    }
    found = select(
        Appointment.id,
        Appointment.status,
        *(getattr(Appointment, name) for name in _PLACE),
    )
    for row in session.execute(found):
        entry = entries.get(row.id)
        lost = row.status in IN_THE_DIARY and entry != _place(row)
        if lost or (row.status in OUT_OF_THE_DIARY and entry):
            yield f"appointment:{row.id}"


def uninvited(session: Session) -> Offenders:
    """Appointments in the diary of which the resident or the officer has not been told as they stand."""
    resident = (Kind.ARRANGED, Kind.REARRANGED)
    officer = (Kind.INVITATION, Kind.INVITATION_UPDATE)
    told = {
        (row.appointment_id, row.sequence, row.officer_id)
        for row in session.execute(
            select(Message.appointment_id, Message.sequence, Message.officer_id).where(
                Message.kind.in_((*resident, *officer))
            )
        )
    }
    there = Appointment.status.in_(IN_THE_DIARY)
    for id_, sequence, officer_id in session.execute(
        select(Appointment.id, Appointment.sequence, Appointment.officer_id).where(there)
    ):
        for who, whom in (("resident", None), ("officer", officer_id)):
            if (id_, sequence, whom) not in told:
                yield f"appointment:{id_} {who}"


def sequences(session: Session) -> Offenders:
    """Appointments whose calendar sequence is not the number of their changes."""
    changed = changes(session)
    for id_, sequence in session.execute(select(Appointment.id, Appointment.sequence)):
        if sequence != len(changed.get(id_, ())):
            yield f"appointment:{id_}"


def unknown_needs(session: Session) -> Offenders:
    """Needs that the catalogue does not name: nobody could keep their consequences."""
    for noun in (Appointment, Enquiry):
        for id_, needs in session.execute(select(noun.id, noun.needs)):
            if set(needs) - set(CATALOGUE):
                yield f"{noun.__tablename__}:{id_}"


def _unsound(events: list[Any]) -> Iterator[int]:
    """The numbers of the events that do not follow from those before them."""
    if [event.number for event in events] != list(range(1, len(events) + 1)):
        yield 0
    for event in events[:1]:
        if event.action != Action.REQUEST or event.from_status is not None:
            yield event.number
    moves = {action.value: action for action in Action}
    for before, event in pairwise(events):
        stays = event.action not in moves
        leads = (
            before.to_status if stays else TRANSITIONS.get((before.to_status, moves[event.action]))
        )
        if event.from_status is not before.to_status or event.to_status is not leads:
            yield event.number


def _place(row: object) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _PLACE)
