"""An officer's requests, signed in: the list, most urgent first, and the answer to each."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from booking.actions import finding
from booking.domain.lifecycle import Status
from booking.extensions import db
from booking.language.preferences import wish
from booking.web import deadlines
from booking.web.officer import answering
from booking.web.officer.answering import Way
from booking.web.officer.door import actor, must_know, officer, opened, own_id, seen


@officer.get("/requests")
def requests() -> ResponseReturnValue:
    """What is still to be arranged."""
    own = own_id()
    seen("see_requests", f"officer:{own}")
    deadline = deadlines.reader(db.session())
    rows = [
        (
            request,
            deadline(request.promise),
            [wish(preference) for preference in request.preferences],
            must_know(request),
        )
        for request in finding.requests(db.session(), officer_id=own)
    ]
    return render_template("officer/requests.html", rows=rows)


def _way(reference: str) -> Way | None:
    """The way to a request of their own; None once it is answered."""
    appointment = opened(reference)
    if appointment.status is not Status.REQUESTED:
        return None
    return Way(
        appointment=appointment,
        actor=actor(),
        here=url_for("officer.answer", reference=appointment.reference),
        other_time=url_for("officer.other_time", reference=appointment.reference),
        decline=url_for("officer.decline", reference=appointment.reference),
        done=url_for("officer.appointment", reference=appointment.reference),
        hold=url_for("officer.hold", reference=appointment.reference),
        layout="staff_layout.html",
        sees_resident=True,
    )


@officer.route("/requests/<reference>", methods=["GET", "POST"])
def answer(reference: str) -> ResponseReturnValue:
    """One request: the wish, the needs, the deadline, and the three best times, one press each."""
    way = _way(reference)
    return answering.answer(way) if way else _answered(reference)


@officer.route("/requests/<reference>/time", methods=["GET", "POST"])
def other_time(reference: str) -> ResponseReturnValue:
    """Another time for the request."""
    way = _way(reference)
    return answering.other_time(way) if way else _answered(reference)


@officer.route("/requests/<reference>/decline", methods=["GET", "POST"])
def decline(reference: str) -> ResponseReturnValue:
    """A no, with the reason and what instead."""
    way = _way(reference)
    return answering.decline(way) if way else _answered(reference)


@officer.route("/requests/<reference>/hold", methods=["GET", "POST"])
def hold(reference: str) -> ResponseReturnValue:
    """The officer arranges it themselves: why Kept is to leave it to them."""
    way = _way(reference)
    return answering.hold(way) if way else _answered(reference)


def _answered(reference: str) -> ResponseReturnValue:
    return redirect(url_for("officer.appointment", reference=reference))
