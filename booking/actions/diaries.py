"""Reading diaries: what is stored becomes the domain's `OfficerDiary`, and that becomes times to choose."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import rules
from booking.domain.arranging import Preference, Proposal, best
from booking.domain.diary import (
    Empty,
    OfficerDiary,
    RoomDiary,
    Slot,
    WorkingPattern,
    free_slots,
    why_empty,
)
from booking.domain.intervals import Interval
from booking.domain.local_time import day_bounds, local_day
from booking.domain.needs import Demand, Meeting, demand
from booking.models import (
    Absence,
    Appointment,
    DiaryEntry,
    Officer,
    PatternHours,
    Room,
    Service,
)
from booking.settings import settings


def demand_of(
    appointment: Appointment, needs: Sequence[str] | None = None, language: str | None = None
) -> Demand:
    """What an appointment requires of a diary: with its own needs and language, or with these."""
    return demand_for(
        appointment.service,
        appointment.officer,
        meeting=appointment.meeting,
        needs=appointment.needs if needs is None else needs,
        language=language or appointment.spoken_language,
        location_id=appointment.location_id,
    )


def demand_for(
    service: Service,
    officer: Officer,
    *,
    meeting: Meeting,
    needs: Sequence[str],
    language: str | None,
    location_id: int | None,
) -> Demand:
    """What seeing `officer` about `service` requires with these needs."""
    return demand(
        service_minutes=service.minutes,
        needs=needs,
        meeting=meeting,
        language=language or settings().default_language,
        officer_languages=officer.languages,
        location_id=location_id,
    )


def offered(
    session: Session,
    officer: Officer,
    needed: Demand,
    *,
    since: date | None = None,
    until: date | None = None,
    ignoring: Sequence[int] = (),
    asked_at: datetime | None = None,
) -> Iterator[Slot]:
    """The officer's times that meet every need, lazily and in order, on local days since..until.

    `ignoring` are diary entries that count as free: the appointment's own, the resident's own hold.
    `asked_at` is the instant that notice is counted from, if not now.
    """
    now = asked_at or clock.now()
    first, last = _span(officer, since, until)
    return free_slots(
        officer_diary(session, officer, first, last, ignoring),
        needed,
        room_diaries(session, officer, needed, first, last, ignoring),
        since=first,
        until=last,
        now=now,
        calendar=rules.working_calendar(session),
        zone=settings().timezone,
    )


def why_none(
    session: Session, officer: Officer, needed: Demand, *, since: date | None = None
) -> Empty | None:
    """Why the first days have no times, where they have none."""
    first, last = _span(officer, since, None)
    return why_empty(
        officer_diary(session, officer, first, last),
        needed,
        room_diaries(session, officer, needed, first, last),
        since=first,
        until=last,
        now=clock.now(),
        calendar=rules.working_calendar(session),
        zone=settings().timezone,
    )


def proposals(session: Session, appointment: Appointment, count: int = 3) -> list[Proposal]:
    """The best times for an appointment: its ranked preferences first, its needs never given way."""
    own = own_entries(session, appointment)
    slots = offered(session, appointment.officer, demand_of(appointment), ignoring=own)
    preferences = [Preference(p.rank, p.day, p.part) for p in appointment.preferences]
    return best(slots, preferences, zone=settings().timezone, count=count)


def own_entries(session: Session, appointment: Appointment) -> Sequence[int]:
    """The diary entries that the appointment itself takes up."""
    mine = select(DiaryEntry.id).where(DiaryEntry.appointment_id == appointment.id)
    return session.scalars(mine).all()


def _span(officer: Officer, since: date | None, until: date | None) -> tuple[date, date]:
    today = local_day(clock.now(), settings().timezone)
    horizon = today + timedelta(days=officer.horizon_days)
    return max(since or today, today), min(until or horizon, horizon)


def officer_diary(
    session: Session, officer: Officer, since: date, until: date, ignoring: Sequence[int] = ()
) -> OfficerDiary:
    """One officer's pattern, absences and taken time on the local days since..until."""
    busy = _busy(session, DiaryEntry.officer_id == officer.id, since, until, ignoring)
    zone = settings().timezone
    taken = [interval for intervals in busy.values() for interval in intervals]
    patterns = session.scalars(select(PatternHours).where(PatternHours.officer_id == officer.id))
    return OfficerDiary(
        officer_id=officer.id,
        patterns=tuple(
            WorkingPattern(
                weekday=row.weekday,
                starts=row.starts,
                ends=row.ends,
                location_id=row.location_id,
                effective_from=row.effective_from,
                effective_until=row.effective_until,
            )
            for row in patterns
        ),
        absences=tuple(_absences(session, officer, since, until)),
        busy=tuple(taken),
        booked_per_day=Counter(local_day(interval.start, zone) for interval in taken),
        buffer_minutes=officer.buffer_minutes,
        minimum_notice_minutes=officer.minimum_notice_minutes,
        daily_maximum=officer.daily_maximum,
        horizon_days=officer.horizon_days,
        step_minutes=officer.step_minutes,
    )


def room_diaries(
    session: Session,
    officer: Officer,
    needed: Demand,
    since: date,
    until: date,
    ignoring: Sequence[int] = (),
) -> list[RoomDiary]:
    """The rooms where the officer works that have what is needed, with their taken time."""
    if needed.meeting is not Meeting.IN_PERSON:
        return []
    places = select(PatternHours.location_id).where(PatternHours.officer_id == officer.id)
    if needed.location_id is not None:
        places = places.where(PatternHours.location_id == needed.location_id)
    found = session.scalars(select(Room).where(Room.location_id.in_(places), Room.active))
    rooms = [room for room in found if needed.facilities <= set(room.facilities)]
    if not rooms:
        return []
    in_these = DiaryEntry.room_id.in_([room.id for room in rooms])
    busy = _busy(session, in_these, since, until, ignoring)
    return [
        RoomDiary(
            room_id=room.id,
            location_id=room.location_id,
            facilities=frozenset(room.facilities),
            busy=tuple(busy.get(room.id, ())),
        )
        for room in rooms
    ]


def _busy(
    session: Session, whose: ColumnElement[bool], since: date, until: date, ignoring: Sequence[int]
) -> dict[int | None, list[Interval]]:
    """Taken time by room; lapsed holds are no longer taken."""
    zone = settings().timezone
    begins, ends = day_bounds(since, zone)[0], day_bounds(until, zone)[1]
    rows = session.execute(
        select(DiaryEntry.room_id, DiaryEntry.starts_at, DiaryEntry.ends_at).where(
            whose,
            DiaryEntry.ends_at > begins,
            DiaryEntry.starts_at < ends,
            DiaryEntry.id.not_in(ignoring),
            or_(DiaryEntry.held_until.is_(None), DiaryEntry.held_until > clock.now()),
        )
    )
    busy: dict[int | None, list[Interval]] = {}
    for room_id, starts_at, ends_at in rows:
        busy.setdefault(room_id, []).append(Interval(starts_at, ends_at))
    return busy


def _absences(session: Session, officer: Officer, since: date, until: date) -> Iterator[Interval]:
    zone = settings().timezone
    begins, ends = day_bounds(since, zone)[0], day_bounds(until, zone)[1]
    rows = session.scalars(
        select(Absence).where(
            Absence.officer_id == officer.id, Absence.ends_at > begins, Absence.starts_at < ends
        )
    )
    return (Interval(row.starts_at, row.ends_at) for row in rows)
