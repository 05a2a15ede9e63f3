"""What the resident needs, asked of everybody before any time is shown."""

from flask.typing import ResponseReturnValue

from booking.domain.needs import Meeting
from booking.language.languages import current_language, other_language
from booking.web.resident.door import resident
from booking.web.resident.journey import Journey, at_step, shown
from booking.web.resident.needs_forms import LanguageForm, SupportForm, WritingForm, ticked


@resident.route("/request/language", methods=["GET", "POST"])
@at_step("resident.language")
def language(journey: Journey) -> ResponseReturnValue:
    """Which language they speak best, and who helps them to communicate."""
    answers, reads = journey.answers, current_language()
    written = other_language(answers.spoken_language)
    said = "" if written else answers.spoken_language
    form = LanguageForm(
        spoken=said or reads,
        suggested="" if said else reads,
        unlisted=written,
        needs=ticked(answers.communication, answers.remembered),
        wishes=answers.interpreter_wishes,
    )
    form.offer(reads)
    if form.validate_on_submit():
        journey.answer(
            spoken_language=form.language,
            communication=form.needs.codes,
            interpreter_wishes=(form.wishes.data or "") if form.needs.codes else "",
        )
        return journey.onward()
    return shown(journey, "resident.language", "language", form=form)


@resident.route("/request/support", methods=["GET", "POST"])
@at_step("resident.support")
def support(journey: Journey) -> ResponseReturnValue:
    """Access and support; what concerns a building is asked of those who come to one."""
    answers, at_a_place = journey.answers, journey.answers.meeting is Meeting.IN_PERSON
    form = SupportForm(
        needs=ticked(answers.support, answers.remembered), in_own_words=answers.in_own_words
    )
    form.offer(at_a_place=at_a_place)
    if form.validate_on_submit():
        journey.answer(
            support=form.needs.codes,
            asked_of_place=at_a_place,
            in_own_words=form.in_own_words.data or "",
        )
        return journey.onward()
    return shown(journey, "resident.support", "support", form=form)


@resident.route("/request/writing", methods=["GET", "POST"])
@at_step("resident.writing")
def writing(journey: Journey) -> ResponseReturnValue:
    """How to write to them, and how to reach them safely."""
    form = WritingForm(needs=ticked(journey.answers.writing, journey.answers.remembered))
    form.offer()
    if form.validate_on_submit():
        journey.answer(writing=form.needs.codes)
        return journey.onward()
    return shown(journey, "resident.writing", "writing", form=form)
