"""Stored instants are UTC, personal fields are unreadable without the key, hashes are keyed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet, InvalidToken
from flask import Flask
from sqlalchemy import String, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from booking.extensions import db
from booking.models import Channel, Heartbeat, Resident
from booking.models.types import digest, folded, rotate
from tests.builders import london
from tests.postgresql import any_database

NAME = "Zoë Ó Súilleabháin 王 ✉"
ADDRESS = "7 Mill Lane\nHartley"


def resident(session: Session) -> Resident:
    person = Resident(name=NAME, channel=Channel.LETTER, address=ADDRESS, created_at=london(23, 10))
    session.add(person)
    session.commit()
    return person


def stored_name(session: Session) -> bytes:
    return bytes(session.scalar(text("SELECT name FROM resident")) or b"")


def use_keys(app: Flask, *keys: str) -> None:
    app.extensions["settings"] = app.extensions["settings"].but(encryption_keys=keys)
    app.extensions.pop("keyring", None)


@any_database
def test_an_instant_comes_back_as_the_same_instant_in_utc(session: Session) -> None:
    local = datetime(2026, 7, 1, 9, 0, 0, 123456, tzinfo=ZoneInfo("Europe/London"))
    session.add(Heartbeat(name="summer", at=local))
    session.commit()
    session.expire_all()
    back = session.get_one(Heartbeat, "summer").at
    assert back == local
    assert back.tzinfo is UTC
    assert back.hour == 8


@any_database
def test_a_time_that_names_no_zone_is_refused(session: Session) -> None:
    session.add(Heartbeat(name="nowhere", at=datetime(2026, 7, 1, 9)))  # noqa: DTZ001 - the point
    with pytest.raises(StatementError, match="must say its zone"):
        session.commit()


@any_database
def test_personal_fields_come_back_as_they_were(session: Session) -> None:
    person = resident(session)
    session.expire_all()
    assert (person.name, person.address, person.email) == (NAME, ADDRESS, None)


@any_database
def test_personal_fields_cannot_be_read_in_the_database(session: Session) -> None:
    resident(session)
    stored = stored_name(session)
    assert stored
    for word in ("Zoë", "lleabh"):
        assert word.encode() not in stored
        assert word.encode("unicode_escape") not in stored


def test_the_same_name_is_never_stored_alike(session: Session) -> None:
    resident(session)
    first = stored_name(session)
    session.execute(text("DELETE FROM resident"))
    resident(session)
    assert stored_name(session) != first


@pytest.mark.parametrize("place", [0, 12, 40, -20, -1])
def test_a_changed_bit_is_refused(session: Session, place: int) -> None:
    person = resident(session)
    forged = bytearray(stored_name(session))
    forged[place] ^= 1
    session.execute(text("UPDATE resident SET name = :name"), {"name": bytes(forged)})
    session.commit()
    session.expire_all()
    with pytest.raises(InvalidToken):
        _ = person.name


def test_an_old_key_still_reads_and_the_newest_writes(app: Flask, session: Session) -> None:
    [old] = app.extensions["settings"].encryption_keys
    new = Fernet.generate_key().decode()
    person = resident(session)
    use_keys(app, new, old)
    session.expire_all()
    assert person.name == NAME
    person.name = "Zoë"
    session.commit()
    assert Fernet(new).decrypt(stored_name(session)).decode() == '"Zoë"'
    with pytest.raises(InvalidToken):
        Fernet(old).decrypt(stored_name(session))


def test_after_rotation_the_old_key_can_go(app: Flask, session: Session) -> None:
    [old] = app.extensions["settings"].encryption_keys
    new = Fernet.generate_key().decode()
    resident(session)
    use_keys(app, new, old)
    rotated = rotate(stored_name(session))
    use_keys(app, new)
    with pytest.raises(InvalidToken):
        rotate(stored_name(session))
    assert Fernet(new).decrypt(rotated).decode() == f'"{NAME}"'


def test_a_hash_depends_on_the_key_the_kind_and_the_text(app: Flask, session: Session) -> None:
    found = digest("name", "amina")
    assert found == digest("name", "amina")
    assert found != digest("email", "amina")
    assert found != digest("name", "amina y")
    app.extensions["settings"] = app.extensions["settings"].but(
        lookup_key="another key that only this test knows: 9876543210"
    )
    assert digest("name", "amina") != found


@pytest.mark.parametrize(
    ("typed", "found_by"),
    [
        ("ZOË", "zoe"),
        ("  Ó  Súilleabháin ", "o suilleabhain"),
        ("Straße", "strasse"),
        ("ŁUKASZ", "łukasz"),
    ],
)
def test_people_are_found_whatever_the_accents_and_capitals(typed: str, found_by: str) -> None:
    assert folded(typed) == found_by


@pytest.mark.parametrize("table", ["resident", "supporter"])
def test_nothing_that_people_say_of_themselves_is_stored_in_the_open(table: str) -> None:
    in_the_open = {
        column.name
        for column in db.metadata.tables[table].columns
        if isinstance(column.type, String)
    }
    assert in_the_open <= {"channel", "language", "tells"}
