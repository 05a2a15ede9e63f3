"""What the running processes share: counts of attempts, and the worker's sign of life."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from booking.extensions import Model
from booking.models.types import UtcDateTime


class AttemptCount(Model):
    """How often something was tried within a window of time, for every web process together."""

    __tablename__ = "attempt_count"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Heartbeat(Model):
    """When a process last showed that it is alive."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
