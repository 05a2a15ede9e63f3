"""An administrator changes what follows from a need: it holds at once, for what is not yet arranged."""

from datetime import time, timedelta

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from booking import worker
from booking.actions import (
    arranging,
    catalogue,
    changing,
    diaries,
    need_rules,
    requesting,
    signing_in,
    supporting,
)
from booking.actions.actor import RESIDENT, Actor
from booking.actions.earliest import Wanted, earliest
from booking.domain.catalogue import NeedRuleRefused, Rule
from booking.domain.needs import CATALOGUE, Meeting
from booking.domain.support import SupportState
from booking.extensions import db
from booking.models import ActorKind, Appointment, AuditEntry, NeedRule, PatternHours, Role, Support
from tests.builders import Council, arranged, london, new_request
from tests.conftest import SteppedClock
from tests.postgresql import any_database

OFFICER = Actor(ActorKind.OFFICER)
BSL, PHONED = "bsl_interpreter", "interpreter_phone"


@pytest.fixture
def administrator(session: Session) -> Actor:
    """Rosa, whom the changes are written down under."""
    staff = signing_in.add_staff(
        email="rosa@example.org",
        name="Rosa Lind",
        role=Role.ADMINISTRATOR,
        password="a long passphrase",
    )
    return Actor(ActorKind.ADMINISTRATOR, staff_id=staff.id)


def lead(session: Session, code: str = BSL) -> int:
    session.rollback()
    return catalogue.current(session)[code].lead_working_days


@any_database
def test_a_changed_figure_holds_at_once_and_the_usual_one_again_when_restored(
    session: Session, council: Council, administrator: Actor
) -> None:
    assert lead(session) == 10
    assert need_rules.save(code=BSL, rule=Rule(lead_working_days=15), actor=administrator)
    assert lead(session) == 15
    assert need_rules.save(code=BSL, rule=need_rules.usual(BSL), actor=administrator)
    assert lead(session) == 10
    assert catalogue.current(session) == CATALOGUE
    assert session.scalars(select(NeedRule).where(NeedRule.replaced_at.is_(None))).one().rule == (
        Rule()
    )


def test_what_another_process_changed_holds_in_the_next_transaction_of_this_one(
    session: Session, council: Council
) -> None:
    assert lead(session) == 10
    row = {"code": BSL, "offered": True, "lead_working_days": 20, "changed_at": london(23, 9)}
    with db.engine.begin() as other:
        other.execute(insert(NeedRule).values(**row))
    assert lead(session) == 20


def test_it_is_read_once_in_a_transaction_however_often_it_is_asked_for(
    session: Session, council: Council
) -> None:
    read: list[str] = []

    def note(*args: object) -> None:
        if "need_rule" in str(args[2]):
            read.append(str(args[2]))

    session.rollback()
    event.listen(db.engine, "before_cursor_execute", note)
    for _time in range(5):
        diaries.demand_for(
            council.housing,
            council.sam,
            meeting=Meeting.PHONE,
            needs=[BSL],
            language="en",
            location_id=None,
        )
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(read) == 1


def test_an_arranged_appointment_keeps_its_length_and_an_open_request_takes_the_new_one(
    session: Session, council: Council, administrator: Actor
) -> None:
    fixed = arranged(council, needs=["longer_appointment"])
    asked = requesting.request(new_request(council, needs=["longer_appointment"]), actor=RESIDENT)
    assert (fixed.minutes, asked.minutes) == (45, 45)
    need_rules.save(code="longer_appointment", rule=Rule(extra_minutes=60), actor=administrator)
    arranging.arrange(appointment_id=asked.id, starts_at=london(26, 10), actor=OFFICER)
    session.expire_all()
    assert (fixed.minutes, fixed.ends_at) == (45, london(25, 11, 15))
    assert (asked.minutes, asked.ends_at) == (90, london(26, 11, 30))


