"""When: three times that are spread first, then every day, then every time of a day; or wishes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from booking import clock
from booking.actions import holds, rules
from booking.domain.errors import BookingError, SlotNotOffered, SlotTaken
from booking.domain.local_time import local_day
from booking.domain.needs import Demand, Part
from booking.extensions import db
from booking.language.dates import format_moment
from booking.models import Arranges, Officer
from booking.settings import settings
from booking.web import times as choosing
from booking.web.form import is_sent
from booking.web.resident.door import resident
from booking.web.resident.forms import WishesForm
from booking.web.resident.journey import Journey, at_step, shown
from booking.web.resident.lead_time import Wait, longest_wait
from booking.web.times import TimeForm, Times, read_day, read_instant, written

STEP = "resident.time"
MOST_OFFERED_DAYS = 30


@resident.route("/request/time", methods=["GET", "POST"])
@at_step(STEP)
def time(journey: Journey) -> ResponseReturnValue:
    """The three earliest times, spread; the nearest to one that was lost."""
    officer, needed = _diary_asked(journey)
    if officer.arranges is Arranges.BY_REQUEST:
        return redirect(url_for("resident.preferences"))
    if is_sent():
        return _choose(journey)
    wanted = journey.answers.starts_at
    if wanted and not journey.held:
        return _nearest(journey, wanted)
    shows = choosing.soonest(db.session(), officer, needed, ignoring=journey.own_entries)
    if shows.none:
        return redirect(url_for("resident.preferences", none="free"))
    if wanted:
        shows.form.time.data = written(wanted)
    return _page(journey, "time", shows)


@resident.get("/request/days")
@at_step(STEP)
def days(journey: Journey) -> ResponseReturnValue:
    """Every day that has times, and how many; a chosen day leads to its times."""
    if day := read_day(request.args.get("day")):
        return redirect(url_for("resident.times", day=day.isoformat()))
    officer, needed = _diary_asked(journey)
    shows = choosing.every_day(db.session(), officer, needed, ignoring=journey.own_entries)
    if shows.days and "chosen" in request.args:
        shows.days.day.errors = [_("Choose a day")]
    return _page(journey, "days", shows, back=url_for(STEP), form=shows.days)


@resident.route("/request/times/<day>", methods=["GET", "POST"])
@at_step(STEP)
def times(journey: Journey, day: str) -> ResponseReturnValue:
    """Every time of one day, in the morning and in the afternoon."""
    chosen = read_day(day) or abort(404)
    if is_sent():
        return _choose(journey, chosen)
    return _day_page(journey, chosen)


@resident.route("/request/preferences", methods=["GET", "POST"])
@at_step(STEP)
def preferences(journey: Journey) -> ResponseReturnValue:
    """Up to three wishes, for an officer who arranges by request or when no time suits."""
    officer, needed = _diary_asked(journey)
    before = journey.answers.preferences
    form = WishesForm.with_days(
        _days_to_wish_for(officer, needed),
        before or (),
        parts=sorted(needed.parts or Part, reverse=True),
        any_time=before == (),
    )
    if form.validate_on_submit():
        journey.answer(preferences=form.preferences, starts_at=None)
        return journey.onward()
    by_request = officer.arranges is Arranges.BY_REQUEST
    none_free = request.args.get("none") == "free"
    facts = {
        "by_request": by_request,
        "none_free": none_free,
        "form": form,
        "wait": _wait(journey),
    }
    if not (by_request or none_free):
        facts["back"] = url_for(STEP)
    return shown(journey, STEP, "preferences", **facts)


def _diary_asked(journey: Journey) -> tuple[Officer, Demand]:
    """Whose diary is asked, and for what; both are known once this step may be opened."""
    if journey.officer is None or (needed := journey.demand) is None:
        abort(404)
    return journey.officer, needed


def _choose(journey: Journey, day: date | None = None) -> ResponseReturnValue:
    """Holds the chosen time for them; a time that is gone leads to the nearest ones."""
    officer, needed = _diary_asked(journey)
    form = TimeForm()
    wanted = read_instant(form.time.data)
    if not form.validate_on_submit() or wanted is None:
        return _without_choice(journey, form, day)
    try:
        holds.hold(officer_id=officer.id, needed=needed, starts_at=wanted, held_by=journey.key)
    except (SlotTaken, SlotNotOffered) as lost:
        return _nearest(journey, wanted, lost)
    journey.answer(starts_at=wanted, preferences=None)
    return journey.onward()


def _without_choice(journey: Journey, sent: TimeForm, day: date | None) -> ResponseReturnValue:
    errors = sent.errors or {"time": [_("Choose a time")]}
    if day:
        return _day_page(journey, day, errors)
    officer, needed = _diary_asked(journey)
    shows = choosing.soonest(db.session(), officer, needed, ignoring=journey.own_entries)
    return _page(journey, "time", shows, errors=errors)


def _day_page(
    journey: Journey, day: date, errors: dict[str, list[str]] | None = None
) -> ResponseReturnValue:
    officer, needed = _diary_asked(journey)
    shows = choosing.of_day(db.session(), officer, needed, day, ignoring=journey.own_entries)
    if wanted := journey.answers.starts_at:
        shows.form.time.data = written(wanted)
    return _page(
        journey, "times", shows, day=day, errors=errors or {}, back=url_for("resident.days")
    )


def _nearest(
    journey: Journey, wanted: datetime, lost: BookingError | None = None
) -> ResponseReturnValue:
    """The times nearest to the one that is gone, and whether it was taken, lapsed or never offered."""
    officer, needed = _diary_asked(journey)
    session = db.session()
    if lost is None:
        try:
            holds.choose(session, officer, needed, wanted)
        except (SlotTaken, SlotNotOffered) as gone:
            lost = gone
    shows = choosing.soonest(session, officer, needed, ignoring=journey.own_entries, near=wanted)
    if shows.none:
        return redirect(url_for("resident.preferences", none="free"))
    words = _why_lost(lost, wanted)
    return _page(journey, "time", shows, errors={"time": [words]}, nearest=True)


def _why_lost(lost: BookingError | None, wanted: datetime) -> str:
    if isinstance(lost, SlotTaken):
        return str(_("That time has just been taken. The nearest times are:"))
    if lost is None:
        return str(
            _(
                "We could not keep %(moment)s for you any longer. Choose a time again:",
                moment=format_moment(wanted),
            )
        )
    return str(_("We cannot offer that time. The nearest times are:"))


def _page(
    journey: Journey,
    template: str,
    shows: Times,
    *,
    errors: dict[str, list[str]] | None = None,
    **facts: object,
) -> ResponseReturnValue:
    if errors:
        shows.form.time.errors = [word for words in errors.values() for word in words]
    held = journey.held
    facts = {
        "form": shows.form,
        "times": shows,
        "wait": _wait(journey),
        "held_until": held.held_until if held else None,
        **facts,
    }
    return shown(journey, STEP, template, **facts)


def _wait(journey: Journey) -> Wait | None:
    return longest_wait(journey.asking) if journey.asking else None


def _days_to_wish_for(officer: Officer, needed: Demand) -> Iterator[date]:
    """The working days from when the support can be had, to as far as the officer's diary is open."""
    calendar = rules.working_calendar(db.session())
    today = local_day(clock.now(), settings().timezone)
    last = today + timedelta(days=officer.horizon_days)
    day = calendar.add(today, max(1, needed.lead_working_days))
    for _count in range(MOST_OFFERED_DAYS):
        if day > last:
            return
        yield day
        day = calendar.add(day, 1)
