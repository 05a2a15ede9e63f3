"""Growing: what each page costs with many appointments, against the same page with few."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import links, requesting
from booking.actions.actor import RESIDENT
from booking.actions.transaction import transaction
from booking.extensions import db
from booking.models import Appointment, Purpose, Role
from tests.bench.booking import confirmations, take_turns
from tests.bench.council import council_app, new_request
from tests.bench.journeys import before_the_time, form_token, signed_in
from tests.bench.rounds import Paired, paired
from tests.bench.row import Row, milliseconds
from tests.bench.visitor import Answer, Visitor
from tests.builders import Council

SMALL = 1_000
OPEN = 12
"""Requests that still wait for a time, in either council."""
GOAL = 1.10
A_MONTH = "since=2026-11-01&until=2026-11-23&by=service"

Ask = Callable[[], Answer]


@dataclass(frozen=True, slots=True)
class Asking:
    """The main pages of one council, ready to be asked for, and bookings ready to be confirmed."""

    pages: Mapping[str, Ask]
    confirm: Iterator[Ask]


def rows(options: Namespace) -> Iterator[Row]:
    with TemporaryDirectory() as place, ExitStack() as stack:
        large, small = (
            stack.enter_context(_asking(Path(place) / f"{n}.sqlite3", n))
            for n in (options.appointments, SMALL)
        )
        for page in small.pages:
            measured = paired(
                large.pages[page], small.pages[page], rounds=options.rounds, each=options.each / 3
            )
            yield _row(options, page, measured)
        measured, _times = take_turns(large.confirm, small.confirm, options.rounds)
        yield _row(options, "booking", measured)


def _row(options: Namespace, page: str, measured: Paired) -> Row:
    costs = [1 / ratio for ratio in measured.ratios]
    return Row(
        f"{options.appointments // 1000},000 / 1,000 appointments: {page}",
        f"{median(costs):.2f} ({min(costs):.2f} to {max(costs):.2f})",
        f"<= {GOAL:.2f}",
        median(costs) <= GOAL,
        f"{milliseconds(measured.ours)} / {milliseconds(measured.limit)}",
    )


@contextmanager
def _asking(database: Path, appointments: int) -> Iterator[Asking]:
    with council_app(f"sqlite:///{database}", appointments=appointments) as (app, council):
        for number in range(OPEN):
            new = new_request(council, council.sam.id, None, number)
            requesting.request(new, actor=RESIDENT)
        pages = _pages(app, council)
        for page, ask in pages.items():
            if (status := ask().status) != 200:
                raise RuntimeError(f"{page} answered {status}")
        yield Asking(pages, confirmations(app, council))


def _pages(app: Flask, council: Council) -> Mapping[str, Ask]:
    resident = before_the_time(app, council, council.sam.id)
    desk = signed_in(app, Role.FRONT_DESK, council)
    officer = signed_in(app, Role.OFFICER, council)
    manager = signed_in(app, Role.MANAGER, council)
    appointment = db.session.scalars(
        select(Appointment).where(Appointment.officer_id == council.sam.id).order_by(Appointment.id)
    ).first()
    assert appointment
    reference, token = appointment.reference, _link(appointment_id=appointment.id)
    db.session.rollback()
    find = {"csrf_token": form_token(desk, "/desk/find"), "sought": reference}
    return {
        "start": Visitor(app).ready("/"),
        "times": resident.ready("/request/times/2026-11-26"),
        "days": resident.ready("/request/days"),
        "front desk today": desk.ready("/desk/today"),
        "letters and calls": desk.ready("/desk/to-tell"),
        "find": desk.ready("/desk/find", find),
        "appointment": desk.ready(f"/desk/appointments/{reference}"),
        "officer's day": officer.ready("/officer/day"),
        "officer's diary": officer.ready("/officer/diary"),
        "requests": officer.ready("/officer/requests"),
        "manager's queue": manager.ready("/manager/"),
        "manager's appointment": manager.ready(f"/manager/appointments/{reference}"),
        "report of a month": manager.ready(f"/manager/reports?{A_MONTH}"),
        "resident's appointment": Visitor(app).ready(f"/appointment/{token}"),
        "sent messages": Visitor(app).ready("/sent-messages/"),
    }


@transaction
def _link(session: Session, *, appointment_id: int) -> str:
    return links.mint(session, session.get_one(Appointment, appointment_id), Purpose.MANAGE)
