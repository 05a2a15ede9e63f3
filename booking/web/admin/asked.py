"""How an administrator asks to see a message: all of it stands in the address, to keep or to pass on."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from booking.domain.needs import Meeting
from booking.language.codes import CHANNELS as CHANNEL_NAMES
from booking.language.codes import MEETINGS, Words
from booking.language.languages import FOR_STAFF, LANGUAGES, endonym, language_name
from booking.messaging.compose import OUTSIDE
from booking.messaging.specimens import CHANNELS
from booking.models import Audience, Channel
from booking.settings import settings
from booking.web.fields import Dropdown
from booking.web.form import Form
from config import has_catalogue

STANDARD = "standard"
NEUTRAL = "shared_device"
FORMATS: Words = {
    STANDARD: _l("Standard"),
    "large_print_18": _l("Large print, 18 point"),
    "large_print_24": _l("Large print, 24 point"),
    "easy_read": _l("Easy read"),
    "plain_email": _l("Plain email"),
}
"""By the need that asks for it."""


class AskedForm(Form):
    """What to show of a message. It asks for a page and changes nothing, so it is a GET.

    What an address names that there is not gives way to what there is, so that the way from one kind to
    the next never ends: a letter to a resident is followed by an email to an officer.
    """

    class Meta:
        """No token: the answers stand in the address."""

        csrf = False

    language = Dropdown(_l("Language"))
    channel = Dropdown(_l("Channel"))
    format = Dropdown(_l("Format"))
    meeting = Dropdown(_l("Way of meeting"))
    supporter = BooleanField(_l("As somebody reads it who acts for the resident"))
    neutral = BooleanField(_l("Neutral words, as on a shared phone or computer"))

    @classmethod
    def of(cls, audience: Audience, asked: Mapping[str, str]) -> Self:
        """The form as that address fills it in, for messages to that audience."""
        offered: dict[str, dict[str, str]] = {
            "language": {code: language_label(code) for code in languages_of(audience)},
            "channel": {str(each): str(CHANNEL_NAMES[each]) for each in CHANNELS[audience]},
            "format": {code: str(words) for code, words in FORMATS.items()},
            "meeting": {str(each): str(MEETINGS[each]) for each in Meeting},
        }
        chosen: dict[str, Any] = {
            name: asked.get(name) if asked.get(name) in choices else next(iter(choices))
            for name, choices in offered.items()
        }
        ticked = {name: bool(asked.get(name)) for name in ("supporter", "neutral")}
        form = cls(None, data={**chosen, **ticked})
        for name, choices in offered.items():
            form[name].choices = choices
        return form

    @property
    def needs(self) -> list[str]:
        """The needs of a resident who is told it in that way."""
        formats = [self.format.data] if self.format.data != STANDARD else []
        return [*formats, NEUTRAL] if self.neutral.data else formats

    @property
    def address(self) -> dict[str, Any]:
        """What to put into the address of a page that shows the same."""
        asked = {name: field.data for name, field in self._fields.items() if field.data}
        return {name: "y" if value is True else value for name, value in asked.items()}

    @property
    def wanted_channel(self) -> Channel:
        """The channel, as what it is."""
        return Channel(self.channel.data)


def languages_of(audience: Audience) -> Sequence[str]:
    """The languages in which there are words for them, offered to residents yet or not."""
    if audience not in OUTSIDE:
        return FOR_STAFF
    return [code for code in LANGUAGES if has_catalogue(code)]


def language_label(code: str) -> str:
    """The language by its name here and its own, and whether residents are not offered it yet."""
    label = " · ".join(dict.fromkeys((language_name(code), endonym(code))))
    if code in settings().languages:
        return label
    return str(_("%(language)s · not offered", language=label))
