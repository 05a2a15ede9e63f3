"""Kept does not start with settings that would be unsafe or could not work, and documents every one."""

import re
from dataclasses import fields

import pytest

from booking import create_app
from config import HERE, Config, Mode, SettingRefused
from tests.conftest import configured

KEY = "b25lIGtleSB0aGF0IG9ubHkgdGhlIHRlc3RzIGtub3c="
OLDER_KEY = "YW5vdGhlciBrZXkgdGhhdCBvbmx5IHRlc3RzIGtub3c="
SECRETS = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
    "LOOKUP_KEY": "zyxwvutsrqponmlkjihgfedcba9876543210",
    "ENCRYPTION_KEYS": KEY,
}
CHANNELS = {
    "SMTP_URL": "smtp://localhost",
    "TWILIO_ACCOUNT_SID": "AC0",
    "TWILIO_AUTH_TOKEN": "not-a-real-token",
    "TWILIO_MESSAGING_SERVICE_SID": "MG0",
    "PUBLIC_URL": "https://appointments.example.org",
}
PRODUCTION = SECRETS | CHANNELS
NAMES = {
    "KEPT_MODE" if field.name == "mode" else field.name.upper(): field for field in fields(Config)
}


def test_with_its_secrets_and_channels_production_starts() -> None:
    config = Config.from_env(PRODUCTION)
    assert config.production
    assert config.sends_email
    assert config.sends_sms


@pytest.mark.parametrize("name", ["SECRET_KEY", "LOOKUP_KEY"])
@pytest.mark.parametrize("weak", ["", " ", "short", "a" * 64, "abab" * 16, "changeme"])
def test_a_missing_or_weak_secret_is_refused_and_never_repeated(name: str, weak: str) -> None:
    with pytest.raises(SettingRefused, match=name) as refused:
        Config.from_env(PRODUCTION | {name: weak})
    assert not weak.strip() or weak not in str(refused.value)


@pytest.mark.parametrize("keys", ["", ",", "nonsense", f"{KEY},nonsense", KEY[:-4]])
def test_encryption_keys_must_be_keys(keys: str) -> None:
    with pytest.raises(SettingRefused, match="ENCRYPTION_KEYS"):
        Config.from_env(PRODUCTION | {"ENCRYPTION_KEYS": keys})


@pytest.mark.parametrize("name", CHANNELS)
def test_production_without_a_channel_is_refused(name: str) -> None:
    with pytest.raises(SettingRefused, match=name):
        Config.from_env({key: value for key, value in PRODUCTION.items() if key != name})


def test_production_without_https_is_refused() -> None:
    with pytest.raises(SettingRefused, match="https"):
        Config.from_env(PRODUCTION | {"PUBLIC_URL": "http://appointments.example.org"})


@pytest.mark.parametrize(
    ("name", "text"),
    [("COUNCIL_PHONE", "0" * 41), ("PUBLIC_URL", f"https://{'a' * 90}.uk")],
)
def test_what_every_text_message_must_hold_is_no_longer_than_it_can(name: str, text: str) -> None:
    with pytest.raises(SettingRefused, match=name):
        Config.from_env(PRODUCTION | {name: text})
    Config.from_env(PRODUCTION | {name: text[:-1]})


@pytest.mark.parametrize("mode", [Mode.DEVELOPMENT, Mode.DEMONSTRATION])
def test_a_demonstration_starts_without_channels_but_not_without_secrets(mode: Mode) -> None:
    config = Config.from_env(SECRETS | {"KEPT_MODE": mode})
    assert [config.production, config.sends_email, config.sends_sms] == [False, False, False]
    with pytest.raises(SettingRefused):
        Config.from_env({"KEPT_MODE": mode})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("KEPT_MODE", "prod"),
        ("TIMEZONE", "Europe/Atlantis"),
        ("HOLD_MINUTES", "a quarter"),
        ("QUIET_FROM", "9pm"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingRefused, match=name):
        Config.from_env(PRODUCTION | {name: text})


def test_several_values_are_separated_by_commas() -> None:
    config = Config.from_env(PRODUCTION | {"ENCRYPTION_KEYS": f"{KEY}, {OLDER_KEY}"})
    assert len(config.encryption_keys) == 2


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_documented(name: str) -> None:
    documented = (HERE / "docs" / "running.md").read_text()
    assert re.search(rf"`{name}`", documented), f"docs/running.md does not name {name}"


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("smtp_url", "http://relay.example.org"),
        ("smtp_url", "smtp://name:password@relay.example.org"),
        ("twilio_api_url", "http://texts.example.org"),
    ],
)
def test_a_gateway_that_cannot_be_used_is_refused_at_the_start(setting: str, address: str) -> None:
    config = configured("sqlite://").but(
        twilio_account_sid="AC1", twilio_auth_token="x", twilio_messaging_service_sid="MG1"
    )
    with pytest.raises(SettingRefused):
        create_app(config.but(**{setting: address}))
