"""Reading diaries: what is stored becomes the domain's `OfficerDiary`, and that becomes times to choose."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import catalogue, diary_rows, rules
from booking.actions.diary_rows import Rows
from booking.domain.arranging import Preference, Proposal, automatic, best
from booking.domain.diary import Empty, OfficerDiary, RoomDiary, Slot, WorkingPattern
from booking.domain.free_times import free_slots, stretches, why_empty
from booking.domain.intervals import Interval
from booking.domain.local_time import day_bounds, local_day
from booking.domain.meetings import asked_for
from booking.domain.needs import Demand, Meeting, demand
from booking.domain.working_days import WorkingCalendar
from booking.extensions import db
from booking.models import Appointment, DiaryEntry, Officer, Service
from booking.settings import settings


def demand_of(
    appointment: Appointment,
    needs: Sequence[str] | None = None,
    language: str | None = None,
    *,
    officer: Officer | None = None,
) -> Demand:
    """What an appointment requires of a diary: with its own needs, language and officer, or with these."""
    return demand_for(
        appointment.service,
        officer or appointment.officer,
        meeting=asked_for(appointment.meeting, appointment.needs, appointment.service.meetings),
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
    """What seeing `officer` about `service` requires with these needs, by the council's own figures."""
    return demand(
        service_minutes=service.minutes,
        needs=needs,
        meeting=meeting,
        language=language or settings().default_language,
        officer_languages=officer.languages,
        location_id=location_id,
        catalogue=catalogue.current(db.session()),
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """A room that cannot be used for a while, whether or not its diary knows of it."""

    room_id: int
    span: Interval


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one question to a diary needs, read once: ask it for times, or for why there are none."""

    diary: OfficerDiary
    needed: Demand
    rooms: list[RoomDiary]
    since: date
    until: date
    now: datetime
    calendar: WorkingCalendar

    def slots(self) -> Iterator[Slot]:
        """The officer's times that meet every need, lazily and in order."""
        return free_slots(self.diary, self.needed, self.rooms, **self._terms())

    def why_none(self) -> Empty | None:
        """Why the first days have no times, where they have none."""
        return why_empty(self.diary, self.needed, self.rooms, **self._terms())

    def _terms(self) -> dict[str, Any]:
        return {
            "since": self.since,
            "until": self.until,
            "now": self.now,
            "calendar": self.calendar,
            "zone": settings().timezone,
        }


def read(
    session: Session,
    officer: Officer,
    needed: Demand,
    *,
    since: date | None = None,
    until: date | None = None,
    ignoring: Sequence[int] = (),
    asked_at: datetime | None = None,
    closed: Closed | None = None,
) -> Reading:
    """The officer's diary, and those of the rooms that would do, on local days since..until.

    `ignoring` are diary entries that count as free: the appointment's own, the resident's own hold.
    `asked_at` is the instant that notice is counted from, if not now. A room that is `closed` is taken.
    """
    first, last = _span(officer, since, until)
    begins, ends = _bounds(first, last)
    patterns = diary_rows.patterns(session, officer.id)
    rooms = _rooms(session, needed, patterns)
    taken = diary_rows.taken(
        session,
        officer_id=officer.id,
        room_ids=[room.id for room in rooms],
        begins=begins,
        ends=ends,
        ignoring=ignoring,
        now=clock.now(),
    )
    absences = diary_rows.absences(session, officer.id, begins, ends)
    return Reading(
        diary=_officer_diary(officer, patterns, absences, taken),
        needed=needed,
        rooms=_room_diaries(rooms, taken, closed),
        since=first,
        until=last,
        now=asked_at or clock.now(),
        calendar=rules.working_calendar(session),
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
    closed: Closed | None = None,
) -> Iterator[Slot]:
    """The times of `read`: those that meet every need, lazily and in order."""
    reading = read(
        session,
        officer,
        needed,
        since=since,
        until=until,
        ignoring=ignoring,
        asked_at=asked_at,
        closed=closed,
    )
    return reading.slots()


def proposals(session: Session, appointment: Appointment, count: int = 3) -> list[Proposal]:
    """The best times for an appointment: its ranked preferences first, its needs never given way."""
    own = own_entries(session, appointment)
    slots = offered(session, appointment.officer, demand_of(appointment), ignoring=own)
    return best(slots, wishes_of(appointment), zone=settings().timezone, count=count)


def wishes_of(appointment: Appointment) -> list[Preference]:
    """The resident's ranked preferences."""
    return [Preference(wish.rank, wish.day, wish.part) for wish in appointment.preferences]


def chosen_for(session: Session, appointment: Appointment) -> Proposal | None:
    """The time at which Kept arranges an appointment by itself; None where nothing meets its needs."""
    officer = appointment.officer
    own = own_entries(session, appointment)
    return automatic(
        offered(session, officer, demand_of(appointment), ignoring=own),
        wishes_of(appointment),
        zone=settings().timezone,
        step=timedelta(minutes=officer.step_minutes),
    )


def cover_for(
    session: Session, appointment: Appointment, *, ignoring: Sequence[int] = ()
) -> Officer | None:
    """The cover, where they could see this resident about this at some time; else None.

    `ignoring`: diary entries that count as free.
    """
    cover = appointment.officer.cover
    if cover is None or not cover.active or appointment.service not in cover.services:
        return None
    needed = demand_of(appointment, officer=cover)
    return cover if next(offered(session, cover, needed, ignoring=ignoring), None) else None


def own_entries(session: Session, appointment: Appointment) -> Sequence[int]:
    """The diary entries that the appointment itself takes up."""
    mine = select(DiaryEntry.id).where(DiaryEntry.appointment_id == appointment.id)
    return session.scalars(mine).all()


def outlook(session: Session, officer: Officer) -> list[Interval]:
    """All the time in which the officer could see anybody, holds left out: they lapse by themselves."""
    first, last = _span(officer, None, None)
    begins, ends = _bounds(first, last)
    taken = diary_rows.taken(
        session,
        officer_id=officer.id,
        room_ids=(),
        begins=begins,
        ends=ends,
        ignoring=(),
        now=datetime.max.replace(tzinfo=UTC),
    )
    patterns = diary_rows.patterns(session, officer.id)
    absences = diary_rows.absences(session, officer.id, begins, ends)
    diary = _officer_diary(officer, patterns, absences, taken)
    calendar = rules.working_calendar(session)
    zone = settings().timezone
    return list(stretches(diary, since=first, until=last, calendar=calendar, zone=zone))


def _span(officer: Officer, since: date | None, until: date | None) -> tuple[date, date]:
    today = local_day(clock.now(), settings().timezone)
    horizon = today + timedelta(days=officer.horizon_days)
    return max(since or today, today), min(until or horizon, horizon)


def _bounds(since: date, until: date) -> tuple[datetime, datetime]:
    zone = settings().timezone
    return day_bounds(since, zone)[0], day_bounds(until, zone)[1]


def _officer_diary(officer: Officer, patterns: Rows, absences: Rows, taken: Rows) -> OfficerDiary:
    busy = [Interval(row.starts_at, row.ends_at) for row in taken if row.officer_id == officer.id]
    return OfficerDiary(
        officer_id=officer.id,
        patterns=tuple(WorkingPattern(*row) for row in patterns),
        absences=tuple(Interval(*row) for row in absences),
        busy=tuple(busy),
        booked_per_day=_per_day(busy) if officer.daily_maximum else {},
        buffer_minutes=officer.buffer_minutes,
        minimum_notice_minutes=officer.minimum_notice_minutes,
        daily_maximum=officer.daily_maximum,
        horizon_days=officer.horizon_days,
        step_minutes=officer.step_minutes,
    )


def _per_day(busy: Iterable[Interval]) -> Counter[date]:
    zone = settings().timezone
    return Counter(local_day(interval.start, zone) for interval in busy)


def _rooms(session: Session, needed: Demand, patterns: Rows) -> list[Row[Any]]:
    """The rooms where the officer works that have what is needed."""
    if needed.meeting is not Meeting.IN_PERSON:
        return []
    places = {row.location_id for row in patterns} - {None}
    if needed.location_id is not None:
        places &= {needed.location_id}
    found = diary_rows.rooms(session, sorted(places)) if places else ()
    return [room for room in found if needed.facilities <= set(room.facilities)]


def _room_diaries(rooms: Iterable[Row[Any]], taken: Rows, closed: Closed | None) -> list[RoomDiary]:
    busy: dict[int, list[Interval]] = defaultdict(list)
    for row in taken:
        busy[row.room_id].append(Interval(row.starts_at, row.ends_at))
    if closed:
        busy[closed.room_id].append(closed.span)
    return [
        RoomDiary(
            room_id=room.id,
            location_id=room.location_id,
            facilities=frozenset(room.facilities),
            busy=tuple(busy[room.id]),
        )
        for room in rooms
    ]
