"""Staff: adding them, checking who they are, signing them out."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import audit
from booking.actions.transaction import transaction
from booking.domain.errors import BookingError
from booking.extensions import db
from booking.models import Role, Staff

SHORTEST_PASSWORD = 12

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(
    "nobody's password, hashed so that an unknown email takes as long as a known one"
)


class PasswordTooShort(BookingError):
    """A password of fewer than 12 characters."""

    code = "password_too_short"


class StaffKnown(BookingError):
    """There is a member of staff with that email already."""

    code = "staff_known"


def verify(email: str, password: str) -> Staff | None:
    """The member of staff with that email and password; None takes as long, whatever was wrong."""
    by_email = select(Staff).where(Staff.email == email.strip().lower())
    staff = db.session.scalar(by_email)
    try:
        _hasher.verify(staff.password_hash if staff else _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return staff if staff and staff.active else None


@transaction
def add_staff(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    location_id: int | None = None,
    officer_id: int | None = None,
) -> Staff:
    """A new member of staff. Raises PasswordTooShort, StaffKnown."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    email = email.strip().lower()
    if session.scalar(select(Staff.id).where(Staff.email == email)):
        raise StaffKnown
    staff = Staff(
        email=email,
        name=name,
        role=role,
        password_hash=_hasher.hash(password),
        location_id=location_id,
        officer_id=officer_id,
    )
    session.add(staff)
    return staff


@transaction
def signed_in(session: Session, *, staff_id: int) -> None:
    """Writes the sign-in into the audit trail."""
    audit.append(session, staff_id=staff_id, action="sign_in", subject=f"staff:{staff_id}")


@transaction
def sign_out_everywhere(session: Session, *, staff_id: int) -> None:
    """Ends every session of that member of staff."""
    session.get_one(Staff, staff_id, with_for_update=True).session_number += 1
    audit.append(
        session, staff_id=staff_id, action="sign_out_everywhere", subject=f"staff:{staff_id}"
    )
