"""Saying "I am here" by the square on a letter: one question, one button, and nobody's name.

A letter lies about and a phone's camera opens whatever it sees, so reading changes and tells nothing.
"""

from contextlib import suppress

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from booking.actions import attending, links
from booking.domain.errors import ActionRefused
from booking.domain.lifecycle import Status
from booking.extensions import db, limiter
from booking.models import Appointment, Purpose, SecureLink
from booking.web.locale import speak

here = Blueprint("here", __name__, url_prefix="/here")

_HAS_COME = (Status.WAITING, Status.IN_PROGRESS, Status.ATTENDED)


def _token() -> str:
    return f"here:{(request.view_args or {}).get('token', '')[:40]}"


@here.route("/<token>", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"], key_func=_token)
@limiter.limit(
    "300 per hour", methods=["POST"], key_func=get_remote_address
)  # a whole waiting room
def show(token: str) -> ResponseReturnValue:
    """Asks whether they are here; a press tells the officer. Says what is true now where it is not to be."""
    link = links.recognised(db.session(), token, Purpose.CHECK_IN)
    speak(link.appointment.resident.language)
    if request.method == "POST" and _stands(link) == "ask":
        with suppress(ActionRefused):  # somebody was quicker: the page says what is true now
            attending.say_here(appointment_id=link.appointment_id)
        return redirect(url_for("here.show", token=token))
    return render_template("resident/here.html", stands=_stands(link))


def _stands(link: SecureLink) -> str:
    """What the page says: "ask", "here", "cancelled", "changed" or "not_now"."""
    appointment: Appointment = link.appointment
    if link.used_at:
        return "cancelled" if appointment.status is Status.CANCELLED else "changed"
    if appointment.status in _HAS_COME:
        return "here"
    return "ask" if attending.can_say_here(appointment) else "not_now"
