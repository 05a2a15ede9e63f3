"""How this product talks to its database: what SQLite must be told, and who may write next."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a confirmed appointment survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 15000",
)


def prepare(engine: Engine) -> None:
    """Makes an engine safe for many processes; PostgreSQL needs nothing."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = (
        None  # the driver would begin by itself, too late and never IMMEDIATE
    )
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("writes"):
        # What a power cut may take, such as a count of attempts, does not wait for the disk.
        durability = "FULL" if options.get("lasting", True) else "NORMAL"
        connection.exec_driver_sql(f"PRAGMA synchronous = {durability}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


@contextmanager
def turn_to_write(engine: Engine) -> Iterator[None]:
    """Waits for this process's turn to write to an SQLite file; PostgreSQL orders writers itself.

    SQLite's own waiting is a poll with growing pauses, so under load the unlucky wait very long; the
    kernel's queue on a file lock is fair.
    """
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        yield
        return
    lock = os.open(f"{path}.writer", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
