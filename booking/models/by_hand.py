"""What the front desk did with letters and calls: which were printed together, who was rung when."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.extensions import Model
from booking.models.messages import Message
from booking.models.types import UtcDateTime


class PrintRun(Model):
    """Letters that were printed together, as one PDF."""

    __tablename__ = "print_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Who printed them."""


class PrintedLetter(Model):
    """A letter that has been printed, in the last run that it was part of; its words are kept since."""

    __tablename__ = "printed_letter"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("print_run.id"), index=True)

    message: Mapped[Message] = relationship()
    run: Mapped[PrintRun] = relationship()


class CallOutcome(StrEnum):
    """What came of ringing somebody."""

    TOLD = "told"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


class CallAttempt(Model):
    """One time that somebody was rung for a message."""

    __tablename__ = "call_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[CallOutcome]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
