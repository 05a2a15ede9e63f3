"""Which reminder is due when, and the hours in which a resident's phone stays silent."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.domain.local_time import NOON, at_or_after, day_bounds, local, local_day
from booking.domain.working_days import WorkingCalendar

_DAYS_REMINDER_AT = time(10, 0)
_OFFICER_DAY_AT = time(7, 30)
_USEFUL_NOTICE = timedelta(minutes=30)
_ONE_MINUTE = timedelta(minutes=1)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` up to, not including, `end`, on the council's clock; may pass midnight.

    The same time twice means no quiet hours at all.
    """

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to be sent from `due_at` on, and never at or after `expires_at`. Both UTC.

    `kind` is "reminder_days" or "reminder_hours" (to the resident) or "officer_reminder".
    """

    kind: str
    due_at: datetime
    expires_at: datetime


def reminders_for(
    starts_at: datetime,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    zone: ZoneInfo,
    quiet: QuietHours,
    days: int = 2,
    hours: int = 2,
    officer_minutes: int = 15,
) -> tuple[Reminder, ...]:
    """The reminders still to come for an appointment that starts at `starts_at` (UTC), by due time.

    - reminder_days: 10:00 local on the `days`-th working day before the appointment's day. Late
      is better than never, as it names the date; it expires when the appointment's day begins.
    - reminder_hours: that many hours before; expires at the start.
    - officer_reminder: that many minutes before, quiet hours or not; expires at the start.

    Those to the resident are moved out of quiet hours. What is due by `now` is left out:
    whoever arranges an appointment for this afternoon has been told this minute.
    """
    day = local_day(starts_at, zone)
    days_before = at_or_after(calendar.add(day, -days), _DAYS_REMINDER_AT, zone)
    hours_before = starts_at - timedelta(hours=hours)
    planned = (
        Reminder(
            "reminder_days",
            outside_quiet_hours(days_before, latest=starts_at, zone=zone, quiet=quiet),
            day_bounds(day, zone)[0],
        ),
        Reminder(
            "reminder_hours",
            outside_quiet_hours(hours_before, latest=starts_at, zone=zone, quiet=quiet),
            starts_at,
        ),
        Reminder("officer_reminder", starts_at - timedelta(minutes=officer_minutes), starts_at),
    )
    to_come = (reminder for reminder in planned if now < reminder.due_at < reminder.expires_at)
    return tuple(sorted(to_come, key=lambda reminder: reminder.due_at))


def outside_quiet_hours(
    due_at: datetime, *, latest: datetime, zone: ZoneInfo, quiet: QuietHours
) -> datetime:
    """`due_at`, moved out of quiet hours where it falls into them. All in UTC.

    To their end, when that leaves at least 30 minutes before `latest`; else to the last minute
    before they began.
    """
    period = _quiet_period(due_at, zone, quiet)
    if period is None:
        return due_at
    began, ends = period
    return ends if ends <= latest - _USEFUL_NOTICE else began - _ONE_MINUTE


def in_quiet_hours(instant: datetime, *, zone: ZoneInfo, quiet: QuietHours) -> bool:
    """Whether nothing may be sent at `instant`: asked again at sending, which may come late."""
    return _quiet_period(instant, zone, quiet) is not None


def officer_day_at(day: date, zone: ZoneInfo) -> datetime:
    """When the officers are sent their list of `day`: 07:30 local, as UTC."""
    return at_or_after(day, _OFFICER_DAY_AT, zone)


def officer_day_due(now: datetime, zone: ZoneInfo) -> date | None:
    """The day whose list is due at `now`, or None.

    Due from 07:30 until noon: late after an outage is better than never, but in the
    afternoon a list of the day would only puzzle.
    """
    wall = local(now, zone)
    return wall.date() if _OFFICER_DAY_AT <= wall.time() < NOON else None


def _quiet_period(
    instant: datetime, zone: ZoneInfo, quiet: QuietHours
) -> tuple[datetime, datetime] | None:
    """The quiet hours in UTC, half-open, that hold `instant`: begun today or the evening before."""
    today = local_day(instant, zone)
    nights = timedelta(days=quiet.end < quiet.start)
    for day in (today - _ONE_DAY, today):
        began = at_or_after(day, quiet.start, zone)
        ends = at_or_after(day + nights, quiet.end, zone)
        if began <= instant < ends:
            return began, ends
    return None
