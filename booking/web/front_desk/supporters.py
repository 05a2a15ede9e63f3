"""Who acts for a resident: recorded, changed and ended at the desk, for the resident who asks for it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from booking.actions import acting_for, supporters
from booking.domain.errors import BookingError
from booking.models import Appointment
from booking.web.front_desk.door import actor, front_desk, opened
from booking.web.front_desk.supporter_forms import ChangeSupporterForm, NewSupporterForm
from booking.web.staff.acting import acting_rows


@front_desk.route("/appointments/<reference>/supporters/new", methods=["GET", "POST"])
def add_supporter(reference: str) -> ResponseReturnValue:
    """Records that somebody acts."""
    shown, form = opened(reference), NewSupporterForm()
    if form.validate_on_submit():
        try:
            acting_for.authorise(appointment_id=shown.id, authority=form.authority(), actor=actor())
            flash(_("It is recorded. They are being told."), "success")
            return redirect(url_for("front_desk.appointment", reference=reference))
        except BookingError as refused:
            form.refuse(refused)
            shown = opened(reference)
    return render_template("front_desk/add_supporter.html", appointment=shown, form=form)


@front_desk.route(
    "/appointments/<reference>/supporters/<int(max=2147483647):supporter_id>",
    methods=["GET", "POST"],
)
def supporter(reference: str, supporter_id: int) -> ResponseReturnValue:
    """Changes what somebody may do and how they are reached, or ends it at once."""
    shown = opened(reference)
    here = url_for("front_desk.appointment", reference=reference)
    row = next((one for one in acting_rows(shown) if one.supporter.id == supporter_id), None)
    if row is None:
        ever = any(one.id == supporter_id for one in shown.resident.supporters)
        return redirect(here) if ever else abort(404)
    form = ChangeSupporterForm.of(row.supporter, supporters.contact_of(row.supporter))
    ending = request.form.get("do") == "end"
    if form.is_submitted() and (ending or form.validate()):
        try:
            _change(shown, supporter_id, None if ending else form)
            flash(_("It is ended.") if ending else _("The change is saved."), "success")
            return redirect(here)
        except BookingError as refused:
            form.refuse(refused)
            shown = opened(reference)
            row = next((one for one in acting_rows(shown) if one.supporter.id == supporter_id), row)
    return render_template("front_desk/supporter.html", appointment=shown, row=row, form=form)


def _change(shown: Appointment, supporter_id: int, form: ChangeSupporterForm | None) -> None:
    if form is None:
        acting_for.end(appointment_id=shown.id, supporter_id=supporter_id, actor=actor())
        return
    acting_for.change(
        appointment_id=shown.id,
        supporter_id=supporter_id,
        tells=form.allowed,
        may_manage=form.may_manage.data,
        contact=form.told_at(),
        actor=actor(),
    )
