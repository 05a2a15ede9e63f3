"""What the reader of a message can press: secure links, or pages behind the staff's sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask_babel import gettext as _

from booking.domain.arranging import Proposal
from booking.language.dates import format_moment
from booking.messaging.calendar_entries import staff_page
from booking.models import Appointment, Audience, Channel, Kind, Message, Purpose
from booking.settings import settings

_ON_SCREEN = (Channel.SMS, Channel.EMAIL)
_OVER = (Kind.CANCELLED, Kind.DECLINED, Kind.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Links:
    """The secure links minted for one message, in full: to manage, or to answer a request."""

    manage: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: its words say all of what it does."""

    label: str
    url: str


def carried_link(message: Message) -> Purpose | None:
    """Which secure link the message carries: none on paper or in a call, where it is no use."""
    if message.channel not in _ON_SCREEN or message.appointment is None:
        return None
    if message.audience is Audience.RESIDENT:
        return Purpose.MANAGE
    return Purpose.ANSWER_REQUEST if message.kind is Kind.PLEASE_ARRANGE else None


def buttons(message: Message, links: Links, proposals: Sequence[Proposal]) -> list[Button]:
    """What this message lets its reader press, most wanted first, in the current language."""
    carried = carried_link(message)
    if carried is Purpose.MANAGE:
        return _for_resident(message.kind, links.manage)
    if carried is Purpose.ANSWER_REQUEST:
        return _to_answer(links.answer, proposals)
    return _for_staff(message.appointment) if message.channel in _ON_SCREEN else []


def _for_resident(kind: Kind, manage: str | None) -> list[Button]:
    if manage is None:
        return []
    over = kind in _OVER
    label = _("See your appointment") if over else _("See, change or cancel your appointment")
    return [Button(label, manage)]


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


def _for_staff(appointment: Appointment | None) -> list[Button]:
    if appointment is None:
        url = settings().public_url
        return [Button(_("See your day"), f"{url}/staff")] if url else []
    page = staff_page(appointment)
    return [Button(_("See the appointment"), page)] if page else []
