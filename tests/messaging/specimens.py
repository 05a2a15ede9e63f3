"""Messages of every kind about one appointment, not yet composed."""

from datetime import date, timedelta

from booking.domain.arranging import Proposal
from booking.domain.diary import Slot
from booking.messaging.buttons import Links, carried_link
from booking.messaging.officer_facts import TOLD_OFFICERS
from booking.messaging.resident_facts import TOLD_RESIDENTS
from booking.models import Appointment, Audience, Channel, Kind, Message, Purpose
from tests.builders import london

TOKEN = "InBRVUxPTmRzSzRsN3pKc0h5Tm5GbUJyc0VwVjFhS2t0WXc5MmRqUXgtWm8i.PZ4g7cN2mYw0Tq8sVb1xKd5hLrE"
"""As long as the real ones."""

MANAGE = f"https://appointments.example.org/appointment/{TOKEN}"
ANSWER = f"https://appointments.example.org/officer/answer/{TOKEN}"

RESIDENT_CHANNELS = tuple(Channel)
OFFICER_CHANNELS = (Channel.EMAIL, Channel.SMS)

EVERY_MESSAGE = [
    *((kind, channel) for kind in TOLD_RESIDENTS for channel in RESIDENT_CHANNELS),
    *((kind, channel) for kind in TOLD_OFFICERS for channel in OFFICER_CHANNELS),
]


def a_message(
    kind: Kind, appointment: Appointment, channel: Channel = Channel.EMAIL, language: str = "en"
) -> Message:
    """A row of the outbox as the actions write it, for whoever that kind is for."""
    to_officer = kind in TOLD_OFFICERS
    officer = appointment.officer if to_officer else None
    of_a_day = kind is Kind.OFFICER_DAY
    return Message(
        kind=kind,
        channel=channel,
        audience=Audience.OFFICER if to_officer else Audience.RESIDENT,
        appointment=None if of_a_day else appointment,
        officer=officer,
        day=date(2026, 11, 25) if of_a_day else None,
        sequence=appointment.sequence,
        language=language,
    )


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
