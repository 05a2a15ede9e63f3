"""Is it still right? What a resident says of the needs that we know, by one press each."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from booking.actions import still_right as asking
from booking.actions.actor import RESIDENT
from booking.domain.errors import ActionRefused
from booking.language.refusals import explain
from booking.web.resident import journey as journeys
from booking.web.resident.manage_door import helping, home, manage, opened


@manage.post("/<token>/needs/still-right")
def still_right(token: str) -> ResponseReturnValue:
    """What they told us is still so."""
    try:
        asking.confirm(appointment_id=opened(token).id, actor=RESIDENT)
        flash(_("Thank you. We have noted that it is still right."), "success")
    except ActionRefused as refused:
        flash(explain(refused))
    return redirect(home(token))


@manage.post("/<token>/needs/forget")
def forget_needs(token: str) -> ResponseReturnValue:
    """They no longer want us to remember what they need."""
    asking.forget(appointment_id=opened(token).id, actor=RESIDENT)
    flash(_("We have forgotten it. Next time we will ask you again."), "success")
    return redirect(home(token))


@manage.post("/<token>/another")
def another(token: str) -> ResponseReturnValue:
    """Another appointment: every question is asked, with what they agreed that we remember ticked."""
    kept = None if helping(token) else opened(token).resident.kept_needs
    return journeys.begin(remembered=tuple(kept or ())).onward()
