"""Bugs that are planted on purpose: the simulated year finds every one of them, and says what is wrong."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, object_session

from booking import clock
from booking.actions import (
    breaking,
    by_hand,
    changing,
    delivering,
    enforcing,
    moving,
    outbox,
    promises,
    rules,
)
from booking.domain import ladder
from booking.domain.ladder import Rung, Step
from booking.domain.local_time import at_or_after, local_day
from booking.domain.promise import Standard
from booking.domain.working_days import WorkingCalendar
from booking.language.needs import NEEDS_FOR_STAFF
from booking.messaging import compose
from booking.messaging.channels import Accepted, ChannelFailure
from booking.messaging.email import Email
from booking.messaging.gateways import gateways
from booking.models import Appointment, Channel, Event, Kind, Message, MessageState, Promise
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
    """Nobody asks what was done already, and the second time the database sees another mark to refuse."""
    mark_once = enforcing.mark

    def mark(promise: Promise, name: str) -> str:
        first, session = mark_once(promise, name), object_session(promise)
        assert session
        taken = or_(Event.once == first, Event.once.startswith(f"{first} again"))
        times = session.scalar(select(func.count(Event.id)).where(taken)) or 0
        return f"{first}{' again' * times}"

    bug.setattr(enforcing, "_done", lambda *_: set())
    bug.setattr(enforcing, "mark", mark)


def count_calendar_days(bug: pytest.MonkeyPatch) -> None:
    """Five days are five days, wherever the product counts: it agrees with itself."""

    def add(_self: WorkingCalendar, day: date, working_days: int) -> date:
        return day + timedelta(days=working_days)

    bug.setattr(WorkingCalendar, "add", add)


def count_calendar_days_to_the_deadline(bug: pytest.MonkeyPatch) -> None:
    """The deadline alone is counted so, and the rest of the product counts working days."""

    def arrange_by(
        received_at: datetime, *, standard: Standard, zone: ZoneInfo, **_given: Any
    ) -> datetime:
        last = local_day(received_at, zone) + timedelta(days=standard.working_days)
        return at_or_after(last, time(23, 59, 59), zone)

    bug.setattr(promises, "arrange_by", arrange_by)


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
    """The resident's email goes out while the transaction is still open, and is noted as sent.

    All that is stored agrees, unless the transaction fails after that.
    """
    tell = outbox.tell_resident

    def tell_and_send(session: Session, subject: Any, kind: Kind, **named: Any) -> None:
        tell(session, subject, kind, **named)
        session.flush()
        written = session.scalars(select(Message).order_by(Message.id.desc())).first()
        if written and written.channel is Channel.EMAIL:
            with suppress(ChannelFailure):
                accepted = _send(subject.resident.email, written.key)
                written.state, written.sent_at = MessageState.SENT, clock.now()
                written.provider_id = accepted.provider_id

    bug.setattr(outbox, "tell_resident", tell_and_send)


def _send(to: str, key: str) -> Accepted:
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
        message_id=f"<{uuid5(NAMESPACE_URL, key)}@example.org>",
        language="en",
        reply_to=None,
    )
    return gateway.send(email, sent_at=clock.now())


def send_under_another_name(bug: pytest.MonkeyPatch) -> None:
    """An email sent a second time is another email."""
    bug.setattr(delivering, "uuid5", lambda *_: uuid4())


def forget_the_resident(bug: pytest.MonkeyPatch) -> None:
    """The step is noted, and nobody is told of the delay, nor that we are sorry."""
    bug.setitem(enforcing._TAKE, Step.TELL_OF_DELAY, lambda *_: None)
    bug.setitem(enforcing._TAKE, Step.APOLOGISE, lambda *_: None)


def remind_of_old_times(bug: pytest.MonkeyPatch) -> None:
    """A reminder goes out whatever became of its appointment."""
    for room in (delivering, by_hand):
        bug.setattr(room, "no_longer_wanted", lambda _message: None)


def drop_needs_on_the_way(bug: pytest.MonkeyPatch) -> None:
    """What is moved to another time forgets what its resident needs."""
    move_to = moving.move_to

    def move_and_forget(
        session: Session, appointment: Appointment, *given: Any, **named: Any
    ) -> None:
        move_to(session, appointment, *given, **named)
        appointment.needs = []

    for door in (changing, breaking):
        bug.setattr(door, "move_to", move_and_forget)


def name_needs_in_texts(bug: pytest.MonkeyPatch) -> None:
    """A text says what its reader knows already, to whoever looks over their shoulder."""
    write = compose._LAYOUTS[Channel.SMS]

    def write_all(message: Message, known: dict[str, Any]) -> tuple[str, str | None]:
        body, html = write(message, known)
        needs = message.appointment.needs if message.appointment else ()
        return " ".join([body, *(str(NEEDS_FOR_STAFF[code]) for code in needs)]), html

    bug.setitem(compose._LAYOUTS, Channel.SMS, write_all)


FOUND: dict[Plant, str] = {
    skip_a_step: r"no step of a promise is left out: promise:\d+ step_warn",
    drop_a_rung: r"steps counted on the fingers: promise:\d+ remind, due",
    double_a_step: r"no step is taken twice: appointment:\d+ step_\w+ \d+ times",
    count_calendar_days: r"deadlines counted on the fingers: promise:\d+ due 2027-12-",
    count_calendar_days_to_the_deadline: r"deadlines follow from the standard: promise:\d+",
    forget_a_closure: r"deadlines counted on the fingers: promise:\d+ due 2027-12-29.*, not 2028-",
    send_before_commit: r"no provider is called within a transaction: \d+ calls",
    send_under_another_name: r"all that came was written first: an email that no message tells of",
    forget_the_resident: r"no promise is missed silently: promise:\d+",
    remind_of_old_times: r"reminders came while they held: message:\d+ \w+ for an old time",
    drop_needs_on_the_way: r"needs follow the appointment: appointment:\d+",
    name_needs_in_texts: r"no need is named outside the house: a text names a need",
}
"""Each planted bug, and the words with which it is found: what is counted without the product's own rules,
where a bug would make these agree with themselves."""


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
        three_weeks_at_christmas(app, clock, outside).run()


def test_without_a_bug_the_same_weeks_pass(
    app: Flask, clock: SteppedClock, outside: Outside
) -> None:
    report = three_weeks_at_christmas(app, clock, outside).run()
    assert report.missed_silently == 0
    assert report.missed_told > 0, "or a resident who is forgotten would not be missed"


def three_weeks_at_christmas(app: Flask, clock: SteppedClock, outside: Outside) -> Year:
    start = date(2027, 12, 17)
    return Year(app, clock, outside, seed=11, start=start, days=21, requests=30)
