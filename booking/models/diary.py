"""Taken time: the one table that both arranged appointments and holds are written in.

The database itself refuses a row that overlaps another for the same officer or the same room: exclusion
constraints on PostgreSQL, triggers on SQLite (both in migration 0001, named as below).
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from booking.extensions import Model
from booking.models.types import UtcDateTime

OVERLAP_GUARDS = ("diary_entry_officer_overlap", "diary_entry_room_overlap")
"""The names under which the database refuses an overlap."""

VERSIONED = ("absence", "diary_entry", "pattern_hours")
"""The tables whose every change counts up `Officer.diary_version`, by triggers of migration 0002."""

HELD = text("held_until IS NOT NULL")
"""Few of all entries: what has lapsed is found without reading the rest."""


class DiaryEntry(Model):
    """A half-open stretch of an officer's (and a room's) time, taken by an appointment or by a hold."""

    __tablename__ = "diary_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), unique=True)
    held_by: Mapped[str | None] = mapped_column(unique=True)
    """Who holds it until `held_until`: a draft's or a change's own key; one hold each."""
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="span"),
        CheckConstraint(
            "(appointment_id IS NULL) = (held_by IS NOT NULL) "
            "AND (held_by IS NULL) = (held_until IS NULL)",
            name="one_taker",
        ),
        # Ordered by their end: what matters of a diary is what has not ended yet, so history costs nothing.
        Index("ix_diary_entry_officer_ends", "officer_id", "ends_at"),
        Index("ix_diary_entry_room_ends", "room_id", "ends_at"),
        Index(
            "ix_diary_entry_held_until",
            "held_until",
            sqlite_where=HELD,
            postgresql_where=HELD,
        ),
    )
