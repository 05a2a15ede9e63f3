import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.domain.references import ALPHABET, new_reference, parse_reference

RANDOMS = st.randoms(use_true_random=False)


def characters(reference: str) -> list[str]:
    return list(reference.replace("-", ""))


def test_the_alphabet_has_nothing_that_sounds_or_looks_alike() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert not set(ALPHABET) & set("0O1IL")


@given(rng=RANDOMS)
def test_a_reference_is_two_groups_of_four(rng: random.Random) -> None:
    first, second = new_reference(rng.randrange).split("-")
    assert len(first) == len(second) == 4
    assert set(first + second) <= set(ALPHABET)


def test_references_come_from_the_operating_systems_randomness_by_default() -> None:
    assert len({new_reference() for _ in range(1_000)}) == 1_000


def test_each_of_the_seven_free_characters_can_be_any_of_31() -> None:
    seen: list[int] = []
    new_reference(lambda limit: seen.append(limit) or 0)  # type: ignore[func-returns-value]
    assert seen == [31] * 7


@given(rng=RANDOMS)
def test_every_reference_parses_to_itself(rng: random.Random) -> None:
    reference = new_reference(rng.randrange)
    assert parse_reference(reference) == reference


@pytest.mark.parametrize(
    "typed",
    [
        "abcd-efgp",
        " ABCD EFGP ",
        "a b c d e f g p",
        "ABCDEFGP",
        "ABCD\N{NON-BREAKING HYPHEN}EFGP",
        "ABCD \N{EN DASH} EFGP.",
        "\N{FIRST STRONG ISOLATE}ABCD-EFGP\N{POP DIRECTIONAL ISOLATE}",
        "ABCD\N{NO-BREAK SPACE}EFGP\r\n",
    ],
)
def test_parsing_forgives_how_it_is_written(typed: str) -> None:
    assert parse_reference(typed) == "ABCD-EFGP"


def test_digits_of_the_residents_own_keyboard_are_understood() -> None:
    reference = new_reference(lambda _: 3)  # value 3 is the digit 5
    arabic = reference.replace("5", "\N{ARABIC-INDIC DIGIT FIVE}")
    bengali = reference.replace("5", "\N{BENGALI DIGIT FIVE}")
    assert "5" in reference
    assert parse_reference(arabic) == parse_reference(bengali) == reference


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "    ",
        "ABCD-EFG",
        "ABCD-EFGPD",
        "ABCD-EFGO",
        "ABCD-EFG0",
        "ABCD-EFG1",
        "ABCD-EFGß",
        "ABCD-EFGÉ",
        "ABCD-EFG²",
        "ABCD-EF\N{LATIN SMALL LIGATURE ST}D",
        "\x00" * 8,
        "😀" * 8,
        "<script>",
        "A" * 100_000,
    ],
)
def test_what_is_not_a_reference_is_none(typed: str) -> None:
    assert parse_reference(typed) is None


@given(rng=RANDOMS)
def test_every_single_wrong_character_is_caught(rng: random.Random) -> None:
    right = characters(new_reference(rng.randrange))
    for place, character in enumerate(right):
        for other in set(ALPHABET) - {character}:
            assert parse_reference("".join([*right[:place], other, *right[place + 1 :]])) is None


@given(rng=RANDOMS)
def test_any_two_characters_that_changed_places_are_caught(rng: random.Random) -> None:
    right = characters(new_reference(rng.randrange))
    for one, other in combinations(range(8), 2):
        if right[one] != right[other]:
            swapped = right.copy()
            swapped[one], swapped[other] = swapped[other], swapped[one]
            assert parse_reference("".join(swapped)) is None


@given(st.text())
def test_nothing_that_is_typed_breaks_parsing(text: str) -> None:
    parsed = parse_reference(text)
    assert parsed is None or parse_reference(parsed) == parsed
