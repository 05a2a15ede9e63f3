"""Changing an appointment for the resident: another time, other needs, or no appointment after all."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from booking.actions import arranging, changing, diaries
from booking.domain.errors import (
    ActionRefused,
    BookingError,
    NotOffered,
    NotReachable,
    SlotNotOffered,
    SlotTaken,
)
from booking.domain.lifecycle import Action, Status, allowed
from booking.domain.meetings import ContactMissing
from booking.extensions import db
from booking.models import Appointment
from booking.settings import settings
from booking.web.fields import Lines, refuse
from booking.web.form import Form
from booking.web.front_desk.door import actor, front_desk, opened
from booking.web.front_desk.spoken import SpokenForm
from booking.web.front_desk.to_meet import TO_MEET
from booking.web.times import Times, times_page


class CancelForm(Form):
    """Why, where they say so."""

    reason = Lines(_l("Why it is cancelled (you can leave this empty)"), longest=500)


@front_desk.route("/appointments/<reference>/time", methods=["GET", "POST"])
def change_time(reference: str) -> ResponseReturnValue:
    """Another time, or the first one for a request that is still to be arranged."""
    shown = _still_open(opened(reference))
    times, refused = _times(shown), None
    if times.form.validate_on_submit() and times.form.chosen:
        try:
            _move(shown, times.form.chosen)
            flash(_("The time is changed. Everybody concerned is being told."), "success")
            return _to(shown)
        except (SlotTaken, SlotNotOffered) as error:
            refused = error
            times = _times(opened(reference), near=times.form.chosen)
            refuse(times.form.time, error)
    elif times.form.is_submitted() and not times.form.time.errors:
        times.form.time.errors = [_("Choose a time")]
    return render_template(
        "front_desk/change_time.html",
        appointment=shown,
        times=times,
        form=times.form,
        lost=bool(refused),
    )


@front_desk.route("/appointments/<reference>/needs", methods=["GET", "POST"])
def change_needs(reference: str) -> ResponseReturnValue:
    """Other needs; where they do not fit at the present time, the nearest times are offered with them."""
    shown = _still_open(opened(reference))
    form = SpokenForm()
    form.offer_languages()
    form.offer_only(shown.service.meetings)
    times: Times | None = None
    if request.method == "GET":
        form.tick(shown.needs)
        form.say_spoken(shown.spoken_language)
        form.interpreter_wishes.data = shown.interpreter_wishes or ""
        form.needs_in_own_words.data = shown.needs_in_own_words or ""
        form.say_best(shown.resident.best_part, shown.resident.best_words)
    elif form.validate_on_submit() and form.says_which_language():
        needs = form.ticked(before=shown.needs)
        speaks = _speaks(shown, form)
        times = _times(shown, needs=needs, language=speaks, near=shown.starts_at)
        try:
            _renew(shown, needs, speaks, form, times.form.chosen)
            flash(_("The needs are changed. They shape everything from now on."), "success")
            return _to(shown)
        except (SlotTaken, SlotNotOffered) as error:
            shown = opened(reference)
            times = _times(shown, needs=needs, language=speaks, near=shown.starts_at)
            refuse(times.form.time, error)
        except (NotOffered, ContactMissing) as error:
            shown, times = opened(reference), None
            missing = TO_MEET[error.detail] if isinstance(error, ContactMissing) else None
            refuse(form.needs_place, error, missing and str(missing))
        except NotReachable as error:
            shown, times = opened(reference), None
            words = _(
                "This leaves no way to tell them anything. Leave one that we have an address for."
            )
            refuse(form.needs_contact, error, words)
    return render_template(
        "front_desk/change_needs.html", appointment=shown, form=form, times=times
    )


@front_desk.route("/appointments/<reference>/cancel", methods=["GET", "POST"])
def cancel(reference: str) -> ResponseReturnValue:
    """No appointment after all."""
    shown = _still_open(opened(reference))
    form = CancelForm()
    if form.validate_on_submit():
        changing.cancel(appointment_id=shown.id, actor=actor(), reason=form.reason.data or None)
        flash(_("It is cancelled. Everybody concerned is being told."), "success")
        return _to(shown)
    return render_template("front_desk/cancel.html", appointment=shown, form=form)


@front_desk.errorhandler(ActionRefused)
def _moved_on(_refused: BookingError) -> ResponseReturnValue:
    """It has been cancelled, or is over, since the page was opened."""
    db.session.rollback()
    return render_template("front_desk/moved_on.html"), 409


def _still_open(shown: Appointment) -> Appointment:
    if shown.status is not Status.REQUESTED and not allowed(shown.status, Action.REARRANGE):
        raise ActionRefused(f"change from {shown.status}")
    return shown


def _times(
    shown: Appointment,
    *,
    needs: list[str] | None = None,
    language: str | None = None,
    near: datetime | None = None,
) -> Times:
    session = db.session()
    return times_page(
        session,
        shown.officer,
        diaries.demand_of(shown, needs, language),
        ignoring=diaries.own_entries(session, shown),
        near=near,
        present=shown.starts_at if needs is None else None,
    )


def _move(shown: Appointment, starts_at: datetime) -> None:
    do = arranging.arrange if shown.status is Status.REQUESTED else changing.rearrange
    do(appointment_id=shown.id, starts_at=starts_at, actor=actor())


def _speaks(shown: Appointment, form: SpokenForm) -> str | None:
    """The language that they speak best now; None where it was ours and is."""
    ours = settings().default_language if shown.spoken_language else None
    return form.language_spoken or ours


def _renew(
    shown: Appointment,
    needs: list[str],
    speaks: str | None,
    form: SpokenForm,
    starts_at: datetime | None,
) -> None:
    words = form.needs_in_own_words.data or None
    if starts_at and shown.status is not Status.REQUESTED:
        changing.rearrange(
            appointment_id=shown.id,
            starts_at=starts_at,
            actor=actor(),
            needs=needs,
            in_own_words=words,
            language=speaks,
            interpreter_wishes=form.interpreter_wishes.data,
            best=form.best,
        )
    else:
        changing.change_needs(
            appointment_id=shown.id,
            needs=needs,
            in_own_words=words,
            language=speaks,
            interpreter_wishes=form.interpreter_wishes.data,
            best=form.best,
            actor=actor(),
        )


def _to(shown: Appointment) -> ResponseReturnValue:
    return redirect(url_for("front_desk.appointment", reference=shown.reference))
