"""The queue: every promise that is open or still to be put right, by its risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from booking.actions import calling, open_promises
from booking.actions.open_promises import RISK, OpenPromise
from booking.domain.promise import PromiseState
from booking.extensions import db
from booking.language.codes import EVENTS, PROMISE_STATES
from booking.models import Officer, Service
from booking.web import deadlines
from booking.web.deadlines import Deadline
from booking.web.fields import Dropdown
from booking.web.form import Form
from booking.web.manager.door import manager, seen
from booking.web.manager.forms import named

MOST = 100
"""How many are shown at once: more than anybody decides on in a day."""


class FilterForm(Form):
    """Which promises to show. It asks for a page and changes nothing, so it is a GET."""

    class Meta:
        """No token: the answers stand in the address, as ids and codes."""

        csrf = False

    service = Dropdown(_l("Service"), default="")
    officer = Dropdown(_l("Officer"), default="")
    state = Dropdown(_l("How it stands"), default="")

    def __init__(self, session: Session, **kwargs: Any) -> None:
        super().__init__(request.args, **kwargs)
        self.service.choices = {"": _("Every service")} | named(session, Service)
        self.officer.choices = {"": _("Every officer")} | named(session, Officer)
        self.state.choices = {"": _("All")} | {s.value: str(PROMISE_STATES[s]) for s in RISK}

    def number(self, name: str) -> int | None:
        """The id that was chosen; None where none was, or none that there is."""
        field = self[name]
        return int(field.data) if field.data and not field.errors else None

    @property
    def stands(self) -> PromiseState | None:
        """The state that was chosen."""
        chosen = self.state.data and not self.state.errors
        return PromiseState(self.state.data) if chosen else None


@dataclass(frozen=True, slots=True)
class Row:
    """One promise of the queue."""

    open: OpenPromise
    deadline: Deadline
    last_step: LazyString | None


@manager.get("/")
def queue() -> ResponseReturnValue:
    """What is at risk, the most urgent first."""
    seen("see_queue", "queue")
    form = FilterForm(db.session())
    form.validate()
    found = open_promises.queue(
        db.session(),
        service_id=form.number("service"),
        officer_id=form.number("officer"),
        stands=form.stands,
        most=MOST,
    )
    return render_template(
        "manager/queue.html",
        form=form,
        rows=_rows(found.rows),
        counts=[(state, found.counts[state]) for state in RISK],
        chosen={name: form[name].data for name in ("service", "officer") if form[name].data},
        found=found.found,
        unreached=len(calling.out_of_reach(db.session())),
    )


def _rows(opened: Sequence[OpenPromise]) -> list[Row]:
    read = deadlines.reader(db.session())
    return [Row(one, read(one.promise), _words(one)) for one in opened]


def _words(one: OpenPromise) -> LazyString | None:
    step = one.last_step
    return EVENTS.get(step.action) if step else None
