"""The appointment, from asking to feedback, and the events that tell its story."""

from datetime import date, datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting, Part
from booking.extensions import Model
from booking.models.council import Location, Room, Service
from booking.models.councils_words import EncryptedCouncilsText
from booking.models.officers import Officer
from booking.models.promises import Promise
from booking.models.residents import Resident
from booking.models.types import Encrypted, UtcDateTime


class CameBy(StrEnum):
    """How a request reached the council."""

    ONLINE = "online"
    PHONE = "phone"
    VISIT = "visit"
    EMAIL = "email"
    LETTER = "letter"


class Appointment(Model):
    """A resident's appointment with an officer; it begins life as a request."""

    __tablename__ = "appointment"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    content_digest: Mapped[str]
    """What was asked under that key: the same key with other content is refused."""
    status: Mapped[Status] = mapped_column(default=Status.REQUESTED)

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), index=True)
    meeting: Mapped[Meeting]
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    """Where: as asked for while requested (None: anywhere), as fixed once arranged."""
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    minutes: Mapped[int]
    """The length that the service and the needs call for."""
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The last fixed time; kept after a cancellation, so that messages can say what was cancelled."""

    about: Mapped[str | None] = mapped_column(Encrypted)
    needs: Mapped[list[str]] = mapped_column(Encrypted, default=list)
    """Codes of `domain.needs.CATALOGUE`."""
    needs_in_own_words: Mapped[str | None] = mapped_column(Encrypted)
    spoken_language: Mapped[str | None] = mapped_column(Encrypted)
    """The language that the resident speaks best, where they said so."""
    interpreter_wishes: Mapped[str | None] = mapped_column(Encrypted)
    """What an agency should know to find the right interpreter: a dialect, a woman or a man."""
    came_by: Mapped[CameBy] = mapped_column(default=CameBy.ONLINE)
    asked_by: Mapped[str | None] = mapped_column(Encrypted)
    """Who asked on the resident's behalf, where somebody did."""

    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was declined, withdrawn, answered or cancelled, or was attended or missed."""
    reason: Mapped[str | None] = mapped_column(Encrypted)
    """Why it was declined or cancelled, as the resident is told."""
    instead: Mapped[str | None] = mapped_column(EncryptedCouncilsText)
    """What the resident can do instead."""
    late_minutes: Mapped[int | None]
    """How late the resident said that they will be."""

    uid: Mapped[str] = mapped_column(unique=True, default=lambda: str(uuid4()))
    """RFC 5545 UID of its calendar entry, one for life."""
    sequence: Mapped[int] = mapped_column(default=0)
    """RFC 5546 SEQUENCE: rises with every change and on cancel."""

    promises: Mapped[list[Promise]] = relationship(order_by=Promise.id)
    """Every run of its clock, the present one last."""
    service: Mapped[Service] = relationship()
    officer: Mapped[Officer] = relationship()
    resident: Mapped[Resident] = relationship()
    location: Mapped[Location | None] = relationship()
    room: Mapped[Room | None] = relationship()
    preferences: Mapped[list["PreferredTime"]] = relationship(
        order_by="PreferredTime.rank", cascade="all, delete-orphan"
    )
    events: Mapped[list["Event"]] = relationship(
        order_by="Event.number", back_populates="appointment"
    )

    @property
    def promise(self) -> Promise:
        """The present run of its clock, or the last one."""
        return self.promises[-1]

    @property
    def arrange_by(self) -> datetime:
        """The deadline of the promise, UTC."""
        return self.promise.due_by

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="span"),
        CheckConstraint("sequence >= 0", name="sequence"),
        Index("ix_appointment_officer_starts", "officer_id", "starts_at"),
        Index("ix_appointment_location_starts", "location_id", "starts_at"),
        Index("ix_appointment_status_officer", "status", "officer_id"),
        Index("ix_appointment_received_at", "received_at"),
    )


class PreferredTime(Model):
    """One of up to three ranked wishes: a day, a part of the day, or both."""

    __tablename__ = "preferred_time"

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date | None]
    part: Mapped[Part | None]

    __table_args__ = (CheckConstraint("rank BETWEEN 1 AND 3", name="rank"),)


class ActorKind(StrEnum):
    """Who did something."""

    RESIDENT = "resident"
    SUPPORTER = "supporter"
    FRONT_DESK = "front_desk"
    OFFICER = "officer"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    KEPT = "kept"


class Event(Model):
    """One move in the life of an appointment or an enquiry, written in its transaction; never changed."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    enquiry_id: Mapped[int | None] = mapped_column(ForeignKey("enquiry.id"))
    number: Mapped[int]
    """1, 2, 3 ... within the appointment or the enquiry, without gaps."""
    once: Mapped[str | None]
    """What may happen once only in that life: the database refuses it a second time."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str]
    """An `Action`, or a code for what moves no status (needs changed, running late)."""
    from_status: Mapped[Status | None]
    to_status: Mapped[Status]
    actor: Mapped[ActorKind]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)
    """Done by staff for the resident, who asked for it."""
    reason: Mapped[str | None] = mapped_column(Encrypted)
    facts: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """Codes, times and numbers only: nothing personal."""

    appointment: Mapped[Appointment | None] = relationship(back_populates="events")

    __table_args__ = (
        UniqueConstraint("appointment_id", "number"),
        UniqueConstraint("enquiry_id", "number"),
        UniqueConstraint("appointment_id", "once", name="uq_event_appointment_once"),
        UniqueConstraint("enquiry_id", "once", name="uq_event_enquiry_once"),
        CheckConstraint("(appointment_id IS NULL) <> (enquiry_id IS NULL)", name="one_subject"),
    )
