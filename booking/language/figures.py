"""Figures in words: months, shares, and what was promised."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_skeleton
from babel.numbers import format_percent
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from booking.domain.promise import Promised, PromiseState
from booking.domain.tally import Tally
from booking.language.codes import Words

PROMISED: Words = {
    Promised.APPOINTMENT: _l("Appointments to arrange"),
    Promised.ENQUIRY_PASSED_ON: _l("Enquiries by phone, visit or online form"),
    Promised.ENQUIRY_WRITTEN: _l("Enquiries by email or letter"),
}


def format_share(tally: Tally) -> str:
    """The share kept, such as "98.6%"; rounded down, so that 100% means every one."""
    if not tally.decided:
        return str(_("Not decided yet"))
    thousandths = tally.states[PromiseState.KEPT] * 1000 // tally.decided
    return str(format_percent(thousandths / 1000, "#,##0.#%", get_locale() or "en"))


def format_month(month: date) -> str:
    """A month and its year: "November 2026"."""
    return str(format_skeleton("yMMMM", month, locale=get_locale() or "en"))


def format_months(months: Sequence[date]) -> str:
    """One month, or from which to which: "August 2026 to October 2026"."""
    first, last = format_month(months[0]), format_month(months[-1])
    return first if first == last else str(_("%(first)s to %(last)s", first=first, last=last))


def kept_of(tally: Tally) -> str:
    """How many were kept: "41 of 43 kept, 95.3%"."""
    if not tally.decided:
        return str(_("none decided"))
    return str(
        _(
            "%(kept)s of %(decided)s kept, %(share)s",
            kept=tally.states[PromiseState.KEPT],
            decided=tally.decided,
            share=format_share(tally),
        )
    )


def format_working_days(days: int | None) -> str:
    """Within how long something was done: "2 working days"."""
    if days is None:
        return str(_("None yet"))
    if days == 0:
        return str(_("The day of receipt"))
    return str(ngettext("%(num)s working day", "%(num)s working days", days))
