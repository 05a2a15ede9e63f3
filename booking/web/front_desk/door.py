"""The front desk's blueprint, who is acting at it, and the appointment that a page is about."""

from flask import Blueprint, abort, request, url_for
from sqlalchemy import select

from booking.actions import audit, finding
from booking.actions.actor import Actor
from booking.domain.references import parse_reference
from booking.extensions import db
from booking.models import ActorKind, Appointment, Role
from booking.web.access import signed_in
from booking.web.ways_back import own_page

front_desk = Blueprint("front_desk", __name__, url_prefix="/desk")

_KINDS = {Role.MANAGER: ActorKind.MANAGER, Role.ADMINISTRATOR: ActorKind.ADMINISTRATOR}


def actor() -> Actor:
    """Whoever stands at the desk, for the resident in front of them or on the phone."""
    member = signed_in()
    kind = _KINDS.get(member.role, ActorKind.FRONT_DESK)
    return Actor(kind, staff_id=member.id, on_behalf=True)


def seen(action: str, subject: str) -> None:
    """Writes into the audit trail what this member of staff looks at, before the page leaves us.

    What the session has read is read afresh afterwards: call it before reading, or after rendering.
    """
    audit.record(staff_id=signed_in().id, action=action, subject=subject)


def appointment_id(reference: str) -> int:
    """The id of the appointment with that reference; 404 where there is none."""
    whole = parse_reference(reference) or abort(404)
    found = db.session.scalar(select(Appointment.id).where(Appointment.reference == whole))
    return found or abort(404)


def opened(reference: str) -> Appointment:
    """The appointment of a page, its viewing written into the audit trail; 404 where there is none."""
    seen("see_appointment", f"appointment:{appointment_id(reference)}")
    return finding.by_reference(db.session(), reference) or abort(404)


def way_back(reference: str) -> str:
    """Where a pressed button leads: the page it was on, else the appointment's own."""
    here = url_for("front_desk.appointment", reference=reference)
    return own_page(request.form.get("then")) or here
