"""What the front desk has done beforehand for somebody's needs."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.extensions import Model
from booking.models.staff import Staff
from booking.models.types import Encrypted, UtcDateTime


class TaskDone(Model):
    """One tick: who did what, when, and for which time and place. What is to do follows from the needs."""

    __tablename__ = "task_done"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    task: Mapped[str] = mapped_column(Encrypted)
    """A code of `domain.tasks.TASKS`: it tells of a need."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    sequence: Mapped[int]
    """The appointment's, when it was done."""
    day: Mapped[date | None]
    """The local day of the appointment, where it had one."""
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))

    staff: Mapped[Staff] = relationship()
