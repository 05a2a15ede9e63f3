"""A time for a request: one that the manager arranges, or more time in its officer's diary."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from booking.actions import answering_for, arranging, diaries
from booking.domain.errors import ActionRefused, BookingError, SlotNotOffered, SlotTaken
from booking.extensions import db
from booking.language.refusals import explain
from booking.models import Appointment
from booking.web.fields import refuse
from booking.web.manager.deciding import about, moved_on, page_of
from booking.web.manager.door import actor, manager, opened
from booking.web.manager.forms import OpenTimeForm, said
from booking.web.times import TimeForm, Times, times_page, written


@manager.route("/appointments/<reference>/time", methods=["GET", "POST"])
def arrange(reference: str) -> ResponseReturnValue:
    """One of the best times, or any other that meets every need."""
    shown = opened(reference)
    if gone_on := moved_on(shown):
        return gone_on
    form, lost, wrong = TimeForm(), None, None
    if form.is_submitted():
        lost = form.chosen if form.validate() else None
        if lost and (gone_on := _arranged(shown, lost)):
            return gone_on
        wrong = explain(SlotNotOffered()) if lost else _("Choose a time")
    times = _times(shown, near=lost)
    if wrong:
        times.form.time.errors = [wrong]
    page = render_template(
        "manager/arrange.html",
        appointment=shown,
        about=about(shown),
        times=times,
        form=times.form,  # the page's title says that there is an error
        here=url_for("manager.arrange", reference=shown.reference),
        back=page_of(shown),
    )
    return page, 409 if lost else 200


def _arranged(shown: Appointment, chosen: datetime) -> ResponseReturnValue | None:
    """On to its page once it is arranged; None where the time is gone."""
    found, page = shown.id, page_of(shown)
    try:
        arranging.arrange(appointment_id=found, starts_at=chosen, actor=actor())
    except (SlotTaken, SlotNotOffered):
        return None
    except ActionRefused as refused:
        flash(explain(refused))
    else:
        flash(_("It is arranged. The resident and the officer are being told."), "success")
    return redirect(page)


def _times(shown: Appointment, *, near: datetime | None) -> Times:
    """The best times first; the address asks for every day and time."""
    session = db.session()
    if near or request.args:
        return times_page(session, shown.officer, diaries.demand_of(shown), near=near)
    form = TimeForm()
    form.time.choices = {
        written(one.slot.start): said(one) for one in diaries.proposals(session, shown)
    }
    return Times(form)


@manager.route("/appointments/<reference>/open-time", methods=["GET", "POST"])
def open_time(reference: str) -> ResponseReturnValue:
    """Extra time on one day in the diary of the officer who was asked for."""
    shown = opened(reference)
    if gone_on := moved_on(shown):
        return gone_on
    officer, back, place = shown.officer, page_of(shown), shown.location_id
    form = OpenTimeForm(db.session(), data={"location": str(place or "")})
    if form.validate_on_submit():
        try:
            answering_for.open_time(
                officer_id=officer.id,
                location_id=int(form.location.data) if form.location.data else None,
                actor=actor(),
                **form.span,
            )
        except BookingError as refused:
            refuse(form.day, refused)
        else:
            flash(_("The time is open. What waits for this officer is tried again."), "success")
            return redirect(back)
    return render_template("manager/open_time.html", form=form, officer=officer, back=back)
