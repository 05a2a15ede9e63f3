"""What the council offers and where: services, standards, closures, locations and their rooms."""

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from booking.domain.promise import Promised
from booking.extensions import Model
from booking.models.councils_words import CouncilsLines, CouncilsText

service_location = Table(
    "service_location",
    Model.metadata,
    Column("service_id", ForeignKey("service.id"), primary_key=True),
    Column("location_id", ForeignKey("location.id"), primary_key=True),
)


class Service(Model):
    """Something that residents see an officer about."""

    __tablename__ = "service"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(CouncilsText)
    description: Mapped[str] = mapped_column(CouncilsText, default="")
    minutes: Mapped[int]
    """The length of an appointment before needs make it longer."""
    documents: Mapped[list[str]] = mapped_column(CouncilsLines, default=list)
    """What to bring, one line each."""
    meetings: Mapped[list[str]] = mapped_column(JSON)
    """The ways of meeting that this service allows, as codes of `domain.needs.Meeting`."""
    active: Mapped[bool] = mapped_column(default=True)
    sensitive: Mapped[bool] = mapped_column(default=False)
    """Whether somebody may be in danger when another person sees the page: it then offers a quick way out."""

    locations: Mapped[list["Location"]] = relationship(secondary=service_location)

    __table_args__ = (CheckConstraint("minutes BETWEEN 5 AND 480", name="minutes"),)


class PromisedStandard(Model):
    """Within how many working days a promise is kept, from a date on; a service may have its own.

    The days of the ladder are working days since receipt; None leaves one to `domain.ladder`.
    """

    __tablename__ = "standard"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    working_days: Mapped[int]
    effective_from: Mapped[date]
    wording: Mapped[str] = mapped_column(CouncilsText, default="")
    """What a resident is told of a statutory timescale; empty for the council's own promise."""
    promised: Mapped[Promised] = mapped_column(default=Promised.APPOINTMENT)
    remind_day: Mapped[int | None]
    warn_day: Mapped[int | None]
    arrange_day: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("working_days BETWEEN 1 AND 260", name="working_days"),
        CheckConstraint(
            "remind_day BETWEEN 1 AND working_days AND warn_day BETWEEN 1 AND working_days "
            "AND arrange_day BETWEEN 1 AND working_days",
            name="ladder",
        ),
    )


class Closure(Model):
    """A day on which the whole council is closed: no working day, no appointments."""

    __tablename__ = "closure"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    reason: Mapped[str] = mapped_column(CouncilsText, default="")


class Location(Model):
    """A building that residents come to."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(CouncilsText)
    address: Mapped[str] = mapped_column(CouncilsText)
    phone: Mapped[str] = mapped_column(default="")
    travel: Mapped[str] = mapped_column(CouncilsText, default="")
    """How to get there and in: buses, parking, the step-free entrance."""

    rooms: Mapped[list["Room"]] = relationship(back_populates="location", order_by="Room.id")


class Room(Model):
    """A room in which an officer and a resident meet."""

    __tablename__ = "room"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    name: Mapped[str] = mapped_column(CouncilsText)
    facilities: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Codes of `domain.needs.FACILITIES`."""
    active: Mapped[bool] = mapped_column(default=True)

    location: Mapped[Location] = relationship(back_populates="rooms")
