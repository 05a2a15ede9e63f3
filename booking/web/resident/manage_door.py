"""The door behind a resident's secure link: its blueprint, and the appointment that a link opens."""

from flask import Blueprint, abort, request, url_for

from booking import clock
from booking.actions import links
from booking.actions.actor import RESIDENT, Actor
from booking.domain.lifecycle import Status
from booking.extensions import db
from booking.models import ActorKind, Appointment, Purpose, Supporter
from booking.web.leaving import offer_exit
from booking.web.locale import speak

manage = Blueprint("manage", __name__, url_prefix="/appointment")


NEVER_FOR_SUPPORTERS = frozenset(
    {"manage.add_supporter", "manage.supporter", "manage.still_right", "manage.forget_needs"}
)
"""Who else acts, and what is kept for next time, is the resident's to say."""
FOR_WHOEVER_MAY_SEE = frozenset({"manage.show", "manage.calendar", "manage.stop_helping"})
"""All that the link of a supporter opens who may change nothing."""


@manage.before_request
def within_authority() -> None:
    """Speaks the language of whoever got the link, and holds a supporter's to what the resident agreed to."""
    token = (request.view_args or {}).get("token")
    if token is None:
        return
    link = links.opened(db.session(), token, Purpose.MANAGE)
    who = link.supporter
    speak(who.language if who else link.appointment.resident.language)
    if who is None:
        return
    seeing = request.endpoint in FOR_WHOEVER_MAY_SEE
    if request.endpoint in NEVER_FOR_SUPPORTERS or not (who.may_manage or seeing):
        abort(403)


def helping(token: str) -> Supporter | None:
    """The supporter whose link it is; None where it is the resident's own. Raises LinkRefused."""
    return links.opened(db.session(), token, Purpose.MANAGE).supporter


def actor_of(token: str) -> Actor:
    """Who does what is done by this link."""
    who = helping(token)
    return Actor(ActorKind.SUPPORTER, supporter_id=who.id) if who else RESIDENT


def opened(token: str) -> Appointment:
    """The appointment of a live link; raises LinkRefused."""
    appointment = links.opened(db.session(), token, Purpose.MANAGE).appointment
    offer_exit(appointment.service, appointment.needs)
    return appointment


def home(token: str) -> str:
    """The appointment's own page."""
    return url_for("manage.show", token=token)


def is_past(appointment: Appointment) -> bool:
    """Whether its time has begun: what is to be changed then is changed by talking."""
    return bool(appointment.starts_at and appointment.starts_at <= clock.now())


def can_change(appointment: Appointment) -> bool:
    """Whether the resident may still change or cancel it."""
    arranged = appointment.status is Status.ARRANGED and not is_past(appointment)
    return arranged or appointment.status is Status.REQUESTED
