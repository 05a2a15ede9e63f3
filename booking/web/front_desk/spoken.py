"""Which language somebody speaks best, as the desk asks it: for booking and for changing needs."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from booking.domain.conflicts import Conflict, InterpreterRefused, check_interpreter
from booking.language.languages import (
    language_name,
    other_language,
    spoken_languages,
    written_or_chosen,
)
from booking.settings import settings
from booking.web.fields import Dropdown, Line
from booking.web.front_desk.needs import WRONG, NeedsForm
from booking.web.front_desk.person_form import say_wrong
from booking.web.unlisted import takes_words


class SpokenForm(NeedsForm):
    """What somebody needs, and in which language they speak with us."""

    spoken_language = Dropdown(_l("Language they speak best"))
    unlisted = Line(_l("Another language, if it is not in the list (optional)"), longest=60)
    interpreter_wishes = Line(
        _l("Dialect, or a woman or a man as interpreter (optional)"), longest=200
    )

    def offer_languages(self) -> None:
        """Puts the languages on the page; the council's own stands first, as no value."""
        ours = settings().default_language
        spoken = {tag: name for tag, name in spoken_languages() if tag != ours}
        self.spoken_language.choices = {"": language_name(ours), **spoken}
        if takes_words(self.unlisted, self.spoken_language):
            self.spoken_language.data = ""

    def say_spoken(self, tag: str | None) -> None:
        """Puts onto the page what is known of it."""
        self.unlisted.data = other_language(tag)
        known = tag if tag != settings().default_language and not self.unlisted.data else ""
        self.spoken_language.data = known or ""

    @property
    def language_spoken(self) -> str | None:
        """What they speak best: the language written, else the one chosen; None for the council's own."""
        return written_or_chosen(self.unlisted.data, self.spoken_language.data) or None

    def says_which_language(self) -> bool:
        """Whoever needs an interpreter speaks one other language than ours: which one?"""
        ours = settings().default_language
        try:
            check_interpreter(self.ticked(), language=self.language_spoken, ours=ours)
        except InterpreterRefused as refused:
            language = refused.conflict is Conflict.NO_LANGUAGE
            field = self.spoken_language if language else self.needs_professional
            return say_wrong(field, str(WRONG[refused.conflict]))
        if self.unlisted.data and self.spoken_language.data:
            both = _("Choose a language from the list or enter one, not both")
            return say_wrong(self.unlisted, both)
        return True
