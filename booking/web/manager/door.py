"""The managers' blueprint, who is acting at it, and the appointment or enquiry that a page is about."""

from flask import Blueprint, abort
from sqlalchemy import select

from booking.actions import audit, enquiring, finding
from booking.actions.actor import Actor
from booking.domain.references import parse_reference
from booking.extensions import db
from booking.models import ActorKind, Appointment, Enquiry, Role
from booking.web.access import signed_in

manager = Blueprint("manager", __name__, url_prefix="/manager")


def actor() -> Actor:
    """The manager, or the administrator, who is signed in."""
    member = signed_in()
    administrator = member.role is Role.ADMINISTRATOR
    kind = ActorKind.ADMINISTRATOR if administrator else ActorKind.MANAGER
    return Actor(kind, staff_id=member.id)


def seen(action: str, subject: str) -> None:
    """Writes into the audit trail what this manager looks at, before the page leaves us.

    What the session has read is read afresh afterwards: call it before reading, or after rendering.
    """
    audit.record(staff_id=signed_in().id, action=action, subject=subject)


def opened(reference: str) -> Appointment:
    """The appointment of a page, its viewing written into the audit trail; 404 where there is none."""
    seen("see_appointment", f"appointment:{_id(Appointment, reference)}")
    return finding.by_reference(db.session(), reference) or abort(404)


def opened_enquiry(reference: str) -> Enquiry:
    """The enquiry of a page, its viewing written into the audit trail; 404 where there is none."""
    seen("see_enquiry", f"enquiry:{_id(Enquiry, reference)}")
    return enquiring.by_reference(db.session(), reference) or abort(404)


def _id(kind: type[Appointment] | type[Enquiry], reference: str) -> int:
    whole = parse_reference(reference) or abort(404)
    return db.session.scalar(select(kind.id).where(kind.reference == whole)) or abort(404)
