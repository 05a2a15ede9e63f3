"""Every setting of Kept, typed. `Config.from_env()` reads them and refuses to start on a bad one."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet

HERE = Path(__file__).resolve().parent
TRANSLATIONS = HERE / "translations"
SHORTEST_SECRET = 32
LONGEST_PHONE, LONGEST_URL = 40, 100
"""Characters: both stand whole in every text message, however little room it has."""
LONDON = ZoneInfo("Europe/London")


def has_catalogue(language: str) -> bool:
    """Whether there are words in a language: English, or one whose catalogue is compiled."""
    return language == "en" or (TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo").is_file()


class SettingRefused(SystemExit):
    """A setting is missing, weak or malformed; its text says which and what to do, never its value."""


class Mode(StrEnum):
    """What this process is for. Only production insists on real channels and on https."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"
    DEMONSTRATION = "demonstration"
    TESTING = "testing"


@dataclass(frozen=True, kw_only=True)
class Config:
    """The settings. A field's environment variable is its name in capitals; `KEPT_MODE` sets `mode`."""

    secret_key: str
    """Signs sessions and forms: at least 32 characters, different in every installation."""
    encryption_keys: tuple[str, ...]
    """Fernet keys for personal fields, newest first, separated by commas; older ones still decrypt."""
    lookup_key: str
    """Keys the hashes that people are found by: at least 32 characters, never changed."""

    mode: Mode = Mode.PRODUCTION
    database_url: str = f"sqlite:///{HERE}/instance/kept.sqlite3"
    """SQLite by default; `postgresql+psycopg://...` for many web and worker processes."""
    public_url: str = ""
    """Where residents reach Kept, such as https://appointments.example.org; begins every link."""
    trusted_proxies: int = 0
    """How many proxies stand in front and set X-Forwarded-* headers."""

    council_name: str = "Our council"
    council_phone: str = "020 7946 0000"
    """On every page and in every message: for anybody who cannot use this one."""
    council_email: str = "appointments@example.org"
    """The service's mailbox: sender of email and organizer of every calendar invitation."""
    nation: str = "england-and-wales"
    """Whose public holidays count: england-and-wales, scotland or northern-ireland."""
    timezone: ZoneInfo = LONDON
    languages: tuple[str, ...] = ("en",)
    """The languages offered on resident pages, the first being the default."""
    phone_region: str = "GB"

    smtp_url: str = ""
    """smtp://name:password@host:587?starttls=1, smtps://host:465 or smtp://localhost:25."""
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_messaging_service_sid: str = ""
    twilio_api_url: str = ""
    """Another host in place of Twilio's, for tests."""

    exit_url: str = "https://www.bbc.co.uk/weather"
    """Where "Exit this page" leads: somewhere that anybody might be reading."""
    hold_minutes: int = 15
    link_days: int = 30
    """How long after the appointment (or the request's deadline) a resident's secure link still opens."""
    quiet_from: time = time(21)
    quiet_until: time = time(7)
    """No text to a resident between these local times."""
    office_opens: time = time(9)
    office_closes: time = time(17)
    """The local hours in which steps of the promise fall due, so that people can act on them."""
    needs_ask_again_days: int = 365
    """After so long what somebody said that they need is old, and staff are told to ask again."""
    needs_kept_days: int = 730
    """How long needs are kept for next time after they were last said to be right."""
    staff_idle_minutes: int = 60
    log_level: str = "INFO"

    def __post_init__(self) -> None:
        """Refuses what would be unsafe or could not work."""
        for name in ("secret_key", "lookup_key"):
            value = getattr(self, name)
            if len(value) < SHORTEST_SECRET or len(set(value)) < SHORTEST_SECRET // 4:
                raise SettingRefused(
                    f"{name.upper()} is missing or weak: give at least {SHORTEST_SECRET} random characters."
                )
        if not self.encryption_keys:
            raise SettingRefused("ENCRYPTION_KEYS is missing: give one or more Fernet keys.")
        for key in self.encryption_keys:
            try:
                Fernet(key)
            except ValueError:
                raise SettingRefused(
                    "ENCRYPTION_KEYS holds something that is no Fernet key."
                ) from None
        self._require_catalogues()
        self._require_room_in_texts()
        if self.production:
            self._require_real_channels()

    def _require_catalogues(self) -> None:
        """A language without its words would show English to who cannot read it."""
        for language in self.languages:
            if not has_catalogue(language):
                raise SettingRefused(
                    f"LANGUAGES names {language}, which has no compiled catalogue: run "
                    "pybabel compile --directory translations, or leave it out."
                )

    def _require_room_in_texts(self) -> None:
        for name, longest in (("council_phone", LONGEST_PHONE), ("public_url", LONGEST_URL)):
            if len(getattr(self, name)) > longest:
                raise SettingRefused(
                    f"{name.upper()} is too long for a text message: give {longest} characters at most."
                )

    def _require_real_channels(self) -> None:
        needed = {
            "SMTP_URL": self.smtp_url,
            "TWILIO_ACCOUNT_SID": self.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": self.twilio_auth_token,
            "TWILIO_MESSAGING_SERVICE_SID": self.twilio_messaging_service_sid,
            "PUBLIC_URL": self.public_url,
        }
        missing = ", ".join(name for name, value in needed.items() if not value)
        if missing:
            raise SettingRefused(f"In production these settings must be given: {missing}.")
        if urlsplit(self.public_url).scheme != "https":
            raise SettingRefused("In production PUBLIC_URL must begin with https://.")

    @property
    def production(self) -> bool:
        """Whether residents depend on this process: real channels, https, secure cookies."""
        return self.mode is Mode.PRODUCTION

    @property
    def sends_email(self) -> bool:
        """Whether email goes out over SMTP; otherwise it is only shown on the sent messages page."""
        return bool(self.smtp_url)

    @property
    def sends_sms(self) -> bool:
        """Whether texts go out over Twilio; otherwise they are only shown on the sent messages page."""
        return bool(self.twilio_account_sid)

    @property
    def default_language(self) -> str:
        """The language where nobody has chosen one."""
        return self.languages[0]

    def but(self, **changes: Any) -> Self:
        """The same settings with some replaced, for tests."""
        return replace(self, **changes)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """The settings of this process's environment; raises SettingRefused with the reason."""
        given: dict[str, Any] = {"secret_key": "", "encryption_keys": (), "lookup_key": ""}
        for field in fields(cls):
            name = "KEPT_MODE" if field.name == "mode" else field.name.upper()
            if text := environ.get(name, "").strip():
                try:
                    given[field.name] = _READERS.get(field.type, str)(text)
                except (ValueError, LookupError, OSError):
                    raise SettingRefused(f"{name} cannot be read; see docs/running.md.") from None
        return cls(**given)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


_READERS: dict[Any, Any] = {
    tuple[str, ...]: _words,
    int: int,
    time: time.fromisoformat,
    Mode: Mode,
    ZoneInfo: ZoneInfo,
}
