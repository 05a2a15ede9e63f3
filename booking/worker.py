"""The worker's loop: keep promises, list the day, deliver, clear up. Any number of them may run."""

import signal
from datetime import datetime, timedelta
from threading import Event
from types import FrameType

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from booking import clock
from booking.actions import daily, enforcing, support_at_risk
from booking.actions.by_hand import drop_untrue
from booking.actions.delivering import deliver
from booking.extensions import db

log = structlog.get_logger()

PAUSE_SECONDS = 1.0
PAUSE_AFTER_FAULT_SECONDS = 10.0
CHORES_EVERY = timedelta(seconds=30)


def once() -> int:
    """One whole turn: today's lists, everything due delivered, lapsed things cleared up.

    Returns how many messages were taken up.
    """
    chores()
    taken_up = 0
    while batch := deliver():
        taken_up += batch
    return taken_up


def chores() -> None:
    """What need not happen every second."""
    enforcing.enforce()
    support_at_risk.escalate()
    drop_untrue()
    daily.list_the_day()
    daily.clear_lapsed()
    daily.beat("worker")


def run(app: Flask) -> None:
    """Works until asked to stop (SIGTERM, SIGINT); what is in hand is finished first."""
    stopping = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    log.info("worker started")
    chores_due: datetime | None = None
    while not stopping.is_set():
        with app.app_context():
            chores_due, pause = _turn(chores_due)
        stopping.wait(pause)
    log.info("worker stopped")


def _turn(chores_due: datetime | None) -> tuple[datetime | None, float]:
    try:
        now = clock.now()
        if chores_due is None or now >= chores_due:
            chores()
            chores_due = now + CHORES_EVERY
        return chores_due, 0.0 if deliver() else PAUSE_SECONDS
    except SQLAlchemyError as error:
        # The database is away: everything is kept in it, so there is nothing to do but wait.
        db.session.rollback()
        log.error("database away", error=type(error).__name__)
        return chores_due, PAUSE_AFTER_FAULT_SECONDS
