"""The council that lives through the year: officers of every kind, managers, every standard."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from booking.actions.residents import Contact
from booking.domain.conflicts import conflict
from booking.domain.needs import CATALOGUE, SPOKEN_INTERPRETERS, Part
from booking.models import Channel, Closure, Officer, Role, Service, Staff
from tests.builders import build_council
from tests.simulation.needs import LANGUAGES

NEEDS = tuple(CATALOGUE)
CHANNELS = (Channel.EMAIL, Channel.EMAIL, Channel.SMS, Channel.SMS, Channel.LETTER, Channel.PHONE)


@dataclass(frozen=True)
class Simulated:
    """What the simulation needs to know of its council: numbers only, valid in any session."""

    offers: tuple[tuple[int, int], ...]
    """Which officer (id) sees people about which service (id)."""
    visits: tuple[int, int]
    """The officer who visits people at home about this service, both as in `offers`."""
    by_request: frozenset[int]
    officers: tuple[int, ...]
    manager: int


def found(session: Session, closed: list[date]) -> Simulated:
    """The council of the builders, with a manager, the closures known from the beginning, and Nia.

    She is new: nobody has entered her working pattern, so nothing can ever be arranged with her.
    """
    made = build_council(session)
    made.rhys.daily_maximum = 4
    made.sam.buffer_minutes = 5
    made.priya.cover, made.rhys.cover = made.sam, made.sam
    manager = Staff(email="manager@example.org", name="M", role=Role.MANAGER, password_hash="-")
    nia = Officer(
        slug="nia-price", name="Nia Price", email="nia@example.org", services=[made.housing]
    )
    session.add_all(
        [manager, nia, *(Closure(day=day, reason="Christmas") for day in closed)],
    )
    session.commit()
    pairs: list[tuple[Officer, Service]] = [
        (made.sam, made.housing),
        (made.priya, made.benefits),
        (made.priya, made.benefits),
        (made.rhys, made.housing),
        (nia, made.housing),
    ]
    return Simulated(
        offers=tuple((officer.id, service.id) for officer, service in pairs),
        visits=(made.priya.id, made.benefits.id),
        by_request=frozenset({made.priya.id}),
        officers=(made.sam.id, made.priya.id, made.rhys.id),
        manager=manager.id,
    )


def christmas(year: int) -> list[date]:
    """The days between Christmas and New Year, on which this council is always closed."""
    return [date(year, 12, 27) + timedelta(days=n) for n in range(5)]


def somebody(number: int, rng: Random, *, by_every_way: bool = False) -> Contact:
    """A resident with a phone of Ofcom's drama range; some have no phone, some nothing but an address.

    `by_every_way`: they can be reached in any way, whatever they refuse.
    """
    channel = rng.choice(CHANNELS)
    textable = channel is Channel.SMS or rng.random() < 0.6
    phoned = textable or channel is Channel.PHONE or by_every_way
    return Contact(
        name=f"Resident {number}",
        channel=channel,
        email=f"resident{number}@example.org"
        if channel is Channel.EMAIL or rng.random() < 0.5 or by_every_way
        else None,
        phone=f"+447700900{number % 1000:03}" if phoned else None,
        phone_textable=textable,
        address=f"{number} Mill Lane\nHartley\nHV1 2CD"
        if channel is Channel.LETTER or by_every_way
        else None,
        language=LANGUAGES[number % len(LANGUAGES)],
        keep_needs=number % 3 == 0,
        best_part=(None, None, *Part)[number % 4],
    )


def needs(rng: Random) -> tuple[str, ...]:
    """None for most, some for many; also such as no room or officer here can meet.

    At most one channel is refused, and nothing that contradicts itself: forms see to that.
    """
    while True:
        drawn = tuple(rng.sample(NEEDS, rng.choice((0, 0, 0, 1, 1, 2, 3))))
        if conflict(drawn) is None and len(SPOKEN_INTERPRETERS.intersection(drawn)) < 2:
            return drawn
