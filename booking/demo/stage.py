"""The stage on which the past is played: a stepped clock, no gateways, no waiting for the disk."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import current_app
from sqlalchemy import Engine, event

from booking import clock
from booking.extensions import db
from booking.messaging.gateways import Gateways


class SteppedClock:
    """A clock that moves when it is told to, and never back."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """The present of the story."""
        return self.at

    def reach(self, instant: datetime) -> None:
        """Moves on to `instant`, unless it is later already."""
        self.at = max(self.at, instant)


@contextmanager
def stage(begins: datetime) -> Iterator[SteppedClock]:
    """Sets the application's clock to `begins`, and everything right again afterwards.

    Messages are only shown, whatever is configured: what an invented past says is sent to nobody.
    """
    app = current_app
    stepped = SteppedClock(begins)
    real, gateways = app.extensions["clock"], app.extensions["gateways"]
    app.extensions["clock"] = stepped
    app.extensions["gateways"] = Gateways(sms=None, email=None)
    try:
        with _unsynced(db.engine), _hushed():
            yield stepped
    finally:
        app.extensions["clock"] = real
        app.extensions["gateways"] = gateways


def now() -> datetime:
    """The present, to the minute: what the invented past leads up to."""
    return clock.now().replace(second=0, microsecond=0)


@contextmanager
def _unsynced(engine: Engine) -> Iterator[None]:
    """SQLite does not wait for the disk: a load that a power cut ends is simply begun again."""
    if engine.dialect.name != "sqlite":
        yield
        return
    event.listen(engine, "checkout", _stop_syncing)
    db.session.remove()
    try:
        yield
    finally:
        db.session.remove()
        event.remove(engine, "checkout", _stop_syncing)
        engine.dispose()  # whoever connects from now on syncs again


def _stop_syncing(connection: object, _record: object, _proxy: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]


@contextmanager
def _hushed() -> Iterator[None]:
    """A line of the log for each of some thousand old messages would bury the progress bar."""
    ours = logging.getLogger("booking")
    before = ours.level
    ours.setLevel(logging.WARNING)
    try:
        yield
    finally:
        ours.setLevel(before)