def test_kept_arranges_what_waits_by_the_figures_of_that_day(
    session: Session, council: Council, administrator: Actor, clock: SteppedClock
) -> None:
    asked = requesting.request(new_request(council, needs=["breaks"]), actor=RESIDENT)
    need_rules.save(code="breaks", rule=Rule(extra_minutes=30), actor=administrator)
    number = asked.id
    clock.forward(days=4)
    worker.once()
    found = session.get_one(Appointment, number)
    assert found.minutes == 60
    assert found.starts_at
    assert found.ends_at == found.starts_at + timedelta(minutes=60)


def test_an_arranged_appointment_that_is_moved_gets_the_length_of_now(
    session: Session, council: Council, administrator: Actor
) -> None:
    fixed = arranged(council, needs=["breaks"])
    need_rules.save(code="breaks", rule=Rule(extra_minutes=30), actor=administrator)
    changing.rearrange(appointment_id=fixed.id, starts_at=london(26, 10), actor=RESIDENT)
    assert fixed.minutes == 60


@pytest.mark.parametrize(
    ("need", "rule"),
    [
        ("longer_appointment", Rule(extra_minutes=60)),
        ("longer_appointment", Rule(extra_minutes=0)),
        (BSL, Rule(stretch_percent=0, lead_working_days=20)),
    ],
)
def test_what_is_arranged_keeps_its_length_whatever_else_they_say(
    session: Session, council: Council, administrator: Actor, need: str, rule: Rule
) -> None:
    starts_at = london(9, 10, 30, month=12)
    fixed = arranged(council, starts_at, needs=[need])
    arranged(council, starts_at + timedelta(minutes=45))
    need_rules.save(code=need, rule=rule, actor=administrator)
    changing.change_needs(
        appointment_id=fixed.id, needs=[need, "lipreads"], in_own_words="Hello", actor=RESIDENT
    )
    session.refresh(fixed)
    assert (fixed.needs_in_own_words, fixed.sequence, fixed.minutes) == ("Hello", 0, 45)
    assert fixed.ends_at == starts_at + timedelta(minutes=fixed.minutes)


def test_an_interpreter_who_will_come_is_kept_when_the_officer_has_learnt_the_language(
    session: Session, council: Council
) -> None:
    fixed = arranged(council, london(9, 10, month=12), needs=[PHONED], spoken_language="ur")
    [booked] = supporting.live(session, fixed)
    supporting.confirm(support_id=booked.id, actor=OFFICER)
    council.sam.languages = ["en", "ur"]
    session.commit()
    changing.change_needs(
        appointment_id=fixed.id, needs=[PHONED], in_own_words="Hello", actor=RESIDENT
    )
    [booked] = supporting.live(session, fixed)
    assert (booked.state, fixed.minutes) == (SupportState.CONFIRMED, 45)
    changing.change_needs(appointment_id=fixed.id, needs=[], in_own_words="Hello", actor=RESIDENT)
    assert supporting.live(session, fixed) == [], "what they do not need any more does not come"
    assert fixed.minutes == 30


def test_support_is_ordered_and_confirmed_by_the_councils_own_days(
    session: Session, council: Council, administrator: Actor
) -> None:
    rule = Rule(lead_working_days=5, confirm_working_days=4)
    need_rules.save(code=PHONED, rule=rule, actor=administrator)
    there = arranged(council, london(7, 10, month=12), needs=(PHONED,), spoken_language="so")
    booking = session.scalars(select(Support).where(Support.appointment_id == there.id)).one()
    assert (f"{booking.order_by:%d %b}", f"{booking.confirm_by:%d %b}") == ("30 Nov", "01 Dec")


def test_the_first_time_waits_for_as_long_as_the_council_says(
    session: Session, council: Council, administrator: Actor
) -> None:
    wanted = Wanted(service=council.housing, meeting=Meeting.PHONE, needs=(BSL,))
    assert next(earliest(session, wanted)).slot.start == london(7, 9, month=12)
    need_rules.save(code=BSL, rule=Rule(lead_working_days=11), actor=administrator)
    assert next(earliest(session, wanted)).slot.start == london(8, 9, month=12)


