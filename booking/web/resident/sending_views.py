"""Who asks, all answers on one page, sending them, and what happens next."""

from dataclasses import replace

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from booking import clock
from booking.actions import diaries, drafts, handing_over, holds, requesting, rules, supporters
from booking.actions.actor import RESIDENT, Actor
from booking.actions.requesting import NewRequest
from booking.actions.residents import Contact
from booking.domain.errors import (
    KeyReused,
    SlotNotOffered,
    SlotTaken,
    SupporterIsOfficer,
    SupporterIsResident,
)
from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting
from booking.domain.promise import arrange_by
from booking.extensions import db, limiter
from booking.language.languages import current_language
from booking.language.refusals import explain
from booking.messaging.calendar_entries import resident_calendar
from booking.messaging.phones import display
from booking.messaging.ways import is_before_letter
from booking.models import ActorKind, Appointment
from booking.settings import settings
from booking.web.leaving import offer_exit
from booking.web.resident import steps
from booking.web.resident.answers import Answers
from booking.web.resident.answers_list import answers_list, fixed
from booking.web.resident.door import resident
from booking.web.resident.forms import DetailsForm, NoQuestionForm
from booking.web.resident.journey import Journey, at_step, present, shown
from booking.web.resident.supporter_forms import FOR_ANOTHER


@resident.route("/request/details", methods=["GET", "POST"])
@at_step("resident.details")
def details(journey: Journey) -> ResponseReturnValue:
    """Name, and a way to reach them."""
    answers = journey.answers
    form = DetailsForm(answers.meeting or Meeting.IN_PERSON, answers.needs, **_typed(journey))
    if for_another := answers.helped == FOR_ANOTHER:
        form.ask_of_another()
    if form.validate_on_submit():
        contact = form.contact(_language_of(answers))
        if _is_somebody_else(journey, contact, form):
            journey.answer(contact=contact)
            return journey.onward()
    return shown(journey, "resident.details", "details", form=form, for_another=for_another)


def _is_somebody_else(journey: Journey, contact: Contact, form: DetailsForm) -> bool:
    """Whether resident and supporter are reached in two places; says so on the form where they are not."""
    authority, officer = journey.answers.authority, journey.officer
    if authority is None or officer is None:
        return True
    try:
        supporters.check(authority.contact, resident=contact, officer=officer)
    except SupporterIsResident:
        field = form.email if contact.email and contact.email == authority.contact.email else None
        words = _("This belongs to whoever helps. Enter one of your own, or leave it empty.")
        (field or form.phone).errors = [words]
        return False
    except SupporterIsOfficer:
        return True  # said where it is sent: the officer was changed since
    return True


@resident.get("/request/check")
@at_step(steps.CHECK)
def check(journey: Journey) -> ResponseReturnValue:
    """All answers, each of which can be changed, and what sending them will do."""
    held = journey.held
    if journey.answers.starts_at and held is None:
        return redirect(url_for("resident.time"))
    return shown(
        journey,
        steps.CHECK,
        "check",
        form=NoQuestionForm(),
        rows=answers_list(journey),
        held_until=held.held_until if held else None,
        arrange_by=_promised(journey),
    )


@resident.post("/request/confirm")
@limiter.limit("120 per hour")
def confirm() -> ResponseReturnValue:
    """Sends the request; sent twice, it is one appointment."""
    journey = present()
    if journey is None:
        return redirect(url_for("resident.expired"))
    if journey.answers.appointment_id:
        return redirect(url_for("resident.done"))
    if steps.next_page(journey.answers) != steps.CHECK:
        return journey.onward()
    try:
        requesting.request(_asked(journey), actor=_asking(journey), held_by=journey.key)
    except (SlotTaken, SlotNotOffered):
        holds.release(held_by=journey.key)
        return redirect(url_for("resident.time"))  # where the nearest times are offered
    except (SupporterIsOfficer, SupporterIsResident) as refused:
        flash(explain(refused))
        return redirect(url_for("resident.supporter"))
    except KeyReused:
        _forget_answers(journey, _sent_before(journey))
        return redirect(url_for("resident.sent"))
    return redirect(url_for("resident.done"))


