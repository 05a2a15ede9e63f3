"""How somebody is called and reached, as every form asks it: each in its own words."""

from typing import Any

from wtforms import Field

from booking.actions.residents import Contact
from booking.language.codes import CHANNELS
from booking.models import Channel
from booking.web.fields import EmailField, Line, Lines, PhoneField, Radios


class Reached:
    """What is told goes by a channel, to a phone, an email or a postal address."""

    name: Line
    channel: Radios
    phone: PhoneField
    email: EmailField
    address: Lines

    @property
    def goes_to(self) -> Field | None:
        """Where the chosen channel goes; None while none is chosen."""
        places = {
            Channel.SMS: self.phone,
            Channel.PHONE: self.phone,
            Channel.EMAIL: self.email,
            Channel.LETTER: self.address,
        }
        return places.get(self.channel.data)

    @property
    def texts_landline(self) -> bool:
        """Whether the chosen channel is a text, and the number one that no text reaches."""
        is_landline = bool(self.phone.phone) and not self.phone.is_textable
        return self.channel.data == Channel.SMS and is_landline

    def reached(self, language: str, **besides: Any) -> Contact:
        """Who it is and how they are told, of a form that is complete; `besides`: what else it asks."""
        return Contact(
            name=self.name.data or "",
            channel=Channel(self.channel.data),
            email=self.email.data or None,
            phone=self.phone.e164,
            phone_textable=self.phone.is_textable,
            address=self.address.data or None,
            language=language,
            **besides,
        )


def channels() -> dict[str, str]:
    """Every channel in words: the choices of `Reached.channel`."""
    return {channel: str(words) for channel, words in CHANNELS.items()}
