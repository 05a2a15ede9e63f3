"""What follows from a need, in sentences that somebody reads who is no programmer."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from booking.domain.catalogue import Why
from booking.domain.needs import BSL, SPOKEN, Need
from booking.language.codes import CHANNELS, FACILITIES, MEETINGS, PARTS, Words
from booking.language.dates import format_minutes
from booking.language.needs import NEEDS_FOR_STAFF, TASKS

EXAMPLE = 30
"""Minutes of the service by which a share of its length is shown."""

WHY_ALWAYS: Words = {
    Why.ADJUSTMENT: _l(
        "The Equality Act 2010 asks us to make reasonable adjustments for disabled people."
    ),
    Why.LANGUAGE: _l("Nobody may be shut out of a service by the language that they speak."),
    Why.ADVOCACY: _l("The law gives some people the right to an independent advocate."),
    Why.SAFETY: _l("It keeps somebody safe, or what they told us private."),
    Why.CHOSEN: _l("It follows from another answer, so there is no question to leave out."),
}
FIGURES: Words = {
    "offered": _l("Offered"),
    "extra_minutes": _l("Minutes more"),
    "stretch_percent": _l("Percent longer"),
    "lead_working_days": _l("Working days to book it"),
    "confirm_working_days": _l("Confirmed so many working days before"),
}


def follow(need: Need) -> list[str]:
    """All that follows, most weighty first: what can be changed, then what Kept does by itself."""
    return [*figures(need), *_meaning(need)]


def figures(need: Need) -> list[str]:
    """What follows by the numbers that an administrator can change."""
    return [*_time(need), *_support(need)]


def meaning(need: Need) -> list[str]:
    """What follows by the need's own meaning, which is the same in every council."""
    return list(_meaning(need))


def _time(need: Need) -> Iterator[str]:
    if need.extra_minutes:
        yield _("%(minutes)s more for the appointment.", minutes=format_minutes(need.extra_minutes))
    if need.stretch:
        after = 5 * -(-EXAMPLE * (1 + need.stretch) // 5)
        yield _(
            "The appointment is %(percent)s%% longer: %(after)s instead of %(before)s.",
            percent=int(need.stretch * 100),
            before=format_minutes(EXAMPLE),
            after=format_minutes(int(after)),
        )


def _support(need: Need) -> Iterator[str]:
    if not need.professional:
        return
    yield (
        ngettext(
            "It takes %(num)s working day to book, so the first times are later.",
            "It takes %(num)s working days to book, so the first times are later.",
            need.lead_working_days,
        )
        if need.lead_working_days
        else _("It can be booked at once.")
    )
    yield ngettext(
        "It must be confirmed %(num)s working day before the appointment.",
        "It must be confirmed %(num)s working days before the appointment.",
        need.confirm_working_days,
    )


def _meaning(need: Need) -> Iterator[str]:
    if need.professional:
        yield _("The front desk books it: %(support)s.", support=NEEDS_FOR_STAFF[need.professional])
    if need.interprets == SPOKEN:
        yield _("Nobody is booked where the officer speaks the resident’s language.")
    if need.interprets == BSL:
        yield _("Nobody is booked where the officer signs.")
    if need.facility:
        yield _("Only a room that has it: %(facility)s.", facility=FACILITIES[need.facility])
    if need.meeting:
        yield _("In place of a meeting in person: %(meeting)s.", meeting=MEETINGS[need.meeting])
    for part in sorted(need.parts or ()):
        yield _("Only times in this part of the day: %(part)s.", part=PARTS[part])
    yield from _writing(need)
    if need.task:
        yield _("The front desk is told to do this: %(task)s.", task=TASKS[need.task])
    if not need.officer_sees:
        yield _("The officer does not see it.")


def _writing(need: Need) -> Iterator[str]:
    if need.message_format:
        yield _("Messages are sent like this: %(format)s.", format=NEEDS_FOR_STAFF[need.code])
    if need.channel:
        yield _("We reach them like this: %(channel)s.", channel=CHANNELS[need.channel])
    if need.never_channel:
        yield _("We never reach them like this: %(channel)s.", channel=CHANNELS[need.never_channel])
    if need.neutral:
        yield _("Messages use neutral words, because others may read them.")
