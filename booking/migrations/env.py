"""Alembic's way in: migrates the running application's own database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlalchemy.types import TypeDecorator

from booking.extensions import db


def _render_item(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    """Migrations name plain column types only: they must read the same when our own types have moved on."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


@contextmanager
def _rebuilding(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, which its foreign keys would not let happen."""
    if connection.dialect.name != "sqlite":
        yield
        return
    sqlite: Any = connection.connection.driver_connection
    sqlite.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        if broken := sqlite.execute("PRAGMA foreign_key_check").fetchone():
            raise RuntimeError(f"a migration left a row of {broken[0]} without what it names")
    finally:
        sqlite.execute("PRAGMA foreign_keys = ON")


def run() -> None:
    """Brings the database up to the newest migration in one transaction: all of it or nothing."""
    with db.engine.connect() as connection, _rebuilding(connection), connection.begin():
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            render_item=_render_item,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
