"""The earliest time among many officers, found without reading every diary.

What is free in a diary is remembered by this process for as long as the database says that the diary has
not changed (`Officer.diary_version`) and no closure has been added. It only says where to look: a time is
answered after it has been read from the diaries themselves, rooms, holds and needs included.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from heapq import heapify, heappop, heappush
from operator import attrgetter
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import catalogue, diaries, diary_rows
from booking.domain.diary import Slot
from booking.domain.intervals import Interval
from booking.domain.local_time import day_bounds, local_day
from booking.domain.needs import Demand, Meeting, demand
from booking.models import Officer, Service
from booking.models.officers import officer_service
from booking.settings import settings

_end = attrgetter("end")

_DIARIES = (
    select(Officer.id, Officer.diary_version, Officer.minimum_notice_minutes)
    .join(officer_service)
    .where(officer_service.c.service_id == bindparam("service_id"), Officer.active)
    .order_by(Officer.id)
)
_LANGUAGES = select(Officer.id, Officer.languages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody needs, whoever sees them."""

    service: Service
    meeting: Meeting
    needs: Collection[str] = ()
    language: str | None = None
    location_id: int | None = None


class Found(NamedTuple):
    """A time, and whose."""

    officer_id: int
    slot: Slot


class _Remembered(NamedTuple):
    version: tuple[Any, ...]
    stretches: Sequence[Interval]


def earliest(session: Session, wanted: Wanted) -> Iterator[Found]:
    """Each officer's first suitable time, the earliest first, lazily: ask for as many as are shown."""
    now, zone = clock.now(), settings().timezone
    known_for = local_day(now, zone), frozenset(row.day for row in diary_rows.closures(session))
    needed = _demands(session, wanted)
    since = cache(lambda minutes: now + timedelta(minutes=minutes))
    looks: dict[int, Sequence[Interval]] = {}
    waiting: list[tuple[datetime, int, Slot | None]] = []
    for officer_id, version, notice in session.execute(_DIARIES, {"service_id": wanted.service.id}):
        looks[officer_id] = look = _outlook(session, officer_id, (version, *known_for))
        if bound := _bound(look, since(notice), needed(officer_id)):
            waiting.append((bound, officer_id, None))
    heapify(waiting)
    while waiting:
        bound, officer_id, slot = heappop(waiting)
        if slot:
            yield Found(officer_id, slot)
            continue
        slot, after = _read(session, officer_id, needed(officer_id), bound)
        later = slot.start if slot else _bound(looks[officer_id], after, needed(officer_id))
        if later:
            heappush(waiting, (later, officer_id, slot))


def _demands(session: Session, wanted: Wanted) -> Callable[[int], Demand]:
    """What each officer's diary has to offer. Their languages matter where somebody would interpret."""

    known = catalogue.current(session)

    @cache
    def needed(languages: tuple[str, ...]) -> Demand:
        return demand(
            service_minutes=wanted.service.minutes,
            needs=wanted.needs,
            meeting=wanted.meeting,
            language=wanted.language or settings().default_language,
            officer_languages=languages,
            location_id=wanted.location_id,
            catalogue=known,
        )

    if not any(known[code].interprets for code in wanted.needs):
        always = needed(())
        return lambda _officer_id: always
    spoken = {id_: tuple(languages) for id_, languages in session.execute(_LANGUAGES)}
    return lambda officer_id: needed(spoken[officer_id])


def _outlook(session: Session, officer_id: int, version: tuple[Any, ...]) -> Sequence[Interval]:
    memory: dict[int, _Remembered] = current_app.extensions.setdefault("outlooks", {})
    known = memory.get(officer_id)
    if known is None or known.version != version:
        officer = session.get_one(Officer, officer_id)
        known = memory[officer_id] = _Remembered(version, diaries.outlook(session, officer))
    return known.stretches


def _bound(stretches: Sequence[Interval], since: datetime, needed: Demand) -> datetime | None:
    """No time that is long enough begins before this; None where there is none at all."""
    length = timedelta(minutes=needed.minutes)
    for index in range(bisect_right(stretches, since, key=_end), len(stretches)):
        start = max(stretches[index].start, since)
        if stretches[index].end - start >= length:
            return start
    return None


def _read(
    session: Session, officer_id: int, needed: Demand, bound: datetime
) -> tuple[Slot | None, datetime]:
    """The officer's first time on the day of `bound`, and where to look on where that day has none."""
    day: date = local_day(bound, settings().timezone)
    officer = session.get_one(Officer, officer_id)
    slots = diaries.offered(session, officer, needed, since=day, until=day)
    return next(slots, None), day_bounds(day, settings().timezone)[1]
