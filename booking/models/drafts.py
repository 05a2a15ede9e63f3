"""Answers on their way to a request, kept in the database so that any web process can go on with them."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from booking.extensions import Model
from booking.models.types import Encrypted, UtcDateTime


class Draft(Model):
    """One unfinished journey. The browser has the token, the database its hash."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Becomes the request's idempotency key: one journey makes one appointment."""
    answers: Mapped[dict[str, Any]] = mapped_column(Encrypted, default=dict)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
