"""Bugs that are planted on purpose: the simulated year finds every one of them, and says what is wrong."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import enforcing, outbox, promises, rules
from booking.actions.delivering import SHOWN
from booking.domain import ladder
from booking.domain.ladder import Rung, Step
from booking.domain.working_days import WorkingCalendar
from booking.messaging.email import Email
from booking.messaging.gateways import gateways
from booking.models import Channel, Kind, Promise
from booking.public_holidays import Nation, calendar_for
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.simulation.year import Violation, Year

Plant = Callable[[pytest.MonkeyPatch], None]


def skip_a_step(bug: pytest.MonkeyPatch) -> None:
    """No manager is ever warned."""

    def due(found: Iterable[Rung], *given: Any) -> list[Rung]:
        return [rung for rung in ladder.due(found, *given) if rung.step is not Step.WARN]

    bug.setattr(enforcing, "due", due)


def drop_a_rung(bug: pytest.MonkeyPatch) -> None:
    """The ladder itself forgets to remind the officer: every part of the product agrees on it."""
    whole = ladder._before

    def before(*given: Any) -> list[Rung]:
        return [rung for rung in whole(*given) if rung.step is not Step.REMIND]

    bug.setattr(ladder, "_before", before)


def double_a_step(bug: pytest.MonkeyPatch) -> None:
    """Nobody asks what was done already, and the mark by which the database would refuse it is another."""
    marks = iter(range(1_000_000))
    bug.setattr(enforcing, "_done", lambda *_: set())
    bug.setattr(
        enforcing, "_mark", lambda promise, name: f"promise {promise.id}: {name} {next(marks)}"
    )


def count_calendar_days(bug: pytest.MonkeyPatch) -> None:
    """Five days are five days."""

    def add(_self: WorkingCalendar, day: date, working_days: int) -> date:
        return day + timedelta(days=working_days)

    bug.setattr(WorkingCalendar, "add", add)


def forget_a_closure(bug: pytest.MonkeyPatch) -> None:
    """Deadlines are given as if the council were open between Christmas and New Year."""
    open_always = calendar_for(Nation.ENGLAND_AND_WALES, ())
    begin = promises.begin

    def begin_without(session: Session, *given: Any, **named: Any) -> Promise:
        with pytest.MonkeyPatch.context() as meanwhile:
            meanwhile.setattr(rules, "working_calendar", lambda _session: open_always)
            return begin(session, *given, **named)

    bug.setattr(promises, "begin", begin_without)


def send_before_commit(bug: pytest.MonkeyPatch) -> None:
    """The resident's email goes out while the transaction is still open, and may yet fail."""
    tell = outbox.tell_resident

    def tell_and_send(session: Session, subject: Any, kind: Kind, **named: Any) -> None:
        tell(session, subject, kind, **named)
        if subject.resident.channel is Channel.EMAIL and gateways().email:
            _send(subject.resident.email, f"{kind}-{subject.id}")

    bug.setattr(outbox, "tell_resident", tell_and_send)


def _send(to: str, key: str) -> None:
    gateway = gateways().email
    assert gateway
    email = Email(
        to=to,
        to_name="",
        subject="Your request",
        text="We have it.",
        html=None,
        calendar=None,
        calendar_method=None,
        message_id=f"<{key}@example.org>",
        language="en",
        reply_to=None,
    )
    assert gateway.send(email, sent_at=SteppedClock().at) != SHOWN


def forget_the_resident(bug: pytest.MonkeyPatch) -> None:
    """The step is noted, and nobody is told of the delay, nor that we are sorry."""
    bug.setitem(enforcing._TAKE, Step.TELL_OF_DELAY, lambda *_: None)
    bug.setitem(enforcing._TAKE, Step.APOLOGISE, lambda *_: None)


def remind_of_old_times(bug: pytest.MonkeyPatch) -> None:
    """A reminder goes out whatever became of its appointment."""
    from booking.actions import delivering

    bug.setattr(delivering, "no_longer_wanted", lambda _message: None)


FOUND: dict[Plant, str] = {
    skip_a_step: "no step of a promise is left out",
    drop_a_rung: "remind, due",
    double_a_step: "no step is taken twice",
    count_calendar_days: "deadlines follow from the standard",
    forget_a_closure: "due 2028-01-0",
    send_before_commit: "an email that no message tells of",
    forget_the_resident: "no promise is missed silently",
    remind_of_old_times: "for an old time",
}
"""Each planted bug, and the words with which it is found."""


@pytest.mark.parametrize("plant", FOUND, ids=lambda plant: plant.__name__)
def test_a_planted_bug_is_found(
    app: Flask,
    clock: SteppedClock,
    outside: Outside,
    monkeypatch: pytest.MonkeyPatch,
    plant: Plant,
) -> None:
    plant(monkeypatch)
    with pytest.raises(Violation, match=FOUND[plant]):
        a_fortnight_at_christmas(app, clock, outside).run()


def test_without_a_bug_the_same_fortnight_passes(
    app: Flask, clock: SteppedClock, outside: Outside
) -> None:
    assert a_fortnight_at_christmas(app, clock, outside).run().missed_silently == 0


def a_fortnight_at_christmas(app: Flask, clock: SteppedClock, outside: Outside) -> Year:
    start = date(2027, 12, 17)
    return Year(app, clock, outside, seed=7, start=start, days=21, requests=24, trouble=0.05)
