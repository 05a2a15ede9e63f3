"""The locks: what is installed is pinned, hashed, and the same for everybody."""

import re
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")
PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>\S+)(?P<marker> ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(lock: str) -> list[list[str]]:
    """A lock's entries: each the pin first, then its hashes; comments left out."""
    text = re.sub(r"^\s*#.*\n", "", (TOP / lock).read_text(), flags=re.MULTILINE)
    return [re.split(r" \\\n\s*", entry) for entry in re.split(r"\n(?=\S)", text.strip())]


def pins(lock: str) -> set[str]:
    """A lock's pins with their versions, markers left out."""
    return {first.split(" ; ")[0] for first, *_ in entries(lock)}


def names(lock: str) -> set[str]:
    """What a lock pins."""
    return {pin.split("==")[0] for pin in pins(lock)}


def asked_for(requirements: list[str]) -> set[str]:
    """The names in a list of requirements as pyproject.toml writes them."""
    return {re.split(r"[\[<>=~! ;]", requirement)[0] for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_one_version_with_its_hashes(lock: str) -> None:
    for pin, *hashes in entries(lock):
        assert PIN.fullmatch(pin), pin
        assert hashes, pin
        assert all(HASH.fullmatch(digest) for digest in hashes), pin


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_to_download_from(lock: str) -> None:
    text = (TOP / lock).read_text()
    assert "://" not in text
    assert not re.search(r"--(extra-)?index-url|--find-links|^-[ief]\b", text, re.MULTILINE)


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text())
    assert asked_for(project["project"]["dependencies"]) <= names("requirements.txt")
    assert asked_for(project["dependency-groups"]["dev"]) <= names("requirements-dev.txt")


def test_the_development_lock_holds_every_pin_of_the_other() -> None:
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_the_installer_is_all_that_its_lock_holds() -> None:
    assert names("requirements-uv.txt") == {"uv"}
