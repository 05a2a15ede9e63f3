"""The administrators' blueprint, and who is acting at it."""

from flask import Blueprint

from booking.actions.actor import Actor
from booking.models import ActorKind
from booking.web.access import signed_in

admin = Blueprint("admin", __name__, url_prefix="/admin")


def actor() -> Actor:
    """The administrator who is signed in."""
    return Actor(ActorKind.ADMINISTRATOR, staff_id=signed_in().id)
