from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.messaging.segments import BASIC, EXTENDED, Segments, count_segments, to_gsm


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", Segments("GSM-7", 0, 0)),
        ("a" * 160, Segments("GSM-7", 1, 160)),
        ("a" * 161, Segments("GSM-7", 2, 161)),
        ("a" * 306, Segments("GSM-7", 2, 306)),
        ("a" * 307, Segments("GSM-7", 3, 307)),
        ("ŵ" * 70, Segments("UCS-2", 1, 70)),
        ("ŵ" * 71, Segments("UCS-2", 2, 71)),
        ("ŵ" * 134, Segments("UCS-2", 2, 134)),
        ("ŵ" * 135, Segments("UCS-2", 3, 135)),
    ],
)
def test_a_body_is_cut_where_the_network_cuts_it(body: str, expected: Segments) -> None:
    assert count_segments(body) == expected


@pytest.mark.parametrize("character", "€[]{}\\~^|\f")
def test_a_character_of_the_extension_table_counts_twice(character: str) -> None:
    assert count_segments(character * 80) == Segments("GSM-7", 1, 160)
    assert count_segments(character * 81) == Segments("GSM-7", 2, 162)


def test_an_escape_pair_is_never_cut_by_the_end_of_a_segment() -> None:
    # 152 + 2 would end at 154 of 153: the pair moves on, and 306 septets need a third segment.
    assert count_segments("a" * 152 + "€" + "a" * 152) == Segments("GSM-7", 3, 306)
    assert count_segments("a" * 151 + "€" + "a" * 153) == Segments("GSM-7", 2, 306)


def test_a_surrogate_pair_is_never_cut_by_the_end_of_a_segment() -> None:
    assert count_segments("ŵ" * 66 + "🙂" + "ŵ" * 66) == Segments("UCS-2", 3, 134)
    assert count_segments("ŵ" * 65 + "🙂" + "ŵ" * 67) == Segments("UCS-2", 2, 134)


def test_the_alphabet_has_127_characters_and_the_escape_and_10_more() -> None:
    assert (len(BASIC), len(EXTENDED)) == (127, 10)


@given(st.text(max_size=400))
def test_segments_always_hold_the_body(body: str) -> None:
    segments = count_segments(body)
    alone, joined = (160, 153) if segments.encoding == "GSM-7" else (70, 67)
    room = alone if segments.count == 1 else joined * segments.count
    assert segments.characters <= room
    # A pair moved on wastes one unit of a segment at most: never more segments than that.
    assert segments.count <= 1 or segments.characters > (joined - 1) * (segments.count - 1)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("It’s “today” – 10:30\u202fam…", 'It\'s "today" - 10:30 am...'),
        ("room\u00a04 — floor\u20092", "room 4 - floor 2"),
        ("appoint\u00adment", "appointment"),
        ("cafe\u0301", "café"),
        ("already plain", "already plain"),
    ],
)
def test_typography_becomes_plain_where_that_saves_a_segment(written: str, sent: str) -> None:
    assert to_gsm(written) == sent
    assert count_segments(sent).encoding == "GSM-7"


@pytest.mark.parametrize("body", ["Dŵr – ‘tŷ’", "Środa – 10:30", "یاد دہانی – ۱۰", "cwrdd â’r tîm"])
def test_letters_beyond_gsm_leave_the_whole_body_untouched(body: str) -> None:
    assert to_gsm(body) == body


@given(st.text())
def test_letters_and_digits_are_never_changed(body: str) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in normalize("NFC", text) if c.isalnum())

    assert letters(to_gsm(body)) == letters(body)
    assert to_gsm(to_gsm(body)) == to_gsm(body)
