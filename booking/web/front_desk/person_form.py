"""What a form at the desk asks of a person: who it is, whom they want, how they are told, what they need."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectChoice
from wtforms.validators import DataRequired, InputRequired

from booking.actions.residents import Contact
from booking.domain.needs import refused_channels
from booking.language.codes import CAME_BY
from booking.models import CameBy, Channel, Officer, Service
from booking.web.fields import (
    ADDRESS_LONGEST,
    Dropdown,
    EmailField,
    Line,
    Lines,
    PhoneField,
    Radios,
)
from booking.web.front_desk.needs import NeedsForm
from booking.web.reached import Reached, channels

SOMEBODY_NEW = "new"

Pair = tuple[Service, Officer]

MISSING = {
    Channel.EMAIL: _l("Enter an email address, or tell them another way"),
    Channel.SMS: _l("Enter a mobile number, or tell them another way"),
    Channel.PHONE: _l("Enter a phone number, or tell them another way"),
    Channel.LETTER: _l("Enter an address, or tell them another way"),
}
"""Where the chosen channel has nowhere to go."""


class PersonForm(Reached, NeedsForm):
    """Somebody who is at the desk, on the phone or in the post, known or new."""

    key = HiddenField()
    """Idempotency: however often this page is sent, it makes one thing."""
    resident_id = HiddenField()
    """The known resident whose details have been filled in."""
    searched = HiddenField()
    """What the people listed were found by."""
    sought = Line(_l("Have they been here before? Name, phone or email"), longest=254)
    known = Radios(_l("Is it one of these people?"), validate_choice=False)
    came_by = Radios(
        _l("How did they come to us?"),
        [InputRequired(_l("Choose how they came to us"))],
        choices=[SelectChoice(way, CAME_BY[way]) for way in CameBy if way is not CameBy.ONLINE],
    )
    name = Line(_l("Full name"), [DataRequired(_l("Enter their name"))], longest=200)
    whom = Dropdown(
        _l("Service and officer"), [InputRequired(_l("Choose a service and an officer"))]
    )

    phone = PhoneField(_l("Phone number"))
    email = EmailField(_l("Email address"))
    address = Lines(_l("Postal address"), longest=ADDRESS_LONGEST)
    channel = Radios(
        _l("How shall we tell them?"),
        [InputRequired(_l("Choose how we tell them"))],
        choices=channels,
    )
    language = Dropdown(_l("Language of our messages"))
    keep_needs = BooleanField(_l("They agree that we keep their needs for next time"))

    pairs: Mapping[str, Pair]
    """Every service with every officer who sees people about it, by the value of `whom`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An error summary follows the page, and every page asks last how to reach them.
        for name in ("phone", "best_part", "best_words", "email", "address", "channel", "language"):
            self._fields[name] = self._fields.pop(name)

    @property
    def pair(self) -> Pair | None:
        """The chosen service and officer."""
        return self.pairs.get(self.whom.data or "")

    @property
    def idempotency_key(self) -> str:
        """The page's own key; a new one where none came, or nothing that is one."""
        try:
            return str(UUID(self.key.data or ""))
        except ValueError:
            return str(uuid4())

    def contact(self, resident_id: int | None) -> Contact:
        """Who is asking and how to reach them, of a form that is complete."""
        return self.reached(
            self.language.data,
            keep_needs=self.keep_needs.data,
            best_part=self.best.part,
            best_words=self.best.words,
            resident_id=resident_id,
        )

    def can_be_told(self) -> bool:
        """Whether the chosen way of telling them is allowed and has somewhere to go; says what is missing."""
        if self.channel.data in refused_channels(self.ticked()):
            words = _("They asked us not to use this. Tell them another way, or change the needs.")
            return say_wrong(self.channel, words)
        if self.texts_landline:
            words = _("A text cannot reach this number. Enter a mobile, or tell them another way.")
            return say_wrong(self.phone, words)
        if self.goes_to is None or self.goes_to.data or self.goes_to.errors:
            return True
        return say_wrong(self.goes_to, str(MISSING[self.channel.data]))


def say_wrong(field: Field, words: str) -> bool:
    """Puts once beside an answer what is wrong with it; always False."""
    if words not in field.errors:
        field.errors = [*field.errors, words]
    return False
