"""Answering one request: at one of the best times, at another time, or with a clear no.

Signed in or by the link in an email, the pages and the actions are the same; `Way` says what differs.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from booking import clock
from booking.actions import answering_for, arranging, changing, diaries, promises
from booking.actions.actor import Actor
from booking.domain.arranging import Proposal, nearest
from booking.domain.diary import Slot
from booking.domain.errors import ActionRefused, SlotNotOffered, SlotTaken
from booking.domain.ladder import Step
from booking.domain.local_time import local_day
from booking.extensions import db
from booking.language.preferences import wish
from booking.language.refusals import explain
from booking.messaging.facts import initials
from booking.messaging.officer_facts import place_or_way
from booking.models import Appointment
from booking.settings import settings
from booking.web import deadlines
from booking.web.officer.door import must_know
from booking.web.officer.forms import DeclineForm, HoldForm
from booking.web.times import TimeForm, read_instant, times_page, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How an officer came to a request, and where its pages are."""

    appointment: Appointment
    actor: Actor
    here: str
    other_time: str
    decline: str
    done: str
    """Where somebody who has answered goes on to."""
    hold: str | None = None
    """Where an officer who signed in keeps Kept from arranging it by itself."""
    layout: str
    sees_resident: bool
    """Whether they signed in: an email may be read by others, so its link shows no name and no need."""


def answer(way: Way) -> ResponseReturnValue:
    """The request and its best times, each one press; a time in the address is shown by itself."""
    if request.method == "GET":
        return _page(way, asked=read_instant(request.args.get("time")))
    chosen = read_instant(request.form.get("time"))
    if chosen is None:
        return _page(way, wrong=_("Choose a time"))
    return arrange(way, chosen) or _page(way, wrong=_gone(), near=chosen)


def arrange(way: Way, chosen: datetime) -> ResponseReturnValue | None:
    """Arranges it and goes on; None where the time is gone. Answered already: on to what came of it."""
    try:
        arranging.arrange(appointment_id=way.appointment.id, starts_at=chosen, actor=way.actor)
    except (SlotTaken, SlotNotOffered):
        return None
    except ActionRefused:
        pass  # a second press, or somebody else was first
    return redirect(way.done)


def other_time(way: Way) -> ResponseReturnValue:
    """Every free time that meets the needs."""
    form, near, wrong = TimeForm(), None, None
    if form.is_submitted():
        near = form.chosen if form.validate() else None
        if near is not None and (gone_on := arrange(way, near)):
            return gone_on
        wrong = _("Choose a time") if near is None else _gone()
    appointment = way.appointment
    times = times_page(db.session(), appointment.officer, diaries.demand_of(appointment), near=near)
    if wrong:
        times.form.time.errors = [wrong]
    page = render_template("officer/other_time.html", way=way, times=times, form=times.form)
    return page, 409 if near else 200


def decline(way: Way) -> ResponseReturnValue:
    """Says no with a reason and what instead."""
    form = DeclineForm()
    if not form.validate_on_submit():
        return render_template("officer/decline.html", way=way, form=form)
    with suppress(ActionRefused):  # a second press, or somebody else was first
        changing.decline(
            appointment_id=way.appointment.id,
            reason=form.reason.data,
            instead=form.instead.data,
            actor=way.actor,
        )
    return redirect(way.done)


def hold(way: Way) -> ResponseReturnValue:
    """Keeps Kept from arranging it by itself, with a reason; on to the request, where that is said."""
    form = HoldForm()
    if not form.validate_on_submit():
        return render_template("officer/hold.html", way=way, form=form, automatic=_automatic(way))
    with suppress(ActionRefused):  # somebody else was first
        answering_for.hold_back(
            appointment_id=way.appointment.id, reason=form.reason.data, actor=way.actor
        )
    return redirect(way.here)


def _automatic(way: Way) -> datetime | None:
    """When Kept arranges it by itself, unless it is arranged before; None once that has been tried."""
    rungs = promises.rungs(db.session(), way.appointment.promise)
    to_come = (rung.at for rung in rungs if rung.step is Step.ARRANGE and rung.at > clock.now())
    return next(to_come, None)


def _page(
    way: Way,
    *,
    asked: datetime | None = None,
    wrong: str | None = None,
    near: datetime | None = None,
) -> ResponseReturnValue:
    only = _offered_at(way.appointment, asked) if asked else None
    if asked and only is None:
        wrong, near = _gone(), asked
    offers = [only] if only else _offers(way.appointment, near)
    context: dict[str, Any] = {
        "way": way,
        "appointment": way.appointment,
        "offers": [(written(offer.slot.start), offer) for offer in offers],
        "only": only,
        "wrong": wrong,
        "deadline": deadlines.reader(db.session())(way.appointment.promise),
        "automatic": _automatic(way),
        "needs": must_know(way.appointment),
        "wishes": [wish(preference) for preference in way.appointment.preferences],
        "place": place_or_way(way.appointment),
        "initials": initials(way.appointment.resident.name),
    }
    conflict = near is not None and request.method == "POST"
    return render_template("officer/answer.html", **context), 409 if conflict else 200


def _offers(appointment: Appointment, near: datetime | None) -> list[Proposal]:
    if near is None:
        return diaries.proposals(db.session(), appointment)
    return [Proposal(slot, None) for slot in nearest(_free(appointment), near)]


def _offered_at(appointment: Appointment, asked: datetime) -> Proposal | None:
    day = local_day(asked, settings().timezone)
    slots = diaries.offered(
        db.session(),
        appointment.officer,
        diaries.demand_of(appointment),
        since=day,
        until=day,
    )
    return next((Proposal(slot, None) for slot in slots if slot.start == asked), None)


def _free(appointment: Appointment) -> Iterable[Slot]:
    return diaries.offered(db.session(), appointment.officer, diaries.demand_of(appointment))


def _gone() -> str:
    return explain(SlotNotOffered())
