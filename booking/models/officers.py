"""Officers: what they see residents about, when they work, when they are away."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from booking.extensions import Model
from booking.models.council import Service
from booking.models.councils_words import CouncilsText
from booking.models.types import Encrypted, UtcDateTime

officer_service = Table(
    "officer_service",
    Model.metadata,
    Column("officer_id", ForeignKey("officer.id"), primary_key=True),
    Column("service_id", ForeignKey("service.id"), primary_key=True, index=True),
)


class Arranges(StrEnum):
    """How an officer's appointments come about."""

    OPEN = "open"
    """Residents choose from live times."""
    BY_REQUEST = "by_request"
    """Residents rank preferences and the officer confirms a time."""


class Officer(Model):
    """Somebody at the council whom residents ask to see. Name and job are public; the mobile is not."""

    __tablename__ = "officer"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    job_title: Mapped[str] = mapped_column(CouncilsText, default="")
    email: Mapped[str] = mapped_column(unique=True)
    mobile: Mapped[str | None] = mapped_column(Encrypted, deferred=True)
    """E.164, for the reminder 15 minutes before; never shown to residents."""
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["en"])
    arranges: Mapped[Arranges] = mapped_column(default=Arranges.OPEN)
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    buffer_minutes: Mapped[int] = mapped_column(default=0)
    minimum_notice_minutes: Mapped[int] = mapped_column(default=120)
    daily_maximum: Mapped[int | None]
    horizon_days: Mapped[int] = mapped_column(default=60)
    step_minutes: Mapped[int] = mapped_column(default=15)
    active: Mapped[bool] = mapped_column(default=True)
    diary_version: Mapped[int] = mapped_column(default=0)
    """Counted up by the database itself with every change of the diary: what was read before is stale."""

    services: Mapped[list[Service]] = relationship(secondary=officer_service, order_by=Service.name)
    cover: Mapped["Officer | None"] = relationship(remote_side=id)
    patterns: Mapped[list["PatternHours"]] = relationship(back_populates="officer")

    __table_args__ = (
        CheckConstraint("buffer_minutes BETWEEN 0 AND 120", name="buffer_minutes"),
        CheckConstraint("horizon_days BETWEEN 1 AND 366", name="horizon_days"),
        CheckConstraint("step_minutes BETWEEN 5 AND 60", name="step_minutes"),
    )


class PatternHours(Model):
    """One stretch of a working pattern: a weekday's hours (local) at a location, for a span of dates."""

    __tablename__ = "pattern_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    weekday: Mapped[int]
    """0 is Monday."""
    starts: Mapped[time]
    ends: Mapped[time]
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    """None: away from every location, for meetings by phone and video only."""
    effective_from: Mapped[date]
    effective_until: Mapped[date | None]

    officer: Mapped[Officer] = relationship(back_populates="patterns")

    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("starts < ends", name="hours"),
    )


class Absence(Model):
    """Time in which an officer sees nobody: leave, training, sickness. The reason stays with staff."""

    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(default="leave")

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="span"),
        Index("ix_absence_officer_ends", "officer_id", "ends_at"),
    )
