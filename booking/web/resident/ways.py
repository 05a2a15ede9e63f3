"""The ways in which an officer can be met about a service: each place, the phone, a video call, at home."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from booking import clock
from booking.domain.local_time import local_day
from booking.domain.needs import Meeting
from booking.language.codes import MEETINGS
from booking.language.names import with_words
from booking.messaging.facts import lines_of
from booking.models import CouncilsWords, Location, Officer, PatternHours, Service
from booking.settings import settings


@dataclass(frozen=True, slots=True)
class Way:
    """One way of meeting, in words, with what there is to know about it."""

    meeting: Meeting
    label: str
    location_id: int | None = None
    hint: str = ""

    @property
    def value(self) -> str:
        """As a form carries it: `phone`, `in_person-3`."""
        return f"{self.meeting}-{self.location_id}" if self.location_id else str(self.meeting)


def ways_to_meet(session: Session, service: Service, officer: Officer) -> Mapping[str, Way]:
    """By value, what the service allows and the officer's working pattern can serve."""
    today = local_day(clock.now(), settings().timezone)
    works_at = set(
        session.scalars(
            select(PatternHours.location_id).where(
                PatternHours.officer_id == officer.id,
                or_(PatternHours.effective_until.is_(None), PatternHours.effective_until >= today),
            )
        )
    )
    ways: list[Way] = []
    for meeting in Meeting:
        if meeting not in service.meetings:
            continue
        if meeting is Meeting.IN_PERSON:
            ways += [_at(place) for place in service.locations if place.id in works_at]
        elif meeting is not Meeting.HOME_VISIT or works_at - {None}:
            ways.append(Way(meeting, str(MEETINGS[meeting]), hint=_hint(meeting, officer)))
    return {way.value: way for way in ways}


def _at(place: Location) -> Way:
    label = with_words(_("In person at %(place)s"), place=place.name)
    address = CouncilsWords(", ".join(lines_of(place.address)))
    # By itself, so that "1 Market Square" keeps its order where pages go from right to left.
    return Way(Meeting.IN_PERSON, label, place.id, Markup("<bdi>{}</bdi>").format(address))


def _hint(meeting: Meeting, officer: Officer) -> str:
    hints = {
        Meeting.PHONE: _(
            "%(officer)s phones you. You do not need to go anywhere.", officer=officer.name
        ),
        Meeting.VIDEO: _("You see and hear each other on a phone, tablet or computer."),
        Meeting.HOME_VISIT: _("%(officer)s comes to where you live.", officer=officer.name),
    }
    return str(hints[meeting])
