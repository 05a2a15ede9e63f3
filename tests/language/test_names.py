"""Names in any script stand whole in a sentence, or end between two letters as readers count them."""

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import example, given
from hypothesis import strategies as st

from booking.language.names import ELLIPSIS, in_one_line, isolated, letters, shortened, units

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
"""One picture of seven characters."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoë", ["Z", "o", "ë"]),
        ("Zoe\u0308", ["Z", "o", "e\u0308"]),
        ("محمّد", ["م", "ح", "مّ", "د"]),
        ("ਸਿੰਘ", ["ਸਿੰ", "ਘ"]),
        ("রহিম", ["র", "হি", "ম"]),
        ("王小明", ["王", "小", "明"]),
        (f"{FAMILY}!", [FAMILY, "!"]),
        ("🇬🇧🇵🇱", ["🇬🇧", "🇵🇱"]),
    ],
)
def test_letters_are_those_that_readers_count(text: str, expected: list[str]) -> None:
    assert letters(text) == expected


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("en", "Sam Okafor", "Sam Okafor"),
        ("en", "Łukasz Żak", "Łukasz Żak"),
        ("en", "أمينة", "\u2068أمينة\u2069"),
        ("en", "Sam (سام)", "\u2068Sam (سام)\u2069"),
        ("ar", "أمينة", "أمينة"),
        ("ar", "Sam Okafor", "\u2068Sam Okafor\u2069"),
        ("ar", "7", "7"),
        ("ar", "", ""),
    ],
)
def test_a_name_written_the_other_way_keeps_its_direction(
    language: str, name: str, expected: str, app: Flask
) -> None:
    with app.app_context(), force_locale(language):
        assert isolated(name) == expected


@pytest.mark.parametrize(
    "control", [*"\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\r\n\0\u2028"]
)
def test_a_name_turns_no_text_and_breaks_no_line(control: str, app: Flask) -> None:
    with app.app_context(), force_locale("en"):
        assert isolated(f"Sam{control} Okafor{control}") == "Sam Okafor"


@pytest.mark.parametrize(
    ("name", "longest", "expected"),
    [
        ("Sam Okafor", 10, "Sam Okafor"),
        ("Sam Okafor", 9, f"Sam{ELLIPSIS}"),
        ("Sam Okafor Bell", 11, f"Sam Okafor{ELLIPSIS}"),
        ("Okafor", 4, f"Oka{ELLIPSIS}"),
        ("e\u0301e\u0301e\u0301", 4, f"e\u0301{ELLIPSIS}"),
        ("ਸਿੰਘ", 3, ELLIPSIS),
        (FAMILY * 2, 14, f"{FAMILY}{ELLIPSIS}"),
        (f"a{chr(0x301) * 200}", 10, ELLIPSIS),
    ],
)
def test_a_name_is_shortened_after_a_word_or_a_letter(
    name: str, longest: int, expected: str
) -> None:
    assert shortened(name, longest) == expected


@given(st.text(), st.integers(1, 60))
@example("\u0301", 1)
def test_what_is_shortened_fits_and_is_whole_letters(name: str, longest: int) -> None:
    short = shortened(name, longest)
    assert units(short) <= longest
    clean = in_one_line(name)
    if short != clean:
        assert short.endswith(ELLIPSIS)
        kept = letters(short.removesuffix(ELLIPSIS))
        assert letters(clean)[: len(kept)] == kept
