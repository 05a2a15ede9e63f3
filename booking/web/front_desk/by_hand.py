"""What the pages of letters and calls share: one message that is told by hand, and the ways between."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from booking.actions import calling, printing, telling
from booking.domain.errors import ActionRefused, NoLongerTrue
from booking.domain.tasks import letter_tasks
from booking.language.languages import language_name
from booking.language.needs import NEEDS_FOR_STAFF, TASKS
from booking.language.refusals import explain
from booking.messaging.compose import Content
from booking.messaging.facts import Subject, subject_of
from booking.messaging.layouts import layout_of
from booking.messaging.ways import allowed_ways, ways_of
from booking.models import Audience, Channel, Message


@dataclass(frozen=True, slots=True)
class Task:
    """One message that somebody at the desk must tell."""

    message: Message
    content: Content | None
    why: LazyString | None = None

    @property
    def about(self) -> Subject | None:
        """The appointment or the enquiry that it is about."""
        return subject_of(self.message)

    @property
    def may_be_phoned(self) -> bool:
        """Whether there is a number of whoever it is for, and they have not refused to be phoned."""
        message = self.message
        if message.audience is Audience.SUPPORTER and message.supporter:
            return Channel.PHONE in ways_of(message.supporter)
        if message.audience is Audience.RESIDENT and self.about:
            return Channel.PHONE in allowed_ways(self.about)
        return True

    @property
    def language(self) -> str:
        """The language that it is written in, as staff call it."""
        return language_name(self.message.language)

    @property
    def formats(self) -> Sequence[LazyString]:
        """In which layout it is written, where not in the ordinary one."""
        layout = layout_of(self.message)
        codes = {"easy_read": layout.easy_read, f"large_print_{layout.points}": layout.is_large}
        needs = (self.about and self.about.needs) or ()
        return [NEEDS_FOR_STAFF[code] for code, used in codes.items() if used and code in needs]

    @property
    def tasks(self) -> Sequence[LazyString]:
        """What is to be done with it that no machine does; the needs are the resident's alone."""
        if self.message.audience is not Audience.RESIDENT:
            return ()
        needs = (self.about and self.about.needs) or ()
        return [TASKS[task] for task in letter_tasks(needs)]


def why_not(refused: ActionRefused) -> str:
    """What staff are told where something can no longer be told by hand."""
    if isinstance(refused, NoLongerTrue):
        return _(
            "This is no longer true, so it is not noted as told. Look at the appointment again."
        )
    return explain(refused)


def tasks(messages: Iterable[Message]) -> list[Task]:
    """Each with its words."""
    return [Task(message, telling.words(message)) for message in messages]


def letters_waiting(to_print: Sequence[Message], runs: Iterable[printing.Run]) -> int:
    """How many letters are to be printed or to be posted."""
    return len(to_print) + sum(len(run.letters) for run in runs)


def ways(session: Session, here: str, waiting: int) -> list[dict[str, Any]]:
    """The three pages and how much waits on each; `waiting`: on the page `here`, which has read its list."""
    waits = {at: waiting if at == here else read(session) for at, read in _WAITING.items()}
    labels = {
        "front_desk.letters": _("Letters (%(count)s)", count=waits["front_desk.letters"]),
        "front_desk.calls": _("Calls (%(count)s)", count=waits["front_desk.calls"]),
        "front_desk.to_tell": _("Not delivered (%(count)s)", count=waits["front_desk.to_tell"]),
    }
    return [
        {"href": url_for(endpoint), "label": label, "current": endpoint == here}
        for endpoint, label in labels.items()
    ]


_WAITING: Mapping[str, Callable[[Session], int]] = {
    "front_desk.letters": lambda session: letters_waiting(
        printing.to_print(session), printing.to_post(session)
    ),
    "front_desk.calls": lambda session: len(calling.to_make(session)),
    "front_desk.to_tell": lambda session: len(telling.not_delivered(session)),
}
"""How much waits on each page. What is still wanted is judged one by one: the database could not count it."""
