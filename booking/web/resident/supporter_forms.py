"""Does somebody help, who is it, and what may they do."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice
from wtforms.validators import InputRequired

from booking.actions.supporters import Authority
from booking.domain.acting_for import Agreed, Tells
from booking.models import Channel, Supporter
from booking.web.fields import ADDRESS_LONGEST, EmailField, Line, Lines, PhoneField, Radios
from booking.web.form import Form
from booking.web.reached import channels
from booking.web.supporter_form import SupporterFields, typed

NOBODY, HELPED, FOR_ANOTHER = "no", "yes", "other"


class Allowed(NamedTuple):
    """What a resident lets somebody do."""

    tells: Tells
    may_manage: bool


ALLOWED: Mapping[str, Allowed] = {
    "manage": Allowed(Tells.EVERYTHING, may_manage=True),
    "see": Allowed(Tells.EVERYTHING, may_manage=False),
    "reminders": Allowed(Tells.REMINDERS, may_manage=False),
}
"""The choices that a resident has: few, and none of them pointless."""
WHAT: Mapping[str, LazyString] = {
    "manage": _l("Get every message, and change or cancel it for me"),
    "see": _l("Get every message, but change nothing"),
    "reminders": _l("Get reminders, and hear when the time changes"),
}


class HelpedForm(Form):
    """Whether somebody helps, or asks for somebody else."""

    helped = Radios(
        _l("Does somebody help you with this appointment?"),
        [InputRequired(_l("Choose one of these answers"))],
        choices=[
            SelectChoice(NOBODY, _l("No")),
            SelectChoice(HELPED, _l("Yes, somebody helps me")),
            SelectChoice(FOR_ANOTHER, _l("I am asking for somebody else")),
        ],
    )


class AllowedForm(Form):
    """What they may do."""

    may = Radios(
        _l("What may they do?"),
        [InputRequired(_l("Choose what they may do"))],
        choices=[SelectChoice(code, words) for code, words in WHAT.items()],
    )

    @classmethod
    def of(cls, supporter: Supporter) -> "AllowedForm":
        """The form, as it stands now."""
        return cls(may=may_now(supporter.tells, may_manage=supporter.may_manage))

    @property
    def allowed(self) -> Allowed:
        """What was chosen."""
        return ALLOWED[self.may.data]


class MySupporterForm(AllowedForm, SupporterFields):
    """Who helps, as the resident says it."""

    agree = BooleanField(
        _l("I agree to this. I can end it at any time."),
        [InputRequired(_l("Tick that you agree, or go back and choose that nobody helps you"))],
    )

    def authority(self, language: str) -> Authority:
        """What the resident agrees to."""
        return Authority(
            contact=self.reached(language),
            relationship=self.relationship.data or "",
            tells=self.allowed.tells,
            may_manage=self.allowed.may_manage,
            agreed=Agreed.ONLINE,
        )


class ForAnotherForm(Form, SupporterFields):
    """Who asks for somebody else, as they say it themself."""

    name = Line(_l("Your name"), [InputRequired(_l("Enter your name"))], longest=200)
    relationship = Line(_l("Who are you to them? (optional)"), longest=100)
    channel = Radios(
        _l("How should we tell you?"),
        [InputRequired(_l("Choose how we tell you"))],
        choices=channels,
    )
    phone = PhoneField(_l("Your phone number"))
    email = EmailField(_l("Your email address"))
    address = Lines(_l("Your postal address"), longest=ADDRESS_LONGEST)
    agree = BooleanField(
        _l("They know that I ask for them, and they agree"),
        [InputRequired(_l("Tick that they agree, or ask them first"))],
    )

    enter = {
        Channel.SMS: _l("Enter a mobile number, so that we can text you"),
        Channel.PHONE: _l("Enter a phone number, so that we can phone you"),
        Channel.EMAIL: _l("Enter an email address, so that we can email you"),
        Channel.LETTER: _l("Enter a postal address, so that we can write to you"),
    }

    def authority(self, language: str) -> Authority:
        """What they say that they may do; the resident is told of it, and can end it."""
        return Authority(
            contact=self.reached(language),
            relationship=self.relationship.data or "",
            agreed=Agreed.STATED,
        )


def may_now(tells: Tells, *, may_manage: bool) -> str | None:
    """Which of the resident's choices that is; None for what only staff could choose."""
    now = Allowed(tells, may_manage)
    return next((code for code, allowed in ALLOWED.items() if allowed == now), None)


def as_typed(authority: Authority) -> dict[str, Any]:
    """What was said before, as it is typed."""
    return {
        **typed(authority.contact),
        "relationship": authority.relationship,
        "may": may_now(authority.tells, may_manage=authority.may_manage),
        "agree": True,
    }
