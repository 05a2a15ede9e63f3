"""The words for what keeps a promise: why its clock began, and what each step of its ladder does."""

from flask_babel import lazy_gettext as _

from booking.domain.ladder import Step
from booking.language.codes import Words
from booking.models import Cause

CAUSES: Words = {
    Cause.ASKED: _("It was asked for"),
    Cause.RESIDENT_CHANGE: _("The resident asked for a change"),
    Cause.COUNCIL_CHANGE: _("The council changed what was arranged"),
}

STEPS: Words = {
    Step.REMIND: _("Reminder to the officer and the cover"),
    Step.WARN: _("Warning to the managers"),
    Step.ARRANGE: _("Arranged by Kept itself, or offered otherwise"),
    Step.TELL_OF_DELAY: _("Word to the resident about the delay"),
    Step.APOLOGISE: _("Apology to the resident"),
    Step.ESCALATE: _("Call on the managers to put it right"),
}
"""Each stands beside when it falls due, or when it was taken."""
