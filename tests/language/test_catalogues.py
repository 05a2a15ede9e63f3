"""What people read is there in every language that has a catalogue: whole and well formed."""

import re
from collections.abc import Iterator
from functools import cache
from gettext import c2py
from pathlib import Path

import polib
import pytest
from babel import Locale
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from booking.language.languages import FOR_STAFF, LANGUAGES
from config import TRANSLATIONS, SettingRefused
from tests.conftest import configured

ROOT = Path(__file__).parents[2]
TRANSLATED = sorted(path.name for path in TRANSLATIONS.iterdir() if path.is_dir())

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
WORD = re.compile(r"[A-Za-z]{2,}")
TAG = re.compile(r"</?\w+[^>]*>")
CLDR = {"pt": "pt_PT"}
"""Whose plurals a catalogue follows, where its tag alone means another country's."""

STAFF_ONLY = {"admin", "front_desk", "manager", "officer", "staff", "sent_messages"}


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"))


@cache
def words_to_translate(language: str) -> dict[str, str | None]:
    """Every word that people read in that language, with its plural: staff read in few languages."""
    everybodys = ROOT / "babel.cfg"
    with (
        everybodys if language in FOR_STAFF else TRANSLATIONS / "residents.cfg"
    ).open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options, {**DEFAULT_KEYWORDS, "_l": None})
    return {
        (text if isinstance(text, str) else text[0]): (None if isinstance(text, str) else text[1])
        for _file, _line, text, _comments, _context in found
    }


def pairs(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """What is said in English and in the language, for each number."""
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
    for said in entry.msgstr_plural.values():
        yield entry.msgid_plural, said


def test_only_languages_of_ours_have_a_catalogue() -> None:
    assert TRANSLATED
    assert set(TRANSLATED) == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_that_is_read_is_translated(language: str) -> None:
    entries = {entry.msgid: entry for entry in catalogue(language)}
    wanted = words_to_translate(language)
    assert not (missing := wanted.keys() - entries.keys()), missing
    assert not (old := entries.keys() - wanted.keys()), old
    for words, plural in wanted.items():
        entry = entries[words]
        assert entry.translated(), f"{words!r} is empty or fuzzy"
        assert (entry.msgid_plural or None) == plural
        assert all(entry.msgstr_plural.values())
    assert not catalogue(language).obsolete_entries()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_what_is_filled_in_and_how_it_is_marked_up(language: str) -> None:
    for entry in catalogue(language):
        for words, said in pairs(entry):
            kept, given = set(PLACEHOLDER.findall(said)), set(PLACEHOLDER.findall(words))
            assert kept <= given, entry.msgid
            # A form for one or two may say the number in a word.
            assert given - kept <= ({"%(num)s"} if entry.msgid_plural else set()), entry.msgid
            assert sorted(TAG.findall(said)) == sorted(TAG.findall(words)), entry.msgid
            assert said[:1].isspace() == words[:1].isspace(), entry.msgid
            assert said[-1:].isspace() == words[-1:].isspace(), entry.msgid
            left = PLACEHOLDER.sub("", said).replace("%%", "")
            assert "%" not in left or "%" in PLACEHOLDER.sub("", words), entry.msgid


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    """Numbers that CLDR tells apart have a form each, and no two that it counts alike differ."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        read = read_po(file, locale=language)
    header = catalogue(language).metadata["Plural-Forms"]
    count, rule = re.fullmatch(r"nplurals=(\d); plural=(.*);", header).groups()  # type: ignore[union-attr]
    assert (read.num_plurals, read.plural_expr) == (int(count), rule)
    named = Locale.parse(CLDR.get(language, language)).plural_form
    form_of = c2py(rule)
    forms = {(named(number), form_of(number)) for number in range(1000)}
    assert (
        len(forms) == len({name for name, _form in forms}) == len({form for _name, form in forms})
    )
    assert {form for _name, form in forms} == set(range(int(count)))
    for entry in catalogue(language):
        if entry.msgid_plural:
            assert set(entry.msgstr_plural) == set(range(int(count))), entry.msgid


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_was_left_in_english(language: str) -> None:
    """Names and codes may stand as they are."""
    same = [entry.msgid for entry in catalogue(language) if entry.msgstr == entry.msgid]
    assert [words for words in same if len(WORD.findall(PLACEHOLDER.sub("", words))) > 3] == []


def test_a_language_without_its_words_is_not_offered() -> None:
    with pytest.raises(SettingRefused, match="LANGUAGES names fr"):
        configured("sqlite://").but(languages=("en", "fr"))


def test_what_is_left_out_for_residents_is_what_only_staff_read() -> None:
    """A page that a resident opens cannot fall out of the catalogues unnoticed."""
    found = {path.parts[1] for path in _worded() if path.parts[0] == "templates"}
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    assert folders - found == STAFF_ONLY


def _worded() -> set[Path]:
    with (TRANSLATIONS / "residents.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    return {Path(found[0]) for found in extract_from_dir(ROOT, methods, options)}
