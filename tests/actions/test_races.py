"""Many at once on one time: the database lets exactly one of them have it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.actions import changing, holds, requesting
from booking.actions.actor import RESIDENT
from booking.domain.errors import ActionRefused, BookingError
from booking.domain.lifecycle import Status
from booking.domain.needs import Demand, Meeting
from booking.models import Appointment, DiaryEntry, Event, Message, Resident
from tests.builders import Council, arranged, london, new_request
from tests.postgresql import any_database

pytestmark = any_database

WRITERS = 32
SLOT = london(25, 10, 30)


def all_at_once(app: Flask, *writers: Callable[[], Any]) -> list[Any]:
    """What each writer got, every one in a thread and a connection of its own; a refusal by its type."""
    ready = Barrier(len(writers))

    def run(write: Callable[[], Any]) -> Any:
        with app.app_context():
            ready.wait()
            try:
                return write()
            except BookingError as refusal:
                return type(refusal).__name__

    with ThreadPoolExecutor(len(writers)) as threads:
        return list(threads.map(run, writers))


def refusals(outcomes: list[Any]) -> Counter[str]:
    return Counter(outcome for outcome in outcomes if isinstance(outcome, str))


def count(session: Session, stored: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(stored)) or 0


def test_32_requests_for_one_slot_make_one_appointment(
    app: Flask, session: Session, council: Council
) -> None:
    requests = [new_request(council, starts_at=SLOT) for _ in range(WRITERS)]
    session.rollback()
    outcomes = all_at_once(
        app,
        *(lambda new=new: requesting.request(new, actor=RESIDENT).reference for new in requests),
    )
    assert refusals(outcomes) - Counter(SlotTaken=31, SlotNotOffered=31) == Counter()
    assert len([outcome for outcome in outcomes if "-" in outcome]) == 1
    for stored in (Appointment, DiaryEntry, Resident):
        assert count(session, stored) == 1
