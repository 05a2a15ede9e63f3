"""What the council wrote knows in which language it is, and says so where HTML in another is made of it."""

import pytest
from flask_babel import force_locale
from markupsafe import escape
from sqlalchemy.orm import Session

from booking.language.names import with_words
from booking.models import CouncilsWords
from config import Config
from tests.builders import build_council
from tests.conftest import configured

HOUSING = '<span lang="en" dir="ltr">Housing &amp; advice</span>'


@pytest.fixture
def words(session: Session) -> CouncilsWords:
    return CouncilsWords("Housing & advice")


def test_in_another_language_it_says_which_it_is_in(words: CouncilsWords) -> None:
    for language in ("ar", "cy"):
        with force_locale(language):
            assert escape(words) == HOUSING


def test_in_the_councils_language_it_says_nothing(words: CouncilsWords) -> None:
    with force_locale("en"):
        assert escape(words) == "Housing &amp; advice"


def test_nothing_is_said_of_no_words(session: Session) -> None:
    with force_locale("ar"):
        assert escape(CouncilsWords()) == ""


def test_as_text_it_is_its_words(words: CouncilsWords) -> None:
    with force_locale("ar"):
        assert f"{words}" == "Housing & advice"
        assert escape(words).striptags() == "Housing & advice"


def test_it_is_marked_within_a_sentence_and_a_name_is_not(words: CouncilsWords) -> None:
    with force_locale("ar"):
        sentence = with_words("%(service)s: %(officer)s", service=words, officer="<Sam>")
    assert sentence == f"{HOUSING}: &lt;Sam&gt;"


def test_its_lines_are_the_councils_too(session: Session) -> None:
    lines = [line.strip() for line in CouncilsWords("1 Market Square \nHartley").splitlines()]
    assert lines == ["1 Market Square", "Hartley"]
    assert all(isinstance(line, CouncilsWords) for line in lines)


def test_what_is_stored_comes_back_as_the_councils(session: Session) -> None:
    council = build_council(session)
    session.expire_all()
    assert isinstance(council.housing.name, CouncilsWords)
    assert [type(each) for each in council.housing.documents] == [CouncilsWords]
    assert isinstance(council.sam.job_title, CouncilsWords)
    assert type(council.sam.name) is str


class TestOfAWelshCouncil:
    """Its own language is another."""

    @pytest.fixture
    def config(self, database_url: str) -> Config:
        return configured(database_url).but(languages=("cy", "en"))

    @pytest.mark.usefixtures("session")
    def test_it_is_its_language_that_is_said(self) -> None:
        with force_locale("en"):
            assert escape(CouncilsWords("Tai")) == '<span lang="cy" dir="ltr">Tai</span>'
        with force_locale("cy"):
            assert escape(CouncilsWords("Tai")) == "Tai"
