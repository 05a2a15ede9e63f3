"""Unfinished answers: kept in the database under a token that only the browser has."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from booking import clock
from booking.actions.transaction import transaction
from booking.models import Appointment, DiaryEntry, Draft

DRAFT_LIFE = timedelta(hours=12)
"""How long answers wait for somebody who was called away."""


@transaction
def begin(session: Session, answers: dict[str, Any]) -> str:
    """Keeps the first answers of a new journey; returns the token that finds them again."""
    token = secrets.token_urlsafe(32)
    session.add(
        Draft(
            token_hash=_hash(token),
            key=str(uuid4()),
            answers=answers,
            expires_at=clock.now() + DRAFT_LIFE,
        )
    )
    return token


@transaction
def save(session: Session, token: str, answers: dict[str, Any]) -> None:
    """Adds answers to a journey; an answer of None forgets what was there."""
    draft = find(session, token)
    if draft is None:
        return
    kept = draft.answers | answers
    draft.answers = {name: value for name, value in kept.items() if value is not None}
    draft.expires_at = clock.now() + DRAFT_LIFE


@transaction
def forget(session: Session, token: str) -> None:
    """Ends a journey: its answers and its hold are gone."""
    if draft := find(session, token):
        session.execute(delete(DiaryEntry).where(DiaryEntry.held_by == draft.key))
        session.delete(draft)


def became(session: Session, key: str, appointment: Appointment) -> None:
    """Within the action that made the appointment of that key: what was said is the appointment's now."""
    answers = {"appointment_id": appointment.id}
    session.execute(update(Draft).where(Draft.key == key).values(answers=answers))


def find(session: Session, token: str) -> Draft | None:
    """The journey behind a token, unless it has expired."""
    draft = session.scalar(select(Draft).where(Draft.token_hash == _hash(token)))
    return draft if draft and draft.expires_at > clock.now() else None


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
