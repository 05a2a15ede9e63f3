"""The people, the appointment and the enquiry that specimens are about: none of them exists.

Names and numbers are made up (example.org, RFC 2606; numbers that Ofcom keeps for drama). The
council's own service and building may be lent to them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from booking import clock
from booking.domain.acting_for import Tells
from booking.domain.lifecycle import Action, Status
from booking.domain.local_time import at_or_after, local_day
from booking.domain.needs import Meeting, Part
from booking.models import (
    ActorKind,
    Appointment,
    CameBy,
    Channel,
    CouncilsWords,
    Enquiry,
    Event,
    Kind,
    Location,
    Officer,
    PreferredTime,
    Promise,
    Resident,
    Role,
    Room,
    Service,
    Staff,
    Supporter,
)
from booking.settings import settings

_STANDS: Mapping[Kind, Status] = {
    **dict.fromkeys((Kind.CANCELLED, Kind.INVITATION_CANCEL), Status.CANCELLED),
    **dict.fromkeys((Kind.WITHDRAWN, Kind.REQUEST_CLOSED), Status.WITHDRAWN),
    **dict.fromkeys((Kind.ANSWERED, Kind.ENQUIRY_ANSWERED), Status.ANSWERED),
    Kind.DECLINED: Status.DECLINED,
    Kind.RESIDENT_HERE: Status.WAITING,
    **dict.fromkeys(
        (
            Kind.REQUEST_RECEIVED,
            Kind.COVER_OFFERED,
            Kind.CHOOSE_AGAIN,
            Kind.DELAY,
            Kind.APOLOGY,
            Kind.PLEASE_ARRANGE,
            Kind.ARRANGE_REMINDER,
            Kind.AT_RISK,
            Kind.NO_TIME,
            Kind.MISSED,
        ),
        Status.REQUESTED,
    ),
}
"""How its subject stands when a message of that kind is true; arranged, unless named here."""
_OVER = frozenset({Status.CANCELLED, Status.DECLINED, Status.WITHDRAWN, Status.ANSWERED})
_OF_A_TIME_LOST = (Kind.CHOOSE_AGAIN,)


@dataclass(frozen=True, slots=True)
class Told:
    """How a specimen is told, and of which service and building; those are made up where none is given."""

    channel: Channel = Channel.EMAIL
    language: str = "en"
    meeting: Meeting = Meeting.IN_PERSON
    needs: Sequence[str] = ()
    as_copy: bool = False
    """What a supporter is told of what the resident is told, where a kind has that."""
    service: Service | None = None
    location: Location | None = None


def an_appointment(kind: Kind, told: Told) -> Appointment:
    """What a message of that kind is about: it stands as it does when the message is written."""
    now, status = clock.now(), _STANDS.get(kind, Status.ARRANGED)
    starts_at = moment(2, time(10, 30))
    timed = status is not Status.REQUESTED
    made = Appointment(
        reference="KRM7-X2P9",
        status=status,
        service=_service(told.service),
        officer=_officer(),
        resident=_resident(told),
        meeting=told.meeting,
        location=_location(told.location) if told.meeting is Meeting.IN_PERSON else None,
        room=Room(name=CouncilsWords("Room 1"), facilities=[])
        if told.meeting is Meeting.IN_PERSON
        else None,
        minutes=30,
        starts_at=starts_at if timed else None,
        ends_at=starts_at + timedelta(minutes=30) if timed else None,
        needs=list(told.needs),
        came_by=CameBy.ONLINE,
        received_at=now - timedelta(days=1),
        ended_at=now if status in _OVER else None,
        uid="7d8b0f0e-2c41-4c8e-9a55-1f0c6f3f2b10",
        sequence=1,
        promises=[_promise(kind, now, kept=timed)],
        preferences=[
            PreferredTime(rank=1, day=weekday(2), part=Part.MORNING),
            PreferredTime(rank=2, day=None, part=Part.AFTERNOON),
        ],
    )
    made.reason, made.instead = _reason(kind)
    made.late_minutes = 10 if kind is Kind.RESIDENT_LATE else None
    if kind in _OF_A_TIME_LOST or status is Status.CANCELLED:
        made.events = [_by_the_council(status, starts_at)]
    return made


def an_enquiry(kind: Kind, told: Told) -> Enquiry:
    """The same for a question that was passed on."""
    now, answered = clock.now(), kind is Kind.ENQUIRY_ANSWERED
    return Enquiry(
        reference="HVT4-B8QK",
        status=Status.ANSWERED if answered else Status.REQUESTED,
        service=_service(told.service),
        officer=_officer(),
        resident=_resident(told),
        came_by=CameBy.PHONE,
        question="When will my window be repaired?",
        answer=CouncilsWords("The repairs team comes on Thursday morning.") if answered else None,
        needs=list(told.needs),
        received_at=now - timedelta(days=1),
        promises=[_promise(kind, now, kept=answered)],
    )


def a_manager() -> Staff:
    """Whoever answers for the promise."""
    return Staff(email="morag.reid@example.org", name="Morag Reid", role=Role.MANAGER)


def a_supporter(channel: Channel = Channel.EMAIL, language: str = "en") -> Supporter:
    """Whoever acts for the resident: told everything, and may change it."""
    return Supporter(
        name="Joan Smith",
        email="joan.smith@example.org",
        phone="+447700900456",
        phone_textable=True,
        address="1 High Street\nHartley\nHV1 3EF",
        channel=channel,
        language=language,
        tells=Tells.EVERYTHING,
        may_manage=True,
    )


def _resident(told: Told) -> Resident:
    return Resident(
        name="Amina Yusuf",
        email="amina.yusuf@example.org",
        phone="+447700900123",
        phone_textable=True,
        address="7 Mill Lane\nHartley\nHV1 2CD",
        channel=told.channel,
        language=told.language,
    )


def _officer() -> Officer:
    cover = Officer(
        name="Rhys Morgan", job_title=CouncilsWords("Adviser"), email="rhys.morgan@example.org"
    )
    return Officer(
        name="Sam Okafor",
        job_title=CouncilsWords("Adviser"),
        email="sam.okafor@example.org",
        mobile="+447700900101",
        cover=cover,
    )


def _service(lent: Service | None) -> Service:
    """A copy, so that nothing ties a specimen to what is stored."""
    if lent:
        return Service(name=lent.name, documents=list(lent.documents or ()), minutes=lent.minutes)
    return Service(
        name=CouncilsWords("Housing advice"),
        documents=[CouncilsWords("Your tenancy agreement")],
        minutes=30,
    )


def _location(lent: Location | None) -> Location:
    if lent:
        return Location(name=lent.name, address=lent.address, travel=lent.travel)
    return Location(
        name=CouncilsWords("Civic Centre"),
        address=CouncilsWords("1 Market Square\nHartley\nHV1 1AA"),
        travel=CouncilsWords("Buses 4 and 9 stop outside."),
    )


def _promise(kind: Kind, now: datetime, *, kept: bool) -> Promise:
    missed = kind in (Kind.APOLOGY, Kind.MISSED, Kind.ENQUIRY_APOLOGY)
    due_by = moment(-1 if missed else 4, time(23, 59))
    started_at = min(now, due_by) - timedelta(days=1)
    return Promise(started_at=started_at, due_by=due_by, kept_at=now if kept else None)


def _reason(kind: Kind) -> tuple[str | None, str | None]:
    """Why, and what the resident can do instead, as an officer would type it."""
    match kind:
        case Kind.DECLINED:
            return (
                "Sam does not deal with this.",
                CouncilsWords("Phone the repairs line on 020 7946 0123."),
            )
        case Kind.ANSWERED:
            return "The repairs team comes on Thursday morning.", None
        case Kind.CANCELLED | Kind.CHOOSE_AGAIN | Kind.INVITATION_CANCEL:
            return "Sam is ill.", None
    return None, None


def _by_the_council(status: Status, starts_at: datetime) -> Event:
    action = Action.CANCEL if status is Status.CANCELLED else Action.REOPEN
    return Event(
        number=1,
        at=clock.now(),
        action=action,
        to_status=status,
        actor=ActorKind.OFFICER,
        on_behalf=False,
        facts={"starts_at": starts_at.isoformat()},
    )


def moment(weekdays: int, at: time) -> datetime:
    """An instant so many weekdays from today, at that time of the council's clock."""
    return at_or_after(weekday(weekdays), at, settings().timezone)


def weekday(number: int) -> date:
    """The day that many weekdays after today, or before it."""
    day, step = local_day(clock.now(), settings().timezone), 1 if number > 0 else -1
    for _each in range(abs(number)):
        day += timedelta(days=step)
        while day.isoweekday() > 5:
            day += timedelta(days=step)
    return day
