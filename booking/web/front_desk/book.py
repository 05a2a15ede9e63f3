"""Booking for somebody who stands at the desk or is on the phone: one page, by keyboard alone.

Every button sends the whole page and gets it back with everything that was typed. Enter in a field does
the next sensible thing (looks for the person typed, or for times); only the last button books.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from booking.actions import requesting
from booking.actions.requesting import NewRequest
from booking.domain.errors import (
    BookingError,
    OfficerActs,
    SlotNotOffered,
    SlotTaken,
    SupporterIsOfficer,
    SupporterIsResident,
)
from booking.domain.needs import Meeting
from booking.extensions import db
from booking.language.needs import NEEDS_FOR_STAFF
from booking.language.refusals import explain
from booking.models import Appointment, CameBy
from booking.web.fields import refuse
from booking.web.front_desk import known
from booking.web.front_desk.book_choices import diary, new_form, offer
from booking.web.front_desk.book_form import LATER, BookForm
from booking.web.front_desk.door import actor, front_desk, seen
from booking.web.staff.acting import OFFICER_ACTS
from booking.web.times import read_instant


@front_desk.route("/book", methods=["GET", "POST"])
def book() -> ResponseReturnValue:
    """The one page; each of its buttons is named `do`."""
    form = new_form(db.session())
    match _asked_for(form):
        case "known":
            known.fill_in(db.session(), form)
        case "times":
            form.shown.data = "yes"
        case "book":
            if booked := _book(form):
                return redirect(
                    url_for("front_desk.confirmation", reference=booked.reference, new="yes")
                )
    return _page(form)


def _asked_for(form: BookForm) -> str:
    """Which button was pressed; where it was Enter, what somebody would mean by it."""
    if not form.is_submitted():
        return ""
    asked = request.form.get("do", "")
    if asked in ("search", "known", "times", "book"):
        return asked
    new_search = form.sought.data and form.sought.data != form.searched.data
    return "search" if new_search else "times"


def _page(form: BookForm) -> ResponseReturnValue:
    session = db.session()
    hints = known.list_people(session, form) if form.sought.data else {}
    asking = form.shown.data and not form.time.choices
    if asking and form.says_what_to_look_for():
        offer(form, diary(session, form))
    elif not form.time.choices:
        offer(form, None)
    person = known.chosen(session, form)
    page = render_template(
        "front_desk/book.html",
        form=form,
        hints=hints,
        person=person,
        kept=known.kept(person),
        later=LATER,
        needs_words=NEEDS_FOR_STAFF,
    )
    if people := known.shown(hints, person):
        seen("see_residents", people)
    return page


def _book(form: BookForm) -> Appointment | None:
    """The appointment; None where something must be mended first, said on the form."""
    form.shown.data = "yes"
    if not form.is_complete():
        return None
    new = _new_request(form)
    try:
        return requesting.request(new, actor=actor())
    except (SlotTaken, SlotNotOffered) as error:
        offer(form, diary(db.session(), form), near=new.starts_at)
        refuse(form.time, error)
    except OfficerActs as error:
        offer(form, diary(db.session(), form))
        refuse(form.whom, error, str(OFFICER_ACTS))
    except (SupporterIsOfficer, SupporterIsResident) as error:
        form.supporter.form.refuse(error)
    except BookingError as error:
        form.form_errors.append(explain(error))
    return None


def _new_request(form: BookForm) -> NewRequest:
    service, officer = form.pairs[form.whom.data]
    person = known.chosen(db.session(), form)
    later = form.time.data == LATER
    return NewRequest(
        key=form.key.data,
        service_id=service.id,
        officer_id=officer.id,
        meeting=Meeting(form.meeting.data),
        contact=form.contact(person.id if person else None),
        location_id=form.place.id if form.place else None,
        starts_at=None if later else read_instant(form.time.data),
        preferences=form.preferences if later else (),
        needs=tuple(form.ticked()),
        needs_in_own_words=form.needs_in_own_words.data or None,
        spoken_language=form.language_spoken,
        interpreter_wishes=form.interpreter_wishes.data or None,
        about=form.about.data or None,
        came_by=CameBy(form.came_by.data),
        asked_by=form.asked_by.data or None,
        authority=form.supporter.authority,
    )
