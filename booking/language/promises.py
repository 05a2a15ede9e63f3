"""The words for what keeps a promise: why its clock began, and what each step of its ladder does."""

from flask_babel import lazy_gettext as _

from booking.domain.ladder import Step
from booking.language.codes import Words
from booking.models import Cause

CAUSES: Words = {
    Cause.ASKED: _("A resident asked"),
    Cause.RESIDENT_CHANGE: _("The resident asked for a change"),
    Cause.COUNCIL_CHANGE: _("The council changed what was arranged"),
}

STEPS: Words = {
    Step.REMIND: _("Remind the officer and the cover"),
    Step.WARN: _("Warn the managers"),
    Step.ARRANGE: _("Arrange it, or offer the cover"),
    Step.TELL_OF_DELAY: _("Tell the resident that it is late"),
    Step.APOLOGISE: _("Say sorry to the resident"),
    Step.ESCALATE: _("Ask the managers to put it right"),
}
"""What falls due; `codes.EVENTS` says what was done."""
