"""Everything that is asked to book for somebody, on one page; and what cannot be right about it."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice
from wtforms.validators import InputRequired

from booking.domain.meetings import MEETS_BY
from booking.domain.needs import Meeting, met_as
from booking.language.codes import MEETINGS
from booking.language.names import with_words
from booking.models import Arranges, Location
from booking.web.fields import Dropdown, Line, Lines, Radios
from booking.web.front_desk.person_form import PersonForm, say_wrong
from booking.web.front_desk.spoken import SpokenForm
from booking.web.front_desk.supporter_forms import OptionalSupporter
from booking.web.front_desk.to_meet import TO_MEET
from booking.web.preferences import PreferencesForm
from booking.web.times import read_instant

LATER = "later"
"""In place of a time: the officer arranges one, by what suits the resident."""


class BookForm(PersonForm, SpokenForm, PreferencesForm):
    """Who, how they came, whom they want to see and when, what they need, and how to tell them."""

    shown = HiddenField()
    """Whether times have been asked for."""
    supporter = OptionalSupporter()
    asked_by = Line(_l("Who is asking, if it is not the resident (optional)"), longest=100)
    meeting = Radios(
        _l("How will they meet?"),
        [InputRequired(_l("Choose how they will meet"))],
        choices=[SelectChoice(way, MEETINGS[way]) for way in Meeting],
    )
    location = Dropdown(_l("Location"))
    about = Lines(_l("What it is about (optional)"), longest=500)
    day = Dropdown(_l("Day"), validate_choice=False)
    time = Radios(_l("Time"), validate_choice=False)

    places: Iterable[Location]

    @property
    def place(self) -> Location | None:
        """The chosen location; None for any."""
        return next((place for place in self.places if str(place.id) == self.location.data), None)

    def says_what_to_look_for(self) -> bool:
        """Whether enough is chosen, and rightly, to look for times in a diary."""
        asked = [self.whom, self.meeting, self.location, self.spoken_language, self.unlisted]
        wrong = [field for field in [*asked, *self.groups] if not field.validate(self)]
        fits = self.can_all_be_met(), self.says_which_language()
        return not wrong and all(fits) and self._fits_the_service()

    def is_complete(self) -> bool:
        """Whether all of it can be booked; says beside each answer what is wrong with it."""
        right = self.validate()
        fits = self.pair is None or self._fits_the_service()
        told = self.says_which_language(), self.can_be_told(), self._can_meet(), self._says_when()
        return all([right, fits, *told])

    def _fits_the_service(self) -> bool:
        if self.pair is None:
            return False
        service = self.pair[0]
        for field, way in ((self.meeting, self.meeting.data), (self.needs_place, self.met)):
            if way and way not in service.meetings:
                ways = ", ".join(str(MEETINGS[Meeting(way)]) for way in service.meetings)
                words = _("%(service)s is not done this way. Choose one of: %(ways)s.")
                return say_wrong(field, with_words(words, service=service.name, ways=ways))
        here = self.meeting.data == Meeting.IN_PERSON and self.place
        if here and here.id not in {location.id for location in service.locations}:
            words = _("%(service)s is not at %(place)s. Choose another location.")
            return say_wrong(
                self.location, with_words(words, service=service.name, place=here.name)
            )
        return True

    @property
    def met(self) -> Meeting | None:
        """How they will meet, with what they need; None while no way of meeting is chosen."""
        asked = self.meeting.data
        return met_as(Meeting(asked), self.ticked()) if asked in list(Meeting) else None

    def _can_meet(self) -> bool:
        detail = MEETS_BY.get(self.met) if self.met else None
        if detail is None or self[detail].data or self[detail].errors:
            return True
        return say_wrong(self[detail], str(TO_MEET[detail]))

    @property
    def by_request(self) -> bool:
        """Whether the chosen officer confirms every time in person: none can be taken at the desk."""
        return bool(self.pair and self.pair[1].arranges is Arranges.BY_REQUEST)

    def _says_when(self) -> bool:
        if self.time.data == LATER:
            return True
        if self.by_request:
            return say_wrong(self.time, _("This officer arranges times by request: take no time"))
        if read_instant(self.time.data):
            return True
        return say_wrong(self.time, _("Choose a time, or let the officer arrange one"))
