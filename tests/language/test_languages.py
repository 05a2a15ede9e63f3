import pytest
from babel import Locale
from flask_babel import force_locale

from booking.language.languages import (
    LANGUAGES,
    SPOKEN,
    choose,
    direction,
    endonym,
    language_name,
    left_to_right,
    other_language,
    spoken_languages,
    spoken_tag,
)


def test_the_languages_are_those_of_the_promise_each_written_its_own_way() -> None:
    assert list(LANGUAGES) == ["en", "cy", "pl", "ro", "uk", "pa", "ur", "bn", "ar", "pt"]
    for code in LANGUAGES:
        assert direction(code) == Locale.parse(code).text_direction
        assert endonym(code).casefold() == str(Locale.parse(code).get_language_name()).casefold()


@pytest.mark.parametrize(
    ("accepted", "chosen", "expected"),
    [
        (["pl", "en"], None, "pl"),
        (["pl", "en"], "cy", "cy"),
        (["pt-BR", "en"], None, "pt"),
        (["EN_gb"], None, "en"),
        (["zh-Hant-HK", "ur-PK"], None, "ur"),
        (["zh"], "de", "en"),
        ([], None, "en"),
        (["ar"], None, "en"),
    ],
)
def test_the_language_is_the_chosen_one_else_the_first_that_fits(
    accepted: list[str], chosen: str | None, expected: str
) -> None:
    assert choose(accepted, chosen, ["en", "cy", "pl", "pt", "ur"]) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_spoken_language_has_a_name_in_every_language(language: str, english: None) -> None:
    names = dict(spoken_languages(language))
    assert set(names) == set(SPOKEN)
    assert len(SPOKEN) == len(set(SPOKEN))
    assert all(names.values())
    assert len(set(names.values())) == len(names)
    assert set(LANGUAGES) <= set(names)


def test_spoken_languages_are_in_the_order_of_their_names(english: None) -> None:
    names = [name for _, name in spoken_languages()]
    assert names == sorted(names)
    assert names[0] == "Afar"
    assert "Bengali" in names
    assert "Sylheti" in names
    polish = [name for _, name in spoken_languages("pl")]
    assert polish.index("łotewski") < polish.index("macedoński")


def test_a_language_is_named_in_the_language_of_the_reader(english: None) -> None:
    assert language_name("pl") == "Polish"
    with force_locale("cy"):
        assert language_name("pl") == "Pwyleg"


def test_numbers_are_isolated_in_right_to_left_text_only(english: None) -> None:
    assert left_to_right("020 7946 0000") == "020 7946 0000"
    with force_locale("ur"):
        assert left_to_right("020 7946 0000") == "\u2066020 7946 0000\u2069"


def test_a_language_that_is_written_is_found_by_its_name_or_kept_as_it_is(english: None) -> None:
    assert spoken_tag(" somali ") == "so"
    assert spoken_tag("KURDISH (SORANI)") == "ckb"
    unlisted = spoken_tag("Ga")
    assert unlisted != "ga", "that is Irish"
    assert (other_language(unlisted), language_name(unlisted)) == ("Ga", "Ga")
    assert other_language("so") == other_language(None) == ""
