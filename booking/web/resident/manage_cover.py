"""A resident chooses a time where the council could not arrange one, or had to undo what was arranged.

With the cover, where that was offered; or again with their own officer. Choose, check, done: the chosen
time is held while it is checked, and the press of the button arranges it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from booking.actions import arranging, changing, diaries, handing_over, holds
from booking.domain.errors import (
    ActionRefused,
    NotOffered,
    SlotNotOffered,
    SlotTaken,
    SupporterIsOfficer,
)
from booking.domain.lifecycle import Status
from booking.domain.needs import Demand
from booking.extensions import db
from booking.language.refusals import explain
from booking.models import Appointment, Cause, Officer
from booking.settings import settings
from booking.web.resident.manage_door import actor_of, home, manage, opened
from booking.web.resident.manage_forms import ConfirmTimeForm
from booking.web.times import TimeForm, read_instant, times_page, written


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose times are chosen from for an appointment, where its two pages are, and what arranges it."""

    appointment: Appointment
    officer: Officer
    token: str
    here: str
    check: str
    arrange: Callable[[datetime], object]

    @property
    def needed(self) -> Demand:
        """What the appointment requires of this officer's diary."""
        return diaries.demand_of(self.appointment, officer=self.officer)

    @property
    def is_cover(self) -> bool:
        """Whether it is somebody else than they asked to see."""
        return self.officer.id != self.appointment.officer_id


def choose_again_from(appointment: Appointment) -> bool:
    """Whether the council undid what was arranged and the officer has live times to choose from now.

    Whoever arranges by request gives them too: the resident has waited for this officer once.
    """
    reopened = appointment.promise.cause is Cause.COUNCIL_CHANGE
    if appointment.status is not Status.REQUESTED or not reopened:
        return False
    session, needed = db.session(), diaries.demand_of(appointment)
    held = changing.held_entries(session, appointment)
    times = diaries.offered(session, appointment.officer, needed, ignoring=held)
    return next(times, None) is not None


@manage.route("/<token>/cover", methods=["GET", "POST"])
def cover(token: str) -> ResponseReturnValue:
    """The cover's times."""
    choice = _with_cover(token)
    return _choose(choice) if choice else redirect(home(token))


@manage.route("/<token>/cover/confirm", methods=["GET", "POST"])
def confirm_cover(token: str) -> ResponseReturnValue:
    """The chosen time with the cover, to be checked."""
    choice = _with_cover(token)
    return _check(choice) if choice else redirect(home(token))


@manage.route("/<token>/again", methods=["GET", "POST"])
def choose_again(token: str) -> ResponseReturnValue:
    """Their own officer's times."""
    choice = _again(token)
    return _choose(choice) if choice else redirect(home(token))


@manage.route("/<token>/again/confirm", methods=["GET", "POST"])
def confirm_again(token: str) -> ResponseReturnValue:
    """The chosen time with their own officer, to be checked."""
    choice = _again(token)
    return _check(choice) if choice else redirect(home(token))


def _with_cover(token: str) -> Choice | None:
    appointment = opened(token)
    instead = handing_over.on_offer(db.session(), appointment)
    if instead is None:
        return None
    appointment_id, officer_id = appointment.id, instead.id
    actor = actor_of(token)
    key = changing.change_key(appointment)
    return Choice(
        appointment,
        instead,
        token,
        here=url_for("manage.cover", token=token),
        check="manage.confirm_cover",
        arrange=lambda starts_at: handing_over.hand_over(
            appointment_id=appointment_id,
            officer_id=officer_id,
            agreement="by the link",
            actor=actor,
            starts_at=starts_at,
            held_by=key,
        ),
    )


def _again(token: str) -> Choice | None:
    appointment = opened(token)
    if not choose_again_from(appointment):
        return None
    appointment_id, key = appointment.id, changing.change_key(appointment)
    actor = actor_of(token)
    return Choice(
        appointment,
        appointment.officer,
        token,
        here=url_for("manage.choose_again", token=token),
        check="manage.confirm_again",
        arrange=lambda starts_at: arranging.arrange(
            appointment_id=appointment_id, starts_at=starts_at, actor=actor, held_by=key
        ),
    )


def _choose(choice: Choice) -> ResponseReturnValue:
    form = TimeForm()
    if not form.is_submitted():
        return _times(choice)
    chosen = form.chosen
    if not form.validate() or chosen is None:
        return _times(choice, wrong=_("Choose a time"))
    check = url_for(choice.check, token=choice.token, time=written(chosen))
    try:
        holds.hold(
            officer_id=choice.officer.id,
            needed=choice.needed,
            starts_at=chosen,
            held_by=changing.change_key(choice.appointment),
        )
    except (SlotTaken, SlotNotOffered) as refused:
        return _times(choice, wrong=explain(refused), near=chosen)
    return redirect(check)


def _check(choice: Choice) -> ResponseReturnValue:
    form = ConfirmTimeForm()
    chosen = form.chosen if form.is_submitted() else read_instant(request.args.get("time"))
    if chosen is None:
        return redirect(choice.here)
    if form.validate_on_submit():
        return _arrange(choice, chosen)
    form.time.data = written(chosen)
    return render_template(
        "resident/manage/cover_check.html",
        choice=choice,
        form=form,
        chosen=chosen,
        minutes=choice.needed.minutes,
        held=holds.current(db.session(), changing.change_key(choice.appointment)),
        hold_minutes=settings().hold_minutes,
    )


def _arrange(choice: Choice, chosen: datetime) -> ResponseReturnValue:
    try:
        choice.arrange(chosen)
    except (SlotTaken, SlotNotOffered) as refused:
        return _times(choice, wrong=explain(refused), near=chosen)
    except (ActionRefused, NotOffered, SupporterIsOfficer) as refused:
        flash(explain(refused))
    else:
        flash(_("Your appointment is arranged. We are sending you the details."), "success")
    return redirect(home(choice.token))


def _times(
    choice: Choice, *, wrong: str | None = None, near: datetime | None = None
) -> ResponseReturnValue:
    session = db.session()
    held = changing.held_entries(session, choice.appointment)
    times = times_page(session, choice.officer, choice.needed, ignoring=held, near=near)
    if wrong:
        times.form.time.errors = [wrong]
    page = render_template(
        "resident/manage/cover_times.html", choice=choice, times=times, form=times.form
    )
    return page, 409 if near else 200
