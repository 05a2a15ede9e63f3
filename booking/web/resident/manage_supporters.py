"""Who helps with an appointment: a resident lets somebody, changes what they may do, ends it.

Whoever acts may stop by themself. Nobody but the resident and staff ends or changes what another may do.
"""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from booking.actions import acting_for, supporters
from booking.actions.actor import RESIDENT
from booking.domain.errors import BookingError
from booking.language.refusals import explain
from booking.messaging.facts import initials
from booking.models import Appointment, Supporter
from booking.settings import settings
from booking.web.leaving import always_offer_exit
from booking.web.resident.forms import NoQuestionForm
from booking.web.resident.manage_door import actor_of, helping, home, manage, opened
from booking.web.resident.supporter_forms import AllowedForm, MySupporterForm


@manage.route("/<token>/supporters/new", methods=["GET", "POST"])
def add_supporter(token: str) -> ResponseReturnValue:
    """Lets somebody help from now on."""
    appointment, form = opened(token), MySupporterForm()
    if form.validate_on_submit():
        authority = form.authority(str(get_locale() or settings().default_language))
        try:
            acting_for.authorise(
                appointment_id=appointment.id, authority=authority, actor=actor_of(token)
            )
            flash(_("We have told them, and tell them from now on."), "success")
            return redirect(home(token))
        except BookingError as refused:
            form.refuse(refused)
    return render_template("resident/manage/add_supporter.html", token=token, form=form)


@manage.route("/<token>/supporters/<int(max=2147483647):supporter_id>", methods=["GET", "POST"])
def supporter(token: str, supporter_id: int) -> ResponseReturnValue:
    """Changes what somebody may do, or ends it."""
    appointment = opened(token)
    always_offer_exit()  # somebody may end here what another person forced on them
    found = _acting_here(appointment, supporter_id)
    if found is None:
        return redirect(home(token))
    form = AllowedForm.of(found)
    if request.form.get("do") == "end" and NoQuestionForm().validate_on_submit():
        acting_for.end(appointment_id=appointment.id, supporter_id=supporter_id, actor=RESIDENT)
        flash(_("It is ended. They get no more messages, and their links do not work."), "success")
        return redirect(home(token))
    if form.validate_on_submit():
        try:
            acting_for.change(
                appointment_id=appointment.id,
                supporter_id=supporter_id,
                tells=form.allowed.tells,
                may_manage=form.allowed.may_manage,
                actor=RESIDENT,
            )
            flash(_("We have saved what they may do."), "success")
        except BookingError as refused:
            flash(explain(refused))
        return redirect(home(token))
    return render_template(
        "resident/manage/supporter.html",
        token=token,
        supporter=found,
        form=form,
    )


@manage.route("/<token>/stop", methods=["GET", "POST"])
def stop_helping(token: str) -> ResponseReturnValue:
    """Whoever acts does not want to any more."""
    appointment, who = opened(token), helping(token)
    if who is None:
        return redirect(home(token))
    if NoQuestionForm().validate_on_submit():
        acting_for.end(appointment_id=appointment.id, supporter_id=who.id, actor=actor_of(token))
        return render_template("resident/manage/stopped.html")
    return render_template(
        "resident/manage/stop_helping.html",
        token=token,
        helped=initials(appointment.resident.name),
        form=NoQuestionForm(),
    )


def _acting_here(appointment: Appointment, supporter_id: int) -> Supporter | None:
    """Who acts in it under that number; None where they have stopped; 404 where they never did."""
    for one in supporters.acting(appointment):
        if one.id == supporter_id:
            return one
    ever = [one for one in appointment.resident.supporters if one.id == supporter_id]
    return None if ever else abort(404)
