"""Several desks print at once: every letter is printed, and so posted, once."""

from collections import Counter
from functools import partial

from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import printing, signing_in
from booking.actions.actor import Actor
from booking.models import ActorKind, AuditEntry, Channel, Message, PrintedLetter, PrintRun, Role
from tests.actions.test_races import WON, race
from tests.builders import Council, arranged, contact, london
from tests.postgresql import any_database
from tests.stored import all_of, count

pytestmark = any_database

DESKS = 3
HOURS = range(9, 14)


def at_the_desk(name: str) -> Actor:
    staff = signing_in.add_staff(
        email=f"{name}@example.org", name=name, role=Role.FRONT_DESK, password="a long passphrase"
    )
    return Actor(ActorKind.FRONT_DESK, staff_id=staff.id)


def letters(session: Session, council: Council) -> list[int]:
    """What waits to be printed, by the ids of the messages."""
    for hour in HOURS:
        by_letter = contact(name=f"Bo {hour}", channel=Channel.LETTER)
        arranged(council, london(9, hour, month=12), contact=by_letter)
    found = all_of(session, Message, Message.channel == Channel.LETTER)
    ids = [one.id for one in found]
    session.rollback()
    return ids


def assert_printed_once(session: Session, outcomes: Counter[str]) -> None:
    assert outcomes == Counter({WON: DESKS})
    assert count(session, PrintRun) == 1
    assert count(session, PrintedLetter) == len(HOURS)


def test_several_desks_print_what_waits_once(
    app: Flask, session: Session, council: Council
) -> None:
    desks = [at_the_desk(name) for name in ("Ada", "Bo", "Cy")]
    letters(session, council)
    outcomes = race(app, *(partial(printing.print_letters, actor=desk) for desk in desks))
    assert_printed_once(session, outcomes)


def test_one_account_in_several_windows_prints_what_waits_once(
    app: Flask, session: Session, council: Council
) -> None:
    desk = at_the_desk("Ada")
    letters(session, council)
    outcomes = race(app, *[partial(printing.print_letters, actor=desk)] * DESKS)
    assert_printed_once(session, outcomes)
    assert len(all_of(session, AuditEntry, AuditEntry.action == "print_letters")) == 1


def test_a_letter_that_several_windows_print_anew_is_in_the_last_run_alone(
    app: Flask, session: Session, council: Council
) -> None:
    desk = at_the_desk("Ada")
    [first, *_others] = letters(session, council)
    again = partial(printing.print_letters, message_id=first, actor=desk)
    assert race(app, *[again] * DESKS) == Counter({WON: DESKS})
    runs = all_of(session, PrintRun)
    assert len(runs) == DESKS
    [to_post] = printing.to_post(session)
    assert to_post.run in runs
    assert [one.id for one in to_post.letters] == [first]
