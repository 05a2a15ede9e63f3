"""The call list: whom to ring, in which language and through which relay, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import calling, residents, supporters
from booking.domain.errors import ActionRefused
from booking.extensions import db
from booking.language.languages import language_name
from booking.language.needs import TASKS
from booking.messaging.calls import CallSheet, call_sheet
from booking.models import CallAttempt, CallOutcome, Message
from booking.web.front_desk.by_hand import Task, tasks, ways, why_not
from booking.web.front_desk.door import actor, front_desk, seen
from booking.web.front_desk.paging import asked, page_of
from booking.web.front_desk.to_tell import existing


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the list shows it."""

    task: Task
    sheet: CallSheet | None
    tried: Sequence[CallAttempt]
    for_a_manager: bool
    no_time_left: bool
    """Whether a manager sees it because it would have come back too late."""

    @property
    def language(self) -> str:
        """What is spoken, as staff call it."""
        return language_name(self.sheet.language) if self.sheet else ""

    @property
    def relays(self) -> Sequence[LazyString]:
        """Through which relay to ring, in words."""
        return [TASKS[task] for task in self.sheet.relay_tasks] if self.sheet else ()


@front_desk.get("/calls")
def calls() -> ResponseReturnValue:
    """The calls that are due, those that come back later, and the numbers to mend."""
    seen("see_list", "calls")
    session = db.session()
    due, later = calling.to_make(session), calling.to_make_later(session)
    page = page_of([*due, *later])
    now = set(due)
    return render_template(
        "front_desk/calls.html",
        ways=ways(session, "front_desk.calls", len(due)),
        page=page,
        count={"due": len(due), "later": len(later)},
        due=_calls(session, [one for one in page.rows if one in now]),
        later=_calls(session, [one for one in page.rows if one not in now]),
        wrong=residents.wrong_numbers(session),
        wrong_of_supporters=supporters.wrong_numbers(session),
    )


@front_desk.post("/calls/<int(max=2147483647):message_id>")
def called(message_id: int) -> ResponseReturnValue:
    """What came of a call: told, nobody there, or somebody else's number."""
    existing(message_id)
    act = _ACTS.get(request.form.get("outcome", "")) or abort(400)
    try:
        flash(act(message_id), "success")
    except ActionRefused as refused:
        flash(why_not(refused), "important")
    return redirect(url_for("front_desk.calls", page=asked()))


def _calls(session: Session, messages: Sequence[Message]) -> list[Call]:
    tried = calling.attempts(session, messages)
    return [
        Call(
            task,
            call_sheet(task.message),
            made := tried[task.message.id],
            calling.is_for_a_manager(task.message, made),
            calling.has_no_time_left(task.message, made),
        )
        for task in tasks(messages)
    ]


def _told(message_id: int) -> str:
    calling.told(message_id=message_id, actor=actor())
    return str(_("Done. What was told is kept with the appointment."))


def _no_answer(message_id: int) -> str:
    if calling.no_answer(message_id=message_id, actor=actor()):
        return str(_("Nobody answered on three half-days. A letter is written to them instead."))
    if db.session.get_one(Message, message_id).due_at <= clock.now():
        return str(
            _("It stays on this list: later would be too late for them. Managers see it too.")
        )
    return str(_("It comes back to this list at the time that stands beside it."))


def _wrong_number(message_id: int) -> str:
    calling.wrong_number(message_id=message_id, actor=actor())
    return str(_("Nothing more goes to that number. They are told in another way if there is one."))


_ACTS: dict[str, Callable[[int], str]] = {
    CallOutcome.TOLD: _told,
    CallOutcome.NO_ANSWER: _no_answer,
    CallOutcome.WRONG_NUMBER: _wrong_number,
}
