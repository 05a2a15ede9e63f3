"""What the front desk prepares for somebody's needs, and ticks off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking import clock
from booking.actions import audit, story
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.domain.errors import ActionRefused
from booking.domain.lifecycle import OPEN, Status
from booking.domain.local_time import local_day
from booking.domain.tasks import OF_THE_VISIT, TASKS, Due, tasks_for
from booking.models import Appointment, TaskDone
from booking.settings import settings

STILL_TO_BE_SEEN = frozenset({Status.ARRANGED, Status.WAITING})
"""While a visit can be prepared; before there is nothing to prepare for, afterwards it is too late."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """One task of an appointment as it stands now."""

    task: str
    due: Due
    done: TaskDone | None
    can_tick: bool
    """Whether it is something that can be done, once and now."""

    @property
    def is_left(self) -> bool:
        """Whether somebody must still do it."""
        return self.can_tick and self.done is None


def to_do(session: Session, appointment: Appointment) -> Sequence[ToDo]:
    """What the needs of one appointment call for; nothing once it is over."""
    return to_do_for(session, [appointment])[appointment.id]


def to_do_for(
    session: Session, appointments: Sequence[Appointment]
) -> Mapping[int, Sequence[ToDo]]:
    """The same for several, by the id of the appointment, read at once."""
    called_for = {one.id: _called_for(one) for one in appointments}
    some = [id_ for id_, tasks in called_for.items() if tasks]
    ticked: dict[tuple[int, str], TaskDone] = {}
    by_id = {one.id: one for one in appointments}
    stored = select(TaskDone).where(TaskDone.appointment_id.in_(some)).order_by(TaskDone.id)
    for done in session.scalars(stored.options(joinedload(TaskDone.staff))) if some else ():
        if _still_counts(done, by_id[done.appointment_id]):
            ticked[done.appointment_id, done.task] = done
    return {
        id_: [
            ToDo(task, TASKS[task], ticked.get((id_, task)), _can_tick(by_id[id_], task))
            for task in tasks
        ]
        for id_, tasks in called_for.items()
    }


@transaction
def tick(session: Session, *, appointment_id: int, task: str, actor: Actor) -> Appointment:
    """Notes that a task is done, by whom and when. Done already, nothing changes. Raises ActionRefused."""
    appointment = story.load(session, appointment_id)
    found = _one(session, appointment, task)
    if found.done is None:
        zone, starts_at = settings().timezone, appointment.starts_at
        session.add(
            TaskDone(
                appointment_id=appointment.id,
                task=task,
                at=clock.now(),
                staff_id=_staff(actor),
                sequence=appointment.sequence,
                day=local_day(starts_at, zone) if starts_at else None,
                location_id=appointment.location_id,
                room_id=appointment.room_id,
            )
        )
        _write(session, actor, "task_done", appointment)
    return appointment


@transaction
def untick(session: Session, *, appointment_id: int, task: str, actor: Actor) -> Appointment:
    """It is not done after all. Raises ActionRefused."""
    appointment = story.load(session, appointment_id)
    if done := _one(session, appointment, task).done:
        session.delete(done)
        _write(session, actor, "task_not_done", appointment)
    return appointment


def _called_for(appointment: Appointment) -> list[str]:
    if appointment.status not in OPEN:
        return []
    return tasks_for(appointment.needs, appointment.meeting)


def _still_counts(done: TaskDone, appointment: Appointment) -> bool:
    """What was prepared for another day or room, or told of another time, is to be done again."""
    if TASKS.get(done.task) in OF_THE_VISIT:
        day = appointment.starts_at and local_day(appointment.starts_at, settings().timezone)
        here = day, appointment.location_id, appointment.room_id
        return (done.day, done.location_id, done.room_id) == here
    return done.sequence == appointment.sequence


def _can_tick(appointment: Appointment, task: str) -> bool:
    due = TASKS[task]
    of_the_visit = due in OF_THE_VISIT
    return due is not Due.EVERY_CALL and (
        not of_the_visit or appointment.status in STILL_TO_BE_SEEN
    )


def _one(session: Session, appointment: Appointment, task: str) -> ToDo:
    found = next((one for one in to_do(session, appointment) if one.task == task), None)
    if found is None or not found.can_tick:
        raise ActionRefused("nothing to do")
    return found


def _staff(actor: Actor) -> int:
    if actor.staff_id is None:
        raise ValueError("only a member of staff prepares anything")
    return actor.staff_id


def _write(session: Session, actor: Actor, action: str, appointment: Appointment) -> None:
    audit.append(
        session, staff_id=_staff(actor), action=action, subject=f"appointment:{appointment.id}"
    )
