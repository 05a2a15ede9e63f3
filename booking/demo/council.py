"""Hartley Vale Council, which does not exist: its places, rooms, services, standards and closures."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from booking.domain.needs import Meeting
from booking.domain.promise import Promised
from booking.domain.working_days import WorkingCalendar
from booking.models import Closure, Location, PromisedStandard, Room, Service

_IN_PERSON, _PHONE = Meeting.IN_PERSON.value, Meeting.PHONE.value
_VIDEO, _HOME_VISIT = Meeting.VIDEO.value, Meeting.HOME_VISIT.value

CHRISTMAS = range(27, 32)
"""The days of December on which the council is closed, beside the public holidays."""


def found(session: Session, today: date, calendar: WorkingCalendar) -> None:
    """Writes everything but the people. `today` decides when the coming closure is."""
    places = {place.slug: place for place in _locations()}
    services = _services(places)
    session.add_all([*places.values(), *services])
    session.flush()
    registrars = next(service for service in services if service.slug == "registrars")
    session.add_all(_standards(registrars))
    session.add_all(_closures(today, calendar))


def _locations() -> list[Location]:
    """Three buildings of three ages: not every room can be reached, or heard in, by everybody."""
    return [
        Location(
            slug="town-hall",
            name="Hartley Town Hall",
            address="1 Market Square\nHartley\nHV1 1AA",
            phone="020 7946 0100",
            travel="Buses 4 and 9 stop in Market Square. Two Blue Badge spaces are in Corn Street.\n"
            "The main entrance has six steps; the step-free entrance with a bell is in Corn Street.",
            rooms=[
                Room(name="Room 1", facilities=["step_free", "wheelchair_space", "hearing_loop"]),
                Room(name="Room 2", facilities=["step_free", "quiet"]),
                Room(name="Room 3, upstairs", facilities=[]),
                Room(name="Old Court Room, upstairs", facilities=["hearing_loop"]),
            ],
        ),
        Location(
            slug="vale-library",
            name="Vale Library and Hub",
            address="Mill Lane\nVale\nHV2 2BB",
            phone="020 7946 0200",
            travel="Bus 12 stops outside; the railway station is five minutes on foot, all level.\n"
            "Everything is on the ground floor. There is a car park behind with Blue Badge spaces.",
            rooms=[
                Room(name="Study", facilities=["step_free", "quiet", "separate_waiting"]),
                Room(name="Pod", facilities=["step_free"]),
                Room(
                    name="Community room",
                    facilities=[
                        "step_free",
                        "wheelchair_space",
                        "hearing_loop",
                        "accessible_parking",
                    ],
                ),
            ],
        ),
        Location(
            slug="brindle-street",
            name="Brindle Street Centre",
            address="40 Brindle Street\nHartley\nHV1 3CD",
            phone="020 7946 0300",
            travel="Buses 4 and 21 stop at the corner. Blue Badge spaces are at the door.\n"
            "The doors open by themselves and a lift goes to every floor.",
            rooms=[
                Room(
                    name="Garden room",
                    facilities=[
                        "step_free",
                        "wheelchair_space",
                        "quiet",
                        "accessible_parking",
                        "separate_waiting",
                    ],
                ),
                Room(
                    name="Room B",
                    facilities=["step_free", "accessible_parking", "hearing_loop"],
                ),
                Room(name="Room C", facilities=["step_free", "accessible_parking"]),
            ],
        ),
    ]


def _services(places: dict[str, Location]) -> list[Service]:
    hall, library, brindle = (places[s] for s in ("town-hall", "vale-library", "brindle-street"))
    return [
        Service(
            slug="housing",
            name="Housing advice",
            description="Finding a home, keeping the one you have, repairs, homelessness.",
            minutes=45,
            documents=[
                "Your tenancy agreement or any letter about your home",
                "Something with your name and address on it",
                "Your last two payslips or a benefit letter",
            ],
            meetings=[_IN_PERSON, _PHONE, _VIDEO],
            locations=[hall, library],
        ),
        Service(
            slug="benefits",
            name="Council tax and benefits",
            description="Bills, discounts, arrears, housing benefit and council tax support.",
            minutes=30,
            documents=["Your council tax bill", "Your last bank statement"],
            meetings=[_IN_PERSON, _PHONE, _VIDEO, _HOME_VISIT],
            locations=[hall, library],
        ),
        Service(
            slug="planning",
            name="Planning and building control",
            description="Advice before you build, and on applications near you.",
            minutes=30,
            documents=["Drawings, sketches or photographs of what you have in mind"],
            meetings=[_IN_PERSON, _PHONE, _VIDEO],
            locations=[hall],
        ),
        Service(
            slug="adult-social-care",
            name="Adult social care",
            description="Help to live at home, for you or for somebody you look after.",
            sensitive=True,
            minutes=60,
            documents=["A list of the medicines you take", "The name of your GP surgery"],
            meetings=[_IN_PERSON, _PHONE, _VIDEO, _HOME_VISIT],
            locations=[brindle, library],
        ),
        Service(
            slug="licensing",
            name="Licensing",
            description="Licences for taxis, food, alcohol, street trading and events.",
            minutes=30,
            documents=["Proof of who you are", "Your old licence, if you have one"],
            meetings=[_IN_PERSON, _PHONE],
            locations=[hall],
        ),
        Service(
            slug="registrars",
            name="Registrars: giving notice of marriage",
            description="Giving notice of a marriage or a civil partnership.",
            minutes=45,
            documents=[
                "Your passport",
                "Proof of your address from the last three months",
                "Proof that an earlier marriage or partnership has ended, if there was one",
            ],
            meetings=[_IN_PERSON],
            locations=[hall],
        ),
        Service(
            slug="blue-badges",
            name="Blue Badges",
            description="Parking for disabled people: applying, renewing, a badge that was lost.",
            minutes=20,
            documents=[
                "Your badge, if you have one",
                "A recent photograph",
                "Proof of who you are",
            ],
            meetings=[_IN_PERSON, _PHONE, _HOME_VISIT],
            locations=[brindle, library],
        ),
    ]


def _standards(registrars: Service) -> list[PromisedStandard]:
    """The council once allowed itself ten working days; registrars have a timescale of their own."""
    return [
        PromisedStandard(working_days=10, effective_from=date(2012, 1, 1)),
        PromisedStandard(working_days=5, effective_from=date(2019, 4, 1)),
        PromisedStandard(
            working_days=3,
            effective_from=date(2019, 4, 1),
            promised=Promised.ENQUIRY_PASSED_ON,
        ),
        PromisedStandard(
            working_days=10,
            effective_from=date(2019, 4, 1),
            promised=Promised.ENQUIRY_WRITTEN,
        ),
        PromisedStandard(
            service_id=registrars.id,
            working_days=10,
            effective_from=date(2012, 1, 1),
            wording="Notices of marriage are taken in the order that the law sets, "
            "so registrars arrange them within 10 working days.",
        ),
    ]


def _closures(today: date, calendar: WorkingCalendar) -> Iterator[Closure]:
    """The days around Christmas of three years, and one day soon on which all staff are trained."""
    christmas = {
        day
        for year in range(today.year - 1, today.year + 2)
        for day in (date(year, 12, number) for number in CHRISTMAS)
        if calendar.is_working_day(day)
    }
    training = calendar.add(today, 9)
    while training in christmas:
        training += timedelta(days=7)
    for day in sorted(christmas):
        yield Closure(day=day, reason="Christmas closure")
    yield Closure(day=training, reason="Staff training day")
