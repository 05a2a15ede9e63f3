"""Alembic's way in: migrates the running application's own database."""

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


def run() -> None:
    """Brings the database up to the newest migration in one transaction: all of it or nothing."""
    with db.engine.begin() as connection:
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
