"""Support to book: what is still to be ordered, what an agency has to answer, and who is to come."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from booking import clock
from booking.actions import supporting
from booking.domain.errors import BookingError
from booking.domain.support import SupportState, SupportStep, ToDo, steps_left
from booking.extensions import db
from booking.language.refusals import explain
from booking.models import Support
from booking.web.form import Form
from booking.web.front_desk.door import actor, front_desk, seen
from booking.web.front_desk.support_forms import ConfirmForm, FailForm, InsteadForm, OrderForm
from booking.web.front_desk.support_rows import SupportRow

LISTS: tuple[tuple[LazyString, ToDo], ...] = (
    (_l("To order"), ToDo.ORDER),
    (_l("Ordered, and not confirmed yet"), ToDo.HAVE_CONFIRMED),
    (_l("Not needed any more: tell the agency"), ToDo.TELL_AGENCY),
    (_l("Confirmed"), ToDo.EXPECT),
    (_l("Its time is over: did they come?"), ToDo.SAY_WHETHER_THEY_CAME),
)
"""The boards of the page in the order of what presses most."""


@front_desk.get("/support")
def support() -> ResponseReturnValue:
    """Every booking for which something is still to be done."""
    seen("see_list", "support")
    rows = [SupportRow.of(booking) for booking in supporting.to_do(db.session())]
    lists = [(title, [one for one in rows if one.to_do is wanted]) for title, wanted in LISTS]
    return render_template(
        "front_desk/support.html", lists=[(title, found) for title, found in lists if found]
    )


@front_desk.route("/support/<int(max=2147483647):support_id>", methods=["GET", "POST"])
def support_booking(support_id: int) -> ResponseReturnValue:
    """One booking: all that an agency asks, and what came of it."""
    booking = db.session.get(Support, support_id) or abort(404)
    seen("see_appointment", f"appointment:{booking.appointment_id}")
    booking = db.session.get_one(Support, support_id)
    forms: dict[str, Form] = {
        "order": OrderForm(),
        "confirm": ConfirmForm(),
        "fail": FailForm(),
        "instead": _instead(booking),
    }
    if request.method == "POST":
        try:
            if (done := _do(booking, forms)) is not None:
                flash(done, "success")
                return redirect(url_for("front_desk.support"))
        except BookingError as refused:
            flash(explain(refused), "important")
            return redirect(url_for("front_desk.support_booking", support_id=support_id))
    return render_template(
        "front_desk/support_booking.html",
        row=SupportRow.of(booking),
        forms=forms,
        steps=steps_left(booking.state, ends_at=booking.ends_at, now=clock.now()),
        begun=booking.starts_at <= clock.now(),
        to_tell=booking.state is SupportState.CANCELLED and booking.ended_at is None,
        wrong=next((form for form in forms.values() if form.errors), None),
    )


def _instead(booking: Support) -> InsteadForm:
    form = InsteadForm()
    form.offer(booking)
    return form


def _do(booking: Support, forms: dict[str, Any]) -> str | None:
    """What was pressed, and in words what came of it; None where a form says what is wrong."""
    pressed = request.form.get("do", "")
    form = forms.get(pressed)
    if form is not None and not form.validate():
        return None
    act = _ACTS.get(pressed) or abort(400)
    act(booking.id, form)
    return str(_DONE[pressed])


def _order(support_id: int, form: OrderForm) -> None:
    supporting.order(
        support_id=support_id,
        agency=form.agency.data,
        agency_reference=form.agency_reference.data,
        actor=actor(),
    )


def _confirm(support_id: int, form: ConfirmForm) -> None:
    told = form.confirmed_reference.data
    supporting.confirm(support_id=support_id, agency_reference=told, actor=actor())


def _fail(support_id: int, form: FailForm) -> None:
    supporting.fail(support_id=support_id, reason=form.reason.data, actor=actor())


def _meet_otherwise(support_id: int, form: InsteadForm) -> None:
    supporting.meet_otherwise(
        support_id=support_id,
        need=form.need.data,
        agreement=form.agreement.data,
        actor=actor(),
    )


def _attend(support_id: int, _form: None) -> None:
    supporting.attend(support_id=support_id, actor=actor())


def _agency_told(support_id: int, _form: None) -> None:
    supporting.agency_told(support_id=support_id, actor=actor())


_ACTS: dict[str, Callable[[int, Any], None]] = {
    SupportStep.ORDER: _order,
    SupportStep.CONFIRM: _confirm,
    SupportStep.FAIL: _fail,
    SupportStep.ATTEND: _attend,
    "instead": _meet_otherwise,
    "told": _agency_told,
}
_DONE: dict[str, LazyString] = {
    SupportStep.ORDER: _l("It is noted as ordered."),
    SupportStep.CONFIRM: _l("It is confirmed. The resident is told once all that they need is."),
    SupportStep.FAIL: _l("It is noted, and the managers are told. Please order other support now."),
    SupportStep.ATTEND: _l("It is noted that they came."),
    "instead": _l("Other support is to be ordered now."),
    "told": _l("It is noted that the agency knows."),
}
