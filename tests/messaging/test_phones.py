import pytest

from booking.messaging.phones import LineKind, Phone, PhoneError, display, parse_phone


@pytest.mark.parametrize(
    "typed",
    [
        "07911 123456",
        "+44 7911 123456",
        "0044 7911 123456",
        "(07911) 123-456",
        "\u202a+44\u00a07911\u00a0123456\u202c",
        "٠٧٩١١ ١٢٣٤٥٦",
        "+44 (0)7911 123456",
    ],
)
def test_a_mobile_is_understood_however_it_is_typed(typed: str) -> None:
    assert parse_phone(typed) == Phone("+447911123456", LineKind.MOBILE)
    assert parse_phone(typed).textable


@pytest.mark.parametrize("typed", ["0117 922 2000", "020 7219 3000", "+33 1 42 34 20 00"])
def test_a_landline_is_never_textable(typed: str) -> None:
    phone = parse_phone(typed)
    assert (phone.kind, phone.textable) == (LineKind.LANDLINE, False)


@pytest.mark.parametrize(
    "typed", ["0800 111 1111", "0300 123 1000", "070 1234 5678", "056 1234 5678"]
)
def test_a_number_that_is_neither_is_never_textable(typed: str) -> None:
    phone = parse_phone(typed)
    assert (phone.kind, phone.textable) == (LineKind.OTHER, False)


def test_a_number_that_may_be_either_is_textable() -> None:
    assert parse_phone("+1 201 555 0123").textable


def test_a_number_from_abroad_keeps_its_country() -> None:
    assert parse_phone("+48 512 345 678") == Phone("+48512345678", LineKind.MOBILE)


def test_a_number_of_another_region_is_read_as_one_of_that_region() -> None:
    assert parse_phone("085 123 4567", region="IE") == Phone("+353851234567", LineKind.MOBILE)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "not-a-number"),
        ("none", "not-a-number"),
        ("07911 123456 or 07911 123457", "not-a-number"),
        ("9" * 400, "not-a-number"),
        ("07911 12345", "invalid"),
        ("+999 123 4567", "not-a-number"),
        ("0117 922 2000 ext 12", "extension"),
    ],
)
def test_what_is_no_usable_number_is_refused_with_a_code(typed: str, code: str) -> None:
    with pytest.raises(PhoneError) as refused:
        parse_phone(typed)
    assert refused.value.code == code
    assert str(refused.value) == code


def test_drama_numbers_count_where_the_demonstration_allows_them() -> None:
    mobile = parse_phone("07700 900123", allow_drama_numbers=True)
    landline = parse_phone("020 7946 0123", allow_drama_numbers=True)
    assert mobile == Phone("+447700900123", LineKind.MOBILE)
    assert landline == Phone("+442079460123", LineKind.LANDLINE)


@pytest.mark.parametrize(
    "typed", ["07700 900000", "07700 900999", "020 7946 0000", "020 7946 0999"]
)
def test_drama_numbers_are_refused_everywhere_else(typed: str) -> None:
    with pytest.raises(PhoneError, match="invalid"):
        parse_phone(typed)


def test_a_number_is_shown_as_people_of_the_region_write_it() -> None:
    assert display("+447700900123", "GB") == "07700 900123"
    assert display("+442079460123") == "020 7946 0123"
    assert display("+447700900123", "IE") == "+44 7700 900123"
    assert display("+48512345678", "GB") == "+48 512 345 678"
    with pytest.raises(PhoneError, match="not-a-number"):
        display("07700 900123")
