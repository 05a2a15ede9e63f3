"""What the front desk prepares for a need, ticks off, and does again for another day or room."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from booking.actions import changing, preparing
from booking.actions.actor import RESIDENT, Actor
from booking.domain.errors import ActionRefused
from booking.domain.needs import CATALOGUE, Meeting
from booking.domain.tasks import TASKS
from booking.models import ActorKind, Appointment, AuditEntry, Staff, TaskDone
from tests.builders import Council, arranged, london
from tests.stored import all_of, count

LOOP, BRAILLE = "test_hearing_loop", "order_braille"


def desk(manager: Staff) -> Actor:
    return Actor(ActorKind.FRONT_DESK, manager.id)


def left(session: Session, appointment: Appointment) -> list[str]:
    session.rollback()
    fresh = session.get_one(Appointment, appointment.id)
    return [one.task for one in preparing.to_do(session, fresh) if one.is_left]


def test_every_task_of_the_catalogue_has_its_time_and_every_time_its_task() -> None:
    assert set(TASKS) == {need.task for need in CATALOGUE.values() if need.task}


def test_tasks_come_with_the_need_and_go_with_it(session: Session, council: Council) -> None:
    appointment = arranged(council, needs=("braille",))
    assert left(session, appointment) == [BRAILLE]
    for needs, tasks in ((["braille", "hearing_loop"], [BRAILLE, LOOP]), ([], [])):
        changing.change_needs(
            appointment_id=appointment.id, needs=needs, in_own_words=None, actor=RESIDENT
        )
        assert left(session, appointment) == tasks


def test_what_is_ticked_off_says_who_and_when_and_is_in_the_trail(
    session: Session, council: Council, manager: Staff
) -> None:
    appointment = arranged(council, needs=("hearing_loop",))
    for _press in range(2):
        preparing.tick(appointment_id=appointment.id, task=LOOP, actor=desk(manager))
    assert left(session, appointment) == []
    [done] = all_of(session, TaskDone)
    assert (done.staff_id, done.at) == (manager.id, london(23, 10))
    assert [entry.action for entry in all_of(session, AuditEntry)] == ["task_done"]
    preparing.untick(appointment_id=appointment.id, task=LOOP, actor=desk(manager))
    assert left(session, appointment) == [LOOP]
    assert count(session, TaskDone) == 0


@pytest.mark.parametrize("task", [BRAILLE, "call_by_text_relay", "champagne", ""])
def test_what_is_not_to_be_done_cannot_be_ticked_off(
    council: Council, manager: Staff, task: str
) -> None:
    appointment = arranged(council, needs=("hearing_loop", "text_relay"))
    with pytest.raises(ActionRefused):
        preparing.tick(appointment_id=appointment.id, task=task, actor=desk(manager))


def test_another_time_of_the_same_day_in_the_same_room_leaves_the_room_prepared(
    session: Session, council: Council, manager: Staff
) -> None:
    appointment = arranged(council, needs=("hearing_loop", "braille"))
    for task in (LOOP, BRAILLE):
        preparing.tick(appointment_id=appointment.id, task=task, actor=desk(manager))
    changing.rearrange(appointment_id=appointment.id, starts_at=london(25, 14), actor=RESIDENT)
    assert left(session, appointment) == [BRAILLE], "what they have been sent tells the old time"


def test_another_day_is_prepared_anew(session: Session, council: Council, manager: Staff) -> None:
    appointment = arranged(council, needs=("hearing_loop",))
    preparing.tick(appointment_id=appointment.id, task=LOOP, actor=desk(manager))
    when = london(25, 10, 30) + timedelta(days=1)
    changing.rearrange(appointment_id=appointment.id, starts_at=when, actor=RESIDENT)
    assert left(session, appointment) == [LOOP]


def test_on_the_phone_nothing_is_prepared_in_a_building(session: Session, council: Council) -> None:
    needs = ("hearing_loop", "met_at_door", "braille")
    appointment = arranged(council, needs=needs, meeting=Meeting.PHONE)
    assert left(session, appointment) == [BRAILLE]


def test_what_is_over_has_nothing_left_to_do(session: Session, council: Council) -> None:
    appointment = arranged(council, needs=("hearing_loop", "braille"))
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    assert left(session, appointment) == []
