"""The one way in which anything is written: an action runs in a transaction of its own and commits once."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from booking.domain.errors import SlotTaken
from booking.extensions import db
from booking.models import OVERLAP_GUARDS
from booking.models.database import turn_to_write

P = ParamSpec("P")
T = TypeVar("T")

TRY_AGAIN = frozenset({"40001", "40P01", "23505", "23P01"})
"""SQLSTATEs of PostgreSQL after which the action runs afresh: what it had read no longer holds.

Serialization failure and deadlock; and a key or a time that somebody else took meanwhile: at the next
try the action sees it, and finds the same appointment, another room, or that the time is taken.
"""
TRIES = 5


def transaction(action: Callable[Concatenate[Session, P], T]) -> Callable[P, T]:
    """Makes an action from a function that takes a session: begin, run, commit once.

    Everything commits together or nothing does. Where the database refuses an overlap, SlotTaken is
    raised. What somebody else's transaction got in the way of is tried again, so an action touches
    nothing but the session. What the session had read before is read afresh.
    """

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        session = db.session()
        if session.info.get("acting") or session.new or session.dirty or session.deleted:
            raise RuntimeError(f"{action.__name__} begins with a transaction already under way")
        for remaining in reversed(range(TRIES)):
            session.rollback()
            session.info["acting"] = True
            try:
                with turn_to_write(db.engine):
                    session.connection(execution_options={"writes": True})
                    outcome = action(session, *args, **kwargs)
                    session.commit()
                return outcome
            except DBAPIError as error:
                session.rollback()
                if _must_try_again(error) and remaining:
                    continue
                raise _typed(error) from error
            except BaseException:
                session.rollback()
                raise
            finally:
                session.info["acting"] = False
        raise AssertionError("unreachable")

    return run


def _must_try_again(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in TRY_AGAIN


def _typed(error: DBAPIError) -> Exception:
    text = str(error.orig)
    if isinstance(error, IntegrityError) and any(guard in text for guard in OVERLAP_GUARDS):
        return SlotTaken()
    return error
