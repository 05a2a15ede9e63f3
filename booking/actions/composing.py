"""Putting a message into words, with all that the database knows of it."""

from datetime import date

from sqlalchemy.orm import Session

from booking.actions import finding, links, rules
from booking.actions.diaries import demand_of, proposals, read
from booking.actions.handing_over import is_without_time
from booking.domain.diary import Reason
from booking.domain.local_time import local_day
from booking.messaging.buttons import Links, carried_link
from booking.messaging.compose import Content, compose
from booking.models import Audience, Kind, Message, Purpose
from booking.settings import settings

_HEARS_AGAIN = (Kind.DELAY, Kind.APOLOGY, Kind.ENQUIRY_DELAY, Kind.ENQUIRY_APOLOGY)


def composed(session: Session, message: Message) -> Content:
    """The words of a message that is about to be told, with the links minted that it carries.

    Within an action's own transaction. Raises NoAddress.
    """
    day = []
    if message.day:
        day = finding.on_day(session, message.day, officer_id=message.officer_id)
    wanted = message.appointment if carried_link(message) is Purpose.ANSWER_REQUEST else None
    return compose(
        message,
        links=_links(session, message),
        day=day,
        proposals=proposals(session, wanted) if wanted else [],
        hear_by=hear_by(session, message),
        empty=_why_no_time(session, message),
        nothing_fits=_nothing_fits(session, message),
    )


def hear_by(session: Session, message: Message) -> date | None:
    """The local day by whose end a resident who waits hears again: the working day after this message."""
    if message.kind not in _HEARS_AGAIN:
        return None
    told_on = local_day(message.created_at, settings().timezone)
    return rules.working_calendar(session).add(told_on, 1)


def _why_no_time(session: Session, message: Message) -> Reason | None:
    if message.kind is not Kind.NO_TIME or message.appointment is None:
        return None
    appointment = message.appointment
    empty = read(session, appointment.officer, demand_of(appointment)).why_none()
    return empty.reason if empty else None


def _nothing_fits(session: Session, message: Message) -> bool:
    """Said at once, to whoever has just asked."""
    received = message.appointment if message.kind is Kind.REQUEST_RECEIVED else None
    return received is not None and is_without_time(session, received)


def _links(session: Session, message: Message) -> Links:
    purpose, appointment = carried_link(message), message.appointment
    if purpose is None or appointment is None:
        return Links()
    officer_id = message.officer_id
    if officer_id and officer_id == appointment.officer.cover_id:
        officer_id = appointment.officer_id  # the cover answers in the place of the one they cover
    supporter_id = message.supporter_id if message.audience is Audience.SUPPORTER else None
    token = links.mint(
        session, appointment, purpose, officer_id=officer_id, supporter_id=supporter_id
    )
    address = links.url(purpose, token)
    match purpose:
        case Purpose.MANAGE:
            return Links(manage=address)
        case Purpose.CHECK_IN:
            return Links(check_in=address)
    return Links(answer=address)
