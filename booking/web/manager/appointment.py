"""One appointment or one enquiry as a manager sees it: its promise, its ladder, its story."""

from flask import render_template
from flask.typing import ResponseReturnValue

from booking.domain.lifecycle import Status
from booking.extensions import db
from booking.language.languages import language_name
from booking.language.needs import NEEDS_FOR_STAFF
from booking.language.preferences import wish
from booking.language.promises import CAUSES
from booking.messaging.officer_facts import place_or_way
from booking.web import said, story
from booking.web.manager import runs
from booking.web.manager.door import manager, opened, opened_enquiry
from booking.web.staff.acting import acting_rows


@manager.get("/appointments/<reference>")
def appointment(reference: str) -> ResponseReturnValue:
    """An appointment: how its promise was and is kept, and what can be decided about it now."""
    shown, session = opened(reference), db.session()
    return render_template(
        "manager/appointment.html",
        appointment=shown,
        place=place_or_way(shown),
        needs=[NEEDS_FOR_STAFF[code] for code in shown.needs],
        said=said.last_said(shown),
        spoken=language_name(shown.spoken_language) if shown.spoken_language else None,
        acting=acting_rows(shown),
        wishes=[wish(preference) for preference in shown.preferences],
        requested=shown.status is Status.REQUESTED,
        causes=CAUSES,
        runs=runs.of(session, shown),
        climb=runs.climb(session, shown),
        story=story.told_of(session, shown),
        messages=story.messages_of(session, shown),
    )


@manager.get("/enquiries/<reference>")
def enquiry(reference: str) -> ResponseReturnValue:
    """An enquiry: the same of a question that waits for its answer."""
    shown, session = opened_enquiry(reference), db.session()
    return render_template(
        "manager/enquiry.html",
        enquiry=shown,
        needs=[NEEDS_FOR_STAFF[code] for code in shown.needs],
        requested=shown.status is Status.REQUESTED,
        causes=CAUSES,
        runs=runs.of(session, shown),
        climb=runs.climb(session, shown),
        story=story.told_of(session, shown),
        messages=story.messages_of(session, shown),
    )
