"""One resident's way through the questions: the answers of the present browser, and what follows from them.

The browser's cookie holds a token and nothing else; every answer is in the database.
"""

from collections.abc import Callable
from functools import cached_property, partial, wraps
from typing import Any, Concatenate, ParamSpec

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from booking.actions import diaries, drafts, holds
from booking.domain.errors import SlotNotOffered, SlotTaken
from booking.domain.needs import Demand
from booking.extensions import db
from booking.language.names import with_words
from booking.models import DiaryEntry, Officer, Service
from booking.web.leaving import offer_exit
from booking.web.resident import steps
from booking.web.resident.answers import Answers, written
from booking.web.resident.lead_time import Asking

P = ParamSpec("P")
COOKIE = "draft"


class Journey:
    """The answers so far, the rows that they name, and the time that is held for them."""

    def __init__(self, token: str, key: str, kept: dict[str, Any]) -> None:
        self.token, self.key = token, key
        self.answers = Answers.read(kept)

    @cached_property
    def service(self) -> Service | None:
        """The chosen service."""
        return db.session.get(Service, self.answers.service_id or 0)

    @cached_property
    def officer(self) -> Officer | None:
        """The chosen officer."""
        return db.session.get(Officer, self.answers.officer_id or 0)

    @cached_property
    def held(self) -> DiaryEntry | None:
        """The live hold on the chosen time."""
        return holds.current(db.session(), self.key) if self.answers.starts_at else None

    @property
    def own_entries(self) -> tuple[int, ...]:
        """The diary entries that count as free for this resident: their own hold."""
        held = self.held
        return (held.id,) if held else ()

    @property
    def demand(self) -> Demand | None:
        """What the answers require of a diary; None while too little is known."""
        asking = self.asking
        return asking.demand_with(asking.needs) if asking else None

    @property
    def asking(self) -> Asking | None:
        """Whom they ask to see, and with which needs; None while too little is known."""
        service, officer, meeting = self.service, self.officer, self.answers.meeting
        if not (service and officer and meeting):
            return None
        demand_with = partial(
            diaries.demand_for,
            service,
            officer,
            meeting=meeting,
            language=self.answers.spoken_language,
            location_id=self.answers.location_id,
        )
        return Asking(
            officer,
            self.answers.needs,
            lambda needs: demand_with(needs=needs),
            self.own_entries,
        )

    @property
    def so_far(self) -> str:
        """What has been chosen, for the top of the page and its title."""
        service, officer = self.service, self.officer
        if service and officer:
            both = _("%(service)s with %(officer)s")
            return with_words(both, service=service.name, officer=officer.name)
        if officer:
            return str(_("An appointment with %(officer)s", officer=officer.name))
        return service.name if service else ""

    def answer(self, **changes: Any) -> None:
        """Keeps these answers (None forgets one), and the held time as long as it still fits them."""
        before = self.answers.starts_at, self.answers.officer_id, self.demand
        drafts.save(self.token, written(changes))
        self._look_again()
        draft = drafts.find(db.session(), self.token)
        self.answers = Answers.read(draft.answers if draft else {})
        if before[0] and (self.answers.starts_at, self.answers.officer_id, self.demand) != before:
            self._keep_time_if_it_fits()
            self._look_again()

    def onward(self) -> ResponseReturnValue:
        """To the first question without an answer; to the times when the chosen one is not held."""
        page = steps.next_page(self.answers)
        if page == steps.CHECK and self.answers.starts_at and not self.held:
            page = "resident.time"
        return redirect(url_for(page))

    def _look_again(self) -> None:
        for remembered in ("service", "officer", "held"):
            self.__dict__.pop(remembered, None)

    def _keep_time_if_it_fits(self) -> None:
        starts_at, needed = self.answers.starts_at, self.demand
        if starts_at and needed is None:
            return  # looked at again as soon as the missing answer is there
        try:
            if starts_at and needed and self.answers.officer_id:
                holds.hold(
                    officer_id=self.answers.officer_id,
                    needed=needed,
                    starts_at=starts_at,
                    held_by=self.key,
                )
                return
        except (SlotTaken, SlotNotOffered):
            pass  # the page of times says so, and offers the nearest
        holds.release(held_by=self.key)


def begin(**answers: Any) -> Journey:
    """A new journey in this browser; whatever was unfinished before is gone, with its hold."""
    if token := session.get(COOKIE):
        drafts.forget(token)
    session[COOKIE] = drafts.begin(written(answers))
    journey = present()
    if journey is None:
        raise RuntimeError("a journey that has just begun is there")
    return journey


def present() -> Journey | None:
    """This browser's journey, unless there is none or it has expired."""
    token = session.get(COOKIE)
    draft = drafts.find(db.session(), token) if token else None
    return Journey(token, draft.key, draft.answers) if token and draft else None


def at_step(
    endpoint: str,
) -> Callable[
    [Callable[Concatenate[Journey, P], ResponseReturnValue]], Callable[P, ResponseReturnValue]
]:
    """Opens a page of the journey to those who have answered all that comes before it."""

    def opened(
        view: Callable[Concatenate[Journey, P], ResponseReturnValue],
    ) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def page(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            journey = present()
            if journey is None:
                return redirect(
                    url_for("resident.expired" if COOKIE in session else "resident.start")
                )
            if journey.answers.appointment_id:
                return redirect(url_for("resident.sent"))
            if not steps.may_open(endpoint, journey.answers):
                return journey.onward()
            return view(journey, *args, **kwargs)

        return page

    return opened


def shown(journey: Journey, endpoint: str, template: str, **facts: Any) -> str:
    """The page of a step, with the way back and what has been chosen so far."""
    offer_exit(journey.service, journey.answers.needs)
    facts.setdefault("back", url_for(steps.page_before(endpoint, journey.answers)))
    return render_template(
        f"resident/{template}.html", journey=journey, so_far=journey.so_far, **facts
    )