def test_what_the_council_does_not_offer_is_no_way_out_either(
    session: Session, council: Council, administrator: Actor
) -> None:
    assert "interpreter_video" in supporting.instead_of(PHONED)
    need_rules.save(code="interpreter_video", rule=Rule(offered=False), actor=administrator)
    assert supporting.instead_of(PHONED) == ["interpreter_in_person"]


@pytest.mark.parametrize("rule", [Rule(offered=False), Rule(lead_working_days=90)], ids=str)
def test_what_is_refused_leaves_everything_as_it_was(
    session: Session, council: Council, administrator: Actor, rule: Rule
) -> None:
    with pytest.raises(NeedRuleRefused):
        need_rules.save(code=BSL, rule=rule, actor=administrator)
    assert session.scalars(select(NeedRule)).all() == []


def test_the_same_figures_again_change_nothing(
    session: Session, council: Council, administrator: Actor
) -> None:
    assert not need_rules.save(code=BSL, rule=Rule(lead_working_days=10), actor=administrator)
    assert need_rules.save(code=BSL, rule=Rule(lead_working_days=12), actor=administrator)
    assert not need_rules.save(code=BSL, rule=Rule(lead_working_days=12), actor=administrator)
    assert len(need_rules.history(session, BSL)) == 1


def test_the_history_says_who_changed_what_from_what(
    session: Session, council: Council, administrator: Actor, clock: SteppedClock
) -> None:
    need_rules.save(code=BSL, rule=Rule(lead_working_days=15), actor=administrator)
    clock.forward(hours=1)
    need_rules.save(code=BSL, rule=need_rules.usual(BSL), actor=administrator)
    newest, oldest = need_rules.history(session, BSL)
    assert (newest.by, newest.at, newest.figures) == (
        "Rosa Lind",
        london(23, 11),
        [("lead_working_days", 15, 10)],
    )
    assert oldest.figures == [("lead_working_days", 10, 15)]


def test_the_audit_trail_says_both_values(
    session: Session, council: Council, administrator: Actor
) -> None:
    need_rules.save(code=BSL, rule=Rule(lead_working_days=15), actor=administrator)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.subject) == (
        "change_need",
        f"need:{BSL} lead_working_days=10>15",
    )


def test_before_it_is_saved_it_says_how_many_open_requests_it_concerns(
    session: Session, council: Council, administrator: Actor
) -> None:
    arranged(council, needs=["breaks"])
    for needs in (["breaks"], ["breaks", "makaton"], ["makaton"]):
        requesting.request(new_request(council, needs=needs), actor=RESIDENT)
    found = need_rules.preview(session, "breaks", Rule(extra_minutes=20))
    assert (found.before.extra_minutes, found.after.extra_minutes) == (10, 20)
    assert (found.requests, found.officers, found.too_far, found.too_long) == (2, 3, 0, [])


def test_a_lead_time_beyond_every_diary_is_seen_before_it_is_saved(
    session: Session, council: Council
) -> None:
    council.sam.horizon_days = 90
    council.rhys.horizon_days = 14
    session.commit()
    found = need_rules.preview(session, BSL, Rule(lead_working_days=40))
    assert (found.officers, found.too_far) == (3, 1)


def test_a_length_that_nobody_works_at_a_stretch_is_seen_before_it_is_saved(
    session: Session, council: Council
) -> None:
    mine = PatternHours.officer_id == council.rhys.id
    for hours in session.scalars(select(PatternHours).where(PatternHours.officer_id.is_not(None))):
        hours.ends = time(10, 30)
    for hours in session.scalars(select(PatternHours).where(mine)):
        hours.ends = time(11, 0)
    session.commit()
    found = need_rules.preview(session, "breaks", Rule(extra_minutes=90))
    assert [(one.service, one.minutes, one.longest) for one in found.too_long] == [
        ("Benefits and council tax", 120, 90)
    ]
