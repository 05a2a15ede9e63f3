"""An officer's day, and one appointment of it."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from booking import clock
from booking.actions import attending, finding
from booking.domain.errors import ActionRefused
from booking.domain.lifecycle import Action, Status, allowed
from booking.domain.local_time import local_day
from booking.extensions import db
from booking.language.languages import language_name
from booking.language.preferences import wish
from booking.language.refusals import explain
from booking.messaging.officer_facts import place_or_way
from booking.models import Appointment
from booking.settings import settings
from booking.web.officer.door import (
    actor,
    appointment_id,
    must_know,
    officer,
    opened,
    own_id,
    seen,
)
from booking.web.said import last_said
from booking.web.staff.acting import acting_rows
from booking.web.story import told_of
from booking.web.times import read_day
from booking.web.ways_back import own_page

STEPS: dict[Action, LazyString] = {
    Action.START: _l("Start"),
    Action.FINISH: _l("Finish"),
    Action.MISS: _l("Did not attend"),
}
"""What an officer presses on the day."""

PRESSES = {
    Action.START: attending.start,
    Action.FINISH: attending.finish,
    Action.MISS: attending.miss,
}

ONE_DAY = timedelta(days=1)


@officer.get("/day")
def my_day() -> ResponseReturnValue:
    """Whom the officer sees today, or on the day in the address."""
    own, today = own_id(), local_day(clock.now(), settings().timezone)
    day = read_day(request.args.get("day")) or today
    seen("see_day", f"officer:{own}:{day.isoformat()}")
    rows = [
        (appointment, place_or_way(appointment), must_know(appointment), steps(appointment))
        for appointment in finding.on_day(db.session(), day, officer_id=own)
    ]
    return render_template(
        "officer/day.html",
        day=day,
        today=today,
        rows=rows,
        waiting=finding.requests(db.session(), officer_id=own),
        before=url_for("officer.my_day", day=day - ONE_DAY),
        after=url_for("officer.my_day", day=day + ONE_DAY),
    )


def steps(appointment: Appointment) -> list[tuple[Action, LazyString]]:
    """What can be pressed for an appointment now, in words."""
    return [(step, words) for step, words in STEPS.items() if _possible(appointment, step)]


def _possible(appointment: Appointment, step: Action) -> bool:
    starts_at, now, zone = appointment.starts_at, clock.now(), settings().timezone
    if starts_at is None:
        return False
    if step is Action.START and appointment.status is Status.ARRANGED:
        return local_day(starts_at, zone) == local_day(now, zone)  # nobody checks in by phone
    return allowed(appointment.status, step) and (step is not Action.MISS or starts_at <= now)


@officer.get("/appointments/<reference>")
def appointment(reference: str) -> ResponseReturnValue:
    """What the officer needs to know of one appointment, and what can be done with it now."""
    shown = opened(reference)
    return render_template(
        "officer/appointment.html",
        appointment=shown,
        place=place_or_way(shown),
        day=local_day(shown.starts_at, settings().timezone) if shown.starts_at else None,
        needs=must_know(shown),
        said=last_said(shown),
        acting=acting_rows(shown),
        wishes=[wish(preference) for preference in shown.preferences],
        speaks=language_name(shown.spoken_language) if shown.spoken_language else None,
        steps=steps(shown),
        story=told_of(db.session(), shown),
    )


@officer.post("/appointments/<reference>/<step>")
def attend(reference: str, step: str) -> ResponseReturnValue:
    """One press: started, finished, did not attend. The same press again changes nothing."""
    press = next((press for action, press in PRESSES.items() if action == step), None)
    if press is None:
        abort(404)
    try:
        press(appointment_id=appointment_id(reference), actor=actor())
    except ActionRefused as refused:
        flash(explain(refused))
    here = url_for("officer.appointment", reference=reference)
    return redirect(own_page(request.form.get("then")) or here)
