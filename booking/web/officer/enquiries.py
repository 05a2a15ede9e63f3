"""An officer's enquiries, and those of whom they cover: the list, and the answer to each."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from booking.actions import enquiring
from booking.domain.errors import ActionRefused, OfficerActs
from booking.domain.lifecycle import Status
from booking.domain.references import parse_reference
from booking.extensions import db
from booking.models import Enquiry, Officer
from booking.web.deadlines import reader
from booking.web.enquiries import AnswerForm, needs_of, told_in, with_deadlines
from booking.web.officer.door import actor, officer, own_id, seen
from booking.web.staff.acting import OFFICER_ACTS
from booking.web.story import told_of


@officer.get("/enquiries")
def enquiries() -> ResponseReturnValue:
    """What is still to be answered, the most urgent first."""
    own = own_id()
    seen("see_enquiries", f"officer:{own}")
    rows = with_deadlines(db.session(), enquiring.to_answer(db.session(), own))
    return render_template("officer/enquiries.html", rows=rows, own=own)


@officer.route("/enquiries/<reference>", methods=["GET", "POST"])
def enquiry(reference: str) -> ResponseReturnValue:
    """One enquiry: the question, who asks, what shapes the answer; and answering it or giving it on."""
    shown, form = _opened(reference), AnswerForm()
    cover = _cover(shown)
    if request.method == "POST":
        match request.form.get("do"):
            case "answer":
                done = form.validate() and _answer(shown, form)
            case "give" if cover is not None:
                done = _give(shown, cover)
            case _:
                abort(400)
        if done:
            return redirect(url_for("officer.enquiries"))
    return render_template(
        "officer/enquiry.html",
        enquiry=shown,
        deadline=reader(db.session())(shown.promise),
        form=form,
        cover=cover,
        needs=needs_of(shown),
        told_in=told_in(shown),
        story=told_of(db.session(), shown),
    )


def _answer(shown: Enquiry, form: AnswerForm) -> bool:
    try:
        enquiring.answer(enquiry_id=shown.id, text=form.answer.data, actor=actor())
        flash(_("The enquiry is answered. The resident is being told."), "success")
    except ActionRefused:
        _say_it_was_done()
    return True


def _give(shown: Enquiry, cover: Officer) -> bool:
    name = cover.name
    try:
        enquiring.give_to(enquiry_id=shown.id, officer_id=cover.id, actor=actor())
        words = _("The enquiry is given to %(officer)s. The promised day stands.", officer=name)
        flash(words, "success")
    except ActionRefused:
        _say_it_was_done()
    except OfficerActs:
        flash(str(OFFICER_ACTS))
    return True


def _say_it_was_done() -> None:
    """A second press, or somebody else was first."""
    flash(_("It has been answered or withdrawn already. Nothing has changed."))


def _cover(shown: Enquiry) -> Officer | None:
    """Who may answer in their place, of an enquiry of their own that is still open."""
    cover = shown.officer.cover
    own = shown.officer_id == own_id() and shown.status is Status.REQUESTED
    if not own or cover is None or not cover.active or shown.service not in cover.services:
        return None
    return cover


def _opened(reference: str) -> Enquiry:
    """An enquiry that is theirs to answer, its viewing audited; 404 for another's, as if there were none."""
    whole = parse_reference(reference) or abort(404)
    found = db.session.scalar(select(Enquiry.id).where(Enquiry.reference == whole)) or abort(404)
    if not enquiring.concerns(db.session(), found, own_id()):
        abort(404)
    seen("see_enquiry", f"enquiry:{found}")
    return enquiring.by_reference(db.session(), whole) or abort(404)
