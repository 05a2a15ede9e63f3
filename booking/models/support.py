"""Support that is booked for an appointment: an interpreter, a note-taker, an advocate."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from booking.domain.needs import Meeting
from booking.domain.support import COUNTS, LIVE, Outlook, SupportState, outlook
from booking.extensions import Model
from booking.models.appointments import Appointment
from booking.models.council import Location
from booking.models.councils_words import EncryptedCouncilsText
from booking.models.types import Encrypted, UtcDateTime

OPEN_SUPPORT = text("ended_at IS NULL")
"""Few of all bookings: those for which something is still to be done."""

TO_ESCALATE = text("escalate_at IS NOT NULL")


class Support(Model):
    """One booking of one professional for one time of an appointment, and what an agency is asked for.

    Another time is another booking, and so is another language once somebody was asked for it.
    """

    __tablename__ = "support"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    need: Mapped[str] = mapped_column(Encrypted)
    """What is booked: the code of the need that calls for it, of `domain.needs.CATALOGUE`."""
    instead_of: Mapped[str | None] = mapped_column(Encrypted)
    """The code of the need that it meets in another way, as the resident agreed."""
    state: Mapped[SupportState] = mapped_column(default=SupportState.NEEDED)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """The appointment's time that it is booked for."""
    meeting: Mapped[Meeting]
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    """Where, for a meeting in person."""
    language: Mapped[str | None] = mapped_column(Encrypted)
    """The language that the resident speaks best, as they had said when it was booked."""
    wishes: Mapped[str | None] = mapped_column(Encrypted)
    """What they would like of an interpreter, as they had said then: a dialect, a woman or a man."""
    order_by: Mapped[date]
    confirm_by: Mapped[date]
    """Local days, by whose end it must be ordered and confirmed."""

    agency: Mapped[str | None] = mapped_column(Encrypted)
    agency_reference: Mapped[str | None] = mapped_column(Encrypted)
    """Under which the agency knows it."""
    failed_because: Mapped[str | None] = mapped_column(EncryptedCouncilsText)
    agreement: Mapped[str | None] = mapped_column(EncryptedCouncilsText)
    """How the resident agreed to this support in place of another."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ordered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When nothing was left to be done: they came, or it is cancelled and the agency knows."""
    escalate_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When managers are next told that it may fail."""

    appointment: Mapped[Appointment] = relationship()
    location: Mapped[Location | None] = relationship()

    @property
    def meets(self) -> str:
        """The code of the need that the resident has."""
        return self.instead_of or self.need

    @property
    def is_for_its_time(self) -> bool:
        """Whether it is for the time that the appointment has now, and for that way and place of meeting."""
        now = self.appointment
        return (self.starts_at, self.ends_at, self.meeting, self.location_id) == (
            now.starts_at,
            now.ends_at,
            now.meeting,
            now.location_id,
        )

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="span"),
        Index(
            "ix_support_open_order_by",
            "order_by",
            sqlite_where=OPEN_SUPPORT,
            postgresql_where=OPEN_SUPPORT,
        ),
        Index(
            "ix_support_escalate_at",
            "escalate_at",
            sqlite_where=TO_ESCALATE,
            postgresql_where=TO_ESCALATE,
        ),
    )


def booked_for(appointment: Appointment) -> list[Support]:
    """What its needs are met by: whatever is live, and whoever has come already for the time that it has."""
    session = object_session(appointment)
    if session is None:
        return []
    theirs = select(Support).where(
        Support.appointment_id == appointment.id, Support.state.in_(COUNTS)
    )
    found = session.scalars(theirs.order_by(Support.id))
    return [one for one in found if one.state in LIVE or one.is_for_its_time]


def outlook_of(appointment: Appointment, *, soon: bool = False) -> Outlook | None:
    """How sure it is that all its support will be there; None where it has none. `soon` as in `outlook`."""
    return outlook([one.state for one in booked_for(appointment)], soon=soon)
