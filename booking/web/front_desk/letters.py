"""The print queue: letters are printed together, as one PDF, and posted by one press."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from booking.actions import printing, telling
from booking.actions.still_wanted import no_longer_wanted
from booking.domain.errors import ActionRefused
from booking.extensions import db
from booking.language.refusals import explain
from booking.messaging import letters as paper
from booking.messaging.compose import Content
from booking.models import Channel, Message, MessageState, PrintRun
from booking.web.composed import as_pdf, as_written
from booking.web.front_desk.by_hand import letters_waiting, tasks, ways
from booking.web.front_desk.door import actor, front_desk, seen
from booking.web.front_desk.paging import page_of
from booking.web.front_desk.to_tell import existing

_ID = "int(max=2147483647)"


@front_desk.get("/letters")
def letters() -> ResponseReturnValue:
    """What is to be printed, and what was printed and is to be posted."""
    seen("see_list", "letters")
    session = db.session()
    to_print, runs = printing.to_print(session), printing.to_post(session)
    page = page_of(to_print)
    return render_template(
        "front_desk/letters.html",
        ways=ways(session, "front_desk.letters", letters_waiting(to_print, runs)),
        to_print=len(to_print),
        most=printing.MOST_IN_A_RUN,
        page=page,
        tasks=tasks(page.rows),
        runs=runs,
        can_print=paper.can_print(),
    )


@front_desk.post("/letters/print")
def print_letters() -> ResponseReturnValue:
    """Writes letters that wait, as many as make one run, or one of them; leads to where they are printed."""
    one = request.form.get("message_id", type=int)
    if one is not None:
        existing(one)
    try:
        run_id = printing.print_letters(message_id=one, actor=actor())
    except ActionRefused as refused:
        flash(explain(refused), "important")
        run_id = None
    if run_id is None:
        return redirect(url_for("front_desk.letters"))
    return redirect(url_for("front_desk.print_run", run_id=run_id))


@front_desk.get(f"/letters/printed/<{_ID}:run_id>")
def print_run(run_id: int) -> ResponseReturnValue:
    """Letters that were written together: to open, to print, and to say that they are posted."""
    run = db.session.get(PrintRun, run_id) or abort(404)
    seen("see_list", f"print-run:{run_id}")
    found = printing.run_of(db.session(), run_id)
    waiting = [one for one in found if one.state is MessageState.WAITING]
    stale = [one for one in waiting if no_longer_wanted(one)]
    return render_template(
        "front_desk/print_run.html",
        run=run,
        letters=tasks(one for one in waiting if one not in stale),
        stale=tasks(stale),
        posted=[one for one in found if one.state is MessageState.SENT],
        can_print=paper.can_print(),
    )


@front_desk.get(f"/letters/printed/<{_ID}:run_id>/letters.pdf")
def print_run_pdf(run_id: int) -> ResponseReturnValue:
    """The letters of a run that are still to be posted as one PDF, each from the front of a sheet."""
    db.session.get(PrintRun, run_id) or abort(404)
    seen("print_letter", f"print-run:{run_id}")
    return _pdf(printing.to_open(db.session(), run_id))


@front_desk.post(f"/letters/printed/<{_ID}:run_id>/posted")
def posted(run_id: int) -> ResponseReturnValue:
    """All letters of this run, and no others, were posted."""
    db.session.get(PrintRun, run_id) or abort(404)
    count, withheld = printing.mark_posted(run_id=run_id, actor=actor())
    if count:
        words = ngettext("%(num)s letter is posted.", "%(num)s letters are posted.", count)
        flash(words, "success")
    if withheld:
        flash(
            ngettext(
                "%(num)s letter is no longer true. Take it out of the pile.",
                "%(num)s letters are no longer true. Take them out of the pile.",
                withheld,
            ),
            "important",
        )
    return redirect(url_for("front_desk.letters"))


@front_desk.get(f"/letters/<{_ID}:message_id>")
def letter(message_id: int) -> ResponseReturnValue:
    """The letter alone, as a page: how it is printed where no PDF can be made."""
    seen("print_letter", f"message:{message_id}")
    content = _content(existing(message_id))
    return as_written(str(content.html))


@front_desk.get(f"/letters/<{_ID}:message_id>/letter.pdf")
def letter_pdf(message_id: int) -> ResponseReturnValue:
    """The letter alone as it was printed: the same words each time."""
    seen("print_letter", f"message:{message_id}")
    message = existing(message_id)
    return _pdf([message] if message.channel is Channel.LETTER else [])


def _content(message: Message) -> Content:
    content = telling.words(message) if message.channel is Channel.LETTER else None
    return content if content and content.html else abort(404)


def _pdf(found: list[Message]) -> Response:
    """What was kept of these letters; 404 where nothing was, or where no PDF can be made."""
    kept = [Content.from_json(one.content).html for one in found if one.content]
    pages = [html for html in kept if html]
    return as_pdf(pages, title=_("Letters to post"), name="letters")
