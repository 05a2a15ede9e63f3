"""Messages of every kind about one appointment and one enquiry, not yet composed."""

from dataclasses import dataclass
from datetime import date, timedelta

from booking import clock
from booking.domain.acting_for import OF_AUTHORITY, Tells
from booking.domain.arranging import Proposal
from booking.domain.diary import Slot
from booking.messaging.buttons import Links, carried_link
from booking.messaging.enquiry_facts import TOLD_WHO_ANSWERS, TOLD_WHO_ASKED
from booking.messaging.facts import Subject
from booking.messaging.manager_facts import TOLD_MANAGERS
from booking.messaging.officer_facts import TOLD_OFFICERS
from booking.messaging.resident_facts import TOLD_RESIDENTS
from booking.messaging.supporter_facts import TOLD_SUPPORTERS
from booking.models import (
    Appointment,
    Audience,
    Channel,
    Enquiry,
    Kind,
    Message,
    Purpose,
    Role,
    Staff,
    Supporter,
)
from tests.builders import london

TOKEN = "pQULONdsK4l7zJsHyNnFmBrs"
"""As long as the real ones."""

MANAGE = f"https://appointments.example.org/appointment/{TOKEN}"
ANSWER = f"https://appointments.example.org/officer/answer/{TOKEN}"

RESIDENT_CHANNELS = tuple(Channel)
OFFICER_CHANNELS = (Channel.EMAIL, Channel.SMS)

MANAGER_CHANNELS = (Channel.EMAIL,)
"""As `outbox` reaches them."""

TO_RESIDENTS = [*TOLD_RESIDENTS, *TOLD_WHO_ASKED]
TO_SUPPORTERS = [*TOLD_SUPPORTERS]
TO_OFFICERS = [*TOLD_OFFICERS, *TOLD_WHO_ANSWERS]
TO_MANAGERS = [*TOLD_MANAGERS]
OF_ENQUIRIES = {*TOLD_WHO_ASKED, *TOLD_WHO_ANSWERS}
OF_BOTH = (Kind.AT_RISK, Kind.MISSED)
"""What managers are told of an appointment and of an enquiry alike."""

EVERY_MESSAGE = [
    *((kind, channel) for kind in TO_RESIDENTS for channel in RESIDENT_CHANNELS),
    *((kind, channel) for kind in TO_SUPPORTERS for channel in RESIDENT_CHANNELS),
    *((kind, channel) for kind in TO_OFFICERS for channel in OFFICER_CHANNELS),
    *((kind, channel) for kind in TO_MANAGERS for channel in MANAGER_CHANNELS),
]


@dataclass(frozen=True)
class Both:
    """An appointment and an enquiry of one resident: every kind of message is about one of them."""

    appointment: Appointment
    enquiry: Enquiry

    def of(self, kind: Kind) -> Subject:
        """What a message of that kind is about."""
        return self.enquiry if kind in OF_ENQUIRIES else self.appointment


def a_manager() -> Staff:
    """Whoever answers for the promise."""
    return Staff(email="morag@example.org", name="Morag Reid", role=Role.MANAGER)


def a_supporter() -> Supporter:
    """Joan acts for Amina: she is told everything, and may change it."""
    return Supporter(
        name="Joan Smith",
        email="joan@example.org",
        phone="+447700900456",
        phone_textable=True,
        address="1 High Street\nHartley",
        channel=Channel.EMAIL,
        language="en",
        tells=Tells.EVERYTHING,
        may_manage=True,
    )


def a_copy(
    kind: Kind,
    subject: Subject,
    channel: Channel = Channel.EMAIL,
    *,
    language: str = "en",
    may_manage: bool = True,
) -> Message:
    """What Joan is told of what Amina is told."""
    message = a_message(kind, subject, channel, language)
    message.audience, message.supporter = Audience.SUPPORTER, a_supporter()
    message.supporter.may_manage = may_manage
    return message


def a_message(
    kind: Kind, subject: Subject, channel: Channel = Channel.EMAIL, language: str = "en"
) -> Message:
    """A row of the outbox as the actions write it, for whoever that kind is for."""
    of_a_day = kind is Kind.OFFICER_DAY
    appointment = subject if isinstance(subject, Appointment) and not of_a_day else None
    audience = _audience(kind)
    return Message(
        kind=kind,
        channel=channel,
        audience=audience,
        appointment=appointment,
        enquiry=subject if isinstance(subject, Enquiry) else None,
        officer=subject.officer if audience is Audience.OFFICER else None,
        supporter=a_supporter() if kind in OF_AUTHORITY else None,
        staff=a_manager() if audience is Audience.MANAGER else None,
        day=date(2026, 11, 25) if of_a_day else None,
        sequence=appointment.sequence if appointment else 0,
        language=language,
        created_at=clock.now(),
    )


def _audience(kind: Kind) -> Audience:
    if kind in TO_MANAGERS:
        return Audience.MANAGER
    if kind in TO_SUPPORTERS:
        return Audience.SUPPORTER
    return Audience.OFFICER if kind in TO_OFFICERS else Audience.RESIDENT


def its_links(message: Message) -> Links:
    """The secure link that the message carries, if any."""
    carried = carried_link(message)
    return Links(
        manage=MANAGE if carried is Purpose.MANAGE else None,
        answer=ANSWER if carried is Purpose.ANSWER_REQUEST else None,
    )


def three_proposals() -> list[Proposal]:
    """Two times that the resident would like, and one that gives way."""
    starts = [(london(24, 10, 30), 1), (london(25, 14), 2), (london(27, 12), None)]
    return [Proposal(Slot(at, at + timedelta(minutes=30)), met) for at, met in starts]
