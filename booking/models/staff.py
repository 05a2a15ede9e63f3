"""Those who sign in, and the trail of what they saw and did."""

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.extensions import Model
from booking.models.council import Location
from booking.models.officers import Officer
from booking.models.types import UtcDateTime


class Role(StrEnum):
    """What a member of staff may do."""

    FRONT_DESK = "front_desk"
    OFFICER = "officer"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Staff(UserMixin, Model):
    """A member of staff who signs in."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role]
    password_hash: Mapped[str]
    """Argon2id."""
    session_number: Mapped[int] = mapped_column(default=1)
    """Raised to sign every session of theirs out at once."""
    active: Mapped[bool] = mapped_column(default=True)
    audit_entries: Mapped[int] = mapped_column(default=0)
    """How many entries their audit trail has: one that was cut short shows."""
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    """The front desk at which they work; None: all."""
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), unique=True)

    location: Mapped[Location | None] = relationship()
    officer: Mapped[Officer | None] = relationship()

    @property
    def is_active(self) -> bool:
        """Flask-Login's question: may they be signed in at all?"""
        return self.active

    def get_id(self) -> str:
        """Flask-Login's key of the session; raising `session_number` makes it unknown."""
        return f"{self.id}.{self.session_number}"


class AuditEntry(Model):
    """One thing that a member of staff saw or did. Numbered and chained, so a gap or a change shows.

    Each member of staff has a chain of their own: nobody waits for anybody else's entry.
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str]
    subject: Mapped[str]
    """What it was about, such as `appointment:42`: never a name."""
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))
    """A keyed hash over this entry and the seal before it."""

    __table_args__ = (UniqueConstraint("staff_id", "number"),)
