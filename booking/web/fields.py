"""Our own form fields: each is named after what it is and refuses what could not be that."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import LazyString
from flask_babel import gettext as _
from wtforms import (
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation, ValidationError

from booking.domain.errors import BookingError
from booking.language.refusals import PHONE_REFUSALS, explain
from booking.messaging.phones import Phone, PhoneError, parse_phone
from booking.settings import settings

LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"

ADDRESS_LONGEST = 500
"""Characters of a postal address, at every door: what one of them takes the others must not refuse."""

YEARS = range(1900, 2200)
"""The years of anybody's birthday or appointment."""


def _is_control(character: str) -> bool:
    """Whether a character steers a device or a reader's eye instead of being read (Unicode Cc, Cs, bidi)."""
    return (
        unicodedata.category(character) in ("Cc", "Cs")
        or character in "\u202a\u202b\u202c\u202d\u202e"
    )


def one_line(_form: object, field: Field) -> None:
    """Refuses line breaks and control characters: they would make a second line of a header or a name."""
    if any(_is_control(character) or character in LINE_BREAKS for character in field.data or ""):
        raise StopValidation(_("Use one line of letters, numbers and ordinary signs."))


def _fits(longest: int) -> Callable[[object, Field], None]:
    """Refuses what is longer, and names the question: the error also stands in the page's summary."""

    def check(_form: object, field: Field) -> None:
        if len(field.data or "") > longest:
            words = _("Use %(max)s characters or fewer for “%(question)s”.")
            raise ValidationError(words % {"max": longest, "question": field.label.text})

    return check


class Line(StringField):
    """One line of text without spaces around it, `longest` characters at most."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), *, longest: int, **kwargs: Any):
        super().__init__(label, [*validators, one_line, _fits(longest)], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Takes what was typed, without spaces around it."""
        super().process_formdata(valuelist)
        self.data = str(valuelist[0] if valuelist else "").strip()

    def _value(self) -> str:
        """What the page shows again: control characters may not stand in one, refused or not."""
        return "".join(c for c in super()._value() if not _is_control(c))


class Lines(TextAreaField):
    """Several lines of text, `longest` characters at most; other control characters are taken out."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), *, longest: int, **kwargs: Any):
        super().__init__(label, [*validators, _fits(longest)], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Takes what was typed, with plain line breaks and without spaces around it."""
        typed = str(valuelist[0] if valuelist else "")
        lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        kept = ("".join(c for c in line if c == "\t" or not _is_control(c)) for line in lines)
        self.data = "\n".join(kept).strip()


class WholeNumber(IntegerField):
    """A whole number, or None where nothing was typed."""

    wrong: LazyString
    """What to enter, said to whoever typed anything else."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Takes a whole number; anything else is refused in our own words."""
        try:
            typed = str(valuelist[0] if valuelist else "").strip()
            self.data = int(typed) if typed else None
        except ValueError:
            self.data = None
            raise ValueError(str(self.wrong)) from None


class PhoneField(Line):
    """A phone number as somebody typed it; `phone` is the number that it means, None where it is empty."""

    phone: Phone | None = None

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kwargs: Any):
        super().__init__(label, [*validators, _real_phone], longest=40, **kwargs)

    @property
    def e164(self) -> str | None:
        """The number as it is kept; None where it is empty."""
        return self.phone.e164 if self.phone else None

    @property
    def is_textable(self) -> bool:
        """Whether there is a number, and a text reaches it."""
        return bool(self.phone and self.phone.textable)


def _real_phone(_form: object, field: PhoneField) -> None:
    field.phone = None
    if not field.data:
        return
    # Made-up numbers are for demonstrations: in production nobody would ever answer.
    drama = not settings().production
    try:
        field.phone = parse_phone(
            field.data, region=settings().phone_region, allow_drama_numbers=drama
        )
    except PhoneError as error:
        raise StopValidation(str(PHONE_REFUSALS[error.code])) from None


class TimeOfDayField(Line):
    """A time on the council's clock, typed as people do: "9", "9:30", "2pm", "14:00".

    `at` is what it means, None where nothing was typed. Without am or pm it is read as on a
    24-hour clock.
    """

    at: time | None = None

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kwargs: Any):
        super().__init__(label, [*validators, _real_time], longest=20, **kwargs)


_TIME_OF_DAY = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:([ap])\.?m\.?)?", re.ASCII | re.IGNORECASE
)


def _real_time(_form: object, field: TimeOfDayField) -> None:
    field.at = None
    if not field.data:
        return
    field.at = _read_time(field.data)
    if field.at is None:
        raise StopValidation(_("Enter a real time, like 9:30am or 14:00."))


def _read_time(text: str) -> time | None:
    if not (found := _TIME_OF_DAY.fullmatch(text)):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class EmailField(Line):
    """An email address that could be one; `data` is it as it is kept, "" where it is empty."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kwargs: Any):
        super().__init__(label, [*validators, _real_email], longest=254, **kwargs)


def _real_email(_form: object, field: EmailField) -> None:
    if not field.data:
        return
    try:
        field.data = validate_email(field.data, check_deliverability=False).normalized
    except EmailNotValidError:
        raise StopValidation(
            _("Enter an email address in the right form, like name@example.org.")
        ) from None


class _OfTheseOnly:
    """Refuses, in our own words, what is not one of the choices on the page (or no longer one)."""

    def pre_validate(self, form: Any) -> None:
        """WTForms' own check; its words are in few of our languages."""
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError:
            raise ValidationError(_("Choose from the answers on this page.")) from None


class Radios(_OfTheseOnly, RadioField):
    """One choice out of a few."""


class Dropdown(_OfTheseOnly, SelectField):
    """One choice out of many."""


class TickBoxes(_OfTheseOnly, SelectMultipleField):
    """Any number of choices."""


class DayField(Field):
    """A day, typed as day, month and year; `data` is a date, or None where nothing was typed."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kwargs: Any):
        super().__init__(label, validators, **kwargs)
        self.day = self.month = self.year = ""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ARG002
        """Reads `<name>-day`, `<name>-month` and `<name>-year`, or the day given."""
        self.process_errors: list[str] = []
        self.data = data if isinstance(data, date) else None
        names = [f"{self.name}-{part}" for part in ("day", "month", "year")]
        if formdata and any(name in formdata for name in names):
            self.day, self.month, self.year = (formdata.get(name, "").strip()[:9] for name in names)
            self.raw_data = [text for text in (self.day, self.month, self.year) if text]
            self._read()
        elif self.data:
            self.day, self.month, self.year = (
                str(part) for part in (self.data.day, self.data.month, self.data.year)
            )

    def _read(self) -> None:
        self.data = None
        if not self.raw_data:
            return
        try:
            day = date(int(self.year), int(self.month), int(self.day))
            self.data = day if day.year in YEARS else None
        except (ValueError, OverflowError):
            self.data = None
        if self.data is None:
            self.process_errors.append(_("Enter a real date, like 27 3 2027."))


def refuse(field: Field, refused: BookingError, words: str | None = None) -> None:
    """Puts what the rules refused beside the answer that it is about, in other `words` where given."""
    field.errors = [*field.errors, words or explain(refused)]
