"""Closures: the days on which the council is closed, and what a new one does to what was promised."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms.validators import InputRequired

from booking import clock
from booking.actions import closures
from booking.actions.closures import ClosureRefused
from booking.domain.errors import BookingError
from booking.domain.local_time import local_day
from booking.extensions import db
from booking.language.refusals import explain
from booking.public_holidays import Holiday, Nation, named_holidays
from booking.settings import settings
from booking.web.fields import DayField, Line, refuse
from booking.web.form import Form
from booking.web.manager.door import actor, manager
from booking.web.manager.holiday_names import HOLIDAYS
from booking.web.times import read_day

AHEAD = timedelta(days=365)
"""How far ahead public holidays are listed."""
SATURDAY = 5


class ClosureForm(Form):
    """From which day to which, both included, and why."""

    first = DayField(_l("First day"))
    last = DayField(_l("Last day"))
    reason = Line(_l("Reason"), [InputRequired(_l("Say why the council is closed"))], longest=100)

    def validate(self, extra_validators: object = None) -> bool:
        """Checks that there is a first day; the rules check the rest."""
        if super().validate(extra_validators) and self.first.data is None:
            self.first.errors = [_("Enter the first day")]
        return not self.errors


@manager.route("/closures", methods=["GET", "POST"])
def show_closures() -> ResponseReturnValue:
    """What is coming, and what it touches; a form to add one."""
    form = ClosureForm()
    if form.validate_on_submit():
        try:
            _add(form)
            return redirect(url_for("manager.show_closures"))
        except BookingError as refused:
            refuse(form.last if form.last.data else form.first, refused)
    coming = closures.coming(db.session())
    today = local_day(clock.now(), settings().timezone)
    return render_template(
        "manager/closures.html",
        form=form,
        coming=coming,
        touched=closures.touched(db.session(), coming),
        holidays=dict(_coming_holidays(today)),
        HOLIDAYS=HOLIDAYS,
    )


@manager.post("/closures/remove")
def remove_closure() -> ResponseReturnValue:
    """Opens the council again on the days of one closure."""
    first, last = read_day(request.form.get("first")), read_day(request.form.get("last"))
    try:
        if first is None or last is None:
            raise ClosureRefused
        closures.remove(first=first, last=last, actor=actor())
        flash(_("The closure is removed. Kept looks at every open promise again."), "success")
    except BookingError as refused:
        flash(explain(refused))
    return redirect(url_for("manager.show_closures"))


def _add(form: ClosureForm) -> None:
    first: Any = form.first.data  # asked for by the form
    added = closures.add(
        first=first,
        last=form.last.data or first,
        reason=form.reason.data,
        actor=actor(),
    )
    flash(_("The closure is saved. Kept looks at every open promise again."), "success")
    booked = len(closures.touched(db.session(), [added])[added].appointments)
    if booked:
        flash(
            ngettext(
                "%(num)s appointment is arranged in it and still stands. Find another time for it below.",
                "%(num)s appointments are arranged in it and still stand. Find other times for them below.",
                booked,
            )
        )


def _coming_holidays(today: date) -> Iterator[tuple[date, Sequence[Holiday]]]:
    """The public holidays of the year ahead that would be working days otherwise, by day."""
    nation, until = Nation(settings().nation), today + AHEAD
    for year in sorted({today.year, until.year}):
        for day, names in sorted(named_holidays(nation, year).items()):
            if today <= day <= until and day.weekday() < SATURDAY:
                yield day, names
