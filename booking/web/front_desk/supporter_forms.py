"""What the desk asks about somebody who acts for a resident."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField, SelectChoice
from wtforms import Form as Fields
from wtforms.validators import InputRequired

from booking.actions.residents import Contact
from booking.actions.supporters import Authority
from booking.domain.acting_for import Agreed, Tells, is_pointless
from booking.language.codes import TELLS
from booking.language.languages import endonym
from booking.models import Channel, Supporter
from booking.settings import settings
from booking.web.fields import (
    ADDRESS_LONGEST,
    Dropdown,
    EmailField,
    Line,
    Lines,
    PhoneField,
    Radios,
)
from booking.web.form import Form
from booking.web.reached import channels
from booking.web.staff.acting import AGREED
from booking.web.supporter_form import SupporterFields, typed

_AT_THE_DESK = [way for way in Agreed if way is not Agreed.ONLINE]
_SHOWN = (Agreed.WRITING, Agreed.LEGAL)


class ContactFields(SupporterFields):
    """Who they are and how they are told, in the words of the desk."""

    name = Line(
        _l("Supporter’s name"), [InputRequired(_l("Enter the supporter’s name"))], longest=200
    )
    relationship = Line(_l("Who they are to the resident (optional)"), longest=100)
    phone = PhoneField(_l("Supporter’s phone number"))
    email = EmailField(_l("Supporter’s email address"))
    address = Lines(_l("Supporter’s postal address"), longest=ADDRESS_LONGEST)
    channel = Radios(
        _l("How shall we tell the supporter?"),
        [InputRequired(_l("Choose how we tell the supporter"))],
        choices=channels,
    )
    language = Dropdown(_l("Language of our messages to the supporter"))

    enter = {
        Channel.SMS: _l("Enter the supporter’s mobile number"),
        Channel.PHONE: _l("Enter the supporter’s phone number"),
        Channel.EMAIL: _l("Enter the supporter’s email address"),
        Channel.LETTER: _l("Enter the supporter’s postal address"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = {code: endonym(code) for code in settings().languages}
        self.language.data = self.language.data or settings().default_language

    def told_at(self) -> Contact:
        """How they are reached, and in which language."""
        return self.reached(self.language.data)


class MayForm(Fields):
    """What they are told, and whether they may change anything."""

    tells = Radios(
        _l("Which messages do they get?"),
        [InputRequired(_l("Choose which messages they get"))],
        choices=[SelectChoice(one, TELLS[one]) for one in Tells],
    )
    may_manage = BooleanField(_l("They may change and cancel the appointment"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuses an authority to do nothing."""
        valid = bool(super().validate(extra_validators))
        if valid and is_pointless(self.allowed, may_manage=self.may_manage.data):
            self.tells.errors = [
                _("With no messages and no changes they could do nothing. Choose one of the two.")
            ]
            return False
        return valid

    @property
    def allowed(self) -> Tells:
        """Which messages were chosen."""
        return Tells(self.tells.data)


class AuthorityFields(ContactFields, MayForm):
    """All that is recorded of a new supporter."""

    agreed = Radios(
        _l("How do we know that the resident agrees?"),
        [InputRequired(_l("Choose how we know that the resident agrees"))],
        choices=[SelectChoice(way, AGREED[way]) for way in _AT_THE_DESK],
    )
    words = Line(_l("What was agreed, or which document you saw"), longest=300)
    in_everything = BooleanField(_l("In all appointments and questions of this resident"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Wants to know which document was seen."""
        valid = bool(super().validate(extra_validators))
        if self.agreed.data in _SHOWN and not self.words.data and not self.words.errors:
            self.words.errors = [_("Say which document you saw")]
            return False
        return valid

    def authority(self) -> Authority:
        """What is recorded, of a form that is complete."""
        return Authority(
            contact=self.told_at(),
            relationship=self.relationship.data or "",
            tells=self.allowed,
            may_manage=self.may_manage.data,
            agreed=Agreed(self.agreed.data),
            words=self.words.data or "",
            in_everything=self.in_everything.data,
        )


class NewSupporterForm(Form, AuthorityFields):
    """Somebody acts from now on."""


class ChangeSupporterForm(Form, ContactFields, MayForm):
    """What is recorded of somebody who acts: all but who they are to the resident and how it was agreed."""

    @classmethod
    def of(cls, supporter: Supporter, contact: Contact) -> "ChangeSupporterForm":
        """The form, as it stands now."""
        form = cls(
            data={
                **typed(contact),
                **({"phone": ""} if supporter.phone_wrong_since else {}),
                "language": supporter.language,
                "tells": supporter.tells,
                "may_manage": supporter.may_manage,
            }
        )
        del form.relationship
        return form


class OptionalSupporter(FormField):
    """The same within the page on which something is booked; left empty, nobody acts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(AuthorityFields, _l("Somebody acts for them"), **kwargs)

    @property
    def is_begun(self) -> bool:
        """Whether anything of it was typed or chosen."""
        form = self.form
        typed = (form.name, form.phone, form.email, form.address, form.relationship, form.words)
        asked = (*typed, form.agreed, form.tells, form.may_manage, form.in_everything)
        return any(field.data for field in asked)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Checks it where it was begun."""
        return super().validate(form, extra_validators) if self.is_begun else True

    @property
    def authority(self) -> Authority | None:
        """What is recorded, where anything is."""
        return self.form.authority() if self.is_begun else None
