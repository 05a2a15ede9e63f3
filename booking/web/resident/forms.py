"""The questions about the appointment itself, and about who asks for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field
from wtforms.validators import InputRequired, ValidationError

from booking.actions.residents import Contact
from booking.domain.meetings import MEETS_BY
from booking.domain.needs import Meeting, Part, refused_channels
from booking.language.codes import PARTS
from booking.models import Channel
from booking.web.fields import (
    ADDRESS_LONGEST,
    Dropdown,
    EmailField,
    Line,
    Lines,
    PhoneField,
    Radios,
)
from booking.web.form import Form
from booking.web.preferences import PreferencesForm
from booking.web.reached import Reached, channels
from booking.web.resident.ways import Way
from booking.web.supporter_form import ENTER_THEIRS, NOT_TEXTABLE

CALLED_FOR = {
    Channel.SMS: _l("Enter a mobile number, so that we can text you"),
    Channel.PHONE: _l("Enter a phone number, so that we can phone you"),
    Channel.EMAIL: _l("Enter an email address, so that we can email you"),
    Channel.LETTER: _l("Enter a postal address, so that we can write to you"),
}
"""Where the chosen channel has nowhere to go."""


class NoQuestionForm(Form):
    """A button that begins, sends or ends something."""


class ServiceForm(Form):
    """What it is about."""

    service = Radios(
        _l("What do you need to see somebody about?"),
        [InputRequired(_l("Choose what it is about"))],
    )
    about = Lines(_l("What should the officer know? (optional)"), longest=1000)


class OfficerForm(Form):
    """Whom to see."""

    officer = Radios(
        _l("Who do you want to see?"), [InputRequired(_l("Choose who you want to see"))]
    )


class MeetingForm(Form):
    """How to meet."""

    way = Radios(_l("How do you want to meet?"), [InputRequired(_l("Choose how to meet"))])

    def offer(self, ways: Mapping[str, Way]) -> None:
        """Puts these ways on the page."""
        self.way.choices = {value: way.label for value, way in ways.items()}


class WishesForm(PreferencesForm):
    """Up to three wishes, or the word that any time suits."""

    any_time = BooleanField(_l("Any time suits me"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Wants at least one wish, each only once, or the word that any time suits; not both."""
        if not super().validate(extra_validators):
            return False
        if bool(self.said) == self.any_time.data:
            self.any_time.errors = [
                _("Choose a day or a part of the day, or tick that any time suits you")
                if not self.said
                else _("Choose days, or tick that any time suits you: not both")
            ]
        elif len(set(self.said)) < len(self.said):
            self.any_time.errors = [_("You chose the same day and part of the day twice")]
        return not self.any_time.errors


_TO_MEET: Mapping[str, LazyString] = {
    "phone": _l("Enter a phone number, as your appointment is by phone"),
    "email": _l("Enter an email address, so that we can send you the video link"),
    "address": _l("Enter your address, so that the officer can come to you"),
}
"""What is missing for the meeting itself, by the detail."""


class DetailsForm(Reached, Form):
    """Who asks, and how to tell them: by a phone, an email or a postal address."""

    name = Line(_l("Your full name"), [InputRequired(_l("Enter your name"))], longest=200)
    channel = Radios(
        _l("How should we tell you about your appointment?"),
        [InputRequired(_l("Choose how we tell you"))],
        choices=channels,
    )
    phone = PhoneField(_l("Phone number"))
    best_part = Dropdown(
        _l("When is it best to phone you?"),
        choices=lambda: (
            {"": str(_("Any time"))} | {part: str(words) for part, words in PARTS.items()}
        ),
    )
    best_words = Line(_l("Or in your words, such as “after 3pm” (optional)"), longest=100)
    email = EmailField(_l("Email address"))
    address = Lines(_l("Postal address"), longest=ADDRESS_LONGEST)
    keep_needs = BooleanField(_l("Remember what I need for next time"))

    def __init__(self, meeting: Meeting, needs: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.meeting = meeting
        self.refused_channels = refused_channels(needs)

    @property
    def phoned_only_then(self) -> bool:
        """Whether we meet by phone with somebody who is not to be phoned otherwise."""
        return self.meeting is Meeting.PHONE and Channel.PHONE in self.refused_channels

    for_another = False
    """Whether it is filled in by somebody who asks for another person."""

    def ask_of_another(self) -> None:
        """Puts the questions to whoever asks for somebody else.

        When to phone that person, and what we may remember of them, only they can say.
        """
        self.for_another = True
        self.name.label.text = _l("Their full name")
        self.channel.label.text = _l("How should we tell them about the appointment?")
        self.phone.label.text = _l("Their phone number")
        self.email.label.text = _l("Their email address")
        self.address.label.text = _l("Their postal address")
        _require(self.name, _l("Enter their name"))
        _require(self.channel, _l("Choose how we tell them"))
        del self.best_part, self.best_words, self.keep_needs

    def validate_name(self, field: Line) -> None:
        """A name has letters in it, of whichever script."""
        if not any(character.isalpha() for character in field.data or ""):
            raise ValidationError(
                _("Enter their name") if self.for_another else _("Enter your name")
            )

    def validate_channel(self, field: Radios) -> None:
        """Not one that they asked us never to use."""
        if field.data in self.refused_channels:
            raise ValidationError(
                _("You asked us not to use this. Choose another way, or change what you need.")
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Wants what the chosen channel and the way of meeting call for."""
        valid = bool(super().validate(extra_validators))
        for field, words in self._missing():
            if not field.data and not field.errors:
                field.errors = [str(self._enter_theirs(field)) if self.for_another else words]
                valid = False
        if self.texts_landline:
            self.phone.errors = [
                str(NOT_TEXTABLE)
                if self.for_another
                else _(
                    "We cannot text this number. Enter a mobile number, or choose another way "
                    "for us to tell you."
                )
            ]
            valid = False
        return valid

    def _enter_theirs(self, missing: Field) -> LazyString:
        places = {
            self.phone: Channel.PHONE,
            self.email: Channel.EMAIL,
            self.address: Channel.LETTER,
        }
        return ENTER_THEIRS[places[missing]]

    def _missing(self) -> Iterable[tuple[Any, str]]:
        if self.goes_to is not None:
            yield self.goes_to, str(CALLED_FOR[self.channel.data])
        if detail := MEETS_BY.get(self.meeting):
            yield self[detail], str(_TO_MEET[detail])

    def contact(self, language: str) -> Contact:
        """Whom to tell, in the language of the page."""
        return self.reached(
            language,
            keep_needs=bool(self.keep_needs and self.keep_needs.data),
            best_part=Part(part) if (part := self.best_part and self.best_part.data) else None,
            best_words=(self.best_words and self.best_words.data) or None,
        )


def _require(field: Field, words: LazyString) -> None:
    """Has a field that must be filled in say so in other words."""
    others = [one for one in field.validators if not isinstance(one, InputRequired)]
    field.validators = [InputRequired(words), *others]
