"""The outbox: every message, written in the transaction of what it reports, delivered by the worker."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.extensions import Model
from booking.models.appointments import Appointment
from booking.models.enquiries import Enquiry
from booking.models.officers import Officer
from booking.models.residents import Channel, Supporter
from booking.models.staff import Staff
from booking.models.types import Encrypted, UtcDateTime


class Kind(StrEnum):
    """What a message says."""

    REQUEST_RECEIVED = "request_received"
    ARRANGED = "arranged"
    REARRANGED = "rearranged"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    COVER_OFFERED = "cover_offered"
    CHOOSE_AGAIN = "choose_again"
    DELAY = "delay"
    APOLOGY = "apology"
    REMINDER_DAYS = "reminder_days"
    REMINDER_HOURS = "reminder_hours"
    SUPPORT_CONFIRMED = "support_confirmed"
    SUPPORT_LOST = "support_lost"
    YOUR_LINK = "your_link"
    SUPPORTER_BEGAN = "supporter_began"
    SUPPORTER_ENDED = "supporter_ended"
    ACTING_BEGAN = "acting_began"
    ACTING_ENDED = "acting_ended"
    PLEASE_ARRANGE = "please_arrange"
    ARRANGE_REMINDER = "arrange_reminder"
    REQUEST_CLOSED = "request_closed"
    INVITATION = "invitation"
    INVITATION_UPDATE = "invitation_update"
    INVITATION_CANCEL = "invitation_cancel"
    OFFICER_DAY = "officer_day"
    OFFICER_REMINDER = "officer_reminder"
    RESIDENT_LATE = "resident_late"
    RESIDENT_HERE = "resident_here"

    AT_RISK = "at_risk"
    NO_TIME = "no_time"
    MISSED = "missed"
    SUPPORT_FAILING = "support_failing"

    ENQUIRY_RECEIVED = "enquiry_received"
    ENQUIRY_ANSWERED = "enquiry_answered"
    ENQUIRY_DELAY = "enquiry_delay"
    ENQUIRY_APOLOGY = "enquiry_apology"
    PLEASE_ANSWER = "please_answer"
    ANSWER_REMINDER = "answer_reminder"


class Audience(StrEnum):
    """Whom a message is for."""

    RESIDENT = "resident"
    SUPPORTER = "supporter"
    OFFICER = "officer"
    MANAGER = "manager"


class MessageState(StrEnum):
    """How far a message has come; it never goes backwards."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"
    """Not sent on purpose: its appointment moved on, was cancelled, or its time has passed."""


class Outcome(StrEnum):
    """Why a message failed, was dropped or is tried again, where no provider has said it in its own code."""

    NO_ADDRESS = "no_address"
    NOT_COMPOSED = "not_composed"
    NO_WAY_LEFT = "no_way_left"
    """No way reaches them that they have not refused."""
    REFUSED = "refused"
    """It waited to be told in a way that was refused meanwhile."""
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    GAVE_UP = "gave_up"
    """Stored with the last failure's code: `gave_up:smtp-421`."""
    UNKNOWN = "unknown"
    """Nobody can say whether it went out; it is tried again."""

    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    TOLD_INSTEAD = "told_instead"
    """To a resident, whose supporter gets it in their place."""
    ENDED = "authority_ended"
    """Its supporter acts no more."""
    RESTORED = "restored"
    """A reminder that may have gone out in the hours that the backup does not know of."""


BY_HAND = (Channel.LETTER, Channel.PHONE)
"""The channels that the front desk sees to: posted and phoned in office hours, by no machine."""

UNDELIVERED = text("state IN ('waiting', 'sending')")
"""Few of all messages: their index stays small however many were sent before."""


FAILED = text("state = 'failed'")
"""Fewer still, and somebody must see to each."""


class Message(Model):
    """One message to one person by one channel."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Says what it reports, so that the same thing is never told twice."""
    kind: Mapped[Kind]
    channel: Mapped[Channel]
    audience: Mapped[Audience]
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    enquiry_id: Mapped[int | None] = mapped_column(ForeignKey("enquiry.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """The manager whom it is for."""
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    """The officer whom it is for: after a hand-over the one who must be told, not the present one."""
    supporter_id: Mapped[int | None] = mapped_column(ForeignKey("supporter.id"), index=True)
    """The supporter whom it is for, or of whom the resident is told."""
    day: Mapped[date | None]
    """The local day that an officer's list is for."""
    sequence: Mapped[int] = mapped_column(default=0)
    """The appointment's sequence that it reports; an older one is dropped, never sent."""
    language: Mapped[str] = mapped_column(default="en")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    outcome: Mapped[str | None]
    """Why it failed, waits for another try, or was dropped: an `Outcome`, or a provider's code."""
    provider_id: Mapped[str | None] = mapped_column(index=True)
    content: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    """What was told and to which address: to, subject, text, html, calendar, method."""

    appointment: Mapped[Appointment | None] = relationship()
    enquiry: Mapped[Enquiry | None] = relationship()
    officer: Mapped[Officer | None] = relationship()
    staff: Mapped[Staff | None] = relationship()
    supporter: Mapped[Supporter | None] = relationship()

    @property
    def is_told_instead(self) -> bool:
        """Whether somebody who acts for the resident is told it in their place."""
        return self.outcome == Outcome.TOLD_INSTEAD

    __table_args__ = (
        Index(
            "ix_message_undelivered",
            "due_at",
            sqlite_where=UNDELIVERED,
            postgresql_where=UNDELIVERED,
        ),
        Index("ix_message_failed", "id", sqlite_where=FAILED, postgresql_where=FAILED),
        Index("ix_message_created_at", "created_at"),
    )
