"""The free time nearest to the one that somebody has in mind."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.actions import diaries
from booking.actions.requesting import NewRequest
from booking.domain.arranging import Preference, nearest, part_of
from booking.domain.local_time import local_day
from booking.domain.needs import Demand, Meeting
from booking.models import Officer, Service
from booking.settings import settings


def with_live_time(
    session: Session, new: NewRequest, officer: Officer, service: Service, wanted: datetime
) -> NewRequest:
    """The request for a live time near to `wanted`: by phone where no room meets the needs."""
    ways = [new.meeting, Meeting.PHONE] if new.contact.phone else [new.meeting]
    for way in ways:
        needed = diaries.demand_for(
            service,
            officer,
            meeting=way,
            needs=new.needs,
            language=new.spoken_language,
            location_id=new.location_id,
        )
        if way in service.meetings and (found := free(session, officer, needed, wanted)):
            return replace(new, meeting=way, starts_at=found)
    return new


def free(session: Session, officer: Officer, needed: Demand, wanted: datetime) -> datetime | None:
    """The officer's time nearest to `wanted`: on that day if there is one, else in the days after."""
    day = local_day(wanted, settings().timezone)
    for days in (0, 14):
        slots = diaries.offered(
            session, officer, needed, since=day, until=day + timedelta(days=days)
        )
        if found := nearest(slots, wanted, 1):
            return found[0].start
    return None


def wishes(wanted: datetime) -> tuple[Preference, ...]:
    """What somebody would say who wants about that time."""
    zone = settings().timezone
    part = part_of(wanted, zone)
    return Preference(1, local_day(wanted, zone), part), Preference(2, None, part)
