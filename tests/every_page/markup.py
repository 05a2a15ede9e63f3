"""The Nu Html Checker: what it says of many pages, in one start of Java."""

import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

JAR = Path(os.environ.get("VNU_JAR", Path(__file__).parents[2] / ".venv" / "vnu.jar"))
"""Where ./check puts it."""
SECONDS = 240


def found(pages: Mapping[str, str], folder: Path) -> dict[str, list[str]]:
    """Every error and warning, with the pages that it is found on."""
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(html, encoding="utf-8")
        names[file.as_uri()] = name
    found = defaultdict(list)
    for said in _check(folder):
        found[_line(said)].append(names[said["url"].replace("file:/", "file:///", 1)])
    return dict(found)


def _check(folder: Path) -> list[dict[str, str]]:
    options = ("--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html")
    java = ("java", "-Xss4m", "-Xmx512m", "-jar", str(JAR))
    ended = subprocess.run(
        [*java, *options, str(folder)], capture_output=True, text=True, timeout=SECONDS, check=True
    )
    messages: list[dict[str, str]] = json.loads(ended.stdout)["messages"]
    return messages


def _line(said: Mapping[str, str]) -> str:
    """The kind and the message, as the waivers write it."""
    return f"{said.get('subType', said['type'])}: {said['message']}"
