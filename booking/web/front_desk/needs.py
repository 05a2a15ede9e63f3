"""The catalogue of needs as boxes to tick, grouped by question; for booking and for changing."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectChoice
from wtforms.validators import ValidationError

from booking.actions import catalogue
from booking.domain.needs import CATALOGUE, Category, contradicting
from booking.extensions import db
from booking.language.needs import NEEDS_FOR_STAFF, QUESTIONS
from booking.web.fields import Lines, TickBoxes
from booking.web.form import Form

ASKED_ELSEWHERE = frozenset(
    {"contact_sms", "contact_email", "contact_letter", "contact_phone", "standard"}
)
"""What the choice of channel says already; where somebody ticked it before, it stays."""


def _agreeing(_form: object, field: Field) -> None:
    """Nobody can be phoned and not be phoned."""
    if contradicting(field.data or ()):
        raise ValidationError(_("They ask to be phoned and not to be phoned. Ask them which."))


def _boxes(category: Category) -> TickBoxes:
    codes = [
        need.code
        for need in CATALOGUE.values()
        if need.category is category and need.code not in ASKED_ELSEWHERE
    ]
    words = [SelectChoice(code, NEEDS_FOR_STAFF[code]) for code in codes]
    return TickBoxes(QUESTIONS[category], [_agreeing], choices=words)


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._all = {group.name: list(group.choices) for group in self.groups}
        self._offer()

    def _offer(self) -> None:
        """Shows the boxes of what is offered, and of what is ticked already: nothing said is lost."""
        asked = catalogue.asked(db.session(), self.ticked())
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
        return [code for code in CATALOGUE if code in chosen]

    def tick(self, codes: Iterable[str]) -> None:
        """Ticks these boxes besides those that are ticked already."""
        wanted = set(codes)
        for group in self.groups:
            wanted_here = wanted | set(group.data or ())
            group.data = [box.value for box in self._all[group.name] if box.value in wanted_here]
        self._offer()