@resident.get("/request/done")
def done() -> ResponseReturnValue:
    """It is arranged, or asked for: the reference, what happens next and by when."""
    appointment = _sent()
    return render_template(
        "resident/done.html",
        appointment=appointment,
        for_another=appointment.events[0].actor is ActorKind.SUPPORTER,
        arranged=appointment.status is Status.ARRANGED,
        rows=fixed(appointment),
        letter_is_late=_is_before_a_letter(appointment),
        without_time=handing_over.is_without_time(db.session(), appointment),
        support_is_booked=bool(diaries.demand_of(appointment).professionals),
        wording=appointment.promise.standard.wording,
    )


@resident.get("/request/appointment.ics")
def calendar() -> ResponseReturnValue:
    """The appointment for the resident's own calendar."""
    appointment = _sent()
    if appointment.status is not Status.ARRANGED:
        abort(404)
    entry = Response(resident_calendar(appointment), mimetype="text/calendar")
    entry.headers["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return entry


def _asking(journey: Journey) -> Actor:
    """Who sits at the keyboard."""
    another = journey.answers.helped == FOR_ANOTHER
    return Actor(ActorKind.SUPPORTER) if another else RESIDENT


def _language_of(answers: Answers) -> str:
    """The language of the resident's messages: the page's, as they read it.

    Where somebody else reads it for them, it is the one that they speak best, if we write it.
    """
    spoken = answers.spoken_language
    if answers.helped == FOR_ANOTHER and spoken in settings().languages:
        return spoken
    return current_language()


def _typed(journey: Journey) -> dict[str, object]:
    """The details of before, as they are typed."""
    contact = journey.answers.contact
    if contact is None or request.method == "POST":
        return {}
    return {
        "name": contact.name,
        "channel": contact.channel.value,
        "phone": display(contact.phone, settings().phone_region) if contact.phone else "",
        "email": contact.email or "",
        "address": contact.address or "",
        "keep_needs": contact.keep_needs,
        "best_part": contact.best_part or "",
        "best_words": contact.best_words or "",
    }


def _asked(journey: Journey) -> NewRequest:
    """What the answers ask for. The journey's own key makes it one appointment, however often sent."""
    answers = journey.answers
    if not (answers.service_id and answers.officer_id and answers.meeting and answers.contact):
        abort(400)
    return NewRequest(
        key=journey.key,
        service_id=answers.service_id,
        officer_id=answers.officer_id,
        meeting=answers.meeting,
        contact=replace(answers.contact, language=_language_of(answers)),
        location_id=answers.location_id,
        starts_at=answers.starts_at,
        preferences=answers.preferences or (),
        needs=answers.needs,
        needs_in_own_words=answers.in_own_words or None,
        spoken_language=answers.spoken_language,
        interpreter_wishes=answers.interpreter_wishes or None,
        about=answers.about or None,
        asked_by=_asked_by(answers),
        authority=answers.authority,
    )


def _asked_by(answers: Answers) -> str | None:
    another = answers.helped == FOR_ANOTHER and answers.authority
    return another.contact.name if another else None


def _forget_answers(journey: Journey, appointment: Appointment) -> None:
    """What was said is the appointment's now; this browser keeps only the way to the last page."""
    appointment_id = appointment.id
    kept = drafts.find(db.session(), journey.token)
    forgotten = dict.fromkeys(kept.answers if kept else ())
    drafts.save(journey.token, {**forgotten, "appointment_id": appointment_id})


def _sent_before(journey: Journey) -> Appointment:
    """What this journey became, in another window."""
    return db.session.execute(
        select(Appointment).where(Appointment.idempotency_key == journey.key)
    ).scalar_one()


def _sent() -> Appointment:
    journey = present()
    if journey is None or not journey.answers.appointment_id:
        abort(404)
    appointment = db.session.get_one(Appointment, journey.answers.appointment_id)
    offer_exit(appointment.service, appointment.needs)
    return appointment


def _promised(journey: Journey) -> object:
    """By when it will be arranged if it is sent now."""
    now = clock.now()
    standard = rules.standard_for(
        db.session(), service_id=journey.answers.service_id or 0, received_at=now
    )
    calendar = rules.working_calendar(db.session())
    return arrange_by(now, standard=standard, calendar=calendar, zone=settings().timezone)


def _is_before_a_letter(appointment: Appointment) -> bool:
    """Whether it may be over before a letter that is posted today tells of it."""
    starts_at = appointment.starts_at
    return bool(starts_at and is_before_letter(starts_at, rules.letter_comes(db.session())))
