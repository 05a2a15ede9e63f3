"""Letters and calls: what the front desk prints and posts, whom it phones, and what failed to be sent."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from booking.actions import telling
from booking.domain.errors import ActionRefused
from booking.extensions import db
from booking.language.refusals import explain
from booking.messaging.compose import Content, written_in
from booking.models import Audience, Channel, Message
from booking.web.composed import as_written
from booking.web.front_desk.door import actor, front_desk, seen

WHY: dict[str, LazyString] = {
    "no_address": _l("We have no address for this way of telling them."),
    "no_way_left": _l("They asked us not to use any way that we know to reach them."),
    "refused": _l("They asked us not to use this way any more."),
    "not_composed": _l("Kept could not put this message into words."),
    "gave_up": _l("We tried many times, and it did not get through."),
}
"""Why a message failed, by the first part of its outcome."""


@dataclass(frozen=True, slots=True)
class Task:
    """One message that somebody at the desk must tell."""

    message: Message
    content: Content | None
    why: LazyString | None = None

    @property
    def language(self) -> str:
        """The language of its words."""
        return written_in(self.message)


@front_desk.get("/to-tell")
def to_tell() -> ResponseReturnValue:
    """The lists of letters, of calls, and of what was not delivered."""
    seen("see_list", "letters-and-calls")
    waiting = _tasks(telling.to_tell(db.session()))
    return render_template(
        "front_desk/to_tell.html",
        letters=[task for task in waiting if task.message.channel is Channel.LETTER],
        calls=[task for task in waiting if task.message.channel is Channel.PHONE],
        failed=[
            Task(task.message, task.content, _why(task.message))
            for task in _tasks(telling.not_delivered(db.session()))
        ],
        to_officers=Audience.OFFICER,
    )


@front_desk.get("/letters/<int(max=2147483647):message_id>")
def letter(message_id: int) -> ResponseReturnValue:
    """The letter alone, to print."""
    seen("print_letter", f"message:{message_id}")
    message = db.session.get(Message, message_id) or abort(404)
    content = telling.words(message) if message.channel is Channel.LETTER else None
    if content is None or content.html is None:
        abort(404)
    return as_written(content.html)


@front_desk.post("/to-tell/<int(max=2147483647):message_id>")
def told(message_id: int) -> ResponseReturnValue:
    """It was posted, or said."""
    if db.session.get(Message, message_id) is None:
        abort(404)
    try:
        telling.mark_told(message_id=message_id, actor=actor())
        flash(_("Done. What was told is kept with the appointment."), "success")
    except ActionRefused as refused:
        flash(explain(refused), "important")
    return redirect(url_for("front_desk.to_tell"))


def _tasks(messages: Iterable[Message]) -> list[Task]:
    return [Task(message, telling.words(message)) for message in messages]


def _why(message: Message) -> LazyString:
    code = (message.outcome or "").partition(":")[0]
    return WHY.get(code, _l("The address or number did not accept it."))
