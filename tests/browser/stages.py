"""The two councils whose pages are looked at; a plugin, so that every room of tests finds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.live import running
from tests.browser.stage import Stage, bare, furnished


@contextmanager
def both(folder: Path, database: bytes) -> Iterator[dict[bool, Stage]]:
    """The two councils, each on a copy of a migrated database; by whether nobody has asked for anything."""
    with (
        running(folder / "bare.sqlite3", database) as first,
        running(folder / "furnished.sqlite3", database) as second,
    ):
        yield {True: bare(first), False: furnished(second)}


@pytest.fixture(scope="module")
def stages(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[dict[bool, Stage]]:
    """Both stand for all tests of a file: what they look at, they do not change."""
    with both(tmp_path_factory.mktemp("stages"), migrated_file.read_bytes()) as stages:
        yield stages
