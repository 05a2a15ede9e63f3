"""The council's rules as they stand: its working calendar, its standards, its quiet hours."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import diary_rows
from booking.domain.ladder import Office
from booking.domain.local_time import local_day
from booking.domain.messages import LETTER_TAKES
from booking.domain.promise import Promised, Standard, standard_in_force
from booking.domain.reminders import QuietHours
from booking.domain.working_days import WorkingCalendar
from booking.models import PromisedStandard
from booking.public_holidays import Nation, calendar_for
from booking.settings import settings


def working_calendar(session: Session) -> WorkingCalendar:
    """The nation's public holidays and the council's own closure days."""
    closed = (row.day for row in diary_rows.closures(session))
    return calendar_for(Nation(settings().nation), (), closed)


def letter_comes(session: Session) -> date:
    """The local day by which a letter that is written now is sure to be there."""
    return working_calendar(session).add(local_day(clock.now(), settings().timezone), LETTER_TAKES)


def office(session: Session) -> Office:
    """The working days and the hours in which people act on what they are told."""
    given = settings()
    return Office(
        working_calendar(session), given.timezone, given.office_opens, given.office_closes
    )


def standard_for(
    session: Session,
    *,
    service_id: int | None,
    received_at: datetime,
    promised: Promised = Promised.APPOINTMENT,
) -> Standard:
    """The standard for a service (None: any) in force on the day of receipt; raises NoStandard."""
    stored = session.scalars(select(PromisedStandard))
    standards = [
        Standard(
            working_days=row.working_days,
            effective_from=row.effective_from,
            service_id=row.service_id,
            wording=row.wording,
            id=row.id,
            promised=row.promised,
        )
        for row in stored
    ]
    day = local_day(received_at, settings().timezone)
    return standard_in_force(standards, service_id=service_id, on=day, promised=promised)


def quiet_hours() -> QuietHours:
    """The local hours in which no resident is texted."""
    return QuietHours(settings().quiet_from, settings().quiet_until)
