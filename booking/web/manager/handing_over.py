"""Another officer: for a request as the resident agreed, for an enquiry whoever can answer it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import diaries, enquiring, handing_over
from booking.actions.earliest import Wanted, earliest
from booking.actions.story import Subject
from booking.domain.arranging import Proposal, best
from booking.domain.errors import ActionRefused, BookingError, OfficerActs
from booking.extensions import db
from booking.language.refusals import explain
from booking.models import Appointment, Officer
from booking.settings import settings
from booking.web.fields import refuse
from booking.web.manager.deciding import about, moved_on, page_of
from booking.web.manager.door import actor, manager, opened, opened_enquiry
from booking.web.manager.forms import ChosenOfficerForm, HandOverForm, OfficerForm
from booking.web.staff.acting import OFFICER_ACTS
from booking.web.times import read_instant

SOONEST = 10
"""Of so many officers the first time is looked up; of the others it is seen once they are chosen."""


@manager.route("/appointments/<reference>/officer", methods=["GET", "POST"])
def hand_over(reference: str) -> ResponseReturnValue:
    """First who, by an id in the address; then when, and how the resident agreed."""
    shown = opened(reference)
    if gone_on := moved_on(shown):
        return gone_on
    session = db.session()
    who = ChosenOfficerForm(request.args)
    who.offer(_others(session, shown), shown.officer.cover, _free_from(session, shown))
    if not request.args or not who.validate():
        return render_template(
            "manager/choose_officer.html",
            form=who,
            method="get",
            title=_("Hand it over to another officer"),
            explains=_(
                "Choose who sees the resident instead: the cover comes first, then who has the "
                "earliest time that meets every need."
            ),
            button_words=_("Continue"),
            about=about(shown),
            back=page_of(shown),
        )
    return _to(shown, session.get_one(Officer, int(who.officer.data)))


def _to(shown: Appointment, officer: Officer) -> ResponseReturnValue:
    form, back = HandOverForm(), page_of(shown)
    form.offer(_best_with(db.session(), officer, shown), officer)
    if form.validate_on_submit():
        try:
            handing_over.hand_over(
                appointment_id=shown.id,
                officer_id=officer.id,
                agreement=form.agreement.data,
                starts_at=read_instant(form.time.data),
                actor=actor(),
            )
        except ActionRefused as refused:
            flash(explain(refused))
            return redirect(back)
        except BookingError as refused:
            form.offer(_best_with(db.session(), officer, shown), officer)
            refuse(form.time, refused, _words(refused))
        else:
            flash(_("It is handed over. Everybody concerned is being told."), "success")
            return redirect(back)
    return render_template(
        "manager/hand_over.html",
        form=form,
        officer=officer,
        about=about(shown),
        here=url_for("manager.hand_over", reference=shown.reference),
        back=back,
    )


@manager.route("/enquiries/<reference>/officer", methods=["GET", "POST"])
def give(reference: str) -> ResponseReturnValue:
    """Another officer answers the enquiry; the clock goes on."""
    shown = opened_enquiry(reference)
    if gone_on := moved_on(shown):
        return gone_on
    form, back = OfficerForm(), page_of(shown)
    form.offer(_others(db.session(), shown), shown.officer.cover)
    if form.validate_on_submit():
        try:
            enquiring.give_to(enquiry_id=shown.id, officer_id=int(form.officer.data), actor=actor())
        except BookingError as refused:
            refuse(form.officer, refused, _words(refused))
        else:
            flash(_("It is given over. The officer is being asked to answer."), "success")
            return redirect(back)
    return render_template(
        "manager/choose_officer.html",
        form=form,
        method="post",
        title=_("Give it to another officer"),
        explains=_("Choose who answers instead. The day by which we promised an answer stands."),
        button_words=_("Give it over"),
        about=about(shown),
        back=back,
    )


def _words(refused: BookingError) -> str | None:
    return str(OFFICER_ACTS) if isinstance(refused, OfficerActs) else None


def _others(session: Session, shown: Subject) -> Sequence[Officer]:
    """Every other officer who sees residents about the same."""
    found = select(Officer).where(
        Officer.active,
        Officer.id != shown.officer_id,
        Officer.services.any(id=shown.service_id),
    )
    return session.scalars(found).all()


def _free_from(session: Session, shown: Appointment) -> dict[int, datetime]:
    """When those who are free the soonest could see this resident, by officer; UTC."""
    wanted = Wanted(
        service=shown.service,
        meeting=shown.meeting,
        needs=shown.needs,
        language=shown.spoken_language,
        location_id=shown.location_id,
    )
    soonest = islice(earliest(session, wanted), SOONEST)
    return {found.officer_id: found.slot.start for found in soonest}


def _best_with(session: Session, officer: Officer, shown: Appointment) -> list[Proposal]:
    """The other officer's best times that meet every need."""
    needed = diaries.demand_for(
        shown.service,
        officer,
        meeting=shown.meeting,
        needs=shown.needs,
        language=shown.spoken_language,
        location_id=shown.location_id,
    )
    slots = diaries.offered(session, officer, needed)
    return best(slots, diaries.wishes_of(shown), zone=settings().timezone)
