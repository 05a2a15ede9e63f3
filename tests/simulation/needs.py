"""Whether every need was kept, told from outside: what residents said, against what became of it.

It shares no rule with `booking.domain`: what each need calls for is written out in `tests/needs/expected.py`.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.domain.lifecycle import IN_THE_DIARY
from booking.domain.needs import CATALOGUE, SPOKEN
from booking.language.codes import MEETINGS
from booking.language.needs import NEEDS, NEEDS_FOR_STAFF
from booking.models import Appointment, Audience, Message, MessageState, Support
from config import TRANSLATIONS
from tests.needs.expected import EXPECTED
from tests.simulation.oracle import LONDON

if TYPE_CHECKING:
    from tests.simulation.year import Year

LANGUAGES = ("en", *sorted(path.parent.parent.name for path in TRANSLATIONS.glob("*/*/*.po")))
URL = re.compile(r"https?://\S+")
CALENDAR = ("SUMMARY", "DESCRIPTION", "LOCATION", "URL", "COMMENT", "CATEGORIES")


class LogLines(logging.Handler):
    """Keeps every line that is logged while the year lasts."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(str(record.msg))


class Needs:
    """What each resident last said that they need, and what they may see of it."""

    def __init__(self, year: "Year") -> None:
        self._year = year
        self.stated: dict[int, tuple[str, ...]] = {}
        """By appointment, as they said it: kept here, not read from the house."""
        self.drawn: dict[int, tuple[str, ...]] = {}
        """What somebody is going to say, however often they have to."""
        self.log = LogLines()
        self._texts = self._emails = self._lines = 0

    def questions(self, session: Session) -> Mapping[str, Iterator[str]]:
        """What must be true, each with what it is not true of."""
        found = session.scalars(select(Appointment).where(Appointment.id.in_(self.stated))).all()
        return {
            "needs follow the appointment": self.dropped(found),
            "needs shape the appointment": self.unmet(found),
            "needs reach those who must act": self.unbooked(session, found),
            "nobody is told in a refused way": self.refused(session, found),
            "no need is named outside the house": self.named(),
        }

    def dropped(self, found: Sequence[Appointment]) -> Iterator[str]:
        """Appointments that need something else than their resident said."""
        for one in found:
            if set(one.needs) != set(self.stated[one.id]):
                yield f"appointment:{one.id}"

    def unmet(self, found: Sequence[Appointment]) -> Iterator[str]:
        """What is arranged, and too short, at the wrong time of day or in a room that will not do."""
        for one in found:
            if one.status not in IN_THE_DIARY or not (one.starts_at and one.ends_at):
                continue
            length = (one.ends_at - one.starts_at).total_seconds() / 60
            hour = one.starts_at.astimezone(LONDON).hour
            for code in self.stated[one.id]:
                row = EXPECTED[code]
                if length < row.minutes and not _spoken(code, one) and _matters(code, one):
                    yield f"appointment:{one.id} too short"
                if row.part and (hour < 12) is not (row.part == "morning"):
                    yield f"appointment:{one.id} at {hour}"
                facility = CATALOGUE[code].facility
                if facility and one.room and facility not in one.room.facilities:
                    yield f"appointment:{one.id} in a room without {facility}"

    def unbooked(self, session: Session, found: Sequence[Appointment]) -> Iterator[str]:
        """What is arranged without a booking of the support that it needs, at its time."""
        booked = {
            (row.appointment_id, row.meets, row.starts_at)
            for row in session.scalars(select(Support))
            if row.state != "cancelled"
        }
        for one in found:
            for code in self.stated[one.id] if one.status in IN_THE_DIARY else ():
                wanted = EXPECTED[code].supported and not _spoken(code, one)
                if wanted and (one.id, code, one.starts_at) not in booked:
                    yield f"appointment:{one.id}"

    def refused(self, session: Session, found: Sequence[Appointment]) -> Iterator[str]:
        """Messages that wait to be told in a way that the resident refused."""
        never = {
            one.id: {row for code in self.stated[one.id] if (row := EXPECTED[code].never)}
            for one in found
        }
        waiting = select(Message.id, Message.appointment_id, Message.channel).where(
            Message.audience == Audience.RESIDENT, Message.state == MessageState.WAITING
        )
        for id_, about, channel in session.execute(waiting):
            if channel in never.get(about or 0, ()):
                yield f"message:{id_} by {channel}"

    def named(self) -> Iterator[str]:
        """Texts, calendar entries, addresses and log lines with a need in them, in any language."""
        texts, emails = self._year.outside.twilio.texts, self._year.arrivals.emails
        for text in texts[self._texts :]:
            if named := _names(text.body):
                yield f"a text names a need: {named}"
        for email in emails[self._emails :]:
            for entry in email.entries:
                said = "\n".join(str(entry.event.get(name, "")) for name in CALENDAR)
                if named := _names(said):
                    yield f"a calendar entry names a need: {named}"
        for line in self.log.lines[self._lines :]:
            if named := _names(line):
                yield f"a log line names a need: {named}"
        self._texts, self._emails = len(texts), len(emails)
        self._lines = len(self.log.lines)


def _spoken(code: str, one: Appointment) -> bool:
    """Whether the officer speaks the language for which an interpreter would come."""
    language = one.spoken_language or "en"
    return CATALOGUE[code].interprets == SPOKEN and language in one.officer.languages


def _matters(code: str, one: Appointment) -> bool:
    """The place alone calls for a walk to it."""
    return code != "met_at_door" or one.meeting == "in_person"


def _names(text: str) -> str | None:
    """The first need that a text names by its words, or an address by its code."""
    addresses = " ".join(URL.findall(text))
    in_addresses = (code for code in CATALOGUE if "_" in code and code in addresses)
    return next((words for words in _all_words() if words in text), None) or next(
        in_addresses, None
    )


@cache
def _all_words() -> frozenset[str]:
    """Every need in the words of residents and staff, in every language; its code where that is no word."""
    words = {code for code in CATALOGUE if "_" in code}
    for language in LANGUAGES:
        with force_locale(language):
            meetings = {str(way) for way in MEETINGS.values()}
            said = {str(one) for each in (NEEDS, NEEDS_FOR_STAFF) for one in each.values()}
            words |= said - meetings
    return frozenset(words)
