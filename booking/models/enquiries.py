"""Enquiries: a question that was passed on, to be answered by a promised day."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.domain.lifecycle import Status
from booking.extensions import Model
from booking.models.appointments import CameBy, Event
from booking.models.council import Service
from booking.models.councils_words import EncryptedCouncilsText
from booking.models.officers import Officer
from booking.models.promises import Promise
from booking.models.residents import Resident
from booking.models.types import Encrypted, UtcDateTime


class Enquiry(Model):
    """A question from a resident that an officer answers. `status`: requested, answered or withdrawn."""

    __tablename__ = "enquiry"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    status: Mapped[Status] = mapped_column(default=Status.REQUESTED)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    """Who owns it, and answers."""
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), index=True)
    came_by: Mapped[CameBy]
    question: Mapped[str] = mapped_column(Encrypted)
    answer: Mapped[str | None] = mapped_column(EncryptedCouncilsText)
    needs: Mapped[list[str]] = mapped_column(Encrypted, default=list)
    """Codes of `domain.needs.CATALOGUE`: they decide how the answer is told."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    promises: Mapped[list[Promise]] = relationship(order_by=Promise.id)
    service: Mapped[Service] = relationship()
    officer: Mapped[Officer] = relationship()
    resident: Mapped[Resident] = relationship()
    events: Mapped[list[Event]] = relationship(order_by=Event.number)

    @property
    def promise(self) -> Promise:
        """The run of its clock."""
        return self.promises[-1]

    @property
    def answer_by(self) -> datetime:
        """The deadline of the promise, UTC."""
        return self.promise.due_by

    __table_args__ = (
        Index("ix_enquiry_status", "status"),
        Index("ix_enquiry_officer_id", "officer_id"),
    )
