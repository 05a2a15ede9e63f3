"""Reports: how the promise was kept, by service, officer or channel, and by month; a page and a file."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from booking import clock
from booking.actions import missed, reporting
from booking.actions.missed import Why
from booking.actions.reporting import By, Group
from booking.domain.local_time import local_day
from booking.domain.promise import Promised, PromiseState
from booking.domain.tally import Tally
from booking.extensions import db
from booking.language.codes import CAME_BY, Words
from booking.language.figures import (
    PROMISED,
    format_month,
    format_share,
    format_working_days,
)
from booking.models import CameBy
from booking.settings import settings
from booking.web.csv_file import Cell, csv_file
from booking.web.fields import Dropdown, Radios
from booking.web.form import Form
from booking.web.manager.door import manager, seen
from booking.web.share_chart import bars
from booking.web.times import read_day

MONTHS_BACK = 36
MONTHS_SHOWN = 12
MOST_MISSED = 100
"""So many of those that were missed are listed, the latest first."""

BY: Words = {
    By.SERVICE: _l("Service"),
    By.OFFICER: _l("Officer"),
    By.CHANNEL: _l("How they came"),
}
GROUPED: Words = {
    By.SERVICE: _l("By service"),
    By.OFFICER: _l("By officer"),
    By.CHANNEL: _l("By the way in which they came"),
}
WHY: Words = {
    Why.HELD_BACK: _l("An officer held it back"),
    Why.NO_TIME: _l("No free time met every need"),
    Why.NOT_ARRANGED: _l("It was not arranged in time"),
    Why.NOT_ANSWERED: _l("It was not answered in time"),
}
STATES = (
    PromiseState.KEPT,
    PromiseState.MISSED,
    PromiseState.AT_RISK,
    PromiseState.ON_TRACK,
    PromiseState.ENDED,
)
"""The columns of a table, in this order."""


class ReportForm(Form):
    """From which month to which, and by what. It asks for a page and changes nothing, so it is a GET."""

    class Meta:
        """No token: the answers stand in the address."""

        csrf = False

    since = Dropdown(_l("From the start of"))
    until = Dropdown(_l("To the end of"))
    by = Radios(_l("Show by"), default=By.SERVICE.value)

    def __init__(self, today: date, asked: Any) -> None:
        firsts = list(_months_back(today, MONTHS_BACK))
        super().__init__(
            asked,
            data={
                "since": firsts[MONTHS_SHOWN - 1].isoformat(),
                "until": _last_day(today, today).isoformat(),
                "by": By.SERVICE.value,
            },
        )
        self.since.choices = {day.isoformat(): format_month(day) for day in firsts}
        lasts = (_last_day(day, today) for day in firsts)
        self.until.choices = {day.isoformat(): format_month(day) for day in lasts}
        self.by.choices = {str(by): str(words) for by, words in BY.items()}
        self._offer_what_was_asked(firsts[-1], today)

    def _offer_what_was_asked(self, earliest: date, today: date) -> None:
        """An address may name any day in reach, not only the first or the last of a month."""
        for field in (self.since, self.until):
            day = read_day(field.data)
            if day and earliest <= day <= today:
                field.choices.setdefault(day.isoformat(), day.isoformat())

    def validate(self, extra_validators: Any = None) -> bool:
        """Checks the two ends against each other."""
        if super().validate(extra_validators) and self.period[1] < self.period[0]:
            self.until.errors = [_("The last month must not be before the first")]
        return not self.errors

    @property
    def period(self) -> tuple[date, date]:
        """The first day and the last."""
        return date.fromisoformat(self.since.data), date.fromisoformat(self.until.data)


@manager.get("/reports")
def reports() -> ResponseReturnValue:
    """The figures of a period, with its months as a picture, and what was missed."""
    form = _asked()
    if not form.validate():
        return render_template("manager/reports.html", form=form, report=None)
    since, until = form.period
    seen("see_report", f"promises:{since}..{until}")
    session = db.session()
    report = reporting.report(session, since=since, until=until, by=By(form.by.data))
    return render_template(
        "manager/reports.html",
        form=form,
        report=report,
        kinds=[
            (PROMISED[kind], kind, count) for kind, count in report.of.items() if count.total.given
        ],
        missed=missed.between(session, since=since, until=until, most=MOST_MISSED),
        missed_count=sum(count.total.states[PromiseState.MISSED] for count in report.of.values()),
        file_url=url_for("manager.report_file", since=since, until=until, by=form.by.data),
        **WORDS,
    )


@manager.get("/reports.csv")
def report_file() -> ResponseReturnValue:
    """The same figures for a spreadsheet, a row for each group and each month; no resident is in it."""
    form = _asked()
    if not form.validate():
        return render_template("manager/reports.html", form=form, report=None), 400
    since, until = form.period
    report = reporting.report(db.session(), since=since, until=until, by=By(form.by.data))
    headings = [_("Promise"), _("Counted by"), _("Group"), *_figure_headings()]
    return csv_file(f"promises-{since}-to-{until}.csv", headings, _rows(report))


def group_name(group: Group) -> str:
    """The name of a service or an officer, or the words for a channel."""
    return str(CAME_BY[group.key]) if isinstance(group.key, CameBy) else group.name


WORDS = {
    "BY": BY,
    "GROUPED": GROUPED,
    "WHY": WHY,
    "STATES": STATES,
    "bars": bars,
    "group_name": group_name,
    "month": format_month,
    "share": format_share,
    "working_days": format_working_days,
}
"""What the template says figures with."""


def _asked() -> ReportForm:
    return ReportForm(local_day(clock.now(), settings().timezone), request.args)


def _figure_headings() -> list[str]:
    return [
        _("Given"),
        _("Kept"),
        _("Missed"),
        _("At risk now"),
        _("On track"),
        _("Taken back or declined"),
        _("Share kept"),
        _("Working days, median"),
        _("Working days, 90th percentile"),
    ]


def _rows(report: reporting.Report) -> Iterator[list[Cell]]:
    for promised in Promised:
        count, name = report.of[promised], str(PROMISED[promised])
        for group in count.groups:
            yield [name, str(BY[report.by]), group_name(group), *_figures(group.tally)]
        for month, tally in count.months.items():
            yield [name, _("Month"), f"{month:%Y-%m}", *_figures(tally)]
        yield [name, _("All"), _("All"), *_figures(count.total)]


def _figures(tally: Tally) -> list[Cell]:
    share = tally.share_kept
    return [
        tally.given,
        *(tally.states[state] for state in STATES),
        None if share is None else round(share, 4),
        tally.median,
        tally.ninetieth,
    ]


def _months_back(today: date, count: int) -> Iterator[date]:
    """The first of this month and of those before it."""
    first = today.replace(day=1)
    for _month in range(count):
        yield first
        first = (first - timedelta(days=1)).replace(day=1)


def _last_day(month: date, today: date) -> date:
    """The last day of that month; today in the present one."""
    following = (month.replace(day=1) + timedelta(days=31)).replace(day=1)
    return min(following - timedelta(days=1), today)
