"""The first letter of a name in any script is a whole one, and a name keeps its own direction."""

import unicodedata

import pytest
from flask import Flask
from flask_babel import force_locale

from booking.language.letters import first_letter, isolated
from booking.messaging.facts import initials

FIRST = {
    "Amina": "A",
    "O": "O",
    "élodie": "é",
    "e\u0301lodie": "é",  # the same letter in two code points
    "Ffion": "F",
    "Żaneta": "Ż",
    "Олена": "О",
    "Їжакевич": "Ї",
    "أمينة": "أ",
    "مُحَمَّد": "مُ",
    "نور": "ن",
    "হাসান": "হা",
    "কৃষ্ণা": "কৃ",
    "ক্ষমা": "ক্ষ",
    "শ্রীজা": "শ্রী",
    "ড়েন": "ড়ে",
    "ਹਰਪ੍ਰੀਤ": "ਹ",
    "ਪ੍ਰੀਤ": "ਪ੍ਰੀ",
    "ਗੁਰਪ੍ਰੀਤ": "ਗੁ",
    "ਸਿੰਘ": "ਸਿੰ",
    "阿明": "阿",
    "D’Arcy": "D",
    "(Bo)": "B",
    "’Abd": "A",
}


@pytest.mark.parametrize("name", FIRST)
def test_the_first_letter_has_all_its_signs(name: str) -> None:
    expected = unicodedata.normalize("NFC", FIRST[name])
    assert first_letter(name) == expected


def test_initials_are_those_of_the_first_and_the_last_name() -> None:
    assert initials("Amina Bint Yusuf") == "A.Y."
    assert initials("হাসান ক্ষমা") == "হা.ক্ষ."
    assert initials("ਹਰਪ੍ਰੀਤ") == "ਹ."
    assert initials("") == ""
    assert initials("x" * 200) == "x."


def test_a_name_that_is_written_the_other_way_is_kept_together(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert isolated("Amina Yusuf") == "Amina Yusuf"
        assert isolated("হাসান") == "হাসান"
        assert isolated("أمينة يوسف") == "\u2068أمينة يوسف\u2069"
    with app.test_request_context(), force_locale("ar"):
        assert isolated("Amina Yusuf") == "\u2068Amina Yusuf\u2069"
        assert isolated("أمينة يوسف") == "أمينة يوسف"
