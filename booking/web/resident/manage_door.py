"""The door behind a resident's secure link: its blueprint, and the appointment that a link opens."""

from flask import Blueprint, url_for

from booking import clock
from booking.actions import links
from booking.domain.lifecycle import Status
from booking.extensions import db
from booking.models import Appointment, Purpose
from booking.web.leaving import offer_exit

manage = Blueprint("manage", __name__, url_prefix="/appointment")


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
