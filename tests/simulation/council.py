"""The council that lives through the year: officers of every kind, managers, every standard."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from booking.actions.residents import Contact
from booking.domain.needs import CATALOGUE
from booking.domain.promise import Promised
from booking.models import Channel, Closure, Officer, PromisedStandard, Role, Service, Staff
from tests.builders import ALWAYS, build_council

NEEDS = tuple(CATALOGUE)
CHANNELS = (Channel.EMAIL, Channel.EMAIL, Channel.SMS, Channel.SMS, Channel.LETTER, Channel.PHONE)


@dataclass(frozen=True)
class Simulated:
    """What the simulation needs to know of its council: numbers only, valid in any session."""

    offers: tuple[tuple[int, int], ...]
    """Which officer (id) sees people about which service (id)."""
    by_request: frozenset[int]
    officers: tuple[int, ...]
    manager: int


def found(session: Session, closed: list[date]) -> Simulated:
    """The council of the builders, with a manager, enquiries and the closures known from the beginning."""
    made = build_council(session)
    made.rhys.cover, made.rhys.daily_maximum = made.sam, 4
    made.sam.buffer_minutes = 5
    manager = Staff(email="manager@example.org", name="M", role=Role.MANAGER, password_hash="-")
    session.add_all(
        [
            manager,
            PromisedStandard(
                working_days=3, effective_from=ALWAYS, promised=Promised.ENQUIRY_PASSED_ON
            ),
            PromisedStandard(
                working_days=10, effective_from=ALWAYS, promised=Promised.ENQUIRY_WRITTEN
            ),
            *(Closure(day=day, reason="Christmas") for day in closed),
        ]
    )
    session.commit()
    pairs: list[tuple[Officer, Service]] = [
        (made.sam, made.housing),
        (made.priya, made.benefits),
        (made.priya, made.benefits),
        (made.rhys, made.housing),
    ]
    return Simulated(
        offers=tuple((officer.id, service.id) for officer, service in pairs),
        by_request=frozenset({made.priya.id}),
        officers=(made.sam.id, made.priya.id, made.rhys.id),
        manager=manager.id,
    )


def christmas(year: int) -> list[date]:
    """The days between Christmas and New Year, on which this council is always closed."""
    return [date(year, 12, 27) + timedelta(days=n) for n in range(5)]


def somebody(number: int, rng: Random) -> Contact:
    """A resident with a phone of Ofcom's drama range; some have no phone, some nothing but an address."""
    channel = rng.choice(CHANNELS)
    textable = channel is Channel.SMS or rng.random() < 0.6
    phoned = textable or channel is Channel.PHONE
    return Contact(
        name=f"Resident {number}",
        channel=channel,
        email=f"resident{number}@example.org"
        if channel is Channel.EMAIL or rng.random() < 0.5
        else None,
        phone=f"+447700900{number % 1000:03}" if phoned else None,
        phone_textable=textable,
        address=f"{number} Mill Lane\nHartley\nHV1 2CD" if channel is Channel.LETTER else None,
    )


def needs(rng: Random) -> tuple[str, ...]:
    """None for most, some for many; also such as no room or officer here can meet."""
    return tuple(rng.sample(NEEDS, rng.choice((0, 0, 0, 1, 1, 2, 3))))
