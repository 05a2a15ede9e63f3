"""Secure links: what a message lets its reader do without signing in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.extensions import Model
from booking.models.appointments import Appointment
from booking.models.residents import Supporter
from booking.models.types import UtcDateTime


class Purpose(StrEnum):
    """What a link is for; it opens nothing else."""

    MANAGE = "manage"
    """The resident sees and changes their appointment."""
    ANSWER_REQUEST = "answer_request"
    """The officer arranges or declines one request; works once."""
    CHECK_IN = "check_in"
    """The resident says on the day that they are here; another time of the appointment ends it."""


class SecureLink(Model):
    """A token of 144 random bits for one purpose on one appointment; only its hash is stored."""

    __tablename__ = "secure_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    purpose: Mapped[Purpose]
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    """The officer whom it was sent to, where it was sent to one."""
    supporter_id: Mapped[int | None] = mapped_column(ForeignKey("supporter.id"), index=True)
    """The supporter whom it was sent to: it opens what their authority allows, while they have it."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    appointment: Mapped[Appointment] = relationship()
    supporter: Mapped[Supporter | None] = relationship()
