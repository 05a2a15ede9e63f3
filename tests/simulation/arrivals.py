"""What came out of the house, looked at from outside: as residents, officers and their calendars get it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.domain.lifecycle import Action
from booking.models import Appointment, Channel, Event, Kind, Message, MessageState, Outcome
from tests.outside import Entry, Outside, entries
from tests.simulation.oracle import LONDON

TO_RESIDENTS = (Kind.REMINDER_DAYS, Kind.REMINDER_HOURS)
CHANGES = (Action.REARRANGE, Action.REOPEN, Action.CANCEL, Action.WITHDRAW)


@dataclass(frozen=True)
class Letter:
    """One accepted email, read once."""

    identity: str
    """The Message-ID's own part."""
    to: str
    at: datetime
    entries: list[Entry]


class Arrivals:
    """Everything that the relay and Twilio accepted, and which message each is."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self.emails: list[Letter] = []
        self.rows: Sequence[Message] = ()
        self.by_id: dict[str, Message] = {}
        self._session: Session

    def read(self, session: Session) -> None:
        """Takes in what has arrived since, and what the outbox says now."""
        for mail in self._outside.relay.mails[len(self.emails) :]:
            message = mail.message
            identity = message["Message-ID"].strip("<>").partition("@")[0]
            at = parsedate_to_datetime(message["Date"])
            self.emails.append(Letter(identity, mail.recipients[0], at, entries(message)))
        self._session = session
        self.rows = session.scalars(select(Message)).all()
        self.by_id = {str(uuid5(NAMESPACE_URL, row.key)): row for row in self.rows}

    def questions(self) -> Mapping[str, Iterator[str]]:
        """What must be true of it all, each with what it is not true of."""
        return {
            "all that is to be told has words": self.wordless(),
            "all that came was written first": self.strays(),
            "all that was sent came": self.lost(),
            "reminders came while they held": self.untimely(),
            "calendars only go forward": self.calendars(),
        }

    def duplicates(self) -> int:
        """Emails that came twice because a relay cannot be asked whether it had one."""
        return len(self.emails) - len({email.identity for email in self.emails})

    def wordless(self) -> Iterator[str]:
        """What could not be put into words: no fault from outside does that."""
        for row in self.rows:
            if row.outcome == Outcome.NOT_COMPOSED:
                yield f"message:{row.id} {row.kind} by {row.channel} has no words"

    def strays(self) -> Iterator[str]:
        """What nobody wrote: sent before it was committed, or sent twice without need."""
        counted = Counter(email.identity for email in self.emails)
        for identity, times in counted.items():
            row = self.by_id.get(identity)
            if row is None:
                yield "an email that no message tells of"
            elif times > max(row.attempts, 1):
                yield f"message:{row.id} came {times} times in {row.attempts} attempts"
        written = Counter(
            (row.content["to"], row.content["text"])
            for row in self.rows
            if row.channel is Channel.SMS and row.content
        )
        came = Counter((text.to, text.body) for text in self._outside.twilio.texts)
        for (to, body), times in came.items():
            if times > written[to, body]:
                yield f"a text came {times} times, written {written[to, body]} times"

    def lost(self) -> Iterator[str]:
        """What is said to be sent and never arrived."""
        emails = {email.identity for email in self.emails}
        texts = {text.sid for text in self._outside.twilio.texts}
        for identity, row in self.by_id.items():
            if row.state is not MessageState.SENT:
                continue
            if row.channel is Channel.EMAIL and identity not in emails:
                yield f"message:{row.id} {row.kind} by email"
            if row.channel is Channel.SMS and row.provider_id not in texts:
                yield f"message:{row.id} {row.kind} by text"

    def untimely(self) -> Iterator[str]:
        """Reminders in the night, after the start, or for a time that no longer stood."""
        changes = self._changes()
        for row, at in self._reminders():
            wall = at.astimezone(LONDON)
            if row.kind in TO_RESIDENTS and not 7 <= wall.hour < 21:
                yield f"message:{row.id} {row.kind} at {wall}"
            if row.expires_at and at >= row.expires_at:
                yield f"message:{row.id} {row.kind} after its use"
            stood = sum(changed <= at for changed in changes[row.appointment_id])
            if row.sequence < stood:
                yield f"message:{row.id} {row.kind} for an old time"

    def calendars(self) -> Iterator[str]:
        """Entries whose sequence fell, or that came back from a cancellation without a higher one."""
        known: dict[tuple[str, str], tuple[int, str]] = {}
        uids = set(self._session.scalars(select(Appointment.uid)))
        for email in self.emails:
            for entry in email.entries:
                sequence, method = known.get((email.to, entry.uid), (-1, ""))
                revived = method == "CANCEL" != entry.method and entry.sequence <= sequence
                if entry.sequence < sequence or revived:
                    yield f"{entry.method} {entry.sequence} after {method} {sequence} {entry.uid}"
                if entry.uid.removesuffix("-resident") not in uids:
                    yield f"{entry.uid} is no appointment's"
                known[email.to, entry.uid] = entry.sequence, entry.method

    def _reminders(self) -> Iterator[tuple[Message, datetime]]:
        kinds = (*TO_RESIDENTS, Kind.OFFICER_REMINDER)
        arrived = {text.sid: text.created for text in self._outside.twilio.texts}
        for row in self.rows:
            if row.kind in kinds and row.channel is Channel.SMS and row.provider_id in arrived:
                yield row, arrived[row.provider_id]
        for email in self.emails:
            told = self.by_id.get(email.identity)
            if told and told.kind in kinds:
                yield told, email.at

    def _changes(self) -> dict[int | None, list[datetime]]:
        changes: dict[int | None, list[datetime]] = defaultdict(list)
        arranged = set()
        moves = select(Event).where(Event.action.in_((*CHANGES, Action.ARRANGE)))
        for event in self._session.scalars(moves.order_by(Event.number)):
            if event.action != Action.ARRANGE or event.appointment_id in arranged:
                changes[event.appointment_id].append(event.at)
            arranged.add(event.appointment_id)
        return changes
