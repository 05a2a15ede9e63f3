"""When the council breaks what it arranged: what lies in that time, and one press to rearrange it all."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking.actions import absences, breaking
from booking.actions.breaking import Broken
from booking.domain.errors import BookingError
from booking.domain.lifecycle import Status
from booking.extensions import db
from booking.models import Appointment
from booking.web.manager.broken_forms import BrokenForm, RearrangeForm
from booking.web.manager.door import actor, manager, seen

MOST = 100
"""How many are rearranged with one press; where there are more, the page says so."""
_REARRANGED = "rearranged"


@manager.route("/broken", methods=["GET", "POST"])
def broken() -> ResponseReturnValue:
    """What cannot be used and when, by the address; then the appointments that lie in it."""
    seen("see_affected", "appointments")
    asked = BrokenForm(db.session())
    if not request.args or not asked.validate():
        return render_template("manager/broken.html", asked=asked, rearranging=None, form=asked)
    found = _affected(asked.broken)
    form = RearrangeForm(found[:MOST])
    if form.validate_on_submit():
        return _rearrange(asked, form, form.chosen(found))
    return render_template(
        "manager/broken.html",
        asked=asked,
        rearranging=form,
        form=form,  # whichever is wrong: the page's title says that there is an error
        found=len(found),
        shown=min(len(found), MOST),
        may_be_away=asked.officer_id is not None,
    )


@manager.get("/broken/done")
def broken_done() -> ResponseReturnValue:
    """What came of it: which have another time, and which the residents choose again."""
    seen("see_rearranged", "appointments")
    whole = select(Appointment).options(
        joinedload(Appointment.resident), joinedload(Appointment.officer)
    )
    those = whole.where(Appointment.id.in_(session.get(_REARRANGED, ())))
    rows = db.session.scalars(those.order_by(Appointment.starts_at, Appointment.id)).all()
    reopened = [one for one in rows if one.status is Status.REQUESTED]
    return render_template(
        "manager/broken_done.html",
        moved=[one for one in rows if one not in reopened],
        reopened=reopened,
    )


def _affected(broken: Broken) -> Sequence[Appointment]:
    return breaking.affected(
        db.session(),
        since=broken.since,
        until=broken.until,
        officer_id=broken.officer_id,
        room_id=broken.room_id,
        location_id=broken.location_id,
    )


def _rearrange(
    asked: BrokenForm, form: RearrangeForm, chosen: Sequence[int]
) -> ResponseReturnValue:
    """One action for each appointment: one that cannot be moved leaves the others as they should be."""
    what, away = asked.broken, form.absence.data and asked.officer_id
    if away:
        absences.record(
            officer_id=away,
            starts_at=what.since,
            ends_at=what.until,
            reason=form.absence_reason.data,
            actor=actor(),
        )
        flash(_("The absence is in the officer’s diary."), "success")
    done = [one for one in chosen if _is_rearranged(one, form.reason.data, what)]
    if left := len(chosen) - len(done):
        flash(
            ngettext(
                "%(num)s appointment has changed meanwhile and was left as it is. Look again.",
                "%(num)s appointments have changed meanwhile and were left as they are. Look again.",
                left,
            )
        )
    if chosen:  # a second press finds none of them there, and shows what the first one did
        session[_REARRANGED] = done
    return redirect(url_for("manager.broken_done"))


def _is_rearranged(appointment_id: int, reason: str, what: Broken) -> bool:
    try:
        breaking.rearrange(appointment_id=appointment_id, reason=reason, actor=actor(), broken=what)
    except BookingError:
        return False
    return True
