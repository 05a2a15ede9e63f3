"""A resident changes an appointment that they have: its time, their wishes, their needs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from booking.actions import changing, diaries, drafts, holds
from booking.domain.arranging import Preference
from booking.domain.errors import (
    ActionRefused,
    BookingError,
    NotOffered,
    NotReachable,
    SlotNotOffered,
    SlotTaken,
)
from booking.domain.lifecycle import Status
from booking.domain.local_time import local_day
from booking.domain.meetings import ContactMissing
from booking.extensions import db
from booking.language.refusals import explain
from booking.models import Appointment
from booking.settings import settings
from booking.web.fields import refuse
from booking.web.preferences import PreferencesForm
from booking.web.resident.lead_time import Asking, longest_wait
from booking.web.resident.manage_cover import choose_again_from
from booking.web.resident.manage_door import actor_of, can_change, helping, home, manage, opened
from booking.web.resident.manage_forms import ASKED, SHARED, ConfirmTimeForm, NeedsForm
from booking.web.times import TimeForm, read_instant, times_page, written

MOST_DAYS = 30
"""As many days are offered for a wish; who wants a later one says so by phone."""


@dataclass(frozen=True, slots=True)
class NewNeeds:
    """Needs that do not fit the present time, kept until another one is chosen."""

    codes: list[str] | None = None
    """None: the needs stay as they are."""
    in_own_words: str | None = None
    language: str | None = None
    interpreter_wishes: str | None = None

    @property
    def mark(self) -> str | None:
        """What the address says while they are under way: that there are some, never which."""
        return None if self.codes is None else "new"

    @property
    def kept(self) -> dict[str, str]:
        """The same as the query that every page of times keeps."""
        return {"needs": self.mark} if self.mark else {}


@manage.route("/<token>/time", methods=["GET", "POST"])
def change_time(token: str) -> ResponseReturnValue:
    """Another time for what is arranged: the chosen one is held and shown for a check."""
    appointment = opened(token)
    if appointment.status is Status.REQUESTED:
        door = "choose_again" if choose_again_from(appointment) else "prefer"
        return redirect(url_for(f"manage.{door}", token=token))
    if not can_change(appointment):
        return redirect(home(token))
    if (new := _new_needs(appointment)) is None:
        return redirect(url_for("manage.needs", token=token))
    form = TimeForm()
    if not form.is_submitted():
        return _times(appointment, token, new)
    chosen = form.chosen
    if not form.validate() or chosen is None:
        return _times(appointment, token, new, wrong=_("Choose a time"))
    try:
        changing.hold_time(
            appointment_id=appointment.id, starts_at=chosen, needs=new.codes, language=new.language
        )
    except (SlotTaken, SlotNotOffered) as refused:
        return _times(appointment, token, new, wrong=explain(refused), near=chosen)
    except ActionRefused as refused:
        return _changed_meanwhile(token, refused)
    confirm = url_for("manage.confirm_time", token=token, needs=new.mark, time=written(chosen))
    return redirect(confirm)


@manage.route("/<token>/time/confirm", methods=["GET", "POST"])
def confirm_time(token: str) -> ResponseReturnValue:
    """The old time and the new one side by side; the press of the button moves the appointment."""
    appointment, form = opened(token), ConfirmTimeForm()
    chosen = form.chosen if form.is_submitted() else read_instant(request.args.get("time"))
    new = _new_needs(appointment)
    if appointment.status is not Status.ARRANGED or not can_change(appointment):
        return redirect(home(token))
    if new is None or chosen is None:
        return redirect(url_for("manage.change_time", token=token))
    if form.validate_on_submit():
        return _move(appointment, token, chosen, new)
    form.time.data = written(chosen)
    return render_template(
        "resident/manage/confirm_time.html",
        appointment=appointment,
        token=token,
        form=form,
        chosen=chosen,
        minutes=diaries.demand_of(appointment, new.codes, new.language).minutes,
        kept=new.kept,
        held=holds.current(db.session(), changing.change_key(appointment)),
        hold_minutes=settings().hold_minutes,
    )


def _move(
    appointment: Appointment, token: str, chosen: datetime, new: NewNeeds
) -> ResponseReturnValue:
    try:
        changing.rearrange(
            appointment_id=appointment.id,
            starts_at=chosen,
            needs=new.codes,
            in_own_words=new.in_own_words,
            language=new.language,
            interpreter_wishes=new.interpreter_wishes,
            held_by=changing.change_key(appointment),
            actor=actor_of(token),
        )
    except (SlotTaken, SlotNotOffered) as refused:
        return _times(appointment, token, new, wrong=explain(refused), near=chosen)
    except (ActionRefused, NotReachable) as refused:
        return _changed_meanwhile(token, refused)
    flash(_("Your appointment is moved. We have sent you the new time."), "success")
    return redirect(home(token))


def _times(
    appointment: Appointment,
    token: str,
    new: NewNeeds,
    *,
    wrong: str | None = None,
    near: datetime | None = None,
) -> ResponseReturnValue:
    asking = Asking(
        appointment.officer,
        appointment.needs if new.codes is None else new.codes,
        lambda needs: diaries.demand_of(appointment, needs, new.language),
        diaries.own_entries(db.session(), appointment),
    )
    times = times_page(
        db.session(),
        appointment.officer,
        asking.demand_with(asking.needs),
        ignoring=asking.own_entries,
        near=near,
        # With other needs it may be longer at the same time, or in another room.
        present=appointment.starts_at if new.codes is None else None,
    )
    if wrong:
        times.form.time.errors = [wrong]
    page = render_template(
        "resident/manage/time.html",
        appointment=appointment,
        token=token,
        times=times,
        form=times.form,
        wait=longest_wait(asking),
        kept=new.kept,
    )
    return page, 409 if near else 200


@manage.route("/<token>/preferences", methods=["GET", "POST"])
def prefer(token: str) -> ResponseReturnValue:
    """Other wishes for a request that is not arranged yet."""
    appointment = opened(token)
    if appointment.status is not Status.REQUESTED:
        return redirect(home(token))
    before = [Preference(wish.rank, wish.day, wish.part) for wish in appointment.preferences]
    form = PreferencesForm.with_days(_days_with_times(appointment), before)
    if form.validate_on_submit():
        try:
            changing.prefer(
                appointment_id=appointment.id, preferences=form.preferences, actor=actor_of(token)
            )
            flash(_("We have told the officer which times you would like."), "success")
        except ActionRefused as refused:
            return _changed_meanwhile(token, refused)
        return redirect(home(token))
    return render_template(
        "resident/manage/prefer.html", appointment=appointment, token=token, form=form
    )


def _days_with_times(appointment: Appointment) -> Sequence[date]:
    slots = diaries.offered(db.session(), appointment.officer, diaries.demand_of(appointment))
    days: dict[date, None] = {}
    for slot in slots:
        days[local_day(slot.start, settings().timezone)] = None
        if len(days) == MOST_DAYS:
            break
    return list(days)


@manage.route("/<token>/needs", methods=["GET", "POST"])
def needs(token: str) -> ResponseReturnValue:
    """What the resident needs; where that does not fit the time, another one is chosen with it."""
    appointment = opened(token)
    if not can_change(appointment):
        return redirect(home(token))
    who, kept_words = helping(token), appointment.needs_in_own_words
    form = NeedsForm.of(appointment, SHARED if who else ASKED)
    if who:
        del form.in_own_words  # what the resident said in their own words is between them and us
    if form.validate_on_submit():
        new = NewNeeds(
            form.stated(appointment.needs),
            (form.in_own_words.data or None) if form.in_own_words else kept_words,
            form.spoken,
            form.wishes.data or "",
        )
        try:
            return _change_needs(appointment, token, new)
        except (NotOffered, NotReachable, ContactMissing) as refused:
            refuse(form.needs, refused)
    return render_template(
        "resident/manage/needs.html", token=token, form=form, with_contact=who is None
    )


def _change_needs(appointment: Appointment, token: str, new: NewNeeds) -> ResponseReturnValue:
    """Saves them, or asks for another time with them. Raises NotReachable."""
    try:
        changing.change_needs(
            appointment_id=appointment.id,
            needs=new.codes or (),
            in_own_words=new.in_own_words,
            language=new.language,
            interpreter_wishes=new.interpreter_wishes,
            actor=actor_of(token),
        )
    except (SlotTaken, SlotNotOffered):
        _keep(appointment, new)
        return redirect(url_for("manage.change_time", token=token, needs=new.mark))
    except ActionRefused as refused:
        return _changed_meanwhile(token, refused)
    flash(_("We have saved what you need."), "success")
    return redirect(home(token))


def _keep(appointment: Appointment, new: NewNeeds) -> None:
    session["new_needs"] = drafts.begin({"appointment": appointment.id, "needs": asdict(new)})


def _new_needs(appointment: Appointment) -> NewNeeds | None:
    """The needs under way for this appointment; None where the address speaks of some that are gone."""
    if request.args.get("needs") != "new":
        return NewNeeds()
    draft = drafts.find(db.session(), session.get("new_needs", ""))
    if draft is None or draft.answers.get("appointment") != appointment.id:
        return None
    return NewNeeds(**draft.answers["needs"])


def _changed_meanwhile(token: str, refused: BookingError) -> ResponseReturnValue:
    flash(explain(refused))
    return redirect(home(token))
