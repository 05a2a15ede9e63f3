"""Whether somebody helps with the appointment: one press for those whom nobody helps."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from booking.actions import supporters
from booking.domain.errors import BookingError
from booking.settings import settings
from booking.web.resident.door import resident
from booking.web.resident.journey import Journey, at_step, shown
from booking.web.resident.supporter_forms import (
    FOR_ANOTHER,
    NOBODY,
    ForAnotherForm,
    HelpedForm,
    MySupporterForm,
    as_typed,
)


@resident.route("/request/helped", methods=["GET", "POST"])
@at_step("resident.helped")
def helped(journey: Journey) -> ResponseReturnValue:
    """Nobody, somebody, or somebody else is asking."""
    answers = journey.answers
    form = HelpedForm(helped=answers.helped or NOBODY)
    if form.validate_on_submit():
        said = form.helped.data
        changed = said != answers.helped
        journey.answer(helped=said, **({"authority": None} if changed else {}))
        if said == NOBODY:
            return journey.onward()
        return redirect(url_for("resident.supporter"))
    return shown(journey, "resident.helped", "helped", form=form)


@resident.route("/request/supporter", methods=["GET", "POST"])
@at_step("resident.supporter")
def supporter(journey: Journey) -> ResponseReturnValue:
    """Who they are, how they are told, what they may do; and the word that it is agreed."""
    answers = journey.answers
    if answers.helped == NOBODY:
        return journey.onward()
    for_another = answers.helped == FOR_ANOTHER
    before = answers.authority
    said = as_typed(before) if before and request.method == "GET" else {}
    form = ForAnotherForm(data=said) if for_another else MySupporterForm(data=said)
    if form.validate_on_submit():
        authority = form.authority(str(get_locale() or settings().default_language))
        try:
            if journey.officer:
                supporters.check(
                    authority.contact, resident=answers.contact, officer=journey.officer
                )
        except BookingError as refused:
            form.refuse(refused)
        else:
            journey.answer(authority=authority)
            return journey.onward()
    return shown(journey, "resident.supporter", "supporter", form=form, for_another=for_another)
