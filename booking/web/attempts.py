"""How often something was tried, counted in the database: every web process sees the same count."""

from datetime import timedelta

from limits.storage import Storage
from sqlalchemy import ColumnElement, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from booking import clock
from booking.extensions import db
from booking.models import AttemptCount


class DatabaseStorage(Storage):
    """A storage of the `limits` library, by fixed windows, in the table of AttemptCount."""

    STORAGE_SCHEME = ["kept"]

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """What a broken storage raises."""
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Counts `amount` more under `key`, starting afresh where its window of `expiry` s is over."""
        now = clock.now()
        ends = now + timedelta(seconds=expiry)
        make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
        over = AttemptCount.expires_at <= now
        statement = (
            make(AttemptCount)
            .values(key=key, count=amount, expires_at=ends)
            .on_conflict_do_update(
                index_elements=[AttemptCount.key],
                set_={
                    "count": case((over, amount), else_=AttemptCount.count + amount),
                    "expires_at": case((over, ends), else_=AttemptCount.expires_at),
                },
            )
            .returning(AttemptCount.count)
        )
        options = {"writes": True, "lasting": False}
        with db.engine.connect().execution_options(**options) as connection, connection.begin():
            return int(connection.execute(statement).scalar_one())

    def get(self, key: str) -> int:
        """How often `key` was tried in its present window."""
        entry = self._entry(key)
        return entry.count if entry else 0

    def get_expiry(self, key: str) -> float:
        """When its window ends, as a timestamp."""
        entry = self._entry(key)
        return (entry.expires_at if entry else clock.now()).timestamp()

    def check(self) -> bool:
        """Whether the storage answers."""
        with db.engine.connect() as connection:
            return bool(connection.scalar(select(1)))

    def reset(self) -> int | None:
        """Forgets every count."""
        return self._delete(AttemptCount.key.is_not(None))

    def clear(self, key: str) -> None:
        """Forgets one count."""
        self._delete(AttemptCount.key == key)

    def _entry(self, key: str) -> AttemptCount | None:
        with db.Session(db.engine) as session:
            entry = session.get(AttemptCount, key)
            return entry if entry and entry.expires_at > clock.now() else None

    def _delete(self, which: ColumnElement[bool]) -> int:
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            return int(connection.execute(delete(AttemptCount).where(which)).rowcount)
