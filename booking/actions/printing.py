"""Letters to print and to post: printed together, kept as printed, and posted by one press.

A letter is put into words when it is printed, not when it is looked at: what was posted is what is kept.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import exists, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import audit
from booking.actions.actor import Actor
from booking.actions.composing import composed
from booking.actions.otherwise import fail
from booking.actions.still_wanted import no_longer_wanted
from booking.actions.telling import waiting_by_hand, whole
from booking.actions.transaction import transaction
from booking.domain.errors import ActionRefused
from booking.messaging.compose import NoAddress
from booking.models import Channel, Message, MessageState, Outcome, PrintedLetter, PrintRun
from booking.models.messages import UNDELIVERED

MOST_IN_A_RUN = 50
"""A pile that one person can fold, and a PDF that is made while they wait."""

log = structlog.get_logger()

_PRINTED = exists().where(PrintedLetter.message_id == Message.id)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that were printed together and are not posted yet."""

    run: PrintRun
    letters: Sequence[Message]
    """Those still to be posted, in the order of the PDF."""
    withdrawn: Sequence[Message]
    """Those that are no longer true: they are to be taken out of the pile."""


def to_print(session: Session) -> list[Message]:
    """The letters that are due, still true and not printed yet, the longest due first."""
    return waiting_by_hand(session, (Channel.LETTER,), ~_PRINTED)


def to_post(session: Session) -> list[Run]:
    """What was printed and is not posted yet, by the run that it was printed in, the newest first."""
    waiting = (
        whole()
        .add_columns(PrintRun)
        .join(PrintedLetter, PrintedLetter.message_id == Message.id)
        .join(PrintedLetter.run)
        .where(UNDELIVERED, Message.state == MessageState.WAITING)
        .order_by(PrintRun.id.desc(), Message.id)
    )
    by_run: defaultdict[PrintRun, list[Message]] = defaultdict(list)
    for letter, run in session.execute(waiting):
        by_run[run].append(letter)
    return [_run(run, letters) for run, letters in by_run.items()]


def run_of(session: Session, run_id: int) -> list[Message]:
    """Every letter of a run that no later run has printed anew, posted or not, in the PDF's order."""
    of_run = whole().join(PrintedLetter).where(PrintedLetter.run_id == run_id)
    return list(session.scalars(of_run.order_by(Message.id)))


def to_open(session: Session, run_id: int) -> list[Message]:
    """The letters of a run that are to be on paper: those that wait, else those that were posted.

    What is no longer true is not among them, and nothing is posted twice.
    """
    letters = run_of(session, run_id)
    waiting = [one for one in letters if one.state is MessageState.WAITING]
    posted = [one for one in letters if one.state is MessageState.SENT]
    return [one for one in waiting or posted if no_longer_wanted(one) is None]


def _run(run: PrintRun, letters: Sequence[Message]) -> Run:
    stale = [one for one in letters if no_longer_wanted(one)]
    return Run(run, [one for one in letters if one not in stale], stale)


@transaction
def print_letters(session: Session, *, actor: Actor, message_id: int | None = None) -> int | None:
    """Puts letters into words and keeps them: those that wait longest, or one, anew where it was printed.

    Returns the id of their run; None where there was nothing to print. What has no address takes the
    next way that leads to its reader. Raises ActionRefused for what is no letter that waits.
    """
    one = None if message_id is None else _waiting(session, message_id)
    found = [one] if one else to_print(session)[:MOST_IN_A_RUN]
    letters = [letter for letter in found if _composes(session, letter)]
    if not letters:
        return None
    run = PrintRun(created_at=clock.now(), staff_id=actor.staff_id)
    session.add(run)
    session.flush()
    # One that is printed anew leaves its old run. Of all that wait none was in any when we looked: what
    # somebody else printed meanwhile the database refuses, and the next try no longer finds it.
    keep = session.add if message_id is None else session.merge
    for letter in letters:
        keep(PrintedLetter(message_id=letter.id, run_id=run.id))
    audit.by(session, actor, action="print_letters", subject=f"print-run:{run.id}")
    return run.id


@transaction
def mark_posted(session: Session, *, run_id: int, actor: Actor) -> tuple[int, int]:
    """Notes that the letters of one run were posted; returns how many, and how many must not be.

    What is no longer true is not told, only taken out of the pile.
    """
    waiting = (
        select(Message)
        .join(PrintedLetter)
        .where(PrintedLetter.run_id == run_id, Message.state == MessageState.WAITING)
    )
    posted = withheld = 0
    for letter in session.scalars(waiting.with_for_update(of=Message)).all():
        if reason := no_longer_wanted(letter):
            letter.state, letter.outcome = MessageState.DROPPED, reason
            withheld += 1
        else:
            letter.state, letter.sent_at = MessageState.SENT, clock.now()
            posted += 1
    audit.by(session, actor, action="posted", subject=f"print-run:{run_id}")
    return posted, withheld


def _waiting(session: Session, message_id: int) -> Message:
    letter = session.get_one(Message, message_id, with_for_update=True)
    if letter.channel is not Channel.LETTER or letter.state is not MessageState.WAITING:
        raise ActionRefused("no letter that waits")
    return letter


def _composes(session: Session, letter: Message) -> bool:
    """Keeps the letter's words; where there can be none, it is told otherwise."""
    try:
        letter.content = composed(session, letter).to_json()
    except NoAddress:
        fail(session, letter, Outcome.NO_ADDRESS)
        return False
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # One letter that cannot be put into words must not keep the others from being posted.
        log.error("letter not composed", message=letter.id, error=type(error).__name__)
        fail(session, letter, Outcome.NOT_COMPOSED)
        return False
    return True
