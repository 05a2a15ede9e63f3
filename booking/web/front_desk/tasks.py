"""What is to be prepared for somebody's needs: the words, and the press that ticks a task off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from booking.actions import preparing
from booking.actions.preparing import ToDo
from booking.domain.errors import BookingError
from booking.domain.tasks import OF_THE_VISIT, Due
from booking.language.needs import TASKS
from booking.language.refusals import explain
from booking.messaging.officer_facts import place_or_way
from booking.models import Appointment, TaskDone
from booking.web.front_desk.door import actor, appointment_id, front_desk, way_back

WHEN: Mapping[Due, LazyString] = {
    Due.EVERY_CALL: _l("Whenever you phone them."),
    Due.BEFORE_TELLING: _l("As soon as there is something to tell them."),
    Due.BEFORE_ARRIVAL: _l("On the day, before they come."),
    Due.ON_ARRIVAL: _l("When they come."),
    Due.WHEN_CALLED: _l("When it is their turn."),
}
"""By when each task must be done."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in the words of staff."""

    task: str
    what: LazyString
    when: LazyString
    where: str | None
    """The room and the building, of what is prepared in them."""
    done: TaskDone | None
    can_tick: bool
    is_left: bool


def rows(appointment: Appointment, to_do: Iterable[ToDo]) -> list[TaskRow]:
    """What is to be prepared for an appointment, in words."""
    return [
        TaskRow(
            one.task,
            TASKS[one.task],
            WHEN[one.due],
            place_or_way(appointment) if one.due in OF_THE_VISIT and one.can_tick else None,
            one.done,
            one.can_tick,
            one.is_left,
        )
        for one in to_do
    ]


@front_desk.post("/appointments/<reference>/task")
def task(reference: str) -> ResponseReturnValue:
    """One press: a task is done, or not done after all."""
    found = appointment_id(reference)
    press = preparing.untick if request.form.get("done") == "no" else preparing.tick
    try:
        press(appointment_id=found, task=request.form.get("task", ""), actor=actor())
        flash(_("Noted."), "success")
    except BookingError as refused:
        flash(explain(refused), "important")
    return redirect(way_back(reference))
