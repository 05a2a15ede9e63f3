"""What a manager writes down: how it was agreed, what was done, why, and when there is more time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Any, TypedDict

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms.validators import DataRequired, InputRequired

from booking.domain.arranging import Proposal
from booking.language.dates import format_moment
from booking.models import Location, Officer, Service
from booking.web.fields import DayField, Dropdown, Lines, Radios, TimeOfDayField
from booking.web.form import Form
from booking.web.times import written

LATER = "later"
"""In place of a time: the other officer is asked to arrange one."""


class HoldForm(Form):
    """Why Kept is to wait."""

    text = Lines(
        _l("Why is Kept not to arrange it by itself?"), [DataRequired(_l("Say why"))], longest=500
    )


class PutRightForm(Form):
    """What was done for somebody whose promise was missed."""

    text = Lines(
        _l("What was done to put it right?"), [DataRequired(_l("Say what was done"))], longest=1000
    )


class AnswerForm(Form):
    """The answer, as the resident is told."""

    text = Lines(
        _l("Your answer to the resident"), [DataRequired(_l("Write the answer"))], longest=2000
    )


_NOT_ASKED: Mapping[int, datetime] = MappingProxyType({})
_LATER = datetime.max.replace(tzinfo=UTC)


class OfficerForm(Form):
    """Another officer who sees residents about the same."""

    officer = Dropdown(_l("Officer"), [InputRequired(_l("Choose an officer"))])

    def offer(
        self,
        officers: Iterable[Officer],
        cover: Officer | None,
        free_from: Mapping[int, datetime] = _NOT_ASKED,
    ) -> None:
        """Puts these officers on the page: the cover, then whoever is free the soonest (`free_from`, UTC)."""
        ordered = sorted(
            officers, key=lambda one: (one is not cover, free_from.get(one.id, _LATER), one.name)
        )
        self.officer.choices = {"": _("Choose an officer")} | {
            str(one.id): _with_time(
                _("%(name)s (cover)", name=one.name) if one is cover else one.name,
                free_from.get(one.id),
            )
            for one in ordered
        }


class ChosenOfficerForm(OfficerForm):
    """The same, where the answer stands in the address and changes nothing yet."""

    class Meta:
        """No token: it is a GET."""

        csrf = False


class HandOverForm(Form):
    """When the other officer sees the resident, and that the resident agreed to it."""

    time = Radios(_l("When?"), [InputRequired(_l("Choose a time, or leave it to the officer"))])
    agreement = Lines(
        _l("How did the resident agree to see another officer?"),
        [DataRequired(_l("Say how the resident agreed"))],
        longest=500,
    )

    def offer(self, proposals: Sequence[Proposal], officer: Officer) -> None:
        """Puts the officer's best times on the page, and that they arrange one themselves."""
        times = {written(one.slot.start): said(one) for one in proposals}
        later = _("Later: %(officer)s is asked to arrange a time", officer=officer.name)
        self.time.choices = times | {LATER: later}


class OpenTimeForm(Form):
    """Extra time in an officer's diary, on one day."""

    day = DayField(_l("Day"))
    starts = TimeOfDayField(_l("Starts at"), [InputRequired(_l("Enter when it starts"))])
    ends = TimeOfDayField(_l("Ends at"), [InputRequired(_l("Enter when it ends"))])
    location = Dropdown(_l("Where"), default="")

    def __init__(self, session: Session, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        nowhere = {"": _("By phone and video call only")}
        self.location.choices = named(session, Location) | nowhere

    def validate(self, extra_validators: Any = None) -> bool:
        """A day must be given; which one is for the rules to judge."""
        sound = super().validate(extra_validators)
        if self.day.data is None and not self.day.errors:
            self.day.errors = [_("Enter the day")]
        return sound and not self.day.errors

    @property
    def span(self) -> "Span":
        """When; ValueError before all of it is given."""
        day, starts, ends = self.day.data, self.starts.at, self.ends.at
        if day is None or starts is None or ends is None:
            raise ValueError("extra time has a day, a beginning and an end")
        return Span(day=day, starts=starts, ends=ends)


class Span(TypedDict):
    """A day, and from when until when on it, on the council's clock."""

    day: date
    starts: time
    ends: time


def _with_time(name: str, free_from: datetime | None) -> str:
    if free_from is None:
        return name
    return str(_("%(name)s, from %(moment)s", name=name, moment=format_moment(free_from)))


def said(proposal: Proposal) -> str:
    """One of the best times in words, with which choice of the resident's it is."""
    moment = format_moment(proposal.slot.start)
    if proposal.met is None:
        return moment
    return str(_("%(when)s (their choice %(rank)s)", when=moment, rank=proposal.met))


def named(session: Session, noun: type[Service] | type[Officer] | type[Location]) -> dict[str, str]:
    """Every one of them to choose from: id and name."""
    rows = session.execute(select(noun.id, noun.name).order_by(noun.name))
    return {str(id_): name for id_, name in rows}
