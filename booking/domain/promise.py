"""The promise: by when a request is to be arranged, and whether that was kept.

The one definition. The resident's page, the work queue and the published figure all ask here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from booking.domain.errors import BookingError
from booking.domain.local_time import day_bounds, local_day
from booking.domain.working_days import WorkingCalendar

_LAST_SECOND = timedelta(seconds=1)


class NoStandard(BookingError):
    """No standard was in force for that service on that day, so no deadline can be given."""

    code = "no_standard"


class StandardTooShort(BookingError):
    """A standard of less than one working day: the day of receipt is day 0 and never the last."""

    code = "standard_too_short"


class Promised(StrEnum):
    """What is promised: each has standards of its own."""

    APPOINTMENT = "appointment"
    """That it will be arranged."""
    ENQUIRY_PASSED_ON = "enquiry_passed_on"
    """An answer to what came by phone, by a visit or by an online form."""
    ENQUIRY_WRITTEN = "enquiry_written"
    """An answer to an email or a letter."""


@dataclass(frozen=True, slots=True)
class Standard:
    """How many working days the council allows itself for what is `promised`, from which day on.

    `service_id` None is the general standard; a service with a statutory timescale has its own,
    and `wording` tells the resident which one applies.
    """

    working_days: int
    effective_from: date
    service_id: int | None = None
    wording: str = ""
    id: int | None = None
    promised: Promised = Promised.APPOINTMENT

    def __post_init__(self) -> None:
        if self.working_days < 1:
            raise StandardTooShort(str(self.working_days))


def standard_in_force(
    standards: Iterable[Standard],
    *,
    service_id: int | None,
    on: date,
    promised: Promised = Promised.APPOINTMENT,
) -> Standard:
    """The standard for what is received `on` that day in the council's zone.

    The service's own beats the general one, then the latest that has taken effect, then the one
    recorded last (`id`). Raises NoStandard when none applies.
    """
    applicable = [
        standard
        for standard in standards
        if standard.promised is promised
        and standard.service_id in (None, service_id)
        and standard.effective_from <= on
    ]
    if not applicable:
        raise NoStandard(f"{promised}, service {service_id} on {on}")
    return max(applicable, key=lambda s: (s.service_id is not None, s.effective_from, s.id or 0))


def arrange_by(
    received_at: datetime, *, standard: Standard, calendar: WorkingCalendar, zone: ZoneInfo
) -> datetime:
    """The deadline, in UTC: the last second (23:59:59 local) of the standard's last working day.

    The day of receipt, in the council's zone, is day 0. When the resident asks for a change, the
    clock starts anew: call this with the instant at which they asked.
    """
    return _end_of_working_day(received_at, standard.working_days, calendar, zone)


def after_council_change(
    first: datetime, *, now: datetime, calendar: WorkingCalendar, zone: ZoneInfo
) -> datetime:
    """The deadline when the council itself undoes what was arranged (the officer falls ill, say).

    The `first` deadline stands; when it has passed, it is the end of the next working day.
    """
    return _end_of_working_day(now, 1, calendar, zone) if is_past(first, now) else first


class PromiseState(StrEnum):
    """What can be said of a promise at one moment. Computed, never stored."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    KEPT = "kept"
    MISSED = "missed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class PromiseClock:
    """One run of the clock, all in UTC: from `started_at` until arranged or ended, or still open.

    `ended_at` is when the request was declined, withdrawn or answered before being arranged; for
    an appointment that was arranged first, what happened to it later is no part of the promise.
    """

    started_at: datetime
    arrange_by: datetime
    arranged_at: datetime | None
    ended_at: datetime | None


def state(
    clock: PromiseClock,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    zone: ZoneInfo,
    at_risk_after: int = 3,
) -> PromiseState:
    """How the promise stands at `now`.

    A clock stopped after its deadline is missed, however it was stopped. One still running is at
    risk from the start of the `at_risk_after`-th working day after receipt, or of the deadline's
    own day where a short standard, or a day granted after a change, ends sooner.
    """
    stopped_at = clock.arranged_at or clock.ended_at
    if is_past(clock.arrange_by, stopped_at or now):
        return PromiseState.MISSED
    if stopped_at:
        return PromiseState.KEPT if clock.arranged_at else PromiseState.ENDED
    risky_day = calendar.add(local_day(clock.started_at, zone), at_risk_after)
    at_risk_from = min(risky_day, local_day(clock.arrange_by, zone))
    return PromiseState.AT_RISK if local_day(now, zone) >= at_risk_from else PromiseState.ON_TRACK


def working_days_left(
    arrange_by: datetime, *, now: datetime, calendar: WorkingCalendar, zone: ZoneInfo
) -> int:
    """Working days after today up to the deadline: 0 on its last day, negative once overdue.

    The weekend right after a Friday's deadline says -1, as the Monday does: never 0, which would
    claim that there is still time.
    """
    today, last_day = local_day(now, zone), local_day(arrange_by, zone)
    left = calendar.between(today, last_day)
    return min(left, -1) if today > last_day else left


def _end_of_working_day(
    start: datetime, working_days: int, calendar: WorkingCalendar, zone: ZoneInfo
) -> datetime:
    last_day = calendar.add(local_day(start, zone), working_days)
    return day_bounds(last_day, zone)[1] - _LAST_SECOND


def is_past(deadline: datetime, instant: datetime) -> bool:
    """Whether `instant` is too late for `deadline`; both UTC."""
    # Deadlines are whole seconds, and the last one belongs to the day that was promised, all of it.
    return instant >= deadline + _LAST_SECOND
