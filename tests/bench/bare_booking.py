"""The limit of booking: the rows of one real booking, inserted again by plain SQL in one transaction.

The rows are read back as the database has them, encrypted fields and all, so nothing has to be thought
of here when booking comes to write one more.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

from flask import Flask
from sqlalchemy import Column, LargeBinary, Table, func, select

from booking.extensions import db
from tests.bench.bare import stored
from tests.bench.council import COPIED, belongs_to

FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)
"""Where the bare rows take their time, one half hour after another."""


class Connection(Protocol):
    """What sqlite3 and psycopg have in common."""

    def execute(self, statement: Any, values: Any = ..., /) -> Any: ...


def most_ids() -> dict[str, int]:
    """The last id of every table that a booking writes to."""
    db.session.rollback()
    return {
        table.name: db.session.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0
        for table in _tables()
        if "id" in table.columns
    }


def _tables() -> list[Table]:
    return [db.metadata.tables[name] for name in COPIED]


class BareBooking:
    """The rows that came after `before`, ready to be inserted again and again with new keys."""

    def __init__(self, before: dict[str, int]) -> None:
        self.before, self.booked = before, 0
        db.session.rollback()  # what it had read before is older than the booking
        self.rows = [(table, row) for table in _tables() for row in self._new_rows(table)]
        db.session.rollback()
        if not self.rows:
            raise RuntimeError("nothing was booked")

    def _new_rows(self, table: Table) -> Iterator[dict[str, Any]]:
        own = next(c for c in table.columns if belongs_to(c) in self.before)
        found = db.session.connection().exec_driver_sql(
            f"SELECT * FROM {table.name} "  # noqa: S608 - names of our own tables
            f"WHERE {own.name} > {self.before[belongs_to(own)]}"
        )
        return (dict(row) for row in found.mappings())

    def book(self, connection: Connection, sign: str) -> None:
        """Inserts them all; `sign` is how this driver marks a value. The caller begins and commits."""
        self.booked += 1
        keys: dict[tuple[str, int], int] = {}
        for table, row in self.rows:
            values = {
                column.name: self._value(column, row[column.name], keys)
                for column in table.columns
                if column.name != "id"
            }
            wants_id = " RETURNING id" if "id" in row else ""
            made = connection.execute(
                f"INSERT INTO {table.name} ({', '.join(values)}) "  # noqa: S608
                f"VALUES ({', '.join([sign] * len(values))}){wants_id}",
                list(values.values()),
            )
            if wants_id:
                keys[table.name, row["id"]] = made.fetchone()[0]

    def _value(self, column: Column[Any], value: Any, keys: dict[tuple[str, int], int]) -> Any:
        if value is None:
            return None
        if isinstance(value, dict | list):
            return json.dumps(value)
        if (key := (belongs_to(column), value)) in keys:
            return keys[key]
        if column.table.name == "diary_entry" and column.name in ("starts_at", "ends_at"):
            instant = FAR_AHEAD + timedelta(minutes=30 * (self.booked + (column.name == "ends_at")))
            return instant if isinstance(value, datetime) else stored(instant)
        if column.unique:
            return os.urandom(32) if isinstance(column.type, LargeBinary) else str(uuid4())
        return value


def sqlite_app(database: str, booking: BareBooking) -> Flask:
    """A bare application whose one view makes the bare booking, as safe from a power cut as ours."""
    app = Flask("bare")
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")

    @app.post("/book")
    def book() -> str:
        connection.execute("BEGIN IMMEDIATE")
        booking.book(connection, "?")
        connection.execute("COMMIT")
        return "booked"

    return app


def postgres_app(connection: Any, booking: BareBooking) -> Flask:
    """The same on PostgreSQL."""
    app = Flask("bare")

    @app.post("/book")
    def book() -> str:
        with connection.transaction():
            booking.book(connection, "%s")
        return "booked"

    return app
