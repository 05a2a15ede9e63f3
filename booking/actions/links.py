"""Secure links: random, stored only as a hash, each for one purpose, expiring, and revocable."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from booking import clock
from booking.domain.errors import AuthorityEnded, LinkRefused, LinkUsed
from booking.domain.local_time import day_bounds, local_day
from booking.models import Appointment, Purpose, SecureLink, Supporter
from booking.settings import settings

RANDOM_BYTES = 18
"""144 bits, in 24 characters: a text message has room for few."""


def mint(
    session: Session,
    appointment: Appointment,
    purpose: Purpose,
    *,
    officer_id: int | None = None,
    supporter_id: int | None = None,
) -> str:
    """A new token for one purpose on one appointment. Only its hash is kept, so it is told once."""
    token = secrets.token_urlsafe(RANDOM_BYTES)
    session.add(
        SecureLink(
            token_hash=_hash(token),
            purpose=purpose,
            appointment_id=appointment.id,
            officer_id=officer_id,
            supporter_id=supporter_id,
            expires_at=_expiry(appointment, purpose),
        )
    )
    return token


def opened(session: Session, token: str, purpose: Purpose) -> SecureLink:
    """The live link behind a token; raises LinkRefused, or LinkUsed where it has done its work.

    AuthorityEnded where it was sent to a supporter who acts no more.
    """
    link = recognised(session, token, purpose)
    if link.used_at:
        raise LinkUsed
    return link


def recognised(session: Session, token: str, purpose: Purpose) -> SecureLink:
    """The same, done its work or not: for telling what came of it. Raises LinkRefused."""
    link = session.scalar(select(SecureLink).where(SecureLink.token_hash == _hash(token)))
    if link is None or link.purpose is not purpose or link.expires_at <= clock.now():
        raise LinkRefused
    if link.supporter and link.supporter.ended_at is not None:
        raise AuthorityEnded
    return link


def use_up(session: Session, appointment: Appointment, purpose: Purpose) -> None:
    """Every link of that purpose has done its work: a request is answered once."""
    for link in session.scalars(
        select(SecureLink).where(
            SecureLink.appointment_id == appointment.id,
            SecureLink.purpose == purpose,
            SecureLink.used_at.is_(None),
        )
    ):
        link.used_at = clock.now()


def revoke(session: Session, supporter: Supporter) -> None:
    """Every link that a supporter has been sent opens nothing from now on."""
    theirs = select(Appointment.id).where(Appointment.resident_id == supporter.resident_id)
    session.execute(
        delete(SecureLink).where(
            SecureLink.appointment_id.in_(theirs), SecureLink.supporter_id == supporter.id
        )
    )


def revoke_own(session: Session, resident_id: int) -> None:
    """Every link with which a resident manages their appointments opens nothing from now on.

    Those of whoever acts for them stay.
    """
    theirs = select(Appointment.id).where(Appointment.resident_id == resident_id)
    session.execute(
        delete(SecureLink).where(
            SecureLink.appointment_id.in_(theirs),
            SecureLink.purpose == Purpose.MANAGE,
            SecureLink.supporter_id.is_(None),
        )
    )


def url(purpose: Purpose, token: str) -> str:
    """Where the link leads, in full."""
    place = _PLACES[purpose]
    return f"{settings().public_url}/{place}/{token}"


_PLACES = {
    Purpose.MANAGE: "appointment",
    Purpose.ANSWER_REQUEST: "officer/answer",
    Purpose.CHECK_IN: "here",
}


def _expiry(appointment: Appointment, purpose: Purpose) -> datetime:
    if purpose is Purpose.CHECK_IN and appointment.starts_at:
        zone = settings().timezone
        return day_bounds(local_day(appointment.starts_at, zone), zone)[1]
    latest = max(appointment.ends_at or appointment.arrange_by, appointment.arrange_by)
    return max(latest, clock.now()) + timedelta(days=settings().link_days)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
