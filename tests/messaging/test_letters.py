"""Letters on paper: tagged, in every script, in the size and the words that their reader needs."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import segno
from flask_babel import force_locale

from booking.language.languages import direction_of
from booking.messaging import letters
from booking.messaging.buttons import Links
from booking.messaging.compose import Content, compose
from booking.messaging.layouts import Layout, layout_of
from booking.messaging.sentences import sentences
from booking.messaging.symbols import SYMBOLS
from booking.messaging.window import HEIGHT, LINE, type_size
from booking.models import Appointment, Channel, Kind
from tests.messaging.pdf import Tagged
from tests.messaging.specimens import TO_RESIDENTS, Both, a_message

HERE = "https://appointments.example.org/here/pQULONdsK4l7zJsHyNnFmBrs"
SCRIPTS = {
    "en": "Noto-Sans",
    "ur": "Noto-Nastaliq-Urdu",
    "ar": "Noto-Naskh-Arabic",
    "pa": "Noto-Sans-Gurmukhi",
    "bn": "Noto-Sans-Bengali",
}
IN_SCRIPT = {"ur": "آمنہ", "ar": "أمينة", "pa": "ਅਮੀਨਾ", "bn": "আমিনা"}


def letter(subject: Any, kind: Kind = Kind.ARRANGED, language: str = "en", **how: Any) -> Content:
    return compose(a_message(kind, subject, Channel.LETTER, language), **how)


def printed(content: Content) -> Tagged:
    assert content.html
    return Tagged.of(letters.to_pdf([content.html]))


def words_of(content: bytes) -> list[str]:
    """What the PDF draws as text, page by page, as operators: enough to count pages that hold some."""
    pdf = pikepdf.open(BytesIO(content))
    return [
        " ".join(str(i.operator) for i in pikepdf.parse_content_stream(page)) for page in pdf.pages
    ]


def test_a_letter_is_tagged_and_says_its_title_and_language(appointment: Appointment) -> None:
    tagged = printed(letter(appointment))
    assert tagged.claims_ua
    assert tagged.language == "en"
    assert tagged.title == "Your appointment is arranged: Wednesday 25 November at 10:30am"
    for tag in ("H1", "P", "Table", "TH", "TD"):
        assert tag in tagged.tags
    assert tagged.tags.count("H1") == 1
    assert not tagged.figures


def test_several_things_to_bring_are_a_list(appointment: Appointment) -> None:
    appointment.service.documents = ["Your tenancy agreement", "A photo of the damp"]
    tags = printed(letter(appointment)).tags
    assert tags.count("L") == 1
    assert tags.count("LI") == 2


@pytest.mark.parametrize("kind", TO_RESIDENTS)
@pytest.mark.parametrize("need", ["standard", "large_print_24", "easy_read"])
def test_every_letter_can_be_printed_in_every_layout(kind: Kind, need: str, both: Both) -> None:
    both.appointment.needs = both.enquiry.needs = [need]
    content = letter(both.of(kind), kind, links=Links(check_in=HERE))
    tagged = printed(content)
    assert tagged.claims_ua
    assert tagged.title == content.subject


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_letter_is_set_in_the_typeface_of_its_script(
    language: str, appointment: Appointment
) -> None:
    appointment.resident.name = f"{IN_SCRIPT.get(language, 'Amina')} Yusuf"
    tagged = printed(letter(appointment, language=language))
    assert tagged.language == language
    assert SCRIPTS[language] in tagged.fonts
    strange = tagged.fonts - {
        f"{font}{bold}" for font in SCRIPTS.values() for bold in ("", "-Bold")
    }
    assert not strange


@pytest.mark.parametrize("letters_of_the_name", [1, 200])
@pytest.mark.parametrize("letter_of_the_name", ["i", "W", "و", "ਕ", "ক", "Щ", "王"])
def test_a_name_of_any_length_in_any_script_keeps_the_letter_together(
    letters_of_the_name: int, letter_of_the_name: str, appointment: Appointment
) -> None:
    appointment.resident.name = letter_of_the_name * letters_of_the_name
    appointment.needs = ["large_print_24"]
    assert printed(letter(appointment, language="ur")).pages <= 4


def test_the_address_stands_in_the_window_in_the_largest_type_that_fits() -> None:
    usual = ["Amina Yusuf", "7 Mill Lane", "Hartley", "HV1 2CD"]
    assert type_size(usual, 14) == 14
    assert type_size(usual, 18) == 18
    for lines, wanted in ((usual, 24), ([*usual, "Hartshire", "United Kingdom"], 18)):
        size = type_size(lines, wanted)
        assert 10 <= size < wanted
        assert len(lines) * size * LINE * 25.4 / 72 <= HEIGHT


def test_the_window_stands_on_the_left_in_every_language(appointment: Appointment) -> None:
    for language in ("en", "ur"):
        html = str(letter(appointment, language=language).html)
        assert re.search(r'<div class="window" dir="ltr"><address>Amina Yusuf<br>7 Mill', html)
        assert ".window { direction: ltr; text-align: left }" in html


@pytest.mark.parametrize(("need", "points"), [("large_print_18", 18), ("large_print_24", 24)])
def test_in_large_print_no_word_is_smaller(
    need: str, points: int, appointment: Appointment
) -> None:
    appointment.needs = [need]
    html = str(letter(appointment, links=Links(check_in=HERE)).html)
    sizes = re.findall(r"font(?:-size)?: (?:400 )?([\d.]+)(pt|em)", html)
    address = html.partition("address {")[2].partition("}")[0]
    assert sizes
    for number, unit in sizes:
        if f"{number}{unit}" not in address:
            assert float(number) >= (points if unit == "pt" else 1)
    assert "justify" not in html
    assert "<table>" not in html


def test_the_reference_stands_on_every_further_sheet(appointment: Appointment) -> None:
    assert '@bottom-left { content: "KRM7-X2P9"' in str(letter(appointment).html)


def test_in_easy_read_there_is_one_idea_a_line_and_a_picture_beside_each_fact(
    appointment: Appointment,
) -> None:
    appointment.needs = ["easy_read"]
    content = letter(appointment)
    html = str(content.html)
    assert "<p>You have an appointment.</p>" in html
    assert "<p>Please come 5 minutes early.</p>" in html
    assert html.count("<h2>") == html.count("<section style=")
    assert SYMBOLS["clock"] in html.replace("&#39;", "'")
    tagged = printed(content)
    assert not tagged.figures, "pictures beside words are artifacts"
    assert not re.search(r"<img|<svg", html)


def test_easy_read_says_the_same_simple_words_by_email(appointment: Appointment) -> None:
    appointment.needs = ["easy_read"]
    content = compose(a_message(Kind.ARRANGED, appointment, Channel.EMAIL))
    assert "\n\nYou have an appointment.\n\n" in content.text
    assert "\n\nPlease come 5 minutes early.\n\n" in content.text
    assert "You have an appointment.</p>" in str(content.html)
    assert "18pt" in str(content.html)
    assert "data:" not in str(content.html)


def test_one_place_decides_in_which_layout_a_message_is_read(appointment: Appointment) -> None:
    for needs, channel, kind, layout in (
        ([], Channel.LETTER, Kind.ARRANGED, Layout()),
        (["large_print_18", "easy_read"], Channel.LETTER, Kind.ARRANGED, Layout(18, True)),
        (["large_print_24", "easy_read"], Channel.LETTER, Kind.ARRANGED, Layout(24, True)),
        (["plain_email"], Channel.EMAIL, Kind.ARRANGED, Layout(plain=True)),
        (["plain_email"], Channel.LETTER, Kind.ARRANGED, Layout()),
        (["large_print_24", "easy_read"], Channel.EMAIL, Kind.INVITATION, Layout()),
    ):
        appointment.needs = needs
        assert layout_of(a_message(kind, appointment, channel)) == layout


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("See Dr. Rao at St. John. Come early.", ["See Dr. Rao at St. John.", "Come early."]),
        ("یہ ایک ہے۔ یہ دو ہے۔", ["یہ ایک ہے۔", "یہ دو ہے۔"]),
        ("এক। দুই।", ["এক।", "দুই।"]),
        ("  ", []),
    ],
)
def test_a_sentence_ends_where_it_ends_in_its_language(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_a_letter_in_person_carries_a_square_to_check_in_with(appointment: Appointment) -> None:
    content = letter(appointment, links=Links(check_in=HERE))
    code = segno.make(HERE, error="m", micro=False)
    assert code.svg_inline(
        border=4, dark="#000000", light="#ffffff", omitsize=True, title="Tell us that you are here",
        svgclass=None, lineclass=None,
    ) in str(content.html)  # fmt: skip
    assert printed(content).figures == ["Tell us that you are here"]
    assert "tell the front desk" in str(content.html)
    assert HERE not in str(content.html), "nobody types it"


def test_without_a_link_there_is_no_square(appointment: Appointment) -> None:
    assert "<svg" not in str(letter(appointment).html)


def test_several_letters_are_one_pdf_each_from_the_front_of_a_sheet(
    appointment: Appointment,
) -> None:
    short = str(letter(appointment, Kind.WITHDRAWN).html)
    content = letters.to_pdf([short, short, short], title="3 letters")
    pages = words_of(content)
    assert len(pages) == 5
    assert [("BT" in page) for page in pages] == [True, False, True, False, True]
    assert Tagged.of(content).title == "3 letters"


def test_nothing_is_fetched_while_a_letter_is_made(
    appointment: Appointment, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seen.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    asked: list[str] = []
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *said, **_: asked.append(said))
    html = str(letter(appointment).html).replace(
        "</body>",
        f'<img alt="x" src="file://{tmp_path}/seen.svg"><img alt="y" src="https://example.org/y.png"></body>',
    )
    letters.to_pdf([html])
    assert not asked


def test_where_pango_is_missing_nothing_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(letters, "import_module", missing)
    letters._weasyprint.cache_clear()
    letters.can_print.cache_clear()
    try:
        assert not letters.can_print()
    finally:
        letters._weasyprint.cache_clear()
        letters.can_print.cache_clear()


def test_a_line_of_its_own_is_written_the_way_of_its_first_letter(app: Any) -> None:
    with app.app_context(), force_locale("ur"):
        assert direction_of("1 Market Square") == "ltr"
        assert direction_of("آمنہ 7") == "rtl"
        assert direction_of("020 7946") == "rtl"


def test_the_easy_read_letter_is_the_one_that_was_looked_at(appointment: Appointment) -> None:
    appointment.needs = ["easy_read"]
    golden = (Path(__file__).parent / "golden" / "arranged.easy-read.html").read_text()
    assert f"{letter(appointment, links=Links(check_in=HERE)).html}\n" == golden
