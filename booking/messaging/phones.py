"""Phone numbers: as people write them, as we keep them (E.164), and whether a text can reach them.

Ofcom's drama numbers (07700 900xxx, 020 7946 0xxx) are never given to anybody. They are refused,
except where the demonstration and the tests ask for them.
https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

_DRAMA_MOBILE = re.compile(r"\+447700900\d{3}")
_DRAMA_LANDLINE = re.compile(r"\+442079460\d{3}")


class PhoneError(ValueError):
    """Not a phone number that we can use.

    `code` is "not-a-number" (no number can be read from it), "invalid" (nobody can have that
    number) or "extension" (a number with an extension, which E.164 would silently lose).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class LineKind(StrEnum):
    """What is at the other end, as far as the number tells."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    OTHER = "other"


_KINDS = {
    PhoneNumberType.MOBILE: LineKind.MOBILE,
    # North American numbers do not tell. A text that fails there goes on to the next channel.
    PhoneNumberType.FIXED_LINE_OR_MOBILE: LineKind.MOBILE,
    PhoneNumberType.FIXED_LINE: LineKind.LANDLINE,
}


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in E.164 form ("+447700900123") and its kind."""

    e164: str
    kind: LineKind

    @property
    def textable(self) -> bool:
        """Whether a text message may be sent to it. Never true of a landline."""
        return self.kind is LineKind.MOBILE


def parse_phone(text: str, *, region: str = "GB", allow_drama_numbers: bool = False) -> Phone:
    """Return the number that somebody typed; without a country code it is one of `region`'s.

    Raises PhoneError.
    """
    number = _parse(text, region)
    if number.extension:
        raise PhoneError("extension")
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if drama := _drama_kind(e164):
        if not allow_drama_numbers:
            raise PhoneError("invalid")
        return Phone(e164, drama)
    if not phonenumbers.is_valid_number(number):
        raise PhoneError("invalid")
    return Phone(e164, _KINDS.get(phonenumbers.number_type(number), LineKind.OTHER))


def display(e164: str, region: str = "GB") -> str:
    """Return a kept number as people of `region` write it, with a country code only if foreign.

    Raises PhoneError where `e164` is none.
    """
    number = _parse(e164, None)
    at_home = number.country_code == phonenumbers.country_code_for_region(region)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def _parse(text: str, region: str | None) -> PhoneNumber:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        # The library's own text repeats what was typed.
        raise PhoneError("not-a-number") from None


def _drama_kind(e164: str) -> LineKind | None:
    if _DRAMA_MOBILE.fullmatch(e164):
        return LineKind.MOBILE
    return LineKind.LANDLINE if _DRAMA_LANDLINE.fullmatch(e164) else None
