"""Every page in every state is what the HTML standard says, from left to right and from right to left."""

import os
import shutil
from pathlib import Path

import pytest

from tests.browser.shown import PAGES, in_languages
from tests.browser.stage import Stage
from tests.every_page import markup, wire

WAIVED: dict[str, str] = {}
"""What the checker says that stays as it is: its exact words, and why."""


@pytest.fixture(scope="module")
def checker() -> None:
    """The Nu Html Checker, without which this fails unless that is allowed."""
    if shutil.which("java") and markup.JAR.exists():
        return
    if os.environ.get("ALLOW_SKIP") == "1":
        pytest.skip("no Nu Html Checker here, and ALLOW_SKIP=1")
    pytest.fail("No Nu Html Checker: ./check brings it and Java. ALLOW_SKIP=1 goes on without.")


@pytest.mark.usefixtures("checker")
def test_every_page_is_valid_html_but_for_what_is_waived(
    stages: dict[bool, Stage], tmp_path: Path
) -> None:
    pages = {}
    for shown, language in in_languages(PAGES):
        stage = stages[shown.bare]
        line = wire.open_line(shown, language, stage)
        pages[f"{shown}-{language}"] = wire.answered(shown, line, stage).text
    found = markup.found(pages, tmp_path)
    wrong = [f"{said}\n    on {', '.join(on[:5])}" for said, on in found.items()]
    assert set(found) <= set(WAIVED), "\n".join(sorted(wrong))
    assert set(WAIVED) <= set(found), "a waiver that nothing needs any more"
