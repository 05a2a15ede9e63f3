"""Who acts for a resident, as every page of staff shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from booking.actions import supporters
from booking.domain.acting_for import Agreed
from booking.language.codes import CHANNELS, TELLS
from booking.models import Appointment, Supporter

AGREED: Mapping[Agreed, LazyString] = {
    Agreed.IN_PERSON: _l("The resident says so, here"),
    Agreed.PHONE: _l("The resident says so on the phone"),
    Agreed.WRITING: _l("The resident has written it"),
    Agreed.LEGAL: _l("The law gives it: a power of attorney, a deputy"),
    Agreed.STATED: _l("The supporter says so; the resident is told"),
    Agreed.ONLINE: _l("The resident said so online"),
}
"""How we know that the resident agreed."""

OFFICER_ACTS = _l("This officer, or their cover, acts for the resident. Choose another officer.")
"""Why something does not go to an officer."""


@dataclass(frozen=True, slots=True)
class SupporterRow:
    """Somebody who acts in one appointment now."""

    supporter: Supporter
    is_namesake: bool
    """Whether they have the officer's or the cover's name."""

    @property
    def who(self) -> str:
        """Name, and what they are to the resident."""
        name, kin = self.supporter.name, self.supporter.relationship_to_resident
        return _("%(name)s (%(relationship)s)", name=name, relationship=kin) if kin else name

    @property
    def may(self) -> str:
        """What they may do."""
        may = self.supporter.may_manage
        return _("May change and cancel it") if may else _("May see it, and change nothing")

    @property
    def told(self) -> str:
        """What they are told, and how."""
        one = self.supporter
        return _(
            "%(messages)s: %(channel)s", messages=TELLS[one.tells], channel=CHANNELS[one.channel]
        )

    @property
    def agreed(self) -> str:
        """How we know that the resident agrees."""
        return str(AGREED[Agreed(self.supporter.agreed)])


def acting_rows(appointment: Appointment) -> list[SupporterRow]:
    """Those who act in an appointment now."""
    return [
        SupporterRow(one, bool(supporters.namesakes(one.name, appointment.officer)))
        for one in supporters.acting(appointment)
    ]
