"""The worker: reminders at the right minute and once, each officer's day, and any number of workers."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from booking import worker
from booking.actions import attending, changing
from booking.actions.actor import KEPT, RESIDENT
from booking.models import (
    Audience,
    Channel,
    Heartbeat,
    Kind,
    Message,
    MessageState,
    Outcome,
)
from tests.builders import Council, arranged, contact, london
from tests.conftest import SteppedClock
from tests.fakes import twilio
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import all_of, message, messages

HER_MOBILE, SAMS_MOBILE = "+447700900123", "+447700900101"


def turn(app: Flask) -> int:
    """One turn of a worker, which shares nothing with the test but the database."""
    with app.app_context():
        return worker.once()


def arrivals(
    app: Flask, clock: SteppedClock, outside: Outside, number: str, until: datetime
) -> list[datetime]:
    """When texts came to a number while the worker turned every minute."""
    came: list[datetime] = []
    while clock() <= until:
        turn(app)
        came += [clock()] * (len(outside.texts(number)) - len(came))
        clock.forward(minutes=1)
    return came


def pass_over(clock: SteppedClock, at: datetime) -> None:
    """Puts the clock just before a moment, so that the minutes around it can be watched."""
    clock.at = at - timedelta(minutes=2)


def test_reminders_come_at_the_right_minute_and_once(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    arranged(council, london(27, 14))  # a Friday: two working days before is the Wednesday
    due = [london(25, 10), london(27, 12)]
    came: list[datetime] = []
    for moment in due:
        pass_over(clock, moment)
        came += arrivals(app, clock, outside, HER_MOBILE, moment + timedelta(minutes=3))[
            len(came) :
        ]
    assert came == due
    pass_over(clock, london(27, 13, 45))
    until = london(27, 14, 5)
    assert arrivals(app, clock, outside, SAMS_MOBILE, until) == [london(27, 13, 45)]
    assert len(outside.texts(HER_MOBILE)) == 2


def test_nine_oclock_stays_nine_oclock_after_the_clocks_go_forward(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    """Arranged in winter for a summer's day: the reminder comes at 10:00 on the clock, 09:00 UTC."""
    clock.at = datetime(2027, 3, 22, 10, tzinfo=UTC)
    arranged(council, datetime(2027, 4, 1, 13, tzinfo=UTC))  # Thursday at 14:00; Easter follows
    reminder = message(session, Kind.REMINDER_DAYS)
    assert reminder.due_at == datetime(2027, 3, 30, 9, tzinfo=UTC)


def test_no_reminder_after_a_cancellation(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    appointment = arranged(council)
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    clock.at = london(25, 10, 29)
    turn(app)
    assert outside.twilio.texts == []
    reminders = messages(session, Kind.REMINDER_HOURS, Kind.OFFICER_REMINDER)
    assert {row.state for row in reminders} == {MessageState.DROPPED}


def test_no_reminder_for_a_time_that_no_longer_stands(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    appointment = arranged(council)
    changing.rearrange(appointment_id=appointment.id, starts_at=london(25, 16), actor=RESIDENT)
    clock.at = london(25, 10, 20)
    turn(app)
    assert outside.twilio.texts == []
    clock.at = london(25, 14)
    turn(app)
    [text] = outside.texts(HER_MOBILE)
    assert "4pm" in text


def test_no_reminder_to_who_is_already_here(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    appointment = arranged(council)
    clock.at = london(25, 8, 15)
    attending.check_in(appointment_id=appointment.id, actor=KEPT)
    clock.at = london(25, 8, 30)
    turn(app)
    assert outside.texts(HER_MOBILE) == []
    assert message(session, Kind.REMINDER_HOURS).outcome == Outcome.SUPERSEDED


def test_a_reminder_that_comes_too_late_is_dropped(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    """The worker was down over the appointment."""
    arranged(council)
    clock.at = london(25, 10, 30)
    turn(app)
    assert outside.twilio.texts == []
    reminders = messages(session, Kind.REMINDER_HOURS, Kind.OFFICER_REMINDER)
    assert {row.outcome for row in reminders} == {Outcome.EXPIRED}


def test_a_late_reminder_dies_at_the_provider_before_it_would_be_too_late(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    arranged(council)
    clock.at = london(25, 9)
    turn(app)
    [text] = outside.twilio.texts
    assert text.validity == 90 * 60


def test_a_reminder_delayed_into_quiet_hours_waits_for_the_morning(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    """Twilio was down from the morning until the night before the appointment."""
    arranged(council, london(27, 14))
    outside.twilio.outage = twilio.refusal(429)
    clock.at = london(25, 10)
    turn(app)
    outside.twilio.outage = None
    clock.at = london(25, 23)
    turn(app)
    assert outside.texts(HER_MOBILE) == []
    clock.at = london(26, 6, 59)
    turn(app)
    assert outside.texts(HER_MOBILE) == []
    clock.at = london(26, 7)
    turn(app)
    assert len(outside.texts(HER_MOBILE)) == 1


@any_database
def test_each_officers_day_comes_at_half_past_seven_once_with_two_workers(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    arranged(council)
    turn(app)
    before = len(outside.emails("sam@example.org"))
    clock.at = london(25, 7, 29)
    turn(app)
    assert len(outside.emails("sam@example.org")) == before
    clock.at = london(25, 7, 30)
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(turn, [app, app]))
    turn(app)
    [email] = outside.emails("sam@example.org")[before:]
    assert "10:30am" in email.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert outside.emails("priya@example.org") == []


def test_half_past_seven_is_the_councils_own(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    clock.at = datetime(2027, 6, 28, 10, tzinfo=UTC)
    arranged(council, datetime(2027, 6, 30, 9, tzinfo=UTC))
    turn(app)
    clock.at = datetime(2027, 6, 30, 6, 29, tzinfo=UTC)
    turn(app)
    assert messages(session, Kind.OFFICER_DAY) == []
    clock.forward(minutes=1)
    turn(app)
    assert len(messages(session, Kind.OFFICER_DAY)) == 1


def test_a_days_list_is_not_sent_in_the_afternoon(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    arranged(council, london(25, 15))
    clock.at = london(25, 12)
    turn(app)
    assert messages(session, Kind.OFFICER_DAY) == []


def test_the_worker_shows_that_it_is_alive(
    app: Flask, session: Session, council: Council, clock: SteppedClock
) -> None:
    turn(app)
    clock.forward(minutes=1)
    turn(app)
    [beat] = session.query(Heartbeat).all()
    assert beat.at == clock()


@any_database
def test_two_workers_deliver_500_messages_once_each(
    app: Flask, session: Session, council: Council, clock: SteppedClock, outside: Outside
) -> None:
    appointment = arranged(council, contact=contact(channel=Channel.LETTER))
    session.add_all(
        Message(
            key=f"crowd:{n}",
            kind=Kind.OFFICER_REMINDER,
            channel=Channel.SMS,
            audience=Audience.OFFICER,
            appointment_id=appointment.id,
            officer_id=council.sam.id,
            created_at=clock(),
            due_at=clock(),
        )
        for n in range(500)
    )
    session.commit()
    with ThreadPoolExecutor(2) as workers:
        taken_up = list(workers.map(turn, [app, app]))
    assert sum(taken_up) == 501  # and Sam's invitation
    crowd = all_of(session, Message, Message.key.startswith("crowd:"))
    assert {(row.state, row.attempts) for row in crowd} == {(MessageState.SENT, 1)}
    accepted = Counter(text.sid for text in outside.twilio.texts)
    assert len(accepted) == 500
    assert {row.provider_id for row in crowd} == set(accepted)
