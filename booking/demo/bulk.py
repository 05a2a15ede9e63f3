"""Old rows by the thousand: written directly, a table in one go, oldest first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from booking.domain.lifecycle import Status
from booking.extensions import Model
from booking.messaging.compose import Content
from booking.models import ActorKind, Audience, Channel, Kind, MessageState


def insert(session: Session, noun: type[Model], rows: list[dict[str, Any]]) -> None:
    """Inserts rows, all with the same columns, in one go: into the table, past the mapped class.

    Given the class, SQLAlchemy makes a statement for every combination of columns that are None.
    """
    if rows:
        session.connection().execute(_table(noun).insert(), rows)


def numbered(session: Session, noun: type[Model], rows: list[dict[str, Any]]) -> list[int]:
    """Inserts rows, one at the least; returns their ids in the same order."""
    table = _table(noun)
    numbering = table.insert().returning(table.c.id, sort_by_parameter_order=True)
    return list(session.connection().scalars(numbering, rows))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an old story. `status`: where it led to; None where it moved nothing."""

    at: datetime
    action: str
    actor: ActorKind
    status: Status | None = None
    on_behalf: bool = False
    once: str | None = None
    reason: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def story(
    about: Mapping[str, int | None], lines: Iterable[Line], staff: Mapping[ActorKind, int]
) -> Iterator[dict[str, Any]]:
    """The lines as rows of `event`, in order of time. `about`: both columns that say whose story it is."""
    before = None
    for number, line in enumerate(sorted(lines, key=lambda line: line.at), start=1):
        yield {
            **about,
            "number": number,
            "once": line.once,
            "at": line.at,
            "action": line.action,
            "from_status": before,
            "to_status": line.status or before,
            "actor": line.actor,
            "staff_id": staff.get(line.actor),
            "on_behalf": line.on_behalf,
            "reason": line.reason,
            "facts": dict(line.facts),
        }
        before = line.status or before


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom an old message was for, and how it reached them."""

    audience: Audience
    channel: Channel
    to: str
    name: str
    officer_id: int | None = None
    staff_id: int | None = None


def message(
    about: Mapping[str, int | None], kind: Kind, reader: Reader, at: datetime, text: str
) -> dict[str, Any]:
    """A row of `message`, sent at once, of one line: to compose it in full takes a hundred times as long."""
    subject = about["appointment_id"] or f"enquiry-{about['enquiry_id']}"
    return {
        **about,
        "key": f"{kind}:{subject}:{at:%Y%m%dT%H%M}:{reader.audience}",
        "kind": kind,
        "channel": reader.channel,
        "audience": reader.audience,
        "officer_id": reader.officer_id,
        "staff_id": reader.staff_id,
        "created_at": at,
        "due_at": at,
        "state": MessageState.SENT,
        "attempts": 1,
        "sent_at": at,
        "provider_id": "shown",
        "content": Content(reader.to, reader.name, "", text).to_json(),
    }


def _table(noun: type[Model]) -> Table:
    return cast(Table, noun.__table__)
