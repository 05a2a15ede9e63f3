"""The catalogue of needs as boxes to tick, grouped by question; for booking and for changing."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectChoice

from booking.actions import catalogue
from booking.domain.best_times import Best
from booking.domain.conflicts import Conflict, conflict
from booking.domain.needs import CATALOGUE, Category, Meeting, Part
from booking.extensions import db
from booking.language.codes import PARTS
from booking.language.needs import NEEDS_FOR_STAFF, QUESTIONS
from booking.web.fields import Dropdown, Line, Lines, TickBoxes
from booking.web.form import Form

ASKED_ELSEWHERE = frozenset(
    {"contact_sms", "contact_email", "contact_letter", "contact_phone", "standard"}
)
"""What the choice of channel says already; where somebody ticked it before, it stays."""
BEST_TIMES = "best_times"
"""Said by when it is best, not by a box."""

WRONG: Mapping[Conflict, LazyString] = {
    Conflict.NO_WAY_LEFT: _l("Leave one way to tell them: a text, an email, a letter or a call"),
    Conflict.CALLED_AND_NOT_CALLED: _l(
        "They ask to be phoned and not to be phoned. Ask them which."
    ),
    Conflict.NO_PART_LEFT: _l("Only mornings or only afternoons: take one away"),
    Conflict.TWO_SIZES: _l("One size of large print: take the other away"),
    Conflict.TWO_INTERPRETERS: _l("Choose one way for the interpreter to help you"),
    Conflict.NO_LANGUAGE: _l("Choose the language for the interpreter"),
}
"""Needs that cannot both be met, in the words of staff."""


def _boxes(category: Category) -> TickBoxes:
    codes = [
        need.code
        for need in CATALOGUE.values()
        if need.category is category and need.code not in ASKED_ELSEWHERE | {BEST_TIMES}
    ]
    words = [SelectChoice(code, NEEDS_FOR_STAFF[code]) for code in codes]
    return TickBoxes(QUESTIONS[category], choices=words)


class NeedsForm(Form):
    """What somebody needs, one group of boxes for each question, and what no box says."""

    needs_professional = _boxes(Category.PROFESSIONAL)
    needs_communicating = _boxes(Category.COMMUNICATING)
    needs_place = _boxes(Category.PLACE)
    needs_time = _boxes(Category.TIME)
    needs_format = _boxes(Category.FORMAT)
    needs_contact = _boxes(Category.CONTACT)
    needs_acting_for_me = _boxes(Category.ACTING_FOR_ME)
    needs_in_own_words = Lines(_l("Anything else they need, in their words"), longest=500)
    best_part = Dropdown(
        _l("Best phoned"),
        choices=lambda: {"": str(_l("Any time"))} | {part: str(PARTS[part]) for part in Part},
    )
    best_words = Line(_l("Best phoned, in their words (such as after 3pm)"), longest=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._all = {group.name: list(group.choices) for group in self.groups}
        self.offer_only(tuple(Meeting))

    def offer_only(self, ways: Collection[str]) -> None:
        """Leaves out what a service that is done in these ways could never meet."""
        self._ways = ways
        self._offer()

    def _offer(self) -> None:
        """Shows the boxes of what is offered, and of what is ticked already: nothing said is lost."""
        asked = catalogue.asked(db.session(), self.ticked(), self._ways)
        for group in self.groups:
            group.choices = [box for box in self._all[group.name] if box.value in asked]

    @property
    def groups(self) -> list[Field]:
        """The boxes, in the order in which they are asked at the desk."""
        return [field for field in self if isinstance(field, TickBoxes)]

    def ticked(self, before: Iterable[str] = ()) -> list[str]:
        """The codes in the catalogue's order, with those of `before` that are asked elsewhere."""
        chosen = {code for group in self.groups for code in group.data or ()}
        chosen |= ASKED_ELSEWHERE & set(before)
        chosen |= {BEST_TIMES} if self.best != Best() else set()
        return [code for code in CATALOGUE if code in chosen]

    @property
    def best(self) -> Best:
        """When it is best to phone them."""
        part = self.best_part.data if self.best_part else None
        words = self.best_words.data if self.best_words else None
        return Best(Part(part) if part else None, words or None)

    def say_best(self, part: str | None, words: str | None) -> None:
        """Puts onto the page what is known of when to phone them."""
        self.best_part.data, self.best_words.data = part or "", words or ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Wants needs that can all be met."""
        sound = super().validate(extra_validators)
        return bool(all([sound, self.can_all_be_met()]))

    def can_all_be_met(self) -> bool:
        """Whether no need stands against another; says beside how to reach them which do."""
        found = conflict(self.ticked())
        if found:
            self.needs_contact.errors = [*self.needs_contact.errors, str(WRONG[found])]
        return found is None

    def tick(self, codes: Iterable[str]) -> None:
        """Ticks these boxes besides those that are ticked already."""
        wanted = set(codes)
        for group in self.groups:
            wanted_here = wanted | set(group.data or ())
            group.data = [box.value for box in self._all[group.name] if box.value in wanted_here]
        self._offer()
