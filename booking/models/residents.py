"""Residents and those who act for them. Whatever identifies a person is encrypted at rest."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.domain.acting_for import Tells
from booking.domain.best_times import Best
from booking.domain.needs import Part
from booking.extensions import Model
from booking.models.types import Encrypted, UtcDateTime

KEEPING = text("needs_kept_since IS NOT NULL")
"""Those who agreed that their needs are kept."""

WRONG_NUMBER = text("phone_wrong_since IS NOT NULL")
"""Few of all: those whose number must be mended."""


class Channel(StrEnum):
    """The ways in which Kept tells somebody something."""

    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    PHONE = "phone"


class Reachable:
    """What is stored of how somebody is called and reached, a resident or whoever acts for one."""

    name: Mapped[str] = mapped_column(Encrypted)
    email: Mapped[str | None] = mapped_column(Encrypted)
    phone: Mapped[str | None] = mapped_column(Encrypted)
    """E.164; may be a landline, which is rung and never texted."""
    phone_textable: Mapped[bool] = mapped_column(default=False)
    phone_wrong_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When somebody else answered: until the number is mended nothing is said or sent to it."""
    address: Mapped[str | None] = mapped_column(Encrypted)
    channel: Mapped[Channel]
    """How they chose to be told things."""
    language: Mapped[str] = mapped_column(default="en")

    @property
    def own_phone(self) -> str | None:
        """The number to ring or to text, E.164; None while it is known to be somebody else's."""
        return None if self.phone_wrong_since else self.phone


def _of_wrong_numbers(table: str) -> Index:
    return Index(
        f"ix_{table}_phone_wrong_since",
        "phone_wrong_since",
        sqlite_where=WRONG_NUMBER,
        postgresql_where=WRONG_NUMBER,
    )


class Resident(Reachable, Model):
    """Somebody who asks to see an officer."""

    __tablename__ = "resident"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_needs: Mapped[list[str] | None] = mapped_column(Encrypted)
    """Codes of needs kept for next time; None unless they agreed (`needs_kept_since`)."""
    needs_kept_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When they last said that what is kept is right."""
    best_part: Mapped[str | None] = mapped_column(Encrypted)
    """The part of the day in which they are phoned, a `Part`; None: any."""
    best_words: Mapped[str | None] = mapped_column(Encrypted)
    """What else they said of when to phone them."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    supporters: Mapped[list["Supporter"]] = relationship(back_populates="resident")
    lookups: Mapped[list["ResidentLookup"]] = relationship(cascade="all, delete-orphan")

    __table_args__ = (
        Index(
            "ix_resident_needs_kept_since",
            "needs_kept_since",
            sqlite_where=KEEPING,
            postgresql_where=KEEPING,
        ),
        _of_wrong_numbers("resident"),
    )

    @property
    def best(self) -> Best:
        """When they said that it is best to phone them."""
        return Best(Part(self.best_part) if self.best_part else None, self.best_words)


class ResidentLookup(Model):
    """A keyed hash under which a resident is found: each word of the name, the phone, the email."""

    __tablename__ = "resident_lookup"

    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)

    __table_args__ = (Index("ix_resident_lookup_digest", "digest"),)


class Supporter(Reachable, Model):
    """Somebody who acts for a resident, with the authority that the resident gave."""

    __tablename__ = "supporter"

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    """The only appointment in which they act; None: in everything of this resident."""
    relationship_to_resident: Mapped[str] = mapped_column(Encrypted, default="")
    tells: Mapped[Tells]
    may_manage: Mapped[bool]
    """Whether they may change and cancel, or only see."""
    agreed: Mapped[str] = mapped_column(Encrypted)
    """A code of `Agreed`: what the law allows says something about a person."""
    authority: Mapped[str] = mapped_column(Encrypted, default="")
    """What was agreed or shown, in the words of whoever recorded it."""
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From this moment they may do nothing, and are told nothing more."""

    resident: Mapped[Resident] = relationship(back_populates="supporters")
    lookups: Mapped[list["SupporterLookup"]] = relationship(cascade="all, delete-orphan")

    __table_args__ = (
        CheckConstraint("tells <> 'nothing' OR may_manage", name="does_something"),
        _of_wrong_numbers("supporter"),
    )


class SupporterLookup(Model):
    """A keyed hash under which a supporter who acts now is found; none is kept of one who acts no more."""

    __tablename__ = "supporter_lookup"

    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporter.id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)

    __table_args__ = (Index("ix_supporter_lookup_digest", "digest"),)
