"""Made-up councils, officers, residents and requests, each with what a test does not care about filled in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from booking.actions import requesting
from booking.actions.actor import RESIDENT
from booking.actions.enquiring import NewEnquiry
from booking.actions.requesting import NewRequest
from booking.actions.residents import Contact
from booking.actions.supporters import Authority
from booking.domain.needs import Meeting
from booking.domain.promise import Promised
from booking.models import (
    Appointment,
    Arranges,
    CameBy,
    Channel,
    Location,
    Officer,
    PatternHours,
    PromisedStandard,
    Room,
    Service,
)

ALWAYS = date(2020, 1, 1)


@dataclass(frozen=True)
class Council:
    """What `build_council` made."""

    housing: Service
    benefits: Service
    civic_centre: Location
    library: Location
    sam: Officer
    """Open; housing and benefits; Monday to Friday 9:00 to 17:00 at the civic centre."""
    priya: Officer
    """By request; benefits; speaks Urdu; has no mobile."""
    rhys: Officer
    """Open; housing; speaks Welsh; at the library."""


def build_council(session: Session) -> Council:
    """A council whose officers work Monday to Friday, 9:00 to 17:00, from 2020 on."""
    civic = Location(
        slug="civic-centre",
        name="Civic Centre",
        address="1 Market Square\nHartley\nHV1 1AA",
        travel="Buses 4 and 9 stop outside.",
        rooms=[
            Room(name="Room 1", facilities=[]),
            Room(name="Room 2", facilities=["step_free", "hearing_loop", "wheelchair_space"]),
        ],
    )
    library = Location(
        slug="library",
        name="Vale Library",
        address="Mill Lane\nVale\nHV2 2BB",
        rooms=[Room(name="Study", facilities=["step_free", "quiet"])],
    )
    every_way = [Meeting.IN_PERSON, Meeting.PHONE, Meeting.VIDEO]
    housing = Service(
        slug="housing",
        name="Housing advice",
        minutes=30,
        meetings=every_way,
        documents=["Your tenancy agreement"],
        locations=[civic, library],
    )
    benefits = Service(
        slug="benefits",
        name="Benefits and council tax",
        minutes=30,
        locations=[civic],
        meetings=[*every_way, Meeting.HOME_VISIT],
    )
    sam = Officer(
        slug="sam-okafor",
        name="Sam Okafor",
        job_title="Housing officer",
        email="sam@example.org",
        mobile="+447700900101",
        services=[housing, benefits],
        patterns=_week(civic),
    )
    priya = Officer(
        slug="priya-shah",
        name="Priya Shah",
        job_title="Benefits officer",
        email="priya@example.org",
        languages=["en", "ur"],
        arranges=Arranges.BY_REQUEST,
        services=[benefits],
        patterns=_week(civic),
        cover=sam,
    )
    rhys = Officer(
        slug="rhys-morgan",
        name="Rhys Morgan",
        job_title="Housing officer",
        email="rhys@example.org",
        languages=["en", "cy"],
        services=[housing],
        patterns=_week(library),
    )
    session.add_all(
        [
            civic,
            library,
            housing,
            benefits,
            sam,
            priya,
            rhys,
            PromisedStandard(working_days=5, effective_from=ALWAYS),
            PromisedStandard(
                working_days=3, effective_from=ALWAYS, promised=Promised.ENQUIRY_PASSED_ON
            ),
            PromisedStandard(
                working_days=10, effective_from=ALWAYS, promised=Promised.ENQUIRY_WRITTEN
            ),
        ]
    )
    session.flush()
    for officer, place in ((sam, civic), (priya, civic), (rhys, library)):
        for hours in officer.patterns:
            hours.location_id = place.id
    session.commit()
    return Council(housing, benefits, civic, library, sam, priya, rhys)


def _week(location: Location) -> list[PatternHours]:
    return [
        PatternHours(
            weekday=weekday,
            starts=time(9),
            ends=time(17),
            location_id=location.id,
            effective_from=ALWAYS,
        )
        for weekday in range(5)
    ]


def london(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    """An instant of a winter's day in London, where local time is UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def contact(**changes: Any) -> Contact:
    """Somebody who can be reached in every way, and chose email."""
    usual: dict[str, Any] = {
        "name": "Amina Yusuf",
        "channel": Channel.EMAIL,
        "email": "amina@example.org",
        "phone": "+447700900123",
        "phone_textable": True,
        "address": "7 Mill Lane\nHartley\nHV1 2CD",
    }
    return Contact(**(usual | changes))


def new_request(council: Council, **changes: Any) -> NewRequest:
    """A request to see Sam about housing in person, by preference and with no needs."""
    usual: dict[str, Any] = {
        "key": str(uuid4()),
        "service_id": council.housing.id,
        "officer_id": council.sam.id,
        "meeting": Meeting.IN_PERSON,
        "contact": contact(),
    }
    return NewRequest(**(usual | changes))


def arranged(council: Council, starts_at: datetime | None = None, **changes: Any) -> Appointment:
    """An appointment arranged with Sam, on Wednesday 25 November 2026 at 10:30 unless told otherwise."""
    when = starts_at or london(25, 10, 30)
    return requesting.request(new_request(council, starts_at=when, **changes), actor=RESIDENT)


def new_enquiry(council: Council, **changes: Any) -> NewEnquiry:
    """A question about benefits that came by phone, for Priya to answer."""
    usual: dict[str, Any] = {
        "key": str(uuid4()),
        "service_id": council.benefits.id,
        "officer_id": council.priya.id,
        "contact": contact(),
        "question": "When is my payment?",
        "came_by": CameBy.PHONE,
    }
    return NewEnquiry(**(usual | changes))


def authority(**changes: Any) -> Authority:
    """Joan Smith, a sister, by email: told everything, and may change what is arranged."""
    who: dict[str, Any] = {
        "name": "Joan Smith",
        "channel": Channel.EMAIL,
        "email": "joan@example.org",
        "phone": "+447700900456",
        "phone_textable": True,
        "address": None,
    }
    given = {name: changes.pop(name) for name in list(changes) if name in [*who, "language"]}
    usual: dict[str, Any] = {"contact": contact(**(who | given)), "relationship": "My sister"}
    return Authority(**(usual | changes))
