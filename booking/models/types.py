"""Column types: instants that are always UTC, fields encrypted at rest, keyed hashes to find them by."""

import hashlib
import hmac
import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app
from sqlalchemy import DateTime, Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from booking.settings import settings


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored as UTC; SQLite hands back naive ones, which are UTC by this type's promise."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a naive time: nobody could say which instant it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must say its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant, UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _keyring() -> MultiFernet:
    ring: MultiFernet | None = current_app.extensions.get("keyring")
    if ring is None:
        ring = MultiFernet([Fernet(key) for key in settings().encryption_keys])
        current_app.extensions["keyring"] = ring
    return ring


class Encrypted(TypeDecorator[Any]):
    """Any JSON value, encrypted and authenticated at rest (Fernet; the first key writes, all keys read).

    A changed bit raises `cryptography.fernet.InvalidToken`; it never yields other text.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Encrypts."""
        if value is None:
            return None
        return _keyring().encrypt(json.dumps(value, ensure_ascii=False).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Decrypts."""
        return None if value is None else json.loads(_keyring().decrypt(value))


def rotate(ciphertext: bytes) -> bytes:
    """The same content under the newest key."""
    return _keyring().rotate(ciphertext)


def folded(text: str) -> str:
    """Text as it is compared: case, accents and repeated spaces make no difference."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def digest(kind: str, value: str) -> bytes:
    """The keyed hash under which `value` is found: useless without LOOKUP_KEY, equal for equal text."""
    key = settings().lookup_key.encode()
    return hmac.digest(key, f"{kind}\0{folded(value)}".encode(), hashlib.sha256)
