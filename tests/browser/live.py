"""A running Kept for the browser: the real application behind a real server, with a clock that tests hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from booking import create_app, worker
from booking.actions import links
from booking.actions.signing_in import add_staff
from booking.extensions import db
from booking.models import Appointment, Message, Purpose, Role
from config import TRANSLATIONS
from tests.builders import Council, build_council
from tests.conftest import SteppedClock, configured

LOOPBACK = "127.0.0.1"
PASSWORD = "a passphrase of the demonstration"
TRANSLATED = sorted(path.name for path in TRANSLATIONS.iterdir() if path.is_dir())
"""The languages beside English that have a catalogue."""


@dataclass(frozen=True)
class Site:
    """One running Kept."""

    app: Flask
    url: str
    clock: SteppedClock

    def work(self) -> None:
        """One turn of the worker: everything that is due is sent."""
        with self.app.app_context():
            worker.once()

    def told(self, address: str) -> list[Message]:
        """What was sent to an address or number, oldest first."""
        with self.app.app_context():
            sent = db.session.query(Message).order_by(Message.id).all()
            return [one for one in sent if (one.content or {}).get("to") == address]

    def cookies(self, language: str | None = None, **session: Any) -> list[Any]:
        """Those of a browser in which this language was chosen and whose session holds this.

        For whoever need not walk there.
        """
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        kept = {self.app.config["SESSION_COOKIE_NAME"]: signer.dumps(session)}
        if language:
            kept["language"] = language
        return [{"name": name, "value": value, "url": self.url} for name, value in kept.items()]


class _QuietHandler(WSGIRequestHandler):
    """Says nothing of each request: what goes wrong is the browser's to tell."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@contextmanager
def running(database_file: Path, database: bytes, **settings: Any) -> Iterator[Site]:
    """Kept on a free port of the loopback, on a fresh copy of a migrated SQLite database.

    `settings` replace those of every test.
    """
    database_file.write_bytes(database)
    server = make_server(
        LOOPBACK, 0, lambda _environ, _start: [], threaded=True, request_handler=_QuietHandler
    )
    url = f"http://{LOOPBACK}:{server.port}"
    clock = SteppedClock()
    usual = {"public_url": url, "languages": ("en", *TRANSLATED)}
    config = configured(f"sqlite:///{database_file}").but(**(usual | settings))
    server.app = app = create_app(config, clock=clock)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield Site(app, url, clock)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


def found_council() -> Council:
    """The small council of all tests, with somebody at the desk, a manager and an officer who sign in."""
    council = build_council(db.session())
    add_staff(
        email="desk@example.org",
        name="Dilys Parry",
        role=Role.FRONT_DESK,
        password=PASSWORD,
        location_id=council.civic_centre.id,
    )
    add_staff(
        email=council.priya.email,
        name=council.priya.name,
        role=Role.OFFICER,
        password=PASSWORD,
        officer_id=council.priya.id,
    )
    add_staff(email="manager@example.org", name="Nia Bowen", role=Role.MANAGER, password=PASSWORD)
    add_staff(
        email="admin@example.org", name="Ada Quill", role=Role.ADMINISTRATOR, password=PASSWORD
    )
    return council


def link(appointment: Appointment, purpose: Purpose) -> str:
    """The token of a new secure link."""
    token = links.mint(db.session(), appointment, purpose, officer_id=appointment.officer_id)
    db.session.commit()
    return token
