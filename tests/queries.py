"""How many queries a page takes: as many for a long list as for a short one."""

from sqlalchemy import event

from booking.extensions import db
from tests.visitor import Visitor


def queries(visitor: Visitor, address: str) -> int:
    """How many queries are made while a page is opened."""
    counted: list[str] = []

    def note(*args: object) -> None:
        counted.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    visitor.get(address)
    event.remove(db.engine, "before_cursor_execute", note)
    return len(counted)
