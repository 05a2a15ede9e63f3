"""The page of figures that everybody may read: how the promise was kept in the last twelve months.

Nobody is to be found in it: groups of few are shown together (`domain.small_numbers`), open promises not
at all. It is counted afresh every quarter of an hour at the most, however many read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from booking import clock
from booking.actions import reporting, rules
from booking.domain.local_time import local_day
from booking.domain.promise import NoStandard, Promised
from booking.domain.small_numbers import Together, in_order, others_last
from booking.domain.tally import Tally
from booking.extensions import db
from booking.language.figures import (
    PROMISED,
    format_months,
    format_share,
    format_working_days,
)
from booking.settings import settings
from booking.web.share_chart import bars

figures = Blueprint("figures", __name__)

FRESH = timedelta(minutes=15)
MONTHS = 12

_counting = Lock()


@dataclass(frozen=True, slots=True)
class Kind:
    """What is published of one kind of promise; nothing where it is about too few."""

    promised: Promised
    working_days: int | None
    """The standard that holds in general today."""
    total: Tally
    months: Sequence[Together[date]]
    services: Sequence[Together[str]]


@dataclass(frozen=True, slots=True)
class Published:
    """The figures as they stood at one instant, UTC."""

    at: datetime
    since: date
    kinds: Sequence[Kind]


@figures.get("/figures")
def published() -> ResponseReturnValue:
    """The figures in plain words, as pictures and as tables."""
    found = _fresh()
    return render_template(
        "public/figures.html",
        published=found,
        kinds=[kind for kind in found.kinds if kind.months],
        PROMISED=PROMISED,
        bars=bars,
        months=format_months,
        share=format_share,
        working_days=format_working_days,
        services=_services,
    )


def _services(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else _("Other services together")


def _fresh() -> Published:
    """The figures, at most FRESH old. One visitor counts; the others wait for the same figures."""
    with _counting:
        known: Published | None = current_app.extensions.get("published")
        now = clock.now()
        if known is None or not timedelta(0) <= now - known.at < FRESH:
            known = _count(now)
            current_app.extensions["published"] = known
        return known


def _count(now: datetime) -> Published:
    today = local_day(now, settings().timezone)
    since = date(today.year - (today.month < MONTHS), today.month % MONTHS + 1, 1)
    report = reporting.report(db.session(), since=since, until=today)
    return Published(now, since, [_kind(kind, count) for kind, count in report.of.items()])


def _kind(promised: Promised, count: reporting.Count) -> Kind:
    return Kind(
        promised,
        _standard(promised),
        count.total,
        in_order(count.months.items()),
        others_last((group.name, group.tally) for group in count.groups),
    )


def _standard(promised: Promised) -> int | None:
    try:
        return rules.standard_for(
            db.session(), service_id=None, received_at=clock.now(), promised=promised
        ).working_days
    except NoStandard:
        return None
