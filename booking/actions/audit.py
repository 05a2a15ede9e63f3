"""The trail of what staff saw and did: numbered and sealed, so that a gap or a change shows."""

import hashlib
import hmac
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions.transaction import transaction
from booking.models import AuditEntry, Staff
from booking.settings import settings


@transaction
def record(session: Session, *, staff_id: int, action: str, subject: str) -> None:
    """Writes that a member of staff did `action` to `subject` ("appointment:42", never a name)."""
    append(session, staff_id=staff_id, action=action, subject=subject)


def append(session: Session, *, staff_id: int, action: str, subject: str) -> None:
    """The same, within an action's own transaction."""
    session.get_one(Staff, staff_id, with_for_update=True)  # one link of the chain at a time
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
    session.add(entry)
    session.flush()


def broken(session: Session) -> Iterator[AuditEntry]:
    """The entries that no longer follow from the one before: changed, or after a gap."""
    before: AuditEntry | None = None
    entries = select(AuditEntry).order_by(AuditEntry.staff_id, AuditEntry.number)
    for entry in session.scalars(entries):
        if before is None or before.staff_id != entry.staff_id:
            number, seal = 0, b""
        else:
            number, seal = before.number, before.seal
        if entry.number != number + 1 or not hmac.compare_digest(entry.seal, _seal(entry, seal)):
            yield entry
        before = entry


def _seal(entry: AuditEntry, before: bytes) -> bytes:
    content = "\0".join(
        (str(entry.staff_id), str(entry.number), entry.at.isoformat(), entry.action, entry.subject)
    )
    key = settings().lookup_key.encode()
    return hmac.digest(key, before + content.encode(), hashlib.sha256)
