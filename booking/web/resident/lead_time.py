"""Why the first times are some way off: which support takes longest to book, and what is sooner."""

from collections.abc import Mapping
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
from booking.settings import settings
from booking.web.resident.journey import Journey


@dataclass(frozen=True, slots=True)
class Wait:
    """Why to wait, in words; and from when there are times with other support, where there are."""

    words: str
    sooner: str | None


def longest_wait(journey: Journey) -> Wait | None:
    """What the resident waits for, by the council's own figure; None where nothing takes time to book."""
    needed = journey.demand
    if needed is None or not needed.lead_working_days:
        return None
    known = catalogue.current(db.session())
    slowest = next(
        need
        for need in map(known.__getitem__, journey.answers.needs)
        if need.professional in needed.professionals
        and need.lead_working_days == needed.lead_working_days
    )
    words = ngettext(
        "We need %(num)s working day to book this support: %(support)s.",
        "We need %(num)s working days to book this support: %(support)s.",
        needed.lead_working_days,
        support=str(NEEDS_FOR_STAFF[slowest.code]),
    )
    return Wait(str(words), _sooner(journey, known, slowest, needed))


def _sooner(
    journey: Journey, known: Mapping[str, Need], slowest: Need, needed: Demand
) -> str | None:
    """The first day with support that does the same and is booked faster: said only where it is so."""
    if (instead := _quickest(known, slowest)) is None:
        return None
    session, officer = db.session(), journey.officer
    other = journey.demand_with(
        [instead.code if code == slowest.code else code for code in journey.answers.needs]
    )
    if officer is None or other is None or other.lead_working_days >= needed.lead_working_days:
        return None
    today = local_day(clock.now(), settings().timezone)
    first = rules.working_calendar(session).add(today, needed.lead_working_days)
    before = diaries.offered(
        session,
        officer,
        other,
        until=first - timedelta(days=1),
        ignoring=journey.own_entries,
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
