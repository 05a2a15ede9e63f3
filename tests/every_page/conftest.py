"""The two councils whose pages are looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import stage
from tests.browser.stage import Stage


@pytest.fixture(scope="module")
def stages(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[dict[bool, Stage]]:
    """One that nobody has asked for anything yet, and one with something on every page."""
    with stage.both(tmp_path_factory.mktemp("stages"), migrated_file.read_bytes()) as stages:
        yield stages
