"""Who can sign in to the demonstration: somebody of every role. Nobody here exists."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import signing_in
from booking.demo.officers import HALL, SKETCHES, email_of
from booking.models import Location, Officer, Role

PASSWORD = "kept-demonstration"  # noqa: S105 - printed for everybody; only invented people are behind it


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who can sign in, with PASSWORD."""

    name: str
    role: Role
    email: str
    officer: bool = False
    remark: str = ""


SIGN_INS = (
    SignIn("Bronwen Ellis", Role.FRONT_DESK, "front.desk@example.org", remark="Hartley Town Hall"),
    SignIn(
        SKETCHES[0].name,
        Role.OFFICER,
        email_of(SKETCHES[0].name),
        officer=True,
        remark="residents choose from live times",
    ),
    SignIn(
        SKETCHES[1].name,
        Role.OFFICER,
        email_of(SKETCHES[1].name),
        officer=True,
        remark="arranges by request",
    ),
    SignIn("Kwame Asante", Role.MANAGER, "manager@example.org"),
    SignIn("Lucy Hargreaves", Role.ADMINISTRATOR, "administrator@example.org"),
)


def let_in(session: Session) -> None:
    """Gives everybody of SIGN_INS their way in, each in a transaction of its own."""
    officers = {officer.name: officer.id for officer in session.scalars(select(Officer))}
    hall = session.scalar(select(Location.id).where(Location.slug == HALL))
    for sign_in in SIGN_INS:
        signing_in.add_staff(
            email=sign_in.email,
            name=sign_in.name,
            role=sign_in.role,
            password=PASSWORD,
            location_id=hall if sign_in.role is Role.FRONT_DESK else None,
            officer_id=officers[sign_in.name] if sign_in.officer else None,
        )
