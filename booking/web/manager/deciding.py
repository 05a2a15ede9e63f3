"""What a manager decides about one promise, each on a page of its own: form, action, back to the story."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from booking.actions import answering_for, enquiring, promises
from booking.actions.story import Subject
from booking.domain.errors import ActionRefused, BookingError
from booking.domain.lifecycle import Status
from booking.domain.promise import PromiseState
from booking.extensions import db
from booking.language.refusals import explain
from booking.models import Appointment, Enquiry, Promise
from booking.web.fields import Lines, refuse
from booking.web.manager.door import actor, manager, opened, opened_enquiry, seen
from booking.web.manager.forms import AnswerForm, HoldForm, PutRightForm


class TextForm(Protocol):
    """A form of one answer in words."""

    text: Lines

    def validate_on_submit(self) -> bool:
        """Flask-WTF's: whether it was sent and nothing is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The page of one decision."""

    title: str
    about: str
    """Whose it is, in a line."""
    explains: str
    hint: str
    button: str
    done: str
    back: str


def page_of(subject: Subject) -> str:
    """The page of an appointment or an enquiry."""
    page = "manager.appointment" if isinstance(subject, Appointment) else "manager.enquiry"
    return url_for(page, reference=subject.reference)


def about(subject: Subject) -> str:
    """Whose it is, and with whom."""
    names = {"name": subject.resident.name, "officer": subject.officer.name}
    return _("%(name)s with %(officer)s", **names)


def moved_on(subject: Subject) -> ResponseReturnValue | None:
    """Back to its page, saying that it has changed, where it is not waiting any more."""
    if subject.status is Status.REQUESTED:
        return None
    flash(explain(ActionRefused()))
    return redirect(page_of(subject))


def decide(form: TextForm, page: Decision, act: Callable[[str], object]) -> ResponseReturnValue:
    """Shows the page, acts on what is sent, and goes back; what the rules refuse stands at the answer."""
    if form.validate_on_submit():
        try:
            act(str(form.text.data))
        except BookingError as refused:
            refuse(form.text, refused)
        else:
            flash(page.done, "success")
            return redirect(page.back)
    return render_template("manager/decide.html", form=form, page=page)


@manager.route("/appointments/<reference>/hold", methods=["GET", "POST"])
def hold(reference: str) -> ResponseReturnValue:
    """Kept is not to arrange it by itself before the last day."""
    shown = opened(reference)
    if gone_on := moved_on(shown):
        return gone_on
    page = Decision(
        title=_("Stop Kept arranging this by itself"),
        about=about(shown),
        explains=_("Kept waits until midday of the last day. The promise stands."),
        hint=_("It stands in the queue and in the story of the request."),
        button=_("Hold it"),
        done=_("It is held. Somebody must arrange it in time."),
        back=page_of(shown),
    )
    found = shown.id
    return decide(
        HoldForm(),
        page,
        lambda text: answering_for.hold_back(appointment_id=found, reason=text, actor=actor()),
    )


@manager.route("/appointments/<reference>/answer", methods=["GET", "POST"])
def answer_now(reference: str) -> ResponseReturnValue:
    """The question is answered: no appointment is needed."""
    shown = opened(reference)
    if gone_on := moved_on(shown):
        return gone_on
    page = _answering(shown, _("Answer without an appointment"))
    found = shown.id
    return decide(
        AnswerForm(),
        page,
        lambda text: enquiring.answer_now(appointment_id=found, text=text, actor=actor()),
    )


@manager.route("/enquiries/<reference>/answer", methods=["GET", "POST"])
def answer(reference: str) -> ResponseReturnValue:
    """The answer to an enquiry."""
    shown = opened_enquiry(reference)
    if gone_on := moved_on(shown):
        return gone_on
    found = shown.id
    return decide(
        AnswerForm(),
        _answering(shown, _("Answer the enquiry")),
        lambda text: enquiring.answer(enquiry_id=found, text=text, actor=actor()),
    )


def _answering(shown: Subject, title: str) -> Decision:
    return Decision(
        title=title,
        about=about(shown),
        explains=_("The resident is told by the way that they chose, in the words that you write."),
        hint=_("Write to them, in short plain sentences."),
        button=_("Send the answer"),
        done=_("It is answered. The resident is being told."),
        back=page_of(shown),
    )


@manager.route("/promises/<int(max=2147483647):promise_id>/put-right", methods=["GET", "POST"])
def put_right(promise_id: int) -> ResponseReturnValue:
    """What was done for a resident whose promise was missed; the daily escalation ends."""
    session = db.session()
    shown = _promised(session, promise_id)
    if promises.judge(session)(session.get_one(Promise, promise_id)) is not PromiseState.MISSED:
        flash(_("Nothing was missed, so there is nothing to put right."))
        return redirect(page_of(shown))
    page = Decision(
        title=_("Record how it was put right"),
        about=about(shown),
        explains=_("Until it is put right, managers are called on again every working day."),
        hint=_("Such as: phoned, apologised, and the interview fee was paid back."),
        button=_("Record it"),
        done=_("It is recorded. The figures show that it was put right."),
        back=page_of(shown),
    )
    return decide(
        PutRightForm(),
        page,
        lambda text: answering_for.put_right(promise_id=promise_id, what=text, actor=actor()),
    )


def _promised(session: Session, promise_id: int) -> Appointment | Enquiry:
    """What was promised, its viewing written into the audit trail; 404 where there is no such promise."""
    db.get_or_404(Promise, promise_id)
    seen("see_promise", f"promise:{promise_id}")
    return promises.subject_of(session, session.get_one(Promise, promise_id))
