"""The application under test: the real one, on a real database, with a clock that the test holds."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from sqlalchemy import QueuePool
from sqlalchemy.orm import Session

from booking import create_app
from booking.extensions import db
from config import Config, Mode
from tests.builders import Council, build_council
from tests.fakes.smtp import FakeSmtp
from tests.fakes.twilio import FakeTwilio
from tests.outside import Outside, connect
from tests.postgresql import Server, running_server

pytest_plugins = "tests.browser.stages"

# Shared machines pause for longer than Hypothesis allows one example by default.
hypothesis_settings.register_profile("kept", deadline=None)
hypothesis_settings.load_profile("kept")

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""When every test begins, unless it says otherwise: a Monday without holidays near."""


class SteppedClock:
    """A clock that stands still until the test moves it."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **step: float) -> None:
        """Moves on by a timedelta's arguments."""
        self.at += timedelta(**step)


def configured(database_url: str) -> Config:
    """The settings of an application under test."""
    return Config(
        mode=Mode.TESTING,
        secret_key="a secret that only the tests know: 0123456789",
        lookup_key="a lookup key that only the tests know: 0123",
        encryption_keys=("dGhlIHRlc3RzIGtub3cgdGhpcyBrZXkgYW5kIG5vbmU=",),
        database_url=database_url,
        public_url="https://appointments.example.org",
        council_name="Hartley Vale Council",
        log_level="WARNING",
    )


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file that every test gets a copy of."""
    path = tmp_path_factory.mktemp("migrated") / "kept.sqlite3"
    migrate(create_app(configured(f"sqlite:///{path}")))
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server with a migrated, empty template that tests get copies of."""
    with running_server() as server, server.with_template():
        migrate(create_app(configured(server.url_of(server.template))))
        yield server


def migrate(app: Flask) -> None:
    """Brings the application's database up to date and lets go of it."""
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()


@pytest.fixture
def clock() -> SteppedClock:
    """The time, as the application sees it."""
    return SteppedClock()


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path
) -> Iterator[str]:
    """A fresh database of this test's own: SQLite, or what `any_database` asks for."""
    if getattr(request, "param", "sqlite") == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        with server.database() as url:
            yield url
        return
    path = tmp_path / "kept.sqlite3"
    path.write_bytes(migrated_file.read_bytes())
    yield f"sqlite:///{path}"


@pytest.fixture
def config(database_url: str) -> Config:
    """Settings that lead to the test's own database."""
    return configured(database_url)


@pytest.fixture
def app(config: Config, clock: SteppedClock) -> Iterator[Flask]:
    """The application."""
    app = create_app(config, clock=clock)
    yield app
    with app.app_context():
        pool = db.engine.pool
        assert isinstance(pool, QueuePool)
        held = pool.checkedout()
        db.engine.dispose()
    # A connection that is held on to is let go by the garbage collector, when its database is gone:
    # in the middle of whatever runs by then.
    assert not held


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """An application context and its database session."""
    # A worker in this context ends with another session than it began with, and that one is the context's.
    with app.app_context(), closing(db.session()) as session:
        yield session


@pytest.fixture
def council(session: Session) -> Council:
    """A small council: two services, two locations, three officers."""
    return build_council(session)


@pytest.fixture
def outside(app: Flask, clock: SteppedClock) -> Iterator[Outside]:
    """A mail relay and a Twilio that the application is connected to."""
    with FakeSmtp() as relay, FakeTwilio(now=clock) as twilio:
        yield connect(app, relay, twilio)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser without scripts."""
    return app.test_client()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("SMTP_", "TWILIO_", "KEPT_", "DATABASE_URL")):
            monkeypatch.delenv(name)
