"""What migrations build is what the models describe, on both databases."""

from datetime import time, timedelta
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from booking.domain.needs import Meeting
from booking.extensions import db
from booking.models import OVERLAP_GUARDS, Officer, Support
from booking.models.diary import VERSIONED
from tests.builders import Council, arranged
from tests.conftest import MONDAY
from tests.postgresql import any_database

pytestmark = any_database


def differences(session: Session) -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, db.metadata))


def test_the_migrated_schema_equals_the_models(session: Session) -> None:
    assert differences(session) == []


def test_a_column_that_no_migration_made_would_be_seen(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.execute(sa.text("ALTER TABLE closure ADD COLUMN forgotten INTEGER"))
    session.commit()
    assert len(differences(session)) == 1


def test_every_constraint_of_the_models_has_been_migrated(session: Session) -> None:
    """Alembic's comparison passes over check constraints."""
    inspector = inspect(db.engine)
    for table in db.metadata.sorted_tables:
        wanted = {
            str(constraint.name)
            for constraint in table.constraints
            if isinstance(constraint, sa.CheckConstraint)
        }
        made = {found["name"] for found in inspector.get_check_constraints(table.name)}
        assert wanted == made, table.name


def test_the_overlap_guards_have_been_migrated(session: Session) -> None:
    if db.engine.dialect.name == "postgresql":
        names = session.scalars(
            sa.text("SELECT conname FROM pg_constraint WHERE contype = 'x' ORDER BY conname")
        )
        assert tuple(names) == OVERLAP_GUARDS
        return
    triggers = session.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    guards = [f"{guard}_{moment}" for guard in OVERLAP_GUARDS for moment in ("insert", "update")]
    assert set(guards) <= set(triggers)


@pytest.mark.parametrize("table", VERSIONED)
def test_every_change_of_a_diary_counts_up_its_version(
    session: Session, council: Council, table: str
) -> None:
    def version() -> int:
        session.rollback()
        return session.scalars(select(Officer.diary_version).where(Officer.id == officer)).one()

    officer, seen = council.sam.id, []
    spell = {"starts_at": MONDAY, "ends_at": MONDAY + timedelta(hours=1)}
    hours = {"weekday": 0, "starts": time(9), "ends": time(10), "effective_from": MONDAY.date()}
    hold = spell | {"held_by": "somebody", "held_until": MONDAY}
    rows: dict[str, dict[str, Any]] = {
        "absence": spell | {"reason": "leave"},
        "diary_entry": hold,
        "pattern_hours": hours,
    }
    stored = db.metadata.tables[table]
    for change in (
        stored.insert().values(officer_id=officer, **rows[table]),
        stored.update().where(stored.c.officer_id == officer).values(officer_id=officer),
        stored.delete().where(stored.c.officer_id == officer),
    ):
        before = version()
        session.execute(change)
        session.commit()
        seen.append(version() > before)
    assert seen == [True, True, True]


def test_support_that_was_booked_before_is_for_what_its_appointment_says_now(
    session: Session, council: Council
) -> None:
    arranged(
        council,
        needs=["interpreter_phone"],
        spoken_language="pl",
        interpreter_wishes="A woman",
    )
    session.close()
    flask_migrate.downgrade(revision="0009")
    flask_migrate.upgrade()
    one = session.scalars(select(Support)).one()
    assert (one.meeting, one.language, one.wishes) == (Meeting.IN_PERSON, "pl", "A woman")
    assert differences(session) == []


def test_nothing_is_stored_by_the_migrations_themselves(session: Session) -> None:
    for table in db.metadata.sorted_tables:
        assert session.scalar(select(func.count()).select_from(table)) == 0
