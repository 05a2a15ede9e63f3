"""Choosing a time, for everyone: three that are spread first, then every day, then every time of a day.

No grid. Each label is a whole day and time, so that it says everything wherever it is read. The
address says which of the three is shown (`?see=days`, `?day=2026-11-24`), so "back" works without script.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session
from wtforms.validators import InputRequired

from booking import clock
from booking.actions import diaries
from booking.domain.arranging import nearest, part_of, spread
from booking.domain.diary import Empty, Reason, Slot
from booking.domain.local_time import local_day
from booking.domain.needs import Demand, Part
from booking.language.dates import format_day, format_moment
from booking.models import Officer
from booking.settings import settings
from booking.web.fields import Radios
from booking.web.form import Form

SOON = timedelta(days=2)
"""Nobody wonders why today and tomorrow have no times; of more days they are told the reason."""

_YEARS = range(2000, 2200)
"""Of these years a day before and after can be worked out, whatever somebody types into an address."""


class TimeForm(Form):
    """One time out of those on the page. The diary, not the page, decides whether it is still free."""

    time = Radios(_l("Choose a time"), [InputRequired(_l("Choose a time"))], validate_choice=False)

    def offer(self, slots: Iterable[Slot]) -> None:
        """Puts these times on the page."""
        self.time.choices = {written(slot.start): format_moment(slot.start) for slot in slots}

    @property
    def chosen(self) -> datetime | None:
        """The chosen instant, UTC; None for what is no time."""
        return read_instant(self.time.data)


class DayForm(Form):
    """One day out of those that have times. It asks for a page and changes nothing, so it is a GET."""

    class Meta:
        """No token: the answer stands in the address."""

        csrf = False

    day = Radios(_l("Choose a day"), validate_choice=False)


@dataclass(frozen=True, slots=True)
class Times:
    """What the page of times shows: a form of times, or a form of days."""

    form: TimeForm
    days: DayForm | None = None
    day: date | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    """The heading above the first time of a part of the day, by that time's value."""
    why: str | None = None
    """Why the first days have no times, where they have none for longer than anybody expects."""

    @property
    def none(self) -> bool:
        """Whether there is nothing to choose."""
        return not (self.form.time.choices or (self.days and self.days.day.choices))


def times_page(
    session: Session,
    officer: Officer,
    needed: Demand,
    *,
    ignoring: Sequence[int] = (),
    near: datetime | None = None,
    present: datetime | None = None,
) -> Times:
    """The times that the request's address asks for; the three nearest to `near` where that was lost.

    `ignoring`: diary entries that count as free, such as the appointment's own. `present`: the time that
    it has, where that is no choice.
    """
    day = read_day(request.args.get("day"))
    if near is None and day is not None:
        return of_day(session, officer, needed, day, ignoring=ignoring, present=present)
    if near is None and request.args.get("see") == "days":
        return every_day(session, officer, needed, ignoring=ignoring, present=present)
    return soonest(session, officer, needed, ignoring=ignoring, near=near, present=present)


def soonest(
    session: Session,
    officer: Officer,
    needed: Demand,
    *,
    ignoring: Sequence[int] = (),
    near: datetime | None = None,
    present: datetime | None = None,
) -> Times:
    """The three earliest times, spread; the three nearest to `near` where that was lost."""
    form, reading = TimeForm(), diaries.read(session, officer, needed, ignoring=ignoring)
    every = _other_than(present, reading.slots())
    slots = nearest(every, near) if near else spread(every, zone=settings().timezone)
    form.offer(slots)
    if slots and slots[0].start < clock.now() + SOON:
        return Times(form)  # nobody asks why
    return Times(form, why=_why(officer, reading.why_none()))


def every_day(
    session: Session,
    officer: Officer,
    needed: Demand,
    *,
    ignoring: Sequence[int] = (),
    present: datetime | None = None,
) -> Times:
    """Every day that has times, and how many."""
    form = TimeForm()
    form.offer(())
    slots = diaries.offered(session, officer, needed, ignoring=ignoring)
    return Times(form, days=_days(_other_than(present, slots)))


def of_day(
    session: Session,
    officer: Officer,
    needed: Demand,
    day: date,
    *,
    ignoring: Sequence[int] = (),
    present: datetime | None = None,
) -> Times:
    """Every time of one day, under its morning and its afternoon."""
    form = TimeForm()
    offered = diaries.offered(session, officer, needed, since=day, until=day, ignoring=ignoring)
    slots = list(_other_than(present, offered))
    form.offer(slots)
    return Times(form, day=day, headings=_by_part(slots))


def written(instant: datetime) -> str:
    """An instant as forms and addresses carry it: `2026-11-24T10:30:00Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_instant(text: str | None) -> datetime | None:
    """What `written` wrote, UTC; None for anything else, and for a time without a zone."""
    try:
        instant = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo and instant.year in _YEARS else None


def read_day(text: str | None) -> date | None:
    """A day written as 2026-11-24; None for anything else."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _other_than(present: datetime | None, slots: Iterable[Slot]) -> Iterator[Slot]:
    return (slot for slot in slots if slot.start != present)


def _days(slots: Iterable[Slot]) -> DayForm:
    counted = Counter(local_day(slot.start, settings().timezone) for slot in slots)
    form = DayForm(formdata=None)
    form.day.choices = {day.isoformat(): day_label(day, n) for day, n in counted.items()}
    return form


def day_label(day: date, count: int) -> str:
    """A day and how many times it has: "Tuesday 24 November: 12 times"."""
    return str(
        ngettext("%(day)s: %(num)s time", "%(day)s: %(num)s times", count, day=format_day(day))
    )


_PART_OF_DAY: Mapping[Part, LazyString] = {
    Part.MORNING: _l("%(day)s, morning"),
    Part.AFTERNOON: _l("%(day)s, afternoon"),
}


def _by_part(slots: Iterable[Slot]) -> dict[str, str]:
    zone, first = settings().timezone, dict[Part, datetime]()
    for slot in slots:
        first.setdefault(part_of(slot.start, zone), slot.start)
    return {
        written(start): str(_PART_OF_DAY[part]) % {"day": format_day(local_day(start, zone))}
        for part, start in first.items()
    }


_UNTIL: Mapping[Reason, LazyString] = {
    Reason.LEAD_TIME: _l(
        "The first times are from %(day)s, so that we can book the support that you asked for."
    ),
    Reason.CLOSED: _l("We are closed until %(day)s."),
    Reason.NOT_WORKING: _l("%(officer)s does not work at these times until %(day)s."),
    Reason.AWAY: _l("%(officer)s is away until %(day)s."),
    Reason.NOTICE: _l("The first times are from %(day)s, so that we can get ready."),
    Reason.FULL: _l("All of %(officer)s’s times before %(day)s are taken."),
    Reason.NO_ROOM: _l("No room with everything that you need is free before %(day)s."),
}


def _why(officer: Officer, empty: Empty | None) -> str | None:
    if empty is None or empty.until is None or empty.reason not in _UNTIL:
        return None
    if empty.until <= local_day(clock.now() + SOON, settings().timezone):
        return None
    return str(_UNTIL[empty.reason]) % {"officer": officer.name, "day": format_day(empty.until)}


def no_times() -> str:
    """What is said where a diary has nothing at all."""
    return str(_("There are no free times that fit. Phone us, and we will find a way together."))
