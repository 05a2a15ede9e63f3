"""Everything that is asked to log an enquiry, on one page; and by when each would be answered."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import SelectChoice
from wtforms.validators import DataRequired

from booking import clock
from booking.actions import rules
from booking.actions.enquiring import PROMISED_BY, NewEnquiry
from booking.domain.needs import Category
from booking.domain.promise import NoStandard, arrange_by
from booking.language.codes import CAME_BY
from booking.language.dates import format_deadline
from booking.models import CameBy, Resident
from booking.settings import settings
from booking.web.enquiries import LONGEST
from booking.web.fields import Lines
from booking.web.front_desk.person_choices import offer_choices
from booking.web.front_desk.person_form import PersonForm

FOR_TELLING = frozenset(
    {Category.CONTACT, Category.FORMAT, Category.COMMUNICATING, Category.ACTING_FOR_ME}
)
"""The kinds of need that shape how an answer is told; nobody meets anybody."""


class EnquiryForm(PersonForm):
    """How it came, what is asked and of whom, who asks and how to tell them; the answer, if it is known."""

    needs_in_own_words = None  # type: ignore[assignment]  # how WTForms leaves a field out
    question = Lines(
        _l("What do they want to know?"),
        [DataRequired(_l("Write down what they want to know"))],
        longest=LONGEST,
    )
    answer = Lines(_l("Answered now (leave it empty to pass the enquiry on)"), longest=LONGEST)

    @classmethod
    def prepared(cls, session: Session) -> "EnquiryForm":
        """The form with all that can be chosen in it, and what was typed."""
        form = cls()
        offer_choices(session, form)
        form.came_by.choices = [SelectChoice(way, CAME_BY[way]) for way in CameBy]
        return form

    @property
    def telling_groups(self) -> list[str]:
        """The names of the boxes that are asked here; what else is known of them goes along unseen."""
        return [f"needs_{category}" for category in Category if category in FOR_TELLING]

    def is_complete(self) -> bool:
        """Whether it can be logged; says beside each answer what is wrong with it."""
        return all([self.validate(), self.can_be_told()])

    def enquiry(self, person: Resident | None) -> NewEnquiry:
        """What a form that is complete says."""
        service, officer = self.pairs[self.whom.data]
        return NewEnquiry(
            key=self.key.data,
            service_id=service.id,
            officer_id=officer.id,
            contact=self.contact(person.id if person else None),
            question=self.question.data,
            came_by=CameBy(self.came_by.data),
            needs=tuple(self.ticked()),
            answer=self.answer.data or None,
        )


def answered_by(session: Session, form: EnquiryForm) -> Mapping[str, str]:
    """By when an enquiry that comes now is answered, by how it came; for the chosen service."""
    service_id, now = form.pair[0].id if form.pair else 0, clock.now()
    calendar = rules.working_calendar(session)
    words: dict[str, str] = {}
    for way, promised in PROMISED_BY.items():
        try:
            standard = rules.standard_for(
                session, service_id=service_id, received_at=now, promised=promised
            )
        except NoStandard:
            continue  # said when it is logged
        due = arrange_by(now, standard=standard, calendar=calendar, zone=settings().timezone)
        words[way] = _("Answered by %(day)s", day=format_deadline(due))
    return words
