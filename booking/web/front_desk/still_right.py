"""Is it still right? The presses with which the desk notes what the resident says of their needs."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from booking.actions import still_right
from booking.domain.errors import BookingError
from booking.language.refusals import explain
from booking.web.front_desk.door import actor, appointment_id, front_desk, way_back


@front_desk.post("/appointments/<reference>/needs/still-right")
def needs_still_right(reference: str) -> ResponseReturnValue:
    """They were asked, and what they need is as it stands here."""
    found = appointment_id(reference)
    try:
        still_right.confirm(appointment_id=found, actor=actor())
        flash(_("Noted: what they need is still right."), "success")
    except BookingError as refused:
        flash(explain(refused), "important")
    return redirect(way_back(reference))


@front_desk.post("/appointments/<reference>/needs/forget")
def forget_needs(reference: str) -> ResponseReturnValue:
    """They no longer want their needs to be kept for next time."""
    still_right.forget(appointment_id=appointment_id(reference), actor=actor())
    flash(_("What was kept for next time is forgotten."), "success")
    return redirect(way_back(reference))
