"""A year to live through: an application of its own between the two providers, on an empty database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import inspect

from booking import create_app
from booking.extensions import db
from tests.conftest import SteppedClock, configured, migrate
from tests.fakes.smtp import FakeSmtp
from tests.fakes.twilio import FakeTwilio
from tests.outside import connect
from tests.simulation.year import Year


@contextmanager
def year_on(database_url: str, *, start: date, **drawn: Any) -> Iterator[Year]:
    """A year on that database, which is brought up to date; one with residents in it is refused."""
    clock = SteppedClock()
    app = create_app(configured(database_url), clock=clock)
    with app.app_context():
        if inspect(db.engine).has_table("resident"):
            raise SystemExit("That database is in use: give an empty one.")
    migrate(app)
    with FakeSmtp() as relay, FakeTwilio(now=clock) as twilio:
        yield Year(app, clock, connect(app, relay, twilio), start=start, **drawn)
    with app.app_context():
        db.engine.dispose()
