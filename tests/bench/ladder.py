"""The ladder's pass over 10,000 open requests: what it costs to find that little is due, and each step."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert, select, update

from booking.actions import enforcing, requesting
from booking.actions.actor import RESIDENT
from booking.extensions import db
from booking.models import Appointment, Event, Promise
from tests.bench.council import council_app
from tests.bench.rounds import middle, timed
from tests.bench.row import Row
from tests.builders import Council, new_request
from tests.conftest import MONDAY

OPEN = 10_000
DUE = 100


def rows(options: Namespace) -> Iterator[Row]:
    with (
        TemporaryDirectory() as place,
        council_app(f"sqlite:///{Path(place) / 'kept.sqlite3'}") as (_app, council),
    ):
        _ask(council)
        idle = middle([timed(enforcing.enforce) for _ in range(20)])
        yield Row(
            f"ladder: a pass over {OPEN} open requests, none due",
            f"{idle * 1000:.2f} ms",
            detail="the index holds when each next step is due",
        )
        due = update(Promise).where(Promise.id.in_(select(Promise.id).limit(DUE)))
        db.session.execute(due.values(started_at=MONDAY - timedelta(days=4), next_step_at=MONDAY))
        db.session.commit()
        busy = timed(enforcing.enforce)
        steps = db.session.scalar(select(Event.id).where(Event.once.is_not(None)).limit(1))
        assert steps is not None
        yield Row(
            f"ladder: {DUE} of them due",
            f"{busy / DUE * 1000:.1f} ms each",
            detail="events, messages and the next step, committed one by one",
        )


def _ask(council: Council) -> None:
    """One request by the real action, and its rows so often."""
    session = db.session()
    request = new_request(council, service_id=council.benefits.id, officer_id=council.priya.id)
    one = requesting.request(request, actor=RESIDENT)
    promise, event = one.promise, one.events[0]
    same = _columns(one, "id", "reference", "idempotency_key", "uid")
    session.execute(
        insert(Appointment),
        [
            same | {"reference": f"R{n}", "idempotency_key": f"R{n}", "uid": f"R{n}"}
            for n in range(OPEN)
        ],
    )
    ids = session.scalars(select(Appointment.id).where(Appointment.id != one.id)).all()
    later = {"next_step_at": MONDAY + timedelta(days=2)}
    for noun, row in ((Promise, _columns(promise, "id") | later), (Event, _columns(event, "id"))):
        session.execute(insert(noun), [row | {"appointment_id": id_} for id_ in ids])
    promise.next_step_at = later["next_step_at"]
    session.commit()


def _columns(row: Appointment | Promise | Event, *without: str) -> dict[str, object]:
    names = (column.name for column in row.__table__.columns)
    return {name: getattr(row, name) for name in names if name not in without}
