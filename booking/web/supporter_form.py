"""Who acts for a resident and how they are told: what every door asks alike, in the door's own words."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.validators import InputRequired

from booking.actions.residents import Contact
from booking.domain.errors import BookingError
from booking.messaging.phones import display
from booking.models import Channel
from booking.settings import settings
from booking.web.fields import ADDRESS_LONGEST, EmailField, Line, Lines, PhoneField, Radios, refuse
from booking.web.reached import Reached, channels

ENTER_THEIRS: Mapping[Channel, LazyString] = {
    Channel.SMS: _l("Enter their mobile number"),
    Channel.PHONE: _l("Enter their phone number"),
    Channel.EMAIL: _l("Enter their email address"),
    Channel.LETTER: _l("Enter their postal address"),
}
"""What is missing of somebody else for each way of telling them."""
NOT_TEXTABLE = _l("We cannot text this number. Enter a mobile number, or choose another way.")


class SupporterFields(Reached, Form):
    """Their name and a way to reach them. A door puts its own labels, and asks in its own order."""

    enter: Mapping[Channel, LazyString] = ENTER_THEIRS
    """What is said where a way was chosen that leads nowhere."""

    name = Line(_l("Their name"), [InputRequired(_l("Enter their name"))], longest=200)
    relationship = Line(_l("Who are they to you? (optional)"), longest=100)
    channel = Radios(
        _l("How should we tell them?"),
        [InputRequired(_l("Choose how we tell them"))],
        choices=channels,
    )
    phone = PhoneField(_l("Their phone number"))
    email = EmailField(_l("Their email address"))
    address = Lines(_l("Their postal address"), longest=ADDRESS_LONGEST)

    def validate(self, extra_validators: Any = None) -> bool:
        """Wants what the chosen channel goes to."""
        valid = bool(super().validate(extra_validators))
        for field, words in self._missing():
            if not field.errors:
                field.errors = [str(words)]
                valid = False
        return valid

    def _missing(self) -> Iterable[tuple[Field, Any]]:
        if self.goes_to is not None and not self.goes_to.data:
            yield self.goes_to, self.enter[self.channel.data]
        if self.texts_landline:
            yield self.phone, NOT_TEXTABLE

    def refuse(self, refused: BookingError) -> None:
        """Puts what the rules refused of their contact beside it."""
        refuse(self.email if self.email.data else self.phone, refused)


def typed(contact: Contact) -> dict[str, Any]:
    """A contact as it is typed."""
    return {
        "name": contact.name,
        "channel": contact.channel.value,
        "phone": display(contact.phone, settings().phone_region) if contact.phone else "",
        "email": contact.email or "",
        "address": contact.address or "",
    }
