"""What the desk is told is missing, where a resident could not be met in the way that is chosen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

TO_MEET: Mapping[str, LazyString] = {
    "phone": _l("Enter a phone number: the appointment is by phone"),
    "email": _l("Enter an email address: the video link is sent to it"),
    "address": _l("Enter an address: the officer visits them at home"),
}
"""By the detail of their contact, as in `domain.meetings.MEETS_BY`."""
