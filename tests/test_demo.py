"""The demonstration council: believable on whatever day it is loaded, and true to every rule."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from booking import create_app
from booking.actions import checking, missed, reporting, rules, signing_in
from booking.actions.missed import Why
from booking.demo import history, loading, officers, questions, sign_ins
from booking.domain.ladder import Step
from booking.domain.lifecycle import TRANSITIONS, Action, Status
from booking.domain.local_time import local
from booking.domain.needs import CATALOGUE, Category, Meeting
from booking.domain.promise import Promised, PromiseState
from booking.domain.references import parse_reference
from booking.extensions import db
from booking.models import (
    ActorKind,
    Appointment,
    CameBy,
    Channel,
    DiaryEntry,
    Enquiry,
    Event,
    Kind,
    Message,
    MessageState,
    Officer,
    Resident,
    ResidentLookup,
    Staff,
)
from config import Config, Mode
from tests.conftest import SteppedClock, configured

WORKING_DAY = datetime(2026, 11, 25, 11, 10, tzinfo=UTC)
DAYS_OFF = (
    datetime(2026, 12, 26, 15, 0, tzinfo=UTC),  # a Saturday between Christmas and the closures
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # the clocks went back half an hour ago
    datetime(2027, 3, 28, 1, 30, tzinfo=UTC),  # the clocks went forward half an hour ago
)
ENOUGH = 64
"""Appointments that have everything in them once."""
FEWER = 32
"""Appointments that have every status and every category of need."""
IN_A_DIARY = {
    Status.ARRANGED,
    Status.WAITING,
    Status.IN_PROGRESS,
    Status.ATTENDED,
    Status.DID_NOT_ATTEND,
}


@dataclass(frozen=True)
class Loaded:
    """A loaded demonstration, and when that was."""

    app: Flask
    at: datetime
    session: Session


def load(appointments: int, officer_count: int = len(officers.SKETCHES)) -> None:
    loading.load(
        officer_count=officer_count,
        appointments=appointments,
        seed=7,
        progress=lambda _made: None,
    )


def an_app(path: Path, migrated_file: Path, at: datetime) -> Flask:
    path.write_bytes(migrated_file.read_bytes())
    return create_app(configured(f"sqlite:///{path}"), clock=SteppedClock(at))


@pytest.fixture(scope="module", params=[WORKING_DAY, *DAYS_OFF], ids=lambda at: f"{at:%Y-%m-%d}")
def demonstration(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Flask:
    """One demonstration of each day for all the tests that only look at it."""
    at = request.param
    app = an_app(tmp_path_factory.mktemp("demo") / "kept.sqlite3", migrated_file, at)
    with app.app_context():
        load(ENOUGH if at == WORKING_DAY else FEWER)
        let_go()
    return app


@pytest.fixture
def loaded(demonstration: Flask) -> Iterator[Loaded]:
    with demonstration.app_context():
        yield Loaded(demonstration, demonstration.extensions["clock"](), db.session())
        let_go()


def let_go() -> None:
    db.session.remove()
    db.engine.dispose()


def appointments(session: Session) -> Sequence[Appointment]:
    return session.scalars(select(Appointment)).all()


def assert_true_to_the_rules(session: Session) -> None:
    assert_no_overlaps(session)
    for appointment in appointments(session):
        assert_story_has_no_gaps(appointment)
        assert_dates_follow(appointment)
        assert parse_reference(appointment.reference) == appointment.reference
    assert_diary_matches(session)
    calendar = rules.working_calendar(session)
    for appointment in appointments(session):
        assert_within_the_pattern(appointment)
        if appointment.starts_at:
            assert calendar.is_working_day(wall(appointment.starts_at).date())
    strangers = select(Resident.id).where(Resident.id.not_in(select(ResidentLookup.resident_id)))
    assert session.scalars(strangers).all() == []


def wall(instant: datetime) -> datetime:
    return local(instant, configured("").timezone)


def assert_no_overlaps(session: Session) -> None:
    taken: dict[tuple[str, int], list[DiaryEntry]] = defaultdict(list)
    for entry in session.scalars(select(DiaryEntry).order_by(DiaryEntry.starts_at)):
        taken["officer", entry.officer_id].append(entry)
        if entry.room_id:
            taken["room", entry.room_id].append(entry)
    for entries in taken.values():
        for earlier, later in pairwise(entries):
            assert earlier.ends_at <= later.starts_at


def assert_diary_matches(session: Session) -> None:
    entries = {entry.appointment_id: entry for entry in session.scalars(select(DiaryEntry))}
    for appointment in appointments(session):
        entry = entries.pop(appointment.id, None)
        assert (entry is not None) == (appointment.status in IN_A_DIARY)
        if entry:
            for name in ("officer_id", "location_id", "room_id", "starts_at", "ends_at"):
                assert getattr(entry, name) == getattr(appointment, name)
    assert entries == {}


def assert_story_has_no_gaps(appointment: Appointment) -> None:
    status, at = None, None
    for number, event in enumerate(appointment.events, start=1):
        assert event.number == number
        assert at is None or at <= event.at
        at = event.at
        if event.action in set(Action):
            assert event.from_status == status
            if status is None:
                assert event.action == Action.REQUEST
            else:
                assert TRANSITIONS[status, Action(event.action)] is event.to_status
        status = event.to_status
    assert status is appointment.status


def assert_dates_follow(appointment: Appointment) -> None:
    assert appointment.received_at <= appointment.promise.started_at < appointment.arrange_by
    if appointment.status in IN_A_DIARY:
        assert appointment.promise.kept_at is not None
        assert appointment.starts_at is not None
        assert appointment.received_at <= appointment.promise.kept_at < appointment.starts_at
        assert (appointment.meeting is Meeting.IN_PERSON) == (appointment.room_id is not None)
    if appointment.status in {Status.ATTENDED, Status.DID_NOT_ATTEND, Status.CANCELLED}:
        assert appointment.ended_at is not None


def assert_within_the_pattern(appointment: Appointment) -> None:
    if appointment.status not in IN_A_DIARY or not (appointment.starts_at and appointment.ends_at):
        return
    starts, ends = wall(appointment.starts_at), wall(appointment.ends_at)
    day: date = starts.date()
    assert any(
        hours.weekday == day.weekday()
        and hours.effective_from <= day <= (hours.effective_until or day)
        and hours.starts <= starts.time()
        and ends.time() <= hours.ends
        and appointment.location_id in (None, hours.location_id)
        for hours in appointment.officer.patterns
    )


def test_every_rule_is_kept(loaded: Loaded) -> None:
    assert len(appointments(loaded.session)) in (ENOUGH, FEWER)
    assert_true_to_the_rules(loaded.session)


def test_nothing_has_happened_in_the_future(loaded: Loaded) -> None:
    for moment in (Event.at, Appointment.received_at, Message.created_at, Message.sent_at):
        latest = loaded.session.scalar(select(func.max(moment)))
        assert latest is not None
        assert latest <= loaded.at


def test_every_status_is_there(loaded: Loaded) -> None:
    here_now = {Status.WAITING, Status.IN_PROGRESS} if loaded.at == WORKING_DAY else set()
    found = {appointment.status for appointment in appointments(loaded.session)}
    assert found == set(Status) - {Status.WAITING, Status.IN_PROGRESS} | here_now


def test_every_category_of_need_and_every_channel_is_there(loaded: Loaded) -> None:
    everybodys = [code for each in appointments(loaded.session) for code in each.needs]
    assert {CATALOGUE[code].category for code in everybodys} == set(Category)
    if loaded.at == WORKING_DAY:
        assert set(everybodys) == set(CATALOGUE) - {"standard"}
    assert set(loaded.session.scalars(select(Resident.channel))) == set(Channel)
    assert set(loaded.session.scalars(select(Message.channel))) == set(Channel)


def test_requests_stand_everywhere_on_the_promise_clock(loaded: Loaded) -> None:
    asked = [each for each in appointments(loaded.session) if each.status is Status.REQUESTED]
    states = {reporting.promise_state(loaded.session, each) for each in asked}
    assert states >= {PromiseState.ON_TRACK, PromiseState.AT_RISK, PromiseState.MISSED}
    if loaded.at == WORKING_DAY:
        assert any(wall(each.arrange_by).date() == loaded.at.date() for each in asked)


def test_promise_check_finds_nothing_to_say(loaded: Loaded) -> None:
    found = loaded.app.test_cli_runner().invoke(args=["promise", "check"])
    assert found.exit_code == 0, found.output


def test_a_manager_finds_every_step_and_every_decision(loaded: Loaded) -> None:
    done = set(loaded.session.execute(select(Event.action, Event.actor)).all())
    assert {action for action, actor in done if actor is ActorKind.KEPT} >= {
        Action.ARRANGE,
        *(f"step_{step}" for step in Step),
    }
    assert done >= {
        ("held_back", ActorKind.OFFICER),
        ("handed_over", ActorKind.MANAGER),
        ("put_right", ActorKind.MANAGER),
    }
    offered = select(Message.id).where(Message.kind == Kind.COVER_OFFERED)
    assert loaded.session.scalars(offered).first()


def test_questions_came_every_way_and_stand_everywhere(loaded: Loaded) -> None:
    asked = loaded.session.scalars(select(Enquiry)).all()
    assert {each.came_by for each in asked} == set(CameBy)
    assert {each.status for each in asked} == {
        Status.REQUESTED,
        Status.ANSWERED,
        Status.WITHDRAWN,
    }
    answered = [each.promise for each in asked if each.status is Status.ANSWERED]
    assert any(promise.kept_at == promise.started_at for promise in answered)
    late = [promise.kept_at > promise.due_by for promise in answered if promise.kept_at]
    assert set(late) == {True, False}


def test_what_was_due_has_been_told_when_it_was_due(loaded: Loaded) -> None:
    delivered = (Channel.SMS, Channel.EMAIL)
    for message in loaded.session.scalars(select(Message)):
        assert message.state is not MessageState.FAILED, message.outcome
        if message.channel in delivered and message.due_at <= loaded.at:
            assert message.state in (MessageState.SENT, MessageState.DROPPED)
        if message.state is MessageState.SENT:
            assert message.content is not None
            assert message.sent_at is not None
            assert message.expires_at is None or message.sent_at < message.expires_at
            if message.channel in delivered:
                assert message.sent_at - message.due_at < timedelta(minutes=1)


def test_everything_is_put_back(loaded: Loaded) -> None:
    clock = loaded.app.extensions["clock"]
    assert clock() == loaded.at
    assert db.session.scalar(text("PRAGMA synchronous")) == 2


def test_all_who_are_named_can_sign_in(loaded: Loaded) -> None:
    printed = loaded.app.test_cli_runner().invoke(args=["demo", "sign-ins"]).output
    assert sign_ins.PASSWORD in printed
    for sign_in in sign_ins.SIGN_INS:
        member = signing_in.verify(sign_in.email, sign_ins.PASSWORD)
        assert member is not None
        assert member.role is sign_in.role
        assert (member.officer_id is not None) == sign_in.officer
        assert sign_in.email in printed


def test_a_second_load_is_refused(loaded: Loaded) -> None:
    before = len(appointments(loaded.session))
    run = loaded.app.test_cli_runner()
    refused = run.invoke(args=["demo", "load"])
    assert refused.exit_code == 1
    assert "stored here already" in refused.output
    silent = run.invoke(args=["demo", "load", "--if-empty"])
    assert (silent.exit_code, silent.output) == (0, "")
    assert len(appointments(loaded.session)) == before


def test_production_is_left_alone(config: Config) -> None:
    production = config.but(
        mode=Mode.PRODUCTION,
        smtp_url="smtp://127.0.0.1:9",
        twilio_account_sid="AC0",
        twilio_auth_token="none",
        twilio_messaging_service_sid="MG0",
    )
    app = create_app(production)
    refused = app.test_cli_runner().invoke(args=["demo", "load", "--appointments", "1"])
    assert refused.exit_code == 1
    assert "production" in refused.output
    with app.app_context():
        assert loading.is_empty(db.session())


def test_old_times_in_bulk_keep_every_rule(session: Session) -> None:
    load(appointments=0, officer_count=60)
    made: list[int] = []
    history.write(1500, date(2026, 10, 1), Random(1), made.append)
    questions.write(150, date(2026, 10, 1), Random(1))
    assert sum(made) == 1500
    session = db.session()
    assert_true_to_the_rules(session)
    broken = {name: offenders for name, offenders in checking.checked(session) if offenders}
    assert broken == {}
    assert_months_to_report(session, since=date(2026, 6, 1), until=date(2026, 9, 30))
    latest = session.scalar(select(func.max(Appointment.ends_at)))
    assert latest is not None
    assert latest < datetime(2026, 10, 1, tzinfo=UTC)
    everybody = session.scalars(select(Officer)).all()
    assert len({officer.slug for officer in everybody}) == 60
    assert all(officer.patterns and officer.services for officer in everybody)


def assert_months_to_report(session: Session, *, since: date, until: date) -> None:
    report = reporting.report(session, since=since, until=until)
    for count in report.of.values():
        assert len(count.months) >= 3
        assert all(tally.share_kept for tally in count.months.values())
        assert count.total.states[PromiseState.MISSED]
    assert len(report.of[Promised.APPOINTMENT].groups) == 7
    late = missed.between(session, since=since, until=until, most=1000)
    assert {why.why for why in late} >= {Why.NO_TIME, Why.NOT_ANSWERED}
    assert all(each.put_right for each in late)


def test_the_same_seed_gives_the_same_council(tmp_path: Path, migrated_file: Path) -> None:
    tales = []
    for number in (1, 2):
        app = an_app(tmp_path / f"{number}.sqlite3", migrated_file, WORKING_DAY)
        with app.app_context():
            load(appointments=6, officer_count=4)
            found = appointments(db.session())
            tales.append([(a.resident.name, a.officer.name, a.received_at) for a in found])
            let_go()
    assert tales[0] == tales[1]


def test_an_interrupted_load_leaves_nothing(session: Session) -> None:
    def interrupt(_made: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loading.load(officer_count=4, appointments=6, seed=1, progress=interrupt)
    assert loading.is_empty(db.session())
    for noun in (Appointment, Resident, Message, Officer, Staff):
        assert db.session.scalar(select(func.count()).select_from(noun)) == 0
