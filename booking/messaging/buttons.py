"""What the reader of a message can press: secure links, or pages behind the staff's sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask_babel import gettext as _

from booking.domain.acting_for import TO_CHOOSE
from booking.domain.arranging import Proposal
from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting
from booking.language.dates import format_moment
from booking.messaging.facts import Subject, subject_of
from booking.models import Audience, Channel, Enquiry, Kind, Message, Purpose
from booking.settings import settings

_ON_SCREEN = (Channel.SMS, Channel.EMAIL)
_RESIDENT_SIDE = (Audience.RESIDENT, Audience.SUPPORTER)
_OF_A_MEETING = (
    Kind.ARRANGED,
    Kind.REARRANGED,
    Kind.REMINDER_DAYS,
    Kind.REMINDER_HOURS,
    Kind.SUPPORT_CONFIRMED,
)
_OVER = (Kind.CANCELLED, Kind.DECLINED, Kind.WITHDRAWN, Kind.ANSWERED)
_TO_ARRANGE = (Kind.PLEASE_ARRANGE, Kind.ARRANGE_REMINDER)


@dataclass(frozen=True, slots=True)
class Links:
    """The secure links minted for one message, in full: to manage, to answer a request, or to check in."""

    manage: str | None = None
    answer: str | None = None
    check_in: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: its words say all of what it does."""

    label: str
    url: str


def carried_link(message: Message) -> Purpose | None:
    """Which secure link the message carries: none in a call, and on paper only one to scan on arrival."""
    if message.channel is Channel.LETTER:
        return Purpose.CHECK_IN if _to_come_to(message) else None
    if message.channel not in _ON_SCREEN or message.appointment is None:
        return None
    if message.audience is Audience.RESIDENT:
        return Purpose.MANAGE
    if message.audience is Audience.SUPPORTER:
        return Purpose.MANAGE if _opens_something(message) else None
    to_officer = message.audience is Audience.OFFICER
    return Purpose.ANSWER_REQUEST if to_officer and message.kind in _TO_ARRANGE else None


def _to_come_to(message: Message) -> bool:
    """Whether it tells of a meeting at the council that is arranged and still to come."""
    appointment = message.appointment
    return (
        appointment is not None
        and bool(settings().public_url)
        and message.audience is Audience.RESIDENT
        and message.kind in _OF_A_MEETING
        and appointment.status is Status.ARRANGED
        and appointment.meeting is Meeting.IN_PERSON
    )


def buttons(message: Message, links: Links, proposals: Sequence[Proposal]) -> list[Button]:
    """What this message lets its reader press, most wanted first, in the current language."""
    carried = carried_link(message)
    if carried is Purpose.MANAGE:
        return [Button(_for_resident(message), links.manage)] if links.manage else []
    if carried is Purpose.ANSWER_REQUEST:
        return _to_answer(links.answer, proposals)
    to_staff = message.audience not in _RESIDENT_SIDE and message.channel in _ON_SCREEN
    return _for_staff(message) if to_staff else []


def _for_resident(message: Message) -> str:
    subject = subject_of(message)
    cover = subject.officer.cover if subject else None
    may_change = message.audience is Audience.RESIDENT or _may_manage(message)
    if message.kind in _OVER or not may_change:
        return str(_("See your appointment"))
    if message.kind is Kind.CHOOSE_AGAIN:
        return str(_("Choose another time"))
    if message.kind is Kind.COVER_OFFERED and cover:
        return str(_("See times with %(cover)s", cover=cover.name))
    return str(_("See, change or cancel your appointment"))


def _opens_something(message: Message) -> bool:
    """Whether a supporter can do with a link what the message is about."""
    over = message.kind is Kind.ACTING_ENDED
    return not over and (_may_manage(message) or message.kind not in TO_CHOOSE)


def _may_manage(message: Message) -> bool:
    return bool(message.supporter and message.supporter.may_manage)


def _to_answer(answer: str | None, proposals: Sequence[Proposal]) -> list[Button]:
    if answer is None:
        return []
    times = [
        Button(_offer(proposal), at_time(answer, proposal.slot.start)) for proposal in proposals
    ]
    return [*times, Button(_("Choose another time, or decline"), answer)]


def _offer(proposal: Proposal) -> str:
    when = format_moment(proposal.slot.start)
    if proposal.met is None:
        return str(_("Arrange it for %(when)s", when=when))
    return str(_("Arrange it for %(when)s (choice %(rank)s)", when=when, rank=proposal.met))


def at_time(answer: str, starts_at: datetime) -> str:
    """The answer page with a time already chosen: `?time=2026-11-24T10:30:00Z`, UTC."""
    instant = starts_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f"{answer}?{urlencode({'time': instant}, safe=':')}"


def _for_staff(message: Message) -> list[Button]:
    url, subject = settings().public_url, subject_of(message)
    if not url:
        return []
    if subject is None:
        return [Button(_("See your day"), f"{url}/staff")]
    label, page = _page_for_staff(message.audience, subject)
    return [Button(label, f"{url}/{page}/{subject.reference}")]


def _page_for_staff(audience: Audience, subject: Subject) -> tuple[str, str]:
    """What is done on the page that stands behind the sign-in, and where that page is."""
    is_enquiry = isinstance(subject, Enquiry)
    if audience is Audience.MANAGER:
        label = _("See what happened and what you can do")
        return label, "manager/enquiries" if is_enquiry else "manager/appointments"
    if is_enquiry:
        return _("Read the question and answer it"), "officer/enquiries"
    return _("See the appointment"), "staff/appointments"
