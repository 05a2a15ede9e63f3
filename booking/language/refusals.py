"""What people are told when the rules refuse something: what happened, and what to do now."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from booking.domain.errors import BookingError

REFUSALS: Mapping[str, LazyString] = {
    "refused": _("We could not do that. Nothing has changed. Phone us if you need help."),
    "slot_taken": _("Somebody else has just taken that time. Choose another time."),
    "slot_not_offered": _("That time is not free any more. Choose another time."),
    "not_offered": _("This officer cannot be seen about that in that way. Choose again."),
    "interpreter_refused": _("Choose one interpreter, and the language that you speak best."),
    "action_refused": _(
        "The appointment has changed since you opened this page. Look at it again."
    ),
    "not_today": _("You can only say that you will be late on the day of the appointment."),
    "absence_refused": _("An absence must end after it begins. Check the days."),
    "time_refused": _(
        "Extra time must be still to come and end after it starts. It cannot be on a public "
        "holiday or a day on which the council is closed."
    ),
    "key_reused": _("This request was sent before with other answers. Start a new request."),
    "reason_missing": _("Say why, and what the resident can do instead."),
    "link_refused": _("This link no longer works. Ask for a new one, or phone us."),
    "link_used": _("This link has been used already. Nothing more needs to be done with it."),
    "authority_ended": _("You do not act for this person any more. Phone us if you need help."),
    "authority_pointless": _(
        "With no messages and no changes they could do nothing. Choose what they may do."
    ),
    "supporter_is_officer": _(
        "This phone number or email is the officer’s own. An officer cannot act for you at their own "
        "appointment. Choose somebody else, or phone us."
    ),
    "supporter_is_resident": _(
        "This is the phone number or email of the person who has the appointment. Enter another one."
    ),
    "not_reachable": _("Give us a way to reach you: a phone number, an email or an address."),
    "contact_missing": _(
        "We do not have the phone number, email or address that we need to meet you in this way. "
        "Phone us, and we will add it."
    ),
    "unknown_need": _("We do not know one of those needs. Choose from the list, or phone us."),
    "nonexistent_time": _("The clocks go forward over that time. Choose another time."),
    "no_standard": _("No standard says by when to arrange this. An administrator must add one."),
    "standard_too_short": _("A standard must be at least 1 working day."),
    "standard_past": _("A standard cannot begin in the past. Choose today or a later day."),
    "standard_out_of_bounds": _(
        "Choose 1 to 260 working days, and steps that come in order within them."
    ),
    "standard_taken": _(
        "Another standard for the same thing begins on that day. Remove it first, or choose another day."
    ),
    "standard_in_use": _("That standard is in force or was, so it stays. Add a new one instead."),
    "closure_refused": _(
        "A closure begins today or later, ends on its first day or later, and lasts 92 days at most."
    ),
    "need_rule_refused": _("That cannot be changed: a number is too big, or the law asks for it."),
    "password_too_short": _("Choose a longer password: at least 12 characters."),
    "staff_known": _("Somebody with that email can sign in already. Use another email."),
    "support_step_refused": _(
        "That support has moved on since you opened the page. Look at it again."
    ),
    "holiday_year_missing": _(
        "We do not know the public holidays of that year. Choose a sooner day."
    ),
}
"""By the code of each kind of `BookingError`."""

PHONE_REFUSALS: Mapping[str, LazyString] = {
    "not-a-number": _("Enter a phone number, like 020 7946 0018 or 07700 900982."),
    "invalid": _("That phone number does not exist. Check it and enter it again."),
    "extension": _("Enter the phone number without an extension."),
}
"""By the code of a `PhoneError`."""


def explain(refused: BookingError) -> str:
    """What somebody is told about what was refused, in the current language."""
    return str(REFUSALS.get(refused.code, REFUSALS["refused"]))
