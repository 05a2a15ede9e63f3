"""Standards: within how many working days a promise is kept, each from a day on.

A standard that is or was in force is never changed: promises were given by it. A new one takes its place.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import audit, rules
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.domain import ladder
from booking.domain.errors import BookingError
from booking.domain.ladder import Rung, Step
from booking.domain.local_time import local_day
from booking.domain.promise import PromiseClock, Promised, Standard, arrange_by
from booking.models import Promise, PromisedStandard, Service
from booking.settings import settings

LONGEST = 260
"""Working days: a year of them."""


class StandardPast(BookingError):
    """A standard that would begin before today: what was promised then was promised."""

    code = "standard_past"


class StandardOutOfBounds(BookingError):
    """Working days outside 1 to LONGEST, or steps of the ladder outside the standard or out of order."""

    code = "standard_out_of_bounds"


class StandardTaken(BookingError):
    """Another standard for the same thing comes in force on the same day."""

    code = "standard_taken"


class StandardInUse(BookingError):
    """It is in force, or was: it stays."""

    code = "standard_in_use"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStandard:
    """A standard to add. Days are working days since receipt; None leaves a step to `domain.ladder`."""

    promised: Promised
    working_days: int
    effective_from: date
    service_id: int | None = None
    wording: str = ""
    remind_day: int | None = None
    warn_day: int | None = None
    arrange_day: int | None = None

    @property
    def ladder(self) -> ladder.Ladder:
        """The days of its steps, those left open filled in."""
        usual = ladder.usual(self.working_days)
        by_kept = self.promised is Promised.APPOINTMENT
        return ladder.Ladder(
            remind=self.remind_day or usual.remind,
            warn=self.warn_day or usual.warn,
            arrange=(self.arrange_day or usual.arrange) if by_kept else None,
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A standard as the list shows it."""

    standard: PromisedStandard
    service: str | None
    until: date | None
    """The day on which the next one takes its place; None where none is known."""
    in_force: bool
    coming: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """What a standard would mean for something received at one instant, UTC."""

    received_at: datetime
    due_by: datetime
    steps: dict[Step, Rung]


@transaction
def add(session: Session, new: NewStandard, *, actor: Actor) -> PromisedStandard:
    """Adds a standard from a day on, today at the earliest; the same again is the same one.

    What was received before keeps its own. Raises StandardPast, StandardOutOfBounds, StandardTaken.
    """
    check(new)
    latest = session.scalar(
        select(PromisedStandard)
        .where(
            PromisedStandard.promised == new.promised,
            PromisedStandard.service_id.is_not_distinct_from(new.service_id),
            PromisedStandard.effective_from == new.effective_from,
        )
        .order_by(PromisedStandard.id.desc())
        .limit(1)
    )
    if latest and all(getattr(latest, name) == value for name, value in asdict(new).items()):
        return latest
    if latest and latest.effective_from > _today():
        raise StandardTaken
    standard = PromisedStandard(**asdict(new))
    session.add(standard)
    session.flush()
    _write(session, actor, "add_standard", standard)
    return standard


@transaction
def remove(session: Session, *, standard_id: int, actor: Actor) -> None:
    """Removes a standard that is still to come; one that is gone already is left alone.

    Raises StandardInUse.
    """
    standard = session.get(PromisedStandard, standard_id, with_for_update=True)
    if standard is None:
        return
    used = session.scalar(select(exists().where(Promise.standard_id == standard_id)))
    if used or standard.effective_from <= _today():
        raise StandardInUse
    _write(session, actor, "remove_standard", standard)
    session.delete(standard)


def check(new: NewStandard) -> None:
    """Raises what `add` would, as far as it can be known without looking at the others."""
    if new.effective_from < _today():
        raise StandardPast
    steps = (new.remind_day, new.warn_day, new.arrange_day)
    if not 1 <= new.working_days <= LONGEST:
        raise StandardOutOfBounds
    if not all(1 <= day <= new.working_days for day in steps if day is not None):
        raise StandardOutOfBounds
    if new.ladder.remind > new.ladder.warn:
        raise StandardOutOfBounds
    if new.arrange_day is not None and new.promised is not Promised.APPOINTMENT:
        raise StandardOutOfBounds


def listed(session: Session) -> Sequence[Listed]:
    """Every standard: by what is promised, the general ones first, then by service; the newest first."""
    today = _today()
    rows = session.execute(
        select(PromisedStandard, Service.name)
        .outerjoin(Service, Service.id == PromisedStandard.service_id)
        .order_by(
            PromisedStandard.promised,
            func.coalesce(Service.name, ""),
            PromisedStandard.service_id,
            PromisedStandard.effective_from.desc(),
            PromisedStandard.id.desc(),
        )
    )
    found: list[Listed] = []
    for standard, service in rows:
        newer = found[-1] if found and _same(found[-1].standard, standard) else None
        until = newer.standard.effective_from if newer else None
        begun = standard.effective_from <= today
        found.append(
            Listed(standard, service, until, begun and (until is None or until > today), not begun)
        )
    return found


def sample(session: Session, new: NewStandard, received_at: datetime) -> Sample:
    """By when something received then would be due, and when the steps of its ladder would fall.

    Raises HolidayYearMissing.
    """
    office = rules.office(session)
    standard = Standard(new.working_days, new.effective_from)
    due_by = arrange_by(received_at, standard=standard, calendar=office.calendar, zone=office.zone)
    run = PromiseClock(received_at, due_by, None, None)
    found = ladder.rungs(run, new.ladder, office, now=received_at)
    return Sample(received_at, due_by, {rung.step: rung for rung in found})


def _same(one: PromisedStandard, other: PromisedStandard) -> bool:
    return (one.promised, one.service_id) == (other.promised, other.service_id)


def _today() -> date:
    return local_day(clock.now(), settings().timezone)


def _write(session: Session, actor: Actor, action: str, standard: PromisedStandard) -> None:
    audit.by(session, actor, action=action, subject=f"standard:{standard.id}")
