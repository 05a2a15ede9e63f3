"""The three questions about needs. Asked of everybody, before times are shown; never about a diagnosis."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired, ValidationError

from booking.actions import catalogue
from booking.domain.conflicts import Conflict, InterpreterRefused, check_interpreter, conflict
from booking.domain.needs import CATALOGUE, SPOKEN_INTERPRETERS, Category
from booking.extensions import db
from booking.language.languages import spoken_languages, written_or_chosen
from booking.language.needs import NEEDS
from booking.settings import settings
from booking.web.fields import Dropdown, Line, Lines, TickBoxes
from booking.web.form import Form, switches_language
from booking.web.unlisted import takes_words

NONE = "none"
"""The answer that a question asks after no need at all."""


@dataclass(frozen=True, slots=True)
class Group:
    """Needs that stand together under a heading."""

    heading: LazyString
    codes: tuple[str, ...]


def _codes(*categories: Category) -> tuple[str, ...]:
    return tuple(code for code, need in CATALOGUE.items() if need.category in categories)


_INTERPRETERS = tuple(code for code in CATALOGUE if code in SPOKEN_INTERPRETERS)
BY_CHANNEL = ("contact_sms", "contact_email", "contact_letter", "contact_phone")
"""Answered by the choice of a channel, with the details."""
WITH_SOMEBODY = ("through_supporter", "best_times")
"""Told to us in person: they need more than a tick."""

COMMUNICATION = (
    Group(_l("To speak in your language"), _INTERPRETERS),
    Group(
        _l("To sign, lipread, read or take part"),
        tuple(c for c in _codes(Category.PROFESSIONAL) if c not in _INTERPRETERS),
    ),
)
COMMUNICATING = Group(_l("Talking with us"), _codes(Category.COMMUNICATING))
AT_THE_PLACE = Group(
    _l("At the place"), tuple(c for c in _codes(Category.PLACE) if c != "home_visit")
)
ABOUT_TIME = Group(_l("Time"), _codes(Category.TIME))
WRITING = (
    Group(_l("How you read"), tuple(c for c in _codes(Category.FORMAT) if c != "standard")),
    Group(
        _l("How we reach you"),
        tuple(c for c in _codes(Category.CONTACT) if c not in BY_CHANNEL + WITH_SOMEBODY),
    ),
)


class NeedsField(TickBoxes):
    """Tick boxes for needs in groups, and one for none of them."""

    def offer(self, groups: tuple[Group, ...], none: LazyString) -> None:
        """Puts the needs of these groups on the page: those that are offered, or ticked already."""
        asked = catalogue.asked(db.session(), self.data or ())
        shown = [(group, [code for code in group.codes if code in asked]) for group in groups]
        codes = [code for _group, those in shown for code in those]
        self.choices = {code: str(NEEDS[code]) for code in codes} | {NONE: str(none)}
        self.headings = {those[0]: str(group.heading) for group, those in shown if those}

    def pre_validate(self, form: Any) -> None:
        """ "None of these" stands alone."""
        super().pre_validate(form)
        if NONE in (self.data or ()) and len(set(self.data)) > 1:
            raise ValidationError(_("Choose what you need, or the last answer: not both"))

    @property
    def codes(self) -> tuple[str, ...]:
        """The needs that were ticked."""
        return tuple(code for code in dict.fromkeys(self.data or ()) if code != NONE)


_WRONG: Mapping[Conflict, LazyString] = {
    Conflict.NO_WAY_LEFT: _l("Leave us one way to reach you: a text, email, letter or call"),
    Conflict.CALLED_AND_NOT_CALLED: _l(
        "You asked us to phone you and not to phone you. Choose one."
    ),
    Conflict.NO_PART_LEFT: _l("Choose only mornings or only afternoons, not both"),
    Conflict.TWO_SIZES: _l("Choose one size of large print"),
    Conflict.TWO_INTERPRETERS: _l("Choose one way for the interpreter to help you"),
    Conflict.NO_LANGUAGE: _l(
        "Choose the language that you speak best, so that we find the right interpreter"
    ),
}


def agree(codes: Iterable[str]) -> None:
    """Refuses needs that stand against each other."""
    if found := conflict(tuple(codes)):
        raise ValidationError(str(_WRONG[found]))


def one_interpreter(codes: Collection[str], language: str | None, wrong: Conflict) -> None:
    """Refuses two interpreters, or one for no language but ours: each is said at a question of its own."""
    try:
        check_interpreter(codes, language=language, ours=settings().default_language)
    except InterpreterRefused as refused:
        if refused.conflict is wrong:
            raise ValidationError(str(_WRONG[wrong])) from None


def one_language(written: Line, chosen: bool) -> None:
    """Refuses a language that is written where another is chosen from the list."""
    if written.data and chosen:
        raise ValidationError(_("Choose a language from the list or write one: not both"))


def interpreter_wishes() -> Line:
    """The question which interpreter an agency should look for."""
    return Line(
        _l("Is there a dialect that you speak, or would you like a woman or a man? (optional)"),
        longest=200,
    )


def ticked(codes: tuple[str, ...] | None, remembered: tuple[str, ...] = ()) -> list[str] | None:
    """What stands ticked: what was answered, or before that what they agreed to have remembered."""
    return list(remembered) or None if codes is None else list(codes) or [NONE]


class LanguageForm(Form):
    """Which language, and who helps."""

    spoken = Dropdown(_l("Which language do you speak best?"))
    suggested = HiddenField()
    """Which language stood there before they said anything; empty where they had."""
    unlisted = Line(_l("If your language is not in the list, write it here (optional)"), longest=60)
    needs = NeedsField(
        _l("Do you need somebody to help you communicate?"),
        [InputRequired(_l("Choose who you need, or that you do not need anybody"))],
    )
    wishes = interpreter_wishes()

    def offer(self, reads: str) -> None:
        """Puts the languages and the kinds of help on the page; the language that they read stands first.

        It is suggested until they choose, also after the page was turned into another language.
        """
        languages = dict(spoken_languages())
        self.spoken.choices = {reads: languages[reads]} | languages
        self.needs.offer(COMMUNICATION, _l("No, I do not need anybody"))
        left = switches_language() and self.spoken.data == self.suggested.data
        if takes_words(self.unlisted, self.spoken) or left:
            self.spoken.data = self.suggested.data = reads

    @property
    def language(self) -> str:
        """The language that they speak best: the one written, else the one chosen."""
        return written_or_chosen(self.unlisted.data, self.spoken.data)

    def validate_spoken(self, _field: Dropdown) -> None:
        """An interpreter is for a language that is not ours."""
        one_interpreter(self.needs.codes, self.language, Conflict.NO_LANGUAGE)

    def validate_unlisted(self, field: Line) -> None:
        """Two languages at once would leave us to guess."""
        one_language(field, self.spoken.data != self.suggested.data)

    def validate_needs(self, field: NeedsField) -> None:
        """One interpreter."""
        one_interpreter(field.codes, self.language, Conflict.TWO_INTERPRETERS)


class SupportForm(Form):
    """Access and support, where and when we meet."""

    needs = NeedsField(
        _l("What do you need so that the appointment works for you?"),
        [InputRequired(_l("Choose what you need, or none of these"))],
    )
    in_own_words = Lines(_l("Is there anything else that you need? (optional)"), longest=1000)

    def offer(self, *, at_a_place: bool) -> None:
        """Puts the support on the page, with what concerns a building only for who comes to one."""
        groups = (
            (COMMUNICATING, AT_THE_PLACE, ABOUT_TIME) if at_a_place else (COMMUNICATING, ABOUT_TIME)
        )
        self.needs.offer(groups, _l("I do not need any of these"))

    def validate_needs(self, field: NeedsField) -> None:
        """Needs that stand against each other are asked again."""
        agree(field.codes)


class WritingForm(Form):
    """How to write to them, and how to reach them safely."""

    needs = NeedsField(
        _l("How should we write to you and reach you?"),
        [InputRequired(_l("Choose what you need, or none of these"))],
    )

    def offer(self) -> None:
        """Puts the formats and the ways on the page."""
        self.needs.offer(WRITING, _l("Ordinary print and any way of reaching me is fine"))

    def validate_needs(self, field: NeedsField) -> None:
        """Needs that stand against each other are asked again."""
        agree(field.codes)
