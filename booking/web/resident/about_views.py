"""What it is about, whom to see, how to meet."""

from babel.lists import format_list
from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup
from sqlalchemy import select

from booking.actions import drafts
from booking.domain.needs import Meeting
from booking.extensions import db, limiter
from booking.language.languages import SPOKEN, language_name
from booking.models import Officer, Service
from booking.models.types import folded
from booking.web.resident import journey as journeys
from booking.web.resident.door import resident
from booking.web.resident.forms import MeetingForm, NoQuestionForm, OfficerForm, ServiceForm
from booking.web.resident.journey import COOKIE, Journey, at_step, shown
from booking.web.resident.ways import ways_to_meet

LONGEST_SEARCH = 80


@resident.get("/")
def start() -> ResponseReturnValue:
    """What this is for, what to have ready, and who helps instead."""
    return render_template("resident/start.html")


@resident.post("/request")
@limiter.limit("300 per hour")
def begin() -> ResponseReturnValue:
    """Starts afresh: nobody finds the answers of whoever sat here before."""
    return journeys.begin().onward()


@resident.route("/with/<officer_slug>", methods=["GET", "POST"])
@limiter.limit("300 per hour", methods=["POST"])
def with_officer(officer_slug: str) -> ResponseReturnValue:
    """The way in from a letter or an email's foot: to this officer, once they say so."""
    officer = db.session.scalar(select(Officer).where(Officer.slug == officer_slug, Officer.active))
    if officer is None:
        abort(404)
    if NoQuestionForm().validate_on_submit():
        return journeys.begin(officer_id=officer.id).onward()
    return render_template("resident/with_officer.html", officer=officer)


@resident.route("/request/service", methods=["GET", "POST"])
@at_step("resident.service")
def service(journey: Journey) -> ResponseReturnValue:
    """What it is about: of an officer who is already chosen, only what they see people about."""
    offered = {one.slug: one for one in _services(journey)}
    chosen = journey.service
    form = ServiceForm(service=chosen and chosen.slug, about=journey.answers.about)
    form.service.choices = {slug: one.name for slug, one in offered.items()}
    if form.validate_on_submit():
        _answer_service(journey, offered[form.service.data], form.about.data or "")
        return journey.onward()
    as_written = Markup("<bdi>{}</bdi>")
    hints = {
        slug: as_written.format(one.description) for slug, one in offered.items() if one.description
    }
    return shown(journey, "resident.service", "service", form=form, hints=hints)


@resident.route("/request/officer", methods=["GET", "POST"])
@at_step("resident.officer")
def officer(journey: Journey) -> ResponseReturnValue:
    """Whom to see: those of the service, or anybody with the name that is searched for."""
    searched = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    offered = {one.slug: one for one in _officers(journey, searched)}
    form = OfficerForm(officer=journey.officer and journey.officer.slug)
    form.officer.choices = {slug: one.name for slug, one in offered.items()}
    if form.validate_on_submit():
        _answer_officer(journey, offered[form.officer.data])
        return journey.onward()
    return shown(
        journey,
        "resident.officer",
        "officer",
        form=form,
        officers=offered,
        searched=searched,
        languages_of=_languages_of,
    )


@resident.route("/request/meeting", methods=["GET", "POST"])
@at_step("resident.meeting")
def meeting(journey: Journey) -> ResponseReturnValue:
    """How to meet, as the service and the officer's work allow."""
    if journey.service is None or journey.officer is None:
        return journey.onward()
    ways = ways_to_meet(db.session(), journey.service, journey.officer)
    form = MeetingForm(way=_way(journey))
    form.offer(ways)
    if form.validate_on_submit():
        way = ways[form.way.data]
        journey.answer(meeting=way.meeting, location_id=way.location_id)
        return journey.onward()
    hints = {value: way.hint for value, way in ways.items() if way.hint}
    return shown(
        journey,
        "resident.meeting",
        "meeting",
        form=form,
        hints=hints,
        visits=str(Meeting.HOME_VISIT) in ways,
    )


@resident.get("/request/expired")
def expired() -> ResponseReturnValue:
    """The answers waited too long, and are gone."""
    return render_template("resident/expired.html")


@resident.get("/request/sent")
def sent() -> ResponseReturnValue:
    """The request was sent already: there is one appointment, and another can be asked for."""
    journey = journeys.present()
    has_page = bool(journey and journey.answers.appointment_id)
    return render_template("resident/sent.html", has_page=has_page)


@resident.post("/request/forget")
def forget() -> ResponseReturnValue:
    """Leaves nothing behind in this browser."""
    if token := session.pop(COOKIE, None):
        drafts.forget(token)
    return redirect(url_for("resident.start"))


def _services(journey: Journey) -> list[Service]:
    wanted = select(Service).where(Service.active).order_by(Service.name)
    if journey.officer and not journey.service:
        wanted = wanted.where(Service.id.in_([one.id for one in journey.officer.services]))
    return list(db.session.scalars(wanted))


def _officers(journey: Journey, searched: str) -> list[Officer]:
    active = select(Officer).where(Officer.active).order_by(Officer.name)
    if not searched:
        service_id = journey.answers.service_id
        return list(
            db.session.scalars(active.where(Officer.services.any(Service.id == service_id)))
        )
    words = folded(searched).split()
    return [
        one for one in db.session.scalars(active) if all(word in folded(one.name) for word in words)
    ]


def _languages_of(officer: Officer) -> str:
    """Such as "English and Urdu"."""
    names = [language_name(tag) for tag in officer.languages if tag in SPOKEN]
    return format_list(names, locale=get_locale() or "en")


def _answer_service(journey: Journey, service: Service, about: str) -> None:
    """Another service keeps the officer who sees people about it too; else one is chosen again."""
    changes: dict[str, object] = {"service_id": service.id, "about": about}
    officer = journey.officer
    if officer and service.id not in [one.id for one in officer.services]:
        changes |= {"officer_id": None, "starts_at": None, "preferences": None}
    elif officer:
        changes |= _meeting_if_possible(journey, service, officer)
    journey.answer(**changes)


def _answer_officer(journey: Journey, officer: Officer) -> None:
    """Another officer has another diary: the time is chosen again, and all else that fits stays."""
    changes: dict[str, object] = {"officer_id": officer.id}
    if officer.id != journey.answers.officer_id:
        changes |= {"starts_at": None, "preferences": None}
    service = journey.service
    if service and service.id in [one.id for one in officer.services]:
        changes |= _meeting_if_possible(journey, service, officer)
    else:
        changes |= {"service_id": None, "meeting": None, "location_id": None}
    journey.answer(**changes)


def _meeting_if_possible(journey: Journey, service: Service, officer: Officer) -> dict[str, object]:
    if _way(journey) in ways_to_meet(db.session(), service, officer):
        return {}
    return {"meeting": None, "location_id": None}


def _way(journey: Journey) -> str | None:
    place, how = journey.answers.location_id, journey.answers.meeting
    return f"{how}-{place}" if how and place else how and str(how)
