"""What the front desk writes down of a booking: whom it asked, what came of it, what was agreed instead."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from booking.actions.supporting import instead_of
from booking.language.needs import NEEDS_FOR_STAFF
from booking.models import Support
from booking.web.fields import Line, Lines, Radios
from booking.web.form import Form

LONGEST = 200


class OrderForm(Form):
    """Which agency was asked, and under which number they know it."""

    agency = Line(
        _l("Which agency did you ask?"), [InputRequired(_l("Enter the agency"))], longest=LONGEST
    )
    agency_reference = Line(_l("Their reference (optional)"), longest=LONGEST)


class ConfirmForm(Form):
    """They will come."""

    confirmed_reference = Line(_l("Their reference (optional)"), longest=LONGEST)


class FailForm(Form):
    """They cannot come, or did not."""

    reason = Lines(
        _l("Why can they not come?"), [InputRequired(_l("Write why they cannot come"))], longest=500
    )


class InsteadForm(Form):
    """Other support, as the resident agreed."""

    need = Radios(
        _l("What is booked instead?"), [InputRequired(_l("Choose what is booked instead"))]
    )
    agreement = Lines(
        _l("How did the resident agree?"),
        [InputRequired(_l("Write how the resident agreed"))],
        longest=500,
    )

    def offer(self, booking: Support) -> None:
        """Puts what could meet the same need on the page."""
        codes = instead_of(booking.need)
        self.need.choices = {code: str(NEEDS_FOR_STAFF[code]) for code in codes}
