"""A made-up message of every kind: composed as a real one is, about people who do not exist.

Nothing here is stored: the rows are never given to a session, and the links are never minted. Who and
what they are about is in `made_up.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from booking import clock
from booking.domain.acting_for import OF_AUTHORITY
from booking.domain.arranging import Proposal
from booking.domain.diary import Reason, Slot
from booking.messaging.buttons import Links, carried_link
from booking.messaging.compose import Content, compose
from booking.messaging.enquiry_facts import TOLD_WHO_ANSWERS, TOLD_WHO_ASKED
from booking.messaging.facts import Subject
from booking.messaging.made_up import (
    Told,
    a_manager,
    a_supporter,
    an_appointment,
    an_enquiry,
    moment,
    weekday,
)
from booking.messaging.manager_facts import TOLD_MANAGERS
from booking.messaging.officer_facts import TOLD_OFFICERS
from booking.messaging.resident_facts import TOLD_RESIDENTS
from booking.messaging.supporter_facts import TOLD_SUPPORTERS
from booking.models import Appointment, Audience, Channel, Enquiry, Kind, Message, Purpose
from booking.settings import settings

KINDS: Mapping[Audience, Sequence[Kind]] = {
    Audience.RESIDENT: (*TOLD_RESIDENTS, *TOLD_WHO_ASKED),
    Audience.SUPPORTER: (*TOLD_SUPPORTERS,),
    Audience.OFFICER: (*TOLD_OFFICERS, *TOLD_WHO_ANSWERS),
    Audience.MANAGER: (*TOLD_MANAGERS,),
}
"""Every kind of message, by whom it is for."""

EVERY_KIND = tuple(kind for kinds in KINDS.values() for kind in kinds)

CHANNELS: Mapping[Audience, Sequence[Channel]] = {
    Audience.RESIDENT: tuple(Channel),
    Audience.SUPPORTER: tuple(Channel),
    Audience.OFFICER: (Channel.EMAIL, Channel.SMS),
    Audience.MANAGER: (Channel.EMAIL,),
}
"""The channels that each is reached by."""

OF_ENQUIRIES = frozenset({*TOLD_WHO_ASKED, *TOLD_WHO_ANSWERS})

TOKEN = "ThisIsAPreviewOfAMessage"  # noqa: S105 - no secret: it opens nothing
"""As long as the secret of a real link."""

_NOWHERE = "https://appointments.example.org"


@dataclass(frozen=True)
class Specimen:
    """One made-up message and all that `compose` is given with it."""

    message: Message
    links: Links
    day: Sequence[Appointment] = ()
    proposals: Sequence[Proposal] = ()
    hear_by: date | None = None

    def content(self) -> Content:
        """Its words, by the product's own composer."""
        return compose(
            self.message,
            links=self.links,
            day=self.day,
            proposals=self.proposals,
            hear_by=self.hear_by,
            empty=Reason.FULL,
        )


def audience_of(kind: Kind) -> Audience:
    """Whom messages of that kind are for."""
    return next(audience for audience, kinds in KINDS.items() if kind in kinds)


def specimen(kind: Kind, told: Told) -> Specimen:
    """A made-up message of that kind; about an appointment some days ahead, or an enquiry."""
    subject = an_enquiry(kind, told) if kind in OF_ENQUIRIES else an_appointment(kind, told)
    write = a_copy if told.as_copy and has_copy(kind) else a_message
    message = write(kind, subject, told.channel, told.language)
    return Specimen(
        message=message,
        links=links_of(message),
        day=[subject] if isinstance(subject, Appointment) else (),
        proposals=_proposals() if carried_link(message) is Purpose.ANSWER_REQUEST else (),
        hear_by=weekday(1),
    )


def a_message(
    kind: Kind, subject: Subject, channel: Channel = Channel.EMAIL, language: str = "en"
) -> Message:
    """A row of the outbox about `subject` as the actions write it, for whoever that kind is for."""
    of_a_day = kind is Kind.OFFICER_DAY
    appointment = subject if isinstance(subject, Appointment) and not of_a_day else None
    audience = audience_of(kind)
    return Message(
        kind=kind,
        channel=channel,
        audience=audience,
        appointment=appointment,
        enquiry=subject if isinstance(subject, Enquiry) else None,
        officer=subject.officer if audience is Audience.OFFICER else None,
        supporter=a_supporter(channel, language) if kind in OF_AUTHORITY else None,
        staff=a_manager() if audience is Audience.MANAGER else None,
        day=weekday(2) if of_a_day else None,
        sequence=appointment.sequence if appointment else 0,
        language=language,
        created_at=clock.now(),
    )


def has_copy(kind: Kind) -> bool:
    """Whether somebody who acts for a resident may be told the same."""
    return kind in KINDS[Audience.RESIDENT] and kind not in OF_AUTHORITY


def a_copy(
    kind: Kind, subject: Subject, channel: Channel = Channel.EMAIL, language: str = "en"
) -> Message:
    """What a supporter is told of what the resident is told."""
    message = a_message(kind, subject, channel, language)
    message.audience, message.supporter = Audience.SUPPORTER, a_supporter(channel, language)
    return message


def links_of(message: Message) -> Links:
    """The link that the message would carry, as long as a real one; it leads nowhere."""
    carried, site = carried_link(message), settings().public_url or _NOWHERE
    return Links(
        manage=f"{site}/appointment/{TOKEN}" if carried is Purpose.MANAGE else None,
        answer=f"{site}/officer/answer/{TOKEN}" if carried is Purpose.ANSWER_REQUEST else None,
        check_in=f"{site}/here/{TOKEN}" if carried is Purpose.CHECK_IN else None,
    )


def _proposals() -> list[Proposal]:
    """Two times that the resident would like, and one that gives way."""
    starts = ((moment(2, time(10, 30)), 1), (moment(3, time(14)), 2), (moment(4, time(12)), None))
    return [Proposal(Slot(at, at + timedelta(minutes=30)), met) for at, met in starts]
