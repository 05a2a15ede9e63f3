"""Enquiries at the desk: what is still to be answered, logging one, and looking after one."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from booking.actions import enquiring
from booking.domain.errors import ActionRefused, BookingError, NotOffered, OfficerActs
from booking.domain.lifecycle import Status
from booking.domain.references import parse_reference
from booking.extensions import db
from booking.language.dates import format_deadline
from booking.language.needs import NEEDS_FOR_STAFF
from booking.language.refusals import explain
from booking.models import Enquiry, Officer
from booking.web import story
from booking.web.deadlines import reader
from booking.web.enquiries import AnswerForm, GiveForm, needs_of, told_in, with_deadlines
from booking.web.fields import refuse
from booking.web.front_desk import known
from booking.web.front_desk.door import actor, front_desk, opened, seen
from booking.web.front_desk.enquiry_form import EnquiryForm, answered_by
from booking.web.staff.acting import OFFICER_ACTS


@front_desk.get("/enquiries")
def enquiries() -> ResponseReturnValue:
    """What is still to be answered, the most urgent first."""
    seen("see_list", "enquiries")
    waiting = enquiring.open_enquiries(db.session())
    rows = with_deadlines(db.session(), waiting)
    return render_template("front_desk/enquiries.html", rows=rows)


@front_desk.route("/enquiries/new", methods=["GET", "POST"])
def new_enquiry() -> ResponseReturnValue:
    """The one page; each of its buttons is named `do`, and only the last one logs."""
    form = EnquiryForm.prepared(db.session())
    match _asked_for(form):
        case "known":
            known.fill_in(db.session(), form)
        case "log":
            if (logged := _log(form)) is not None:
                return redirect(url_for("front_desk.enquiry", reference=logged.reference))
    return _page(form)


@front_desk.route("/enquiries/<reference>", methods=["GET", "POST"])
def enquiry(reference: str) -> ResponseReturnValue:
    """One enquiry, whole; and answering it, giving it to another officer, or taking it back."""
    shown = _opened(reference)
    answering, giving = AnswerForm(), _giving(shown)
    if request.method == "POST":
        try:
            if (done := _do(shown, answering, giving)) is not None:
                flash(done, "success")
                return redirect(url_for("front_desk.enquiry", reference=reference))
        except ActionRefused:  # a second press, or somebody else was first
            flash(_("It has been answered or withdrawn already. Nothing has changed."), "important")
            return redirect(url_for("front_desk.enquiry", reference=reference))
    return render_template(
        "front_desk/enquiry.html",
        enquiry=shown,
        deadline=reader(db.session())(shown.promise),
        waiting=shown.status is Status.REQUESTED,
        answering=answering,
        giving=giving,
        wrong=next((form for form in (answering, giving) if form.errors), None),
        needs=needs_of(shown),
        told_in=told_in(shown),
        story=story.told_of(db.session(), shown),
        messages=story.messages_of(db.session(), shown),
    )


@front_desk.route("/appointments/<reference>/answer", methods=["GET", "POST"])
def answer_now(reference: str) -> ResponseReturnValue:
    """A request that needs no appointment: it is answered while the resident is here."""
    shown, form = opened(reference), AnswerForm()
    if shown.status is not Status.REQUESTED:
        raise ActionRefused(f"answer from {shown.status}")
    if form.validate_on_submit():
        enquiring.answer_now(appointment_id=shown.id, text=form.answer.data, actor=actor())
        flash(_("It is answered. The resident is being told what you wrote."), "success")
        return redirect(url_for("front_desk.appointment", reference=reference))
    return render_template("front_desk/answer_now.html", appointment=shown, form=form)


def _asked_for(form: EnquiryForm) -> str:
    """Which button was pressed; Enter looks for the person typed and never logs anything."""
    if not form.is_submitted():
        return ""
    asked = request.form.get("do", "")
    return asked if asked in ("search", "known", "log") else "search"


def _page(form: EnquiryForm) -> ResponseReturnValue:
    session = db.session()
    hints = known.list_people(session, form) if form.sought.data else {}
    person = known.chosen(session, form)
    page = render_template(
        "front_desk/enquiry_new.html",
        form=form,
        hints=hints,
        person=person,
        kept=known.kept(person),
        answered_by=answered_by(session, form),
        needs_words=NEEDS_FOR_STAFF,
    )
    if people := known.shown(hints, person):
        seen("see_residents", people)
    return page


def _log(form: EnquiryForm) -> Enquiry | None:
    """The enquiry; None where something must be mended first, said on the form."""
    if not form.is_complete():
        return None
    new = form.enquiry(known.chosen(db.session(), form))
    try:
        logged = enquiring.log(new, actor=actor())
    except OfficerActs as error:
        refuse(form.whom, error, str(OFFICER_ACTS))
        return None
    except BookingError as error:
        form.form_errors.append(explain(error))
        return None
    if logged.status is Status.ANSWERED:
        flash(_("The enquiry is logged as answered at first contact."), "success")
    else:
        words = _("The enquiry is passed on to %(officer)s. The answer is due by %(day)s.")
        named = {"officer": logged.officer.name, "day": format_deadline(logged.answer_by)}
        flash(words % named, "success")
    return logged


def _do(shown: Enquiry, answering: AnswerForm, giving: GiveForm) -> str | None:
    """What was pressed, and in words what came of it; None where the form says what is wrong."""
    match request.form.get("do"):
        case "answer":
            return _answer(shown, answering)
        case "give":
            return _give(shown, giving)
        case "withdraw":
            enquiring.withdraw(enquiry_id=shown.id, actor=actor())
            return _("The enquiry is withdrawn. Nobody has to answer it any more.")
    return abort(400)


def _answer(shown: Enquiry, form: AnswerForm) -> str | None:
    if not form.validate():
        return None
    enquiring.answer(enquiry_id=shown.id, text=form.answer.data, actor=actor())
    return _("The enquiry is answered. The resident is being told.")


def _give(shown: Enquiry, form: GiveForm) -> str | None:
    if not form.validate():
        return None
    try:
        officer_id = int(form.officer.data)
        enquiring.give_to(enquiry_id=shown.id, officer_id=officer_id, actor=actor())
    except NotOffered as error:  # they left, or no longer see residents about that, since
        refuse(form.officer, error, _("This officer does not answer about that."))
        return None
    except OfficerActs as error:
        refuse(form.officer, error, str(OFFICER_ACTS))
        return None
    return _("The enquiry is given on. The promised day stands.")


def _giving(shown: Enquiry) -> GiveForm:
    form = GiveForm()
    others = select(Officer).where(
        Officer.active,
        Officer.services.any(id=shown.service_id),
        Officer.id != shown.officer_id,
    )
    named = {str(one.id): one.name for one in db.session.scalars(others.order_by(Officer.name))}
    form.officer.choices = {"": _("Choose an officer"), **named}
    return form


def _opened(reference: str) -> Enquiry:
    """The enquiry of a page, its viewing written into the audit trail; 404 where there is none."""
    whole = parse_reference(reference) or abort(404)
    found = db.session.scalar(select(Enquiry.id).where(Enquiry.reference == whole)) or abort(404)
    seen("see_enquiry", f"enquiry:{found}")
    return enquiring.by_reference(db.session(), whole) or abort(404)
