"""An officer's diary, a week as a list of days: when they work, when they are away, whom they see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from booking import clock
from booking.actions import absences, finding, rules
from booking.domain.local_time import at_or_after, day_bounds, local_day
from booking.extensions import db
from booking.language.dates import format_range
from booking.messaging.officer_facts import place_or_way
from booking.models import Absence, Appointment, Location, PatternHours
from booking.settings import settings
from booking.web.officer.door import actor, must_know, officer, own_id, seen
from booking.web.officer.forms import AbsenceForm
from booking.web.times import read_day

ONE_DAY, WEEK = timedelta(days=1), timedelta(days=7)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment in the diary."""

    appointment: Appointment
    place: str
    needs: Sequence[str]
    away: bool
    """It lies in an absence: somebody must decide about it."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the diary."""

    day: date
    open: bool
    """Whether it is a working day of the council."""
    hours: Sequence[tuple[str, str]]
    """When the officer works, and where, in words."""
    absences: Sequence[tuple[Absence, str]]
    """When the officer is away, with the part of this day that it takes, in words."""
    visits: Sequence[Visit]

    @property
    def shown(self) -> bool:
        """A weekend without anything in it is left out."""
        return bool(self.day.weekday() < SATURDAY or self.hours or self.visits or self.absences)


@officer.get("/diary")
def diary() -> ResponseReturnValue:
    """The week of the day in the address, or this one."""
    return _page(AbsenceForm(formdata=None))


@officer.post("/absences")
def record_absence() -> ResponseReturnValue:
    """Records an absence, and says which arranged appointments lie in it."""
    form = AbsenceForm()
    if not form.validate_on_submit():
        return _page(form)
    starts_at, ends_at = form.span
    absences.record(
        officer_id=own_id(),
        starts_at=starts_at,
        ends_at=ends_at,
        reason=form.reason.data,
        actor=actor(),
    )
    booked = finding.on_days(db.session(), *form.days, officer_id=own_id())
    count = sum(_overlaps(starts_at, ends_at, one) for one in booked)
    flash(_("The absence is in your diary. Residents are offered no times in it."), "success")
    if count:
        flash(
            ngettext(
                "%(num)s appointment lies in it and still stands. Ask a manager to rearrange it.",
                "%(num)s appointments lie in it and still stand. Ask a manager to rearrange them.",
                count,
            )
        )
    return redirect(url_for("officer.diary", week=form.first.data))


@officer.post("/absences/<int(max=2147483647):absence_id>/remove")
def remove_absence(absence_id: int) -> ResponseReturnValue:
    """Takes an absence out of the diary."""
    absences.remove(absence_id=absence_id, officer_id=own_id(), actor=actor())
    flash(_("The absence is removed. Residents are offered your times again."), "success")
    return redirect(url_for("officer.diary", week=read_day(request.args.get("week"))))


def _page(form: AbsenceForm) -> ResponseReturnValue:
    own, today = own_id(), local_day(clock.now(), settings().timezone)
    asked = read_day(request.args.get("week")) or today
    monday = asked - asked.weekday() * ONE_DAY
    seen("see_diary", f"officer:{own}:{monday.isoformat()}")
    return render_template(
        "officer/diary.html",
        form=form,
        monday=monday,
        today=today,
        days=[day for day in _days(own, monday) if day.shown],
        before=url_for("officer.diary", week=monday - WEEK),
        after=url_for("officer.diary", week=monday + WEEK),
    )


def _days(own: int, monday: date) -> list[Day]:
    zone, sunday = settings().timezone, monday + 6 * ONE_DAY
    hours, away = _hours(own), _away(own, monday, sunday)
    found = finding.on_days(db.session(), monday, sunday, officer_id=own)
    calendar = rules.working_calendar(db.session())
    days = []
    for number in range(7):
        day = monday + number * ONE_DAY
        begins, ends = day_bounds(day, zone)
        days.append(
            Day(
                day,
                calendar.is_working_day(day),
                [(_clock(row, day), place) for row, place in hours if _holds_on(row, day)],
                [
                    (one, _part(one, begins, ends))
                    for one in away
                    if one.starts_at < ends and begins < one.ends_at
                ],
                [_visit(one, away) for one in found if _overlaps(begins, ends, one)],
            )
        )
    return days


def _visit(appointment: Appointment, away: Sequence[Absence]) -> Visit:
    lies_in = any(_overlaps(one.starts_at, one.ends_at, appointment) for one in away)
    return Visit(appointment, place_or_way(appointment), must_know(appointment), lies_in)


def _overlaps(begins: datetime, ends: datetime, appointment: Appointment) -> bool:
    starts_at, ends_at = appointment.starts_at, appointment.ends_at
    return bool(starts_at and ends_at and starts_at < ends and begins < ends_at)


def _hours(own: int) -> list[tuple[PatternHours, str]]:
    """The officer's working pattern with the names of its locations, in order of the day."""
    rows = db.session.execute(
        select(PatternHours, Location.name)
        .outerjoin(Location, Location.id == PatternHours.location_id)
        .where(PatternHours.officer_id == own)
        .order_by(PatternHours.starts)
    )
    return [(row, name or _("Away from every location")) for row, name in rows]


def _clock(row: PatternHours, day: date) -> str:
    zone = settings().timezone
    return format_range(at_or_after(day, row.starts, zone), at_or_after(day, row.ends, zone))


def _part(absence: Absence, begins: datetime, ends: datetime) -> str:
    """How much of a day, from `begins` to `ends`, an absence takes."""
    if absence.starts_at <= begins and ends <= absence.ends_at:
        return str(_("all day"))
    return format_range(max(begins, absence.starts_at), min(ends, absence.ends_at))


def _holds_on(row: PatternHours, day: date) -> bool:
    until = row.effective_until
    return (
        row.weekday == day.weekday()
        and row.effective_from <= day
        and (until is None or day <= until)
    )


def _away(own: int, since: date, until: date) -> Sequence[Absence]:
    zone = settings().timezone
    begins, ends = day_bounds(since, zone)[0], day_bounds(until, zone)[1]
    within = select(Absence).where(
        Absence.officer_id == own, Absence.ends_at > begins, Absence.starts_at < ends
    )
    return db.session.scalars(within.order_by(Absence.starts_at)).all()
