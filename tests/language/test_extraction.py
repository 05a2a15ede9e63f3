"""Translators get every word that people see: from code and from templates of all kinds."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

ROOT = Path(__file__).parents[2]
ONLY_INCLUDES = re.compile(r'\s*\{% include "[^"]+" %\}\s*')
"""A template whose words are all in another one, which other kinds share."""


def extracted() -> dict[str, set[str]]:
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found: dict[str, set[str]] = {}
    for filename, _, message, _, _ in extract_from_dir(ROOT, methods, options):
        for text in [message] if isinstance(message, str) else message:
            found.setdefault(str(text), set()).add(filename)
    return found


def test_words_are_found_in_code_and_in_templates() -> None:
    found = extracted()
    assert "booking/language/codes.py" in found["Your appointment is arranged"]
    assert "booking/language/dates.py" in found["%(num)s minutes"]
    assert "templates/messages/email.txt" in found["Dear %(name)s,"]
    assert "templates/messages/officer_day/subject.txt" in found["Your day: %(num)s appointments"]
    assert "templates/layout.html" in found["Skip to main content"]


def test_every_message_template_gives_something_to_translate() -> None:
    files = {name for names in extracted().values() for name in names}
    templates = ROOT / "templates" / "messages"
    worded = {
        str(path.relative_to(ROOT))
        for path in templates.glob("*/*.txt")
        if not ONLY_INCLUDES.fullmatch(path.read_text())
    }
    assert worded
    assert worded <= files
