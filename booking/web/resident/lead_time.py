"""Why the first times are some way off: which support takes longest to book, and what is sooner."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from booking import clock
from booking.actions import catalogue, diaries, rules, supporting
from booking.domain.local_time import local_day
from booking.domain.needs import Demand, Need
from booking.extensions import db
from booking.language.dates import format_day
from booking.language.needs import NEEDS_FOR_STAFF
from booking.models import Officer
from booking.settings import settings


@dataclass(frozen=True, slots=True)
class Wait:
    """Why to wait, in words; and from when there are times with other support, where there are."""

    words: str
    sooner: str | None


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom somebody asks to see, with which needs (codes)."""

    officer: Officer
    needs: Sequence[str]
    demand_with: Callable[[Sequence[str]], Demand]
    """What it requires of a diary with such needs."""
    own_entries: Sequence[int] = ()
    """The diary entries that count as free for them."""


def longest_wait(asking: Asking) -> Wait | None:
    """What the resident waits for, by the council's own figure; None where nothing takes time to book."""
    needed = asking.demand_with(asking.needs)
    if not needed.lead_working_days:
        return None
    known = catalogue.current(db.session())
    slowest = next(
        need
        for need in map(known.__getitem__, asking.needs)
        if need.professional in needed.professionals
        and need.lead_working_days == needed.lead_working_days
    )
    words = ngettext(
        "We need %(num)s working day to book this support: %(support)s.",
        "We need %(num)s working days to book this support: %(support)s.",
        needed.lead_working_days,
        support=str(NEEDS_FOR_STAFF[slowest.code]),
    )
    return Wait(str(words), _sooner(asking, known, slowest, needed))


def _sooner(asking: Asking, known: Mapping[str, Need], slowest: Need, needed: Demand) -> str | None:
    """The first day with support that does the same and is booked faster: said only where it is so."""
    if (instead := _quickest(known, slowest)) is None:
        return None
    session = db.session()
    other = asking.demand_with(
        [instead.code if code == slowest.code else code for code in asking.needs]
    )
    if other.lead_working_days >= needed.lead_working_days:
        return None
    today = local_day(clock.now(), settings().timezone)
    first = rules.working_calendar(session).add(today, needed.lead_working_days)
    before = diaries.offered(
        session,
        asking.officer,
        other,
        until=first - timedelta(days=1),
        ignoring=asking.own_entries,
    )
    if (slot := next(before, None)) is None:
        return None
    return str(
        _(
            "There are times from %(day)s with this support instead: %(support)s. The choice is yours.",
            day=format_day(local_day(slot.start, settings().timezone)),
            support=str(NEEDS_FOR_STAFF[instead.code]),
        )
    )


def _quickest(known: Mapping[str, Need], slowest: Need) -> Need | None:
    """What the council offers for the same language and books soonest."""
    same = (known[code] for code in supporting.instead_of(slowest.code))
    return min(same, key=lambda need: need.lead_working_days, default=None)
