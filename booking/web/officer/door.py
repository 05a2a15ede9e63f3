"""The officer's blueprint, who is acting, and the appointments that are theirs to see."""

from flask import Blueprint, abort
from sqlalchemy import select

from booking.actions import audit, finding
from booking.actions.actor import Actor
from booking.domain.needs import CATALOGUE
from booking.domain.references import parse_reference
from booking.extensions import db
from booking.language.needs import NEEDS_FOR_STAFF
from booking.models import ActorKind, Appointment
from booking.web.access import signed_in

officer = Blueprint("officer", __name__, url_prefix="/officer")


def own_id() -> int:
    """Which officer is signed in; 403 for an account without one."""
    return signed_in().officer_id or abort(403)


def actor() -> Actor:
    """The officer who is signed in."""
    return Actor(ActorKind.OFFICER, staff_id=signed_in().id)


def seen(action: str, subject: str) -> None:
    """Writes into the audit trail what this officer looks at; before it is read."""
    audit.record(staff_id=signed_in().id, action=action, subject=subject)


def appointment_id(reference: str) -> int:
    """The id of an appointment of their own; 404 for another's, as if there were none."""
    own = select(Appointment.id).where(
        Appointment.reference == (parse_reference(reference) or abort(404)),
        Appointment.officer_id == own_id(),
    )
    return db.session.scalar(own) or abort(404)


def opened(reference: str) -> Appointment:
    """An appointment of their own, its viewing written into the audit trail."""
    seen("see_appointment", f"appointment:{appointment_id(reference)}")
    return finding.by_reference(db.session(), reference) or abort(404)


def must_know(appointment: Appointment) -> list[str]:
    """What the officer must know of the needs, in the shortest words."""
    codes = (code for code in appointment.needs if CATALOGUE[code].officer_sees)
    return [str(NEEDS_FOR_STAFF[code]) for code in codes]
