"""Support that is booked for somebody's need: what becomes of it, and by when somebody must act."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from booking.domain.errors import BookingError
from booking.domain.ladder import Office
from booking.domain.local_time import local_day


class SupportStepRefused(BookingError):
    """The booking does not stand where that could be done: somebody else was quicker."""

    code = "support_step_refused"


class SupportState(StrEnum):
    """How far the booking of an interpreter, a note-taker or an advocate has come."""

    NEEDED = "needed"
    ORDERED = "ordered"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    """They cannot come, or did not: to be ordered again, or met in another way."""
    ATTENDED = "attended"
    CANCELLED = "cancelled"
    """Not needed any more: the appointment moved, ended, or is met in another way."""


class SupportStep(StrEnum):
    """The only ways in which a booking moves."""

    ORDER = "order"
    CONFIRM = "confirm"
    FAIL = "fail"
    ATTEND = "attend"
    CANCEL = "cancel"


_NEEDED, _ORDERED = SupportState.NEEDED, SupportState.ORDERED
_CONFIRMED, _FAILED = SupportState.CONFIRMED, SupportState.FAILED

STEPS: dict[tuple[SupportState, SupportStep], SupportState] = {
    (_NEEDED, SupportStep.ORDER): _ORDERED,
    (_FAILED, SupportStep.ORDER): _ORDERED,
    (_NEEDED, SupportStep.CONFIRM): _CONFIRMED,
    (_ORDERED, SupportStep.CONFIRM): _CONFIRMED,
    (_ORDERED, SupportStep.FAIL): _FAILED,
    (_CONFIRMED, SupportStep.FAIL): _FAILED,
    (_NEEDED, SupportStep.FAIL): _FAILED,
    (_ORDERED, SupportStep.ATTEND): SupportState.ATTENDED,  # nobody wrote down that they would
    (_CONFIRMED, SupportStep.ATTEND): SupportState.ATTENDED,
    **{
        (state, SupportStep.CANCEL): SupportState.CANCELLED
        for state in (_NEEDED, _ORDERED, _CONFIRMED, _FAILED)
    },
}

LIVE = frozenset({_NEEDED, _ORDERED, _CONFIRMED, _FAILED})
"""The states from which something is still to happen."""

COUNTS = LIVE | {SupportState.ATTENDED}
"""The states of what meets a need, or is to: who came is not ordered again."""

WITH_AN_AGENCY = frozenset({_ORDERED, _CONFIRMED})
"""The states in which somebody outside counts on it, and must hear when it is not needed."""

_SURE = frozenset({_CONFIRMED, SupportState.ATTENDED})


class Outlook(StrEnum):
    """How sure it is that all the support of an appointment will be there: what may be told of it."""

    CONFIRMED = "confirmed"
    BEING_BOOKED = "being_booked"
    NOT_CERTAIN = "not_certain"
    """Somebody cannot come, or it is too late to wait for word: better ask before you come."""


class ToDo(StrEnum):
    """What somebody has to do about a booking."""

    ORDER = "order"
    HAVE_CONFIRMED = "have_confirmed"
    EXPECT = "expect"
    SAY_WHETHER_THEY_CAME = "say_whether_they_came"
    TELL_AGENCY = "tell_agency"


_TO_DO = {
    _NEEDED: ToDo.ORDER,
    _FAILED: ToDo.ORDER,
    _ORDERED: ToDo.HAVE_CONFIRMED,
    _CONFIRMED: ToDo.EXPECT,
    SupportState.CANCELLED: ToDo.TELL_AGENCY,
}


CONFIRM_WORKING_DAYS = 2
"""So many working days before the appointment support must be confirmed, so that another can be found.

Where the council sets none of its own for the need.
"""


def support_after(state: SupportState, step: SupportStep) -> SupportState:
    """The state that `step` leads to; raises SupportStepRefused where there is none."""
    try:
        return STEPS[state, step]
    except KeyError:
        raise SupportStepRefused(f"{step} from {state}") from None


def outlook(states: Collection[SupportState], *, soon: bool = False) -> Outlook | None:
    """What may be told of support in these states; None where none is booked.

    It is said to come only once all of it is confirmed. `soon`: the appointment is so near that what is not
    confirmed is not certain.
    """
    if not states:
        return None
    if _SURE.issuperset(states):
        return Outlook.CONFIRMED
    return Outlook.NOT_CERTAIN if soon or _FAILED in states else Outlook.BEING_BOOKED


def to_do(state: SupportState, *, ends_at: datetime, now: datetime) -> ToDo | None:
    """What is to be done about a booking that nobody has closed yet; None where it is too late for that.

    Once its time is over nobody can be ordered any more; of whoever was asked we still ask whether they came.
    """
    if ends_at <= now and state in LIVE:
        return ToDo.SAY_WHETHER_THEY_CAME if state in WITH_AN_AGENCY else None
    return _TO_DO.get(state)


def steps_left(state: SupportState, *, ends_at: datetime, now: datetime) -> frozenset[SupportStep]:
    """The steps that can still be taken: once its time is over, only to say whether they came."""
    known = frozenset(step for known, step in STEPS if known is state)
    if ends_at > now:
        return known
    asked = to_do(state, ends_at=ends_at, now=now) is ToDo.SAY_WHETHER_THEY_CAME
    return known & {SupportStep.ATTEND, SupportStep.FAIL} if asked else frozenset()


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The local days by whose end support must be ordered, and confirmed."""

    order_by: date
    confirm_by: date


def deadlines(
    starts_at: datetime,
    *,
    lead_working_days: int,
    confirm_working_days: int = CONFIRM_WORKING_DAYS,
    now: datetime,
    office: Office,
) -> Deadlines:
    """By when to act for an appointment at `starts_at`, where support takes `lead_working_days` to be had.

    It is ordered that long before, at the latest on the working day before; what is needed sooner
    than that is to be ordered at once, on a day when somebody works. It is confirmed
    `confirm_working_days` before, never before it is to be ordered.
    """
    today, day = local_day(now, office.zone), local_day(starts_at, office.zone)
    at_once = _at_once(today, day, office)
    order_by = max(at_once, office.calendar.add(day, -max(lead_working_days, 1)))
    confirm_by = max(order_by, office.calendar.add(day, -confirm_working_days))
    return Deadlines(order_by, confirm_by)


def _at_once(today: date, day: date, office: Office) -> date:
    """The first working day from `today` on; the last before it where `day` does not come after that."""
    if office.calendar.is_working_day(today):
        return today
    first = office.calendar.add(today, 1)
    return first if first <= day else office.calendar.add(today, -1)


def escalates_at(
    state: SupportState, given: Deadlines, *, starts_at: datetime, now: datetime, office: Office
) -> datetime | None:
    """When managers are next told that it may fail; None where there is nothing to tell.

    Of what failed at once; of what is not ordered on the morning after it should have been; of what is not
    confirmed on the morning of the day by which it must be. Then every working morning until the
    appointment begins.
    """
    if state not in (_NEEDED, _ORDERED, _FAILED) or starts_at <= now:
        return None
    day = given.confirm_by
    if state is _NEEDED:
        day = min(day, office.calendar.add(given.order_by, 1))
    if state is _FAILED:
        day = local_day(now, office.zone)
    return max(now, office.opening(day))


def next_morning(now: datetime, *, starts_at: datetime, office: Office) -> datetime | None:
    """When managers are told again; None where the appointment will have begun."""
    morning = office.opening(office.calendar.add(local_day(now, office.zone), 1))
    return morning if morning < starts_at else None
