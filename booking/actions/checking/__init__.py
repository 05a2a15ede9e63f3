"""What must always be true of what is stored, tested by brute force: each check names its offenders.

Offenders are codes and numbers ("promise:12 step_warn"), never names. Everything is read as of one moment,
so a council at work can be checked; what the worker has yet to do within ten minutes is no offence.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from sqlalchemy.orm import Session

from booking.actions.checking import acting, arranged, needed, promised, told
from booking.actions.checking.reading import Check


def checked(session: Session) -> Iterator[tuple[str, list[str]]]:
    """Each check by its name, with its offenders: none where all is well."""
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    for name, check in CHECKS.items():
        yield name, list(check(session))
    session.rollback()


CHECKS: Mapping[str, Check] = {
    "no officer is booked twice": partial(arranged.overlaps, of="officer_id"),
    "no room is booked twice": partial(arranged.overlaps, of="room_id"),
    "no step of a promise is left out": promised.silent,
    "no promise is missed silently": promised.untold,
    "no promise is forgotten": promised.asleep,
    "no step is taken twice": promised.twice,
    "each has one promise that counts": promised.current,
    "deadlines follow from the standard": promised.sums,
    "stories have no gaps": arranged.stories,
    "the diary agrees with the status": arranged.diary,
    "both sides know what is arranged": arranged.uninvited,
    "calendar sequences count the changes": arranged.sequences,
    "reminders held when they were sent": told.reminders,
    "messages are what they say": told.states,
    "messages are for somebody": told.addressed,
    "nobody acts at their own appointment": acting.on_both_sides,
    "nobody is told who acts no more": acting.outlived,
    "whoever stands in was told": told.left_out,
    "messages are delivered in time": told.undelivered,
    "the audit trail is unbroken": told.unsealed,
    "needs are known": arranged.unknown_needs,
    "support is booked for whoever needs it": needed.unsupported,
    "rooms have what is needed": needed.in_the_wrong_room,
    "nobody is to be told in a refused way": needed.told_as_refused,
    "needs are kept by consent alone": needed.kept_without_consent,
}
"""Every check by what it promises, in the order in which they are reported."""
