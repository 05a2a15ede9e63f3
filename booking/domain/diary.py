"""An officer's diary: working pattern - absences - busy time; a room's; and what can be booked in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from booking.domain.intervals import Interval, merge


@dataclass(frozen=True, slots=True)
class WorkingPattern:
    """Work on one weekday (0 is Monday), in local clock times, from one day to another inclusive.

    `location_id` of None is work from home: it serves meetings by phone and video only. Raises
    ValueError when the work does not end after it starts.
    """

    weekday: int
    starts: time
    ends: time
    location_id: int | None
    effective_from: date
    effective_until: date | None = None

    def __post_init__(self) -> None:
        if self.starts >= self.ends:
            raise ValueError(f"work ends after it starts: {self.starts} to {self.ends}")

    def holds_on(self, day: date) -> bool:
        """Whether the pattern is in effect on `day`, whose weekday it is."""
        return self.effective_from <= day and (
            self.effective_until is None or day <= self.effective_until
        )

    @property
    def is_extra(self) -> bool:
        """Whether it was opened for one day alone: then that day may be a Saturday."""
        return self.effective_from == self.effective_until


@dataclass(frozen=True, slots=True)
class RoomDiary:
    """A room, what it has, and when it is taken (merged on creation)."""

    room_id: int
    location_id: int
    facilities: frozenset[str]
    busy: tuple[Interval, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "busy", tuple(merge(self.busy)))


@dataclass(frozen=True, slots=True)
class OfficerDiary:
    """All that decides when one officer can be seen; intervals are UTC and merged on creation.

    `busy` is appointments, live holds and the officer's own calendar; `buffer_minutes` is kept
    between it and every slot. `booked_per_day` counts appointments by local day, `daily_maximum`
    of None being no limit. Slots start every `step_minutes` from the start of the working pattern,
    up to `horizon_days` days ahead.
    """

    officer_id: int
    patterns: tuple[WorkingPattern, ...]
    absences: tuple[Interval, ...] = ()
    busy: tuple[Interval, ...] = ()
    booked_per_day: Mapping[date, int] = field(default_factory=dict)
    buffer_minutes: int = 0
    minimum_notice_minutes: int = 0
    daily_maximum: int | None = None
    horizon_days: int = 60
    step_minutes: int = 15

    def __post_init__(self) -> None:
        object.__setattr__(self, "absences", tuple(merge(self.absences)))
        object.__setattr__(self, "busy", tuple(merge(self.busy)))

    def is_full(self, day: date) -> bool:
        """Whether the daily maximum has been reached on `day`."""
        return (
            self.daily_maximum is not None and self.booked_per_day.get(day, 0) >= self.daily_maximum
        )


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time that can be booked, in UTC; a room and its location for meetings in person only."""

    start: datetime
    end: datetime
    location_id: int | None = None
    room_id: int | None = None


class Reason(StrEnum):
    """Why a day has no times, in the order in which the reasons are looked for."""

    TOO_FAR = "too_far"
    LEAD_TIME = "lead_time"
    CLOSED = "closed"
    NOT_WORKING = "not_working"
    AWAY = "away"
    NOTICE = "notice"
    FULL = "full"
    NO_ROOM = "no_room"


@dataclass(frozen=True, slots=True)
class Empty:
    """Why the first days have no times; `until` is the first day for which that is not so.

    `until` is None when it lasts to the end of what was asked for.
    """

    reason: Reason
    until: date | None
