"""The standards: which are in force, which come, which were; a new one, seen before it is saved."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms.validators import InputRequired, NumberRange, Optional

from booking import clock
from booking.actions import rules, standards
from booking.actions.standards import LONGEST, NewStandard, Sample
from booking.domain.errors import BookingError
from booking.domain.ladder import Step
from booking.domain.local_time import NOON, at_or_after, local_day
from booking.domain.promise import Promised
from booking.domain.working_days import WorkingCalendar
from booking.extensions import db
from booking.language.codes import Words
from booking.language.figures import PROMISED
from booking.language.refusals import explain
from booking.models import Service
from booking.settings import settings
from booking.web.fields import DayField, Dropdown, Lines, Radios, WholeNumber, refuse
from booking.web.form import Form
from booking.web.manager.door import actor, manager

EVERY_SERVICE = "0"
STEPS: Words = {
    Step.REMIND: _l("The officer is reminded"),
    Step.WARN: _l("You are told"),
    Step.ARRANGE: _l("Kept arranges it itself"),
}
SATURDAY = 5
SOON = 60
"""Days in which to look for a day on which the council is closed."""

_ONE_DAY = timedelta(days=1)


class Days(WholeNumber):
    """A number of working days; empty leaves it to Kept."""

    wrong = _l("Enter a whole number of working days")


def _of_days(label: object, *first: object) -> Days:
    bounds = NumberRange(1, LONGEST, _l("Enter a number from %(min)s to %(max)s"))
    return Days(label, [*first, bounds])


class StandardForm(Form):
    """What is promised from a day on."""

    promised = Radios(_l("What is promised?"), [InputRequired(_l("Choose what is promised"))])
    service = Dropdown(_l("For which service?"), default=EVERY_SERVICE)
    working_days = _of_days(
        _l("Within how many working days?"), InputRequired(_l("Enter a number of working days"))
    )
    effective_from = DayField(_l("From which day on?"))
    wording = Lines(_l("What residents are told about a time that the law sets"), longest=300)
    remind_day = _of_days(_l("On which working day is the officer reminded?"), Optional())
    warn_day = _of_days(_l("On which working day are you told?"), Optional())
    arrange_day = _of_days(_l("On which working day does Kept arrange it itself?"), Optional())

    def offer(self, services: list[tuple[int, str]]) -> None:
        """Puts the choices on the page."""
        self.promised.choices = {str(one): str(words) for one, words in PROMISED.items()}
        self.service.choices = {
            EVERY_SERVICE: _("Every service without one of its own"),
            **{str(number): name for number, name in services},
        }

    def validate(self, extra_validators: object = None) -> bool:
        """Checks the answers against the rules too."""
        if super().validate(extra_validators) and self.effective_from.data is None:
            self.effective_from.errors = [_("Enter the day from which it holds")]
        if self.errors:
            return False
        try:
            standards.check(self.standard)
        except BookingError as refused:
            self.blame(refused)
        return not self.errors

    def blame(self, refused: BookingError) -> None:
        """Puts what the rules refused beside the answer that it is about."""
        days = refused.code in ("standard_out_of_bounds", "standard_too_short")
        refuse(self.working_days if days else self.effective_from, refused)

    @property
    def standard(self) -> NewStandard:
        """The standard that the answers say."""
        chosen = self.service.data
        working_days: Any = self.working_days.data  # both asked for by the form
        effective_from: Any = self.effective_from.data
        return NewStandard(
            promised=Promised(self.promised.data),
            service_id=None if chosen == EVERY_SERVICE else int(chosen),
            working_days=working_days,
            effective_from=effective_from,
            wording=self.wording.data,
            remind_day=self.remind_day.data,
            warn_day=self.warn_day.data,
            arrange_day=self.arrange_day.data,
        )


@manager.get("/standards")
def show_standards() -> ResponseReturnValue:
    """Every standard, by what is promised."""
    found = standards.listed(db.session())
    kinds = {kind: list(ones) for kind, ones in groupby(found, lambda one: one.standard.promised)}
    return render_template(
        "manager/standards.html",
        kinds=[(kind, kinds.get(kind, [])) for kind in Promised],
        PROMISED=PROMISED,
    )


@manager.route("/standards/new", methods=["GET", "POST"])
def new_standard() -> ResponseReturnValue:
    """Asks for a standard, shows what it would mean, and saves it when that has been seen."""
    form = StandardForm()
    form.offer(_services())
    if not form.validate_on_submit():
        return render_template("manager/standards_new.html", form=form)
    if "change" in request.form:
        return render_template("manager/standards_new.html", form=form)
    try:
        if "save" in request.form:
            standards.add(form.standard, actor=actor())
            flash(_("The standard is saved. What was received before keeps its own."), "success")
            return redirect(url_for("manager.show_standards"))
        samples = list(_samples(form.standard))
    except BookingError as refused:
        form.blame(refused)
        return render_template("manager/standards_new.html", form=form)
    return render_template(
        "manager/standards_check.html",
        form=form,
        standard=form.standard,
        service=form.service.choices[form.service.data],
        samples=samples,
        steps=[step for step in STEPS if step in samples[0].steps],
        STEPS=STEPS,
        PROMISED=PROMISED,
    )


@manager.post("/standards/<int(max=2147483647):standard_id>/remove")
def remove_standard(standard_id: int) -> ResponseReturnValue:
    """Removes a standard that is still to come."""
    try:
        standards.remove(standard_id=standard_id, actor=actor())
        flash(_("The standard is removed."), "success")
    except BookingError as refused:
        flash(explain(refused))
    return redirect(url_for("manager.show_standards"))


def _services() -> list[tuple[int, str]]:
    rows = db.session.execute(select(Service.id, Service.name).order_by(Service.name))
    return [(number, name) for number, name in rows]


def _samples(new: NewStandard) -> Iterator[Sample]:
    """Its first day (now, if that is today), its first Saturday, and the eve of the next closed day."""
    calendar = rules.working_calendar(db.session())
    now, zone = clock.now(), settings().timezone
    first = new.effective_from
    for day in sorted({first, _saturday(first), *_eve_of_closing(calendar, first)}):
        moment = at_or_after(day, NOON, zone)
        received_at: datetime = now if day == local_day(now, zone) else moment
        yield standards.sample(db.session(), new, received_at)


def _saturday(day: date) -> date:
    return day + _ONE_DAY * ((SATURDAY - day.weekday()) % 7)


def _eve_of_closing(calendar: WorkingCalendar, first: date) -> Iterator[date]:
    """The working day before the next weekday on which the council is closed, where one is near."""
    for number in range(1, SOON):
        day = first + _ONE_DAY * number
        if day.weekday() < SATURDAY and not calendar.is_working_day(day):
            eve = calendar.add(day, -1)
            if eve >= first:
                yield eve
                return
