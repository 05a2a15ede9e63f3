"""One appointment from asking to feedback: which action leads from which status to which."""

from enum import StrEnum

from booking.domain.errors import ActionRefused


class Status(StrEnum):
    """Where an appointment stands. Overdue, at risk and met are computed, never stored here."""

    REQUESTED = "requested"
    ARRANGED = "arranged"
    WAITING = "waiting"
    IN_PROGRESS = "in_progress"
    ATTENDED = "attended"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    CANCELLED = "cancelled"
    DID_NOT_ATTEND = "did_not_attend"


class Action(StrEnum):
    """The only ways in which a status moves."""

    REQUEST = "request"
    ARRANGE = "arrange"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    ANSWER = "answer"
    REARRANGE = "rearrange"
    REOPEN = "reopen"
    CANCEL = "cancel"
    CHECK_IN = "check_in"
    START = "start"
    FINISH = "finish"
    MISS = "miss"


TRANSITIONS: dict[tuple[Status, Action], Status] = {
    (Status.REQUESTED, Action.ARRANGE): Status.ARRANGED,
    (Status.REQUESTED, Action.DECLINE): Status.DECLINED,
    (Status.REQUESTED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.REQUESTED, Action.ANSWER): Status.ANSWERED,
    (Status.ARRANGED, Action.REARRANGE): Status.ARRANGED,
    (Status.ARRANGED, Action.REOPEN): Status.REQUESTED,
    (Status.ARRANGED, Action.CANCEL): Status.CANCELLED,
    (Status.ARRANGED, Action.CHECK_IN): Status.WAITING,
    (Status.ARRANGED, Action.MISS): Status.DID_NOT_ATTEND,
    (Status.WAITING, Action.START): Status.IN_PROGRESS,
    (Status.WAITING, Action.MISS): Status.DID_NOT_ATTEND,
    (Status.IN_PROGRESS, Action.FINISH): Status.ATTENDED,
}

IN_THE_DIARY = frozenset({Status.ARRANGED, Status.WAITING, Status.IN_PROGRESS})
"""The statuses in which the appointment takes up the officer's and the room's time still to come."""

OPEN = IN_THE_DIARY | {Status.REQUESTED}
"""The statuses from which something is still to happen."""


def after(status: Status, action: Action) -> Status:
    """The status that `action` leads to from `status`; raises ActionRefused where there is none."""
    try:
        return TRANSITIONS[status, action]
    except KeyError:
        raise ActionRefused(f"{action} from {status}") from None


def allowed(status: Status, action: Action) -> bool:
    """Whether `action` may be offered while the appointment stands at `status`."""
    return (status, action) in TRANSITIONS
