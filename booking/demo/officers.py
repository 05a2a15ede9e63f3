"""The officers of the demonstration council. Nobody here exists."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import cycle, islice
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.demo.residents import FIRST_NAMES, LAST_NAMES
from booking.domain.local_time import day_bounds
from booking.domain.needs import BSL
from booking.domain.working_days import WorkingCalendar
from booking.models import Absence, Arranges, Location, Officer, PatternHours, Service
from booking.settings import settings

SINCE = date(2012, 1, 1)
EVERY_DAY = range(5)
MORNING, AFTERNOON = (time(9), time(12, 30)), (time(13, 15), time(17))
SHORT_DAY = (time(9, 30), time(14, 30))
HALL, LIBRARY, BRINDLE = "town-hall", "vale-library", "brindle-street"
ILL = "ioana-dumitru"
"""Who falls ill in the story; nobody knows when she comes back."""
HOME = None
"""No location: meetings by phone and video only."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The same hours on several weekdays (0 is Monday) at one place.

    `changed`: they begin ("since") or end ("until") on the Monday of last week.
    """

    weekdays: tuple[int, ...] | range
    place: str | None
    times: tuple[tuple[time, time], ...] = (MORNING, AFTERNOON)
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Sketch:
    """An officer in a few words. `away` are spells (from, to, reason), in working days from today."""

    name: str
    job_title: str
    services: tuple[str, ...]
    hours: tuple[Hours, ...]
    languages: tuple[str, ...] = ("en",)
    by_request: bool = False
    mobile: str | None = None
    cover: str | None = None
    away: tuple[tuple[int, int, str], ...] = ()
    buffer_minutes: int = 0
    daily_maximum: int | None = None


SKETCHES = (
    Sketch(
        "Grace Adeyemi",
        "Housing options officer",
        ("housing",),
        (Hours(EVERY_DAY, HALL),),
        mobile="+447700900301",
        cover="Rhys Morgan",
    ),
    Sketch(
        "Tomasz Nowak",
        "Planning officer",
        ("planning",),
        (Hours((0, 1, 2, 3), HALL), Hours((4,), HOME)),
        languages=("en", "pl"),
        by_request=True,
        mobile="+447700900302",
        cover="Helen Whitaker",
    ),
    Sketch(
        "Rhys Morgan",
        "Housing officer",
        ("housing", "benefits"),
        (Hours((0, 1), HALL), Hours((2, 3, 4), LIBRARY)),
        languages=("en", "cy"),
        mobile="+447700900303",
        cover="Grace Adeyemi",
        buffer_minutes=5,
    ),
    Sketch(
        "Ayesha Malik",
        "Benefits adviser",
        ("benefits",),
        (Hours(EVERY_DAY, LIBRARY),),
        languages=("en", "ur", "pa"),
        mobile="+447700900304",
        cover="Daniel Okoro",
        away=((6, 8, "leave"),),
    ),
    Sketch(
        "Daniel Okoro",
        "Council tax officer",
        ("benefits",),
        (Hours(EVERY_DAY, HALL),),
        cover="Ayesha Malik",
        away=((-12, -11, "sickness"), (3, 3, "training")),
    ),
    Sketch(
        "Siân Pritchard",
        "Social worker",
        ("adult-social-care",),
        (Hours((0, 1, 2), BRINDLE), Hours((3,), LIBRARY)),
        languages=("en", "cy"),
        by_request=True,
        mobile="+447700900306",
        cover="Marcus Bennett",
        buffer_minutes=15,
        daily_maximum=4,
    ),
    Sketch(
        "Marcus Bennett",
        "Occupational therapist",
        ("adult-social-care", "blue-badges"),
        (Hours(EVERY_DAY, BRINDLE),),
        languages=("en", BSL),
        mobile="+447700900307",
        cover="Siân Pritchard",
    ),
    Sketch(
        "Helen Whitaker",
        "Building control surveyor",
        ("planning",),
        (
            Hours(EVERY_DAY, HALL, (SHORT_DAY,), changed="until"),
            Hours((0, 1, 3), HALL, changed="since"),
        ),
        cover="Tomasz Nowak",
    ),
    Sketch(
        "Ioana Dumitru",
        "Licensing officer",
        ("licensing",),
        (Hours((1, 2, 3, 4), HALL),),
        languages=("en", "ro"),
        by_request=True,
        cover="Callum Fraser",
    ),
    Sketch(
        "Callum Fraser",
        "Licensing adviser",
        ("licensing", "blue-badges"),
        (Hours((0, 1), HALL), Hours((2, 3), BRINDLE)),
        mobile="+447700900310",
        cover="Ioana Dumitru",
    ),
    Sketch(
        "Farida Rahman",
        "Deputy registrar",
        ("registrars",),
        (Hours((1, 2, 3, 4), HALL, (SHORT_DAY,)),),
        languages=("en", "bn"),
        away=((11, 15, "leave"),),
    ),
    Sketch(
        "Joanne Clarke",
        "Blue Badge assessor",
        ("blue-badges",),
        (Hours((0, 2, 4), LIBRARY, (SHORT_DAY,)), Hours((1,), BRINDLE, (MORNING,))),
        mobile="+447700900312",
        cover="Marcus Bennett",
    ),
)


def slug_of(name: str) -> str:
    """As in the address of a page: "Siân Pritchard" is "sian-pritchard"."""
    return "-".join(name.lower().replace("â", "a").split())


def appoint(
    session: Session, count: int, rng: Random, today: date, calendar: WorkingCalendar
) -> None:
    """Writes `count` officers with their patterns and absences: the twelve, then made-up colleagues."""
    sketches = [*SKETCHES[:count], *_colleagues(count - len(SKETCHES), rng)]
    places = {place.slug: place.id for place in session.scalars(select(Location))}
    services = {service.slug: service for service in session.scalars(select(Service))}
    officers = {
        sketch.name: Officer(
            slug=slug_of(sketch.name),
            name=sketch.name,
            job_title=sketch.job_title,
            email=email_of(sketch.name),
            mobile=sketch.mobile,
            languages=list(sketch.languages),
            arranges=Arranges.BY_REQUEST if sketch.by_request else Arranges.OPEN,
            buffer_minutes=sketch.buffer_minutes,
            daily_maximum=sketch.daily_maximum,
            services=[services[slug] for slug in sketch.services],
            patterns=_patterns(sketch, places, today),
        )
        for sketch in sketches
    }
    session.add_all(officers.values())
    session.flush()
    for sketch in sketches:
        if cover := officers.get(sketch.cover or ""):
            officers[sketch.name].cover_id = cover.id
        session.add_all(_absences(sketch, officers[sketch.name].id, today, calendar))


def _patterns(sketch: Sketch, places: dict[str, int], today: date) -> list[PatternHours]:
    last_monday = today - timedelta(days=today.weekday() + 7)
    return [
        PatternHours(
            weekday=weekday,
            starts=starts,
            ends=ends,
            location_id=places[hours.place] if hours.place else None,
            effective_from=last_monday if hours.changed == "since" else SINCE,
            effective_until=last_monday - timedelta(days=1) if hours.changed == "until" else None,
        )
        for hours in sketch.hours
        for weekday in hours.weekdays
        for starts, ends in hours.times
    ]


def _absences(
    sketch: Sketch, officer_id: int, today: date, calendar: WorkingCalendar
) -> list[Absence]:
    zone = settings().timezone
    return [
        Absence(
            officer_id=officer_id,
            starts_at=day_bounds(calendar.add(today, first), zone)[0],
            ends_at=day_bounds(calendar.add(today, last), zone)[1],
            reason=reason,
        )
        for first, last, reason in sketch.away
    ]


def _colleagues(count: int, rng: Random) -> list[Sketch]:
    """As many more officers as wanted, for trying how Kept grows."""
    names = [f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES]
    rng.shuffle(names)
    taken = {sketch.name for sketch in SKETCHES}
    free = [name for name in names if name not in taken]
    models = cycle(SKETCHES)
    return [
        Sketch(
            name,
            model.job_title,
            model.services,
            (Hours(EVERY_DAY, next(h.place for h in model.hours if h.place)),),
            model.languages,
        )
        for name, model in zip(islice(free, max(count, 0)), models, strict=False)
    ]


def email_of(name: str) -> str:
    """Where somebody of the council is written to."""
    return f"{slug_of(name).replace('-', '.')}@example.org"
