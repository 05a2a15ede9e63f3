"""What no machine could deliver: somebody phones, or mends how that person is reached."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from booking.actions import telling
from booking.domain.errors import ActionRefused
from booking.extensions import db
from booking.language.refusals import explain
from booking.models import Channel, Message, MessageState, Outcome
from booking.web.front_desk.by_hand import Task, tasks, ways, why_not
from booking.web.front_desk.door import actor, front_desk, seen
from booking.web.front_desk.paging import asked, page_of

WHY: dict[str, LazyString] = {
    Outcome.NO_ADDRESS: _l("We have no address for this way of telling them."),
    Outcome.NO_WAY_LEFT: _l("They asked us not to use any way that we know to reach them."),
    Outcome.REFUSED: _l("They asked us not to use this way any more."),
    Outcome.NOT_COMPOSED: _l("Kept could not put this message into words."),
    Outcome.GAVE_UP: _l("We tried many times, and it did not get through."),
    Outcome.WRONG_NUMBER: _l("The phone number is somebody else’s."),
    Outcome.NO_ANSWER: _l("Nobody answered on three half-days."),
}
"""Why a message failed, by the first part of its outcome."""


@front_desk.get("/to-tell")
def to_tell() -> ResponseReturnValue:
    """What was not delivered, and how much waits on the pages of letters and calls."""
    seen("see_list", "letters-and-calls")
    session = db.session()
    failed = telling.not_delivered(session)
    page = page_of(failed)
    return render_template(
        "front_desk/to_tell.html",
        ways=ways(session, "front_desk.to_tell", len(failed)),
        count=len(failed),
        page=page,
        failed=[Task(one.message, one.content, _why(one.message)) for one in tasks(page.rows)],
    )


@front_desk.post("/to-tell/<int(max=2147483647):message_id>")
def told(message_id: int) -> ResponseReturnValue:
    """It was posted, or said."""
    message = existing(message_id)
    posted = message.channel is Channel.LETTER and message.state is not MessageState.FAILED
    try:
        telling.mark_told(message_id=message_id, actor=actor())
        flash(_("Done. What was told is kept with the appointment."), "success")
    except ActionRefused as refused:
        flash(why_not(refused), "important")
    if posted:
        return redirect(url_for("front_desk.letters"))
    return redirect(url_for("front_desk.to_tell", page=asked()))


@front_desk.post("/to-tell/<int(max=2147483647):message_id>/otherwise")
def tell_otherwise(message_id: int) -> ResponseReturnValue:
    """A letter without an address, or a call without a number, takes another way."""
    existing(message_id)
    try:
        if telling.find_another_way(message_id=message_id, actor=actor()):
            flash(_("They are told in another way."), "success")
        else:
            flash(_("There is no other way. It is on this list until they are told."), "important")
    except ActionRefused as refused:
        flash(explain(refused), "important")
    return redirect(url_for("front_desk.to_tell"))


def existing(message_id: int) -> Message:
    """The message with that id; 404 where there is none."""
    return db.session.get(Message, message_id) or abort(404)


def _why(message: Message) -> LazyString:
    code = (message.outcome or "").partition(":")[0]
    return WHY.get(code, _l("The address or number did not accept it."))
