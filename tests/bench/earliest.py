"""The earliest suitable time among 200 officers who are all full for 43 of their 44 working days."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from booking.actions import rules
from booking.actions.earliest import Wanted, earliest
from booking.domain.local_time import at
from booking.domain.needs import Meeting
from booking.extensions import db
from booking.models import Appointment, Officer, PatternHours, Service
from booking.models.diary import DiaryEntry
from booking.models.officers import officer_service
from booking.settings import settings
from tests.bench.council import council_app
from tests.bench.rounds import p95, timed
from tests.bench.row import Row, milliseconds
from tests.builders import ALWAYS, Council, arranged, london
from tests.conftest import MONDAY

OFFICERS = 200
WORKING_DAYS = 44
HOURS = range(9, 17)
WITHIN = 0.005


def rows(options: Namespace) -> Iterator[Row]:
    with (
        TemporaryDirectory() as place,
        council_app(f"sqlite:///{Path(place) / 'kept.sqlite3'}") as (_app, council),
    ):
        officers = _fill(council)
        cold = timed(lambda: _look(council))
        turns = range(20 * options.rounds)
        times = [timed(lambda: _look(council)) for _ in turns]
        after = [_after_a_change(council, officers[n % OFFICERS]) for n in turns]
        yield Row(
            f"earliest time among {OFFICERS} full officers, 19 of 20 within",
            f"{p95(times) * 1000:.1f} ms",
            "<= 5 ms",
            p95(times) <= WITHIN,
            f"median {milliseconds(times)}; the first look of a process {cold:.2f} s",
        )
        yield Row(
            "the same, a diary changed before each",
            f"{p95(after) * 1000:.1f} ms",
            detail=f"median {milliseconds(after)}",
        )


def _look(council: Council) -> object:
    db.session.remove()
    found = next(earliest(db.session(), _wanted(council)), None)
    assert found is not None
    return found


def _wanted(council: Council) -> Wanted:
    return Wanted(service=db.session.get_one(Service, council.housing.id), meeting=Meeting.PHONE)


def _after_a_change(council: Council, officer_id: int) -> float:
    counted = update(Officer).where(Officer.id == officer_id)
    db.session.execute(counted.values(diary_version=Officer.diary_version + 1))
    db.session.commit()
    return timed(lambda: _look(council))


def _fill(council: Council) -> list[int]:
    """The officers, each full from 9 to 17 on every working day ahead but the last."""
    session = db.session()
    template = arranged(council, london(25, 10, 30))
    calendar, day = rules.working_calendar(session), MONDAY.date() - timedelta(days=1)
    *full, last = [day := calendar.add(day, 1) for _ in range(WORKING_DAYS)]
    horizon = (last - MONDAY.date()).days
    session.execute(update(Officer).values(active=False))
    officers = [_officer(session, council, number, horizon) for number in range(OFFICERS)]
    for officer_id in officers:
        _book(session, template, officer_id, full)
    session.commit()
    return officers


def _officer(session: Session, council: Council, number: int, horizon: int) -> int:
    officer = Officer(
        slug=f"full-{number}",
        name=f"Officer {number}",
        email=f"full-{number}@example.org",
        horizon_days=horizon,
        patterns=[
            PatternHours(weekday=weekday, starts=time(9), ends=time(17), effective_from=ALWAYS)
            for weekday in range(5)
        ],
    )
    session.add(officer)
    session.flush()
    session.execute(
        insert(officer_service).values(officer_id=officer.id, service_id=council.housing.id)
    )
    return officer.id


def _book(session: Session, template: Appointment, officer_id: int, days: list[date]) -> None:
    """Hour after hour, as rows: what the actions write besides plays no part in looking."""
    table = Appointment.__table__
    same = {
        column.name: getattr(template, column.name)
        for column in table.columns
        if column.name not in ("id", "reference", "idempotency_key", "uid")
    }
    starts = [at(day, time(hour), settings().timezone) for day in days for hour in HOURS]
    booked: list[dict[str, Any]] = [
        same
        | {
            "reference": f"{officer_id}-{number}",
            "idempotency_key": f"{officer_id}-{number}",
            "uid": f"{officer_id}-{number}",
            "officer_id": officer_id,
            "room_id": None,
            "starts_at": start,
            "ends_at": start + timedelta(hours=1),
        }
        for number, start in enumerate(starts)
    ]
    session.execute(insert(Appointment), booked)
    ids = session.scalars(
        select(Appointment.id)
        .where(Appointment.officer_id == officer_id)
        .order_by(Appointment.starts_at)
    )
    taken = [
        {
            "officer_id": officer_id,
            "appointment_id": id_,
            "starts_at": start,
            "ends_at": start + timedelta(hours=1),
        }
        for id_, start in zip(ids, starts, strict=True)
    ]
    session.execute(insert(DiaryEntry), taken)
