"""What a resident does with an appointment that they have, by the secure link in every message.

A link may be opened by a mail scanner first, so reading changes nothing: what does is a POST.
"""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address

from booking.actions import (
    attending,
    changing,
    finding_again,
    handing_over,
    links,
    promises,
    still_right,
    supporters,
    supporting,
)
from booking.domain.errors import ActionRefused, NotToday
from booking.domain.lifecycle import IN_THE_DIARY, Status
from booking.domain.needs import CATALOGUE
from booking.domain.promise import PromiseState
from booking.domain.references import parse_reference
from booking.extensions import db, limiter
from booking.language.codes import SUPPORT_FOR_RESIDENTS
from booking.language.needs import NEEDS, NEEDS_FOR_STAFF
from booking.language.preferences import wish
from booking.language.refusals import explain
from booking.messaging.calendar_entries import resident_calendar
from booking.messaging.facts import Fact, has_needs, initials, stated
from booking.messaging.resident_facts import (
    TOLD_RESIDENTS,
    arrange_by,
    reference,
    service,
    when_it_was,
    who_was_asked_for,
)
from booking.messaging.supporter_facts import for_supporters
from booking.models import Appointment, Kind, Purpose
from booking.web.resident.manage_cover import choose_again_from
from booking.web.resident.manage_door import (
    actor_of,
    can_change,
    helping,
    home,
    is_past,
    manage,
    opened,
)
from booking.web.resident.manage_forms import SHARED, CancelForm, FindForm, LateForm
from booking.web.said import last_said
from booking.web.steady import steady

MEETING = (service, *TOLD_RESIDENTS[Kind.ARRANGED])
STATED = {
    Status.REQUESTED: TOLD_RESIDENTS[Kind.REQUEST_RECEIVED],
    Status.ANSWERED: TOLD_RESIDENTS[Kind.ANSWERED],
    Status.DECLINED: TOLD_RESIDENTS[Kind.DECLINED],
    Status.WITHDRAWN: TOLD_RESIDENTS[Kind.WITHDRAWN],
    Status.CANCELLED: TOLD_RESIDENTS[Kind.CANCELLED],
} | dict.fromkeys(IN_THE_DIARY, MEETING)
"""The page states what the messages state, in the same words."""

OVER = (when_it_was, who_was_asked_for, reference)


@manage.get("/<token>")
def show(token: str) -> ResponseReturnValue:
    """The appointment: what, when, where, with whom; what happens next; what can be done."""
    appointment, who = opened(token), helping(token)
    may_change = who is None or who.may_manage
    missed = promises.judge(db.session())(appointment.promise) is PromiseState.MISSED
    return render_template(
        "resident/manage/show.html",
        appointment=appointment,
        token=token,
        facts=_facts(appointment, missed=missed, for_supporter=who is not None),
        helped=initials(appointment.resident.name) if who else None,
        may_change=may_change,
        supporters=[] if who else supporters.acting(appointment),
        missed=missed,
        choose_again=may_change and choose_again_from(appointment),
        cover=handing_over.on_offer(db.session(), appointment) if may_change else None,
        without_time=handing_over.is_without_time(db.session(), appointment),
        said=last_said(appointment),
        ask=who is None and still_right.is_to_be_asked(appointment) and has_needs(appointment),
        needs=[NEEDS[code] for code in appointment.needs if who is None or _is_shared(code)],
        own_words=None if who else appointment.needs_in_own_words,
        support=[
            (NEEDS_FOR_STAFF[one.need], SUPPORT_FOR_RESIDENTS[one.state])
            for one in supporting.live(db.session(), appointment)
        ],
        wishes=[wish(preference) for preference in appointment.preferences],
        past=is_past(appointment),
        can_change=may_change and can_change(appointment),
        can_say_late=may_change
        and appointment.status is Status.ARRANGED
        and attending.can_say_late(appointment),
    )


def _is_shared(code: str) -> bool:
    """Whether a need is one that whoever acts must know; how to reach the resident is not."""
    return CATALOGUE[code].category in SHARED


def _facts(appointment: Appointment, *, missed: bool, for_supporter: bool) -> list[Fact]:
    """What the messages state, less a promise that is broken: the page says that in its own words."""
    statements = STATED.get(appointment.status, OVER)
    broken = {arrange_by} if missed else set()
    shown = [one for one in statements if one not in broken]
    return stated(for_supporters(shown) if for_supporter else shown, appointment)


@manage.get("/<token>/calendar")
def calendar(token: str) -> ResponseReturnValue:
    """The appointment as a file for the resident's own calendar."""
    appointment = opened(token)
    if appointment.status not in IN_THE_DIARY:
        return redirect(home(token))
    entry = resident_calendar(
        appointment, link=links.url(Purpose.MANAGE, token), supporter=helping(token)
    )
    answer = Response(entry, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = "attachment; filename=appointment.ics"
    return answer


@manage.route("/<token>/cancel", methods=["GET", "POST"])
def cancel(token: str) -> ResponseReturnValue:
    """Asks once more, then cancels it or takes the request back. A second press changes nothing."""
    appointment = opened(token)
    if not can_change(appointment):
        return redirect(home(token))
    form = CancelForm()
    if form.validate_on_submit():
        try:
            changing.cancel(
                appointment_id=appointment.id,
                actor=actor_of(token),
                reason=form.reason.data or None,
            )
        except ActionRefused as refused:
            flash(explain(refused))
        return redirect(home(token))
    return render_template(
        "resident/manage/cancel.html", appointment=appointment, token=token, form=form
    )


@manage.route("/<token>/late", methods=["GET", "POST"])
def late(token: str) -> ResponseReturnValue:
    """Says on the day how late the resident will be."""
    appointment = opened(token)
    if appointment.status is not Status.ARRANGED:
        return redirect(home(token))
    form = LateForm()
    form.offer()
    today = attending.can_say_late(appointment)
    if today and form.validate_on_submit():
        try:
            attending.say_late(
                appointment_id=appointment.id, minutes=int(form.minutes.data), actor=actor_of(token)
            )
            flash(_("Thank you. We have told the officer."), "success")
        except (ActionRefused, NotToday) as refused:
            flash(explain(refused))
        return redirect(home(token))
    return render_template(
        "resident/manage/late.html", appointment=appointment, token=token, form=form, today=today
    )


def _typed_reference() -> str:
    typed = request.form.get("reference", "")[:40]
    return f"find:{parse_reference(typed) or typed.strip().upper()}"


@manage.route("/find", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"], key_func=get_remote_address)
@limiter.limit("5 per hour", methods=["POST"], key_func=_typed_reference)
@steady
def lost() -> ResponseReturnValue:
    """Sends a new link to whom a reference and a contact belong; says the same whoever asks."""
    form = FindForm()
    if form.validate_on_submit():
        finding_again.send_link(reference=form.reference.data, phone_or_email=form.contact.data)
        return redirect(url_for("manage.link_sent"))
    return render_template("resident/manage/find.html", form=form)


@manage.get("/find/sent")
def link_sent() -> ResponseReturnValue:
    """The same words, whatever was found."""
    return render_template("resident/manage/link_sent.html")
