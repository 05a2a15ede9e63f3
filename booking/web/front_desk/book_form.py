"""Everything that is asked to book for somebody, on one page; and what cannot be right about it."""

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectChoice
from wtforms.validators import DataRequired, InputRequired

from booking.actions.residents import Contact
from booking.domain.needs import Meeting
from booking.language.codes import CAME_BY, CHANNELS, MEETINGS
from booking.models import Arranges, CameBy, Channel, Location, Officer, Service
from booking.web.fields import Dropdown, EmailField, Line, Lines, PhoneField, Radios
from booking.web.front_desk.needs import NeedsForm
from booking.web.preferences import PreferencesForm
from booking.web.times import read_instant

LATER = "later"
"""In place of a time: the officer arranges one, by what suits the resident."""
SOMEBODY_NEW = "new"

Pair = tuple[Service, Officer]


class BookForm(NeedsForm, PreferencesForm):
    """Who, how they came, whom they want to see and when, what they need, and how to tell them."""

    key = HiddenField()
    """Idempotency: however often this page is sent, it makes one appointment."""
    resident_id = HiddenField()
    """The known resident whose details have been filled in."""
    searched = HiddenField()
    """What the people listed were found by."""
    shown = HiddenField()
    """Whether times have been asked for."""

    sought = Line(_l("Have they been here before? Name, phone or email"), longest=254)
    known = Radios(_l("Is it one of these people?"), validate_choice=False)

    came_by = Radios(
        _l("How did they come to us?"),
        [InputRequired(_l("Choose how they came to us"))],
        choices=[SelectChoice(way, CAME_BY[way]) for way in CameBy if way is not CameBy.ONLINE],
    )
    name = Line(_l("Full name"), [DataRequired(_l("Enter their name"))], longest=100)
    asked_by = Line(_l("Who is asking, if it is not the resident (optional)"), longest=100)

    whom = Dropdown(
        _l("Service and officer"), [InputRequired(_l("Choose a service and an officer"))]
    )
    meeting = Radios(
        _l("How will they meet?"),
        [InputRequired(_l("Choose how they will meet"))],
        choices=[SelectChoice(way, MEETINGS[way]) for way in Meeting],
    )
    location = Dropdown(_l("Location"))
    about = Lines(_l("What it is about (optional)"), longest=500)
    spoken_language = Dropdown(_l("Language they speak best"))

    day = Dropdown(_l("Day"), validate_choice=False)
    time = Radios(_l("Time"), validate_choice=False)

    phone = PhoneField(_l("Phone number"))
    email = EmailField(_l("Email address"))
    address = Lines(_l("Postal address"), longest=400)
    channel = Radios(
        _l("How shall we tell them?"),
        [InputRequired(_l("Choose how we tell them"))],
        choices=[SelectChoice(way, CHANNELS[way]) for way in Channel],
    )
    language = Dropdown(_l("Language of our messages"))
    keep_needs = BooleanField(_l("They agree that we keep their needs for next time"))

    pairs: Mapping[str, Pair]
    """Every service with every officer who sees people about it, by the value of `whom`."""
    places: Iterable[Location]

    @property
    def pair(self) -> Pair | None:
        """The chosen service and officer."""
        return self.pairs.get(self.whom.data or "")

    @property
    def place(self) -> Location | None:
        """The chosen location; None for any."""
        return next((place for place in self.places if str(place.id) == self.location.data), None)

    @property
    def idempotency_key(self) -> str:
        """The page's own key; a new one where none came, or nothing that is one."""
        try:
            return str(UUID(self.key.data or ""))
        except ValueError:
            return str(uuid4())

    def says_what_to_look_for(self) -> bool:
        """Whether enough is chosen, and rightly, to look for times in a diary."""
        asked = [self.whom, self.meeting, self.location, self.spoken_language, *self.groups]
        wrong = [field for field in asked if not field.validate(self)]
        return not wrong and self._fits_the_service()

    def is_complete(self) -> bool:
        """Whether all of it can be booked; says beside each answer what is wrong with it."""
        right = self.validate()
        fits = self.pair is None or self._fits_the_service()
        return all([right, fits, self._can_be_told(), self._says_when()])

    def contact(self, resident_id: int | None) -> Contact:
        """Who is asking and how to reach them, of a form that is complete."""
        phone = self.phone.phone
        return Contact(
            name=self.name.data,
            channel=Channel(self.channel.data),
            email=self.email.data or None,
            phone=phone.e164 if phone else None,
            phone_textable=bool(phone and phone.textable),
            address=self.address.data or None,
            language=self.language.data,
            keep_needs=self.keep_needs.data,
            resident_id=resident_id,
        )

    def _fits_the_service(self) -> bool:
        if self.pair is None:
            return False
        service = self.pair[0]
        if self.meeting.data and self.meeting.data not in service.meetings:
            ways = ", ".join(str(MEETINGS[Meeting(way)]) for way in service.meetings)
            words = _("%(service)s is not done this way. Choose one of: %(ways)s.")
            return _refused(self.meeting, words % {"service": service.name, "ways": ways})
        here = self.meeting.data == Meeting.IN_PERSON and self.place
        if here and here.id not in {location.id for location in service.locations}:
            words = _("%(service)s is not at %(place)s. Choose another location.")
            return _refused(self.location, words % {"service": service.name, "place": here.name})
        return True

    def _can_be_told(self) -> bool:
        phone = self.phone.phone
        if self.channel.data == Channel.SMS and phone and not phone.textable:
            words = _("A text cannot reach this number. Enter a mobile, or tell them another way.")
            return _refused(self.phone, words)
        missing: dict[str, tuple[Field, str]] = {
            Channel.EMAIL: (self.email, _("Enter an email address, or tell them another way")),
            Channel.SMS: (self.phone, _("Enter a mobile number, or tell them another way")),
            Channel.PHONE: (self.phone, _("Enter a phone number, or tell them another way")),
            Channel.LETTER: (self.address, _("Enter an address, or tell them another way")),
        }
        field, words = missing.get(self.channel.data, (None, ""))
        if field is None or field.data or field.errors:
            return True
        return _refused(field, words)

    @property
    def by_request(self) -> bool:
        """Whether the chosen officer confirms every time in person: none can be taken at the desk."""
        return bool(self.pair and self.pair[1].arranges is Arranges.BY_REQUEST)

    def _says_when(self) -> bool:
        if self.time.data == LATER:
            return True
        if self.by_request:
            return _refused(self.time, _("This officer arranges times by request: take no time"))
        if read_instant(self.time.data):
            return True
        return _refused(self.time, _("Choose a time, or let the officer arrange one"))


def _refused(field: Field, words: str) -> bool:
    if words not in field.errors:
        field.errors = [*field.errors, words]
    return False
