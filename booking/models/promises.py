"""What was promised: a row for each run of the clock, by when, whether kept, and how it was put right."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.domain.promise import PromiseClock
from booking.extensions import Model
from booking.models.council import PromisedStandard
from booking.models.councils_words import EncryptedCouncilsText
from booking.models.types import UtcDateTime

_STOPPED_BY_NOTHING = text("kept_at IS NULL AND ended_at IS NULL")

TO_CLIMB = text("next_step_at IS NOT NULL")
"""Few of all promises: those for which the ladder still has a step to take."""


class Cause(StrEnum):
    """Why a clock was started."""

    ASKED = "asked"
    RESIDENT_CHANGE = "resident_change"
    COUNCIL_CHANGE = "council_change"


def _one_current(subject: str) -> Index:
    """One for each appointment and enquiry: the clock that runs, or that ran last."""
    name = f"uq_promise_current_{subject}"
    current = text(f"replaced_at IS NULL AND {subject} IS NOT NULL")
    return Index(name, subject, unique=True, sqlite_where=current, postgresql_where=current)


class Promise(Model):
    """One run of the promise clock. A later run replaces it and never rewrites it: figures count them all."""

    __tablename__ = "promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    enquiry_id: Mapped[int | None] = mapped_column(ForeignKey("enquiry.id"), index=True)
    cause: Mapped[Cause] = mapped_column(default=Cause.ASKED)
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id"))
    """The standard in force when the clock began; a later one changes nothing here."""
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_by: Mapped[datetime] = mapped_column(UtcDateTime)
    """The deadline that was told. Nothing moves it: a closure that is added later makes us hurry."""
    kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was arranged or answered: kept only if by `due_by` (`domain.promise.state` decides)."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it ended without that: declined, withdrawn, asked for anew."""
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    next_step_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the ladder's next step falls due; None where it has none left."""
    held_reason: Mapped[str | None] = mapped_column(EncryptedCouncilsText)
    """Why Kept is not to arrange it by itself before the last day."""
    held_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    put_right: Mapped[str | None] = mapped_column(EncryptedCouncilsText)
    """What was done for the resident after a miss."""
    put_right_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    put_right_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    standard: Mapped[PromisedStandard] = relationship()

    @property
    def clock(self) -> PromiseClock:
        """What the rules judge it by."""
        return PromiseClock(self.started_at, self.due_by, self.kept_at, self.ended_at)

    __table_args__ = (
        CheckConstraint("(appointment_id IS NULL) <> (enquiry_id IS NULL)", name="one_subject"),
        _one_current("appointment_id"),
        _one_current("enquiry_id"),
        Index(
            "ix_promise_next_step_at",
            "next_step_at",
            sqlite_where=TO_CLIMB,
            postgresql_where=TO_CLIMB,
        ),
        Index("ix_promise_started_at", "started_at"),
        Index(
            "ix_promise_running_due_by",
            "due_by",
            sqlite_where=_STOPPED_BY_NOTHING,
            postgresql_where=_STOPPED_BY_NOTHING,
        ),
    )


RUNNING = Promise.kept_at.is_(None) & Promise.ended_at.is_(None)
"""Few of all promises: those that nothing has stopped yet. An index holds them by deadline."""
