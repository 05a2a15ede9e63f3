"""Messages of every kind about one appointment and one enquiry, not yet composed."""

from dataclasses import dataclass
from datetime import timedelta

from booking.domain.arranging import Proposal
from booking.domain.diary import Slot
from booking.messaging import specimens
from booking.messaging.buttons import Links, carried_link
from booking.messaging.facts import Subject
from booking.messaging.made_up import a_manager, a_supporter
from booking.messaging.specimens import CHANNELS, KINDS, OF_ENQUIRIES, a_message
from booking.models import Appointment, Audience, Channel, Enquiry, Kind, Message, Purpose
from tests.builders import london

__all__ = ["a_manager", "a_message", "a_supporter"]

TOKEN = "pQULONdsK4l7zJsHyNnFmBrs"
"""As long as the real ones."""

MANAGE = f"https://appointments.example.org/appointment/{TOKEN}"
ANSWER = f"https://appointments.example.org/officer/answer/{TOKEN}"

TO_RESIDENTS = KINDS[Audience.RESIDENT]
TO_SUPPORTERS = KINDS[Audience.SUPPORTER]
TO_OFFICERS = KINDS[Audience.OFFICER]
TO_MANAGERS = KINDS[Audience.MANAGER]
OF_BOTH = (Kind.AT_RISK, Kind.MISSED)
"""What managers are told of an appointment and of an enquiry alike."""

EVERY_MESSAGE = [
    (kind, channel)
    for audience, kinds in KINDS.items()
    for kind in kinds
    for channel in CHANNELS[audience]
]


@dataclass(frozen=True)
class Both:
    """An appointment and an enquiry of one resident: every kind of message is about one of them."""

    appointment: Appointment
    enquiry: Enquiry

    def of(self, kind: Kind) -> Subject:
        """What a message of that kind is about."""
        return self.enquiry if kind in OF_ENQUIRIES else self.appointment


def a_copy(
    kind: Kind,
    subject: Subject,
    channel: Channel = Channel.EMAIL,
    *,
    language: str = "en",
    may_manage: bool = True,
) -> Message:
    """What Joan is told of what Amina is told."""
    message = specimens.a_copy(kind, subject, channel, language)
    assert message.supporter
    message.supporter.may_manage = may_manage
    return message


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
