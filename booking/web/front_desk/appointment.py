"""One appointment, whole: what is arranged, what happened, what was told; and the presses of the day."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from booking.actions import attending, preparing, reporting, still_right, supporters, supporting
from booking.actions.attending import LATE_CHOICES
from booking.domain.errors import BookingError
from booking.domain.lifecycle import Action, Status, allowed
from booking.extensions import db
from booking.language.languages import language_name
from booking.language.needs import NEEDS_FOR_STAFF
from booking.language.refusals import explain
from booking.messaging.facts import has_needs
from booking.web import said, story
from booking.web.front_desk import tasks, today
from booking.web.front_desk.door import actor, appointment_id, front_desk, opened, way_back
from booking.web.front_desk.support_rows import SupportRow
from booking.web.staff.acting import acting_rows

_PRESS = {
    Action.CHECK_IN: attending.check_in,
    Action.START: attending.start,
    Action.FINISH: attending.finish,
    Action.MISS: attending.miss,
}
_PRESSED: dict[Action, LazyString] = {
    Action.CHECK_IN: _l("Checked in. The officer is being told."),
    Action.START: _l("The appointment has started."),
    Action.FINISH: _l("The appointment has finished."),
    Action.MISS: _l("Noted: the resident did not attend."),
}


@front_desk.get("/appointments/<reference>")
def appointment(reference: str) -> ResponseReturnValue:
    """Everything about one appointment, and what can be done with it now."""
    shown = opened(reference)
    requested, kept = shown.status is Status.REQUESTED, shown.resident.needs_kept_since
    may_be_late = shown.status is Status.ARRANGED and attending.can_say_late(shown)
    return render_template(
        "front_desk/appointment.html",
        appointment=shown,
        promise=reporting.promise_state(db.session(), shown),
        support=today.support(shown),
        needs_words=NEEDS_FOR_STAFF,
        bookings=[SupportRow.of(one) for one in supporting.live(db.session(), shown)],
        said=said.last_said(shown),
        ask=still_right.is_to_be_asked(shown) and has_needs(shown),
        kept_since=said.day_of(kept) if kept else None,
        tasks=tasks.rows(shown, preparing.to_do(db.session(), shown)),
        spoken=language_name(shown.spoken_language) if shown.spoken_language else None,
        story=story.told_of(db.session(), shown),
        messages=story.messages_of(db.session(), shown),
        acting=acting_rows(shown),
        nobody_acts=supporters.is_unmet(shown),
        steps=today.steps(shown),
        late_choices=LATE_CHOICES if may_be_late else (),
        may_change=requested or allowed(shown.status, Action.REARRANGE),
        may_cancel=requested or allowed(shown.status, Action.CANCEL),
    )


@front_desk.get("/appointments/<reference>/confirmation")
def confirmation(reference: str) -> ResponseReturnValue:
    """What the resident takes home on paper: reference, when, where, what to bring; large if wanted."""
    shown = opened(reference)
    needed = {"large_print_18", "large_print_24"} & set(shown.needs)
    large = request.args.get("print", "large" if needed else "ordinary") == "large"
    return render_template(
        "front_desk/confirmation.html",
        appointment=shown,
        large=large,
        nobody_acts=supporters.is_unmet(shown),
    )


@front_desk.post("/appointments/<reference>/step")
def step(reference: str) -> ResponseReturnValue:
    """One press: check in, being seen now, finished, did not attend."""
    found = appointment_id(reference)
    try:
        pressed = Action(request.form.get("step", ""))
        press = _PRESS[pressed]
    except (ValueError, KeyError):
        abort(400)
    try:
        press(appointment_id=found, actor=actor())
        flash(_PRESSED[pressed], "success")
    except BookingError as refused:
        flash(explain(refused), "important")
    return redirect(way_back(reference))


@front_desk.post("/appointments/<reference>/late")
def late(reference: str) -> ResponseReturnValue:
    """The resident says, by phone, that they will be late."""
    found = appointment_id(reference)
    text = request.form.get("minutes", "")
    minutes = next((choice for choice in LATE_CHOICES if str(choice) == text), None)
    if minutes is None:
        flash(_("Choose how late they will be."), "important")
        return redirect(way_back(reference))
    try:
        attending.say_late(appointment_id=found, minutes=minutes, actor=actor())
        flash(_("The officer is being told that they will be late."), "success")
    except BookingError as refused:
        flash(explain(refused), "important")
    return redirect(url_for("front_desk.appointment", reference=reference))
