"""The trail of what staff saw and did: numbered and sealed, so that a gap or a change shows."""

import hashlib
import hmac
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.models import AuditEntry, Staff
from booking.settings import settings


@transaction
def record(session: Session, *, staff_id: int, action: str, subject: str) -> None:
    """Writes that a member of staff did `action` to `subject` ("appointment:42", never a name)."""
    append(session, staff_id=staff_id, action=action, subject=subject)


def append(session: Session, *, staff_id: int, action: str, subject: str) -> None:
    """The same, within an action's own transaction."""
    # One link of the chain at a time. Not FOR UPDATE: what an action has already written with this member of
    # staff's id holds the row's key, and two actions would wait for one another.
    staff = session.get_one(Staff, staff_id, with_for_update={"key_share": True})
    last = session.scalar(
        select(AuditEntry)
        .where(AuditEntry.staff_id == staff_id)
        .order_by(AuditEntry.number.desc())
        .limit(1)
    )
    entry = AuditEntry(
        staff_id=staff_id,
        number=last.number + 1 if last else 1,
        at=clock.now(),
        action=action,
        subject=subject,
    )
    entry.seal = _seal(entry, last.seal if last else b"")
    staff.audit_entries = entry.number
    session.add(entry)
    session.flush()


def by(session: Session, actor: Actor, *, action: str, subject: str) -> None:
    """The same of whoever acts: only what members of staff do has a trail."""
    if actor.staff_id:
        append(session, staff_id=actor.staff_id, action=action, subject=subject)


class Break(NamedTuple):
    """Where a trail no longer follows from what came before: changed there, or with a gap."""

    staff_id: int
    number: int


def broken(session: Session) -> Iterator[Break]:
    """Every place at which a trail was changed, has a gap, or was cut short."""
    trails: dict[int, tuple[int, bytes]] = {}
    entries = select(AuditEntry).order_by(AuditEntry.staff_id, AuditEntry.number)
    for entry in session.scalars(entries):
        number, seal = trails.get(entry.staff_id, (0, b""))
        if entry.number != number + 1 or not hmac.compare_digest(entry.seal, _seal(entry, seal)):
            yield Break(entry.staff_id, entry.number)
        trails[entry.staff_id] = entry.number, entry.seal
    for staff_id, counted in session.execute(select(Staff.id, Staff.audit_entries)):
        if trails.get(staff_id, (0, b""))[0] < counted:
            yield Break(staff_id, counted)


def _seal(entry: AuditEntry, before: bytes) -> bytes:
    content = "\0".join(
        (str(entry.staff_id), str(entry.number), entry.at.isoformat(), entry.action, entry.subject)
    )
    key = settings().lookup_key.encode()
    return hmac.digest(key, before + content.encode(), hashlib.sha256)
