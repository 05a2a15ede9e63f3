"""The pages that every visitor may read: accessibility, privacy, the choice of language."""

from datetime import date

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from booking.settings import settings
from booking.web import locale
from booking.web.ways_back import own_page

pages = Blueprint("pages", __name__)

STATEMENT_WRITTEN, STATEMENT_REVIEW = date(2026, 11, 25), date(2027, 11, 23)
"""When the accessibility statement was written, and by when it is looked at again."""
LAST_TESTED = date(2026, 11, 25)
"""When the checks of docs/accessibility.md that no machine repeats were last done: engines, ears and eyes."""


@pages.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template(
        "pages/accessibility.html",
        written=STATEMENT_WRITTEN,
        again=STATEMENT_REVIEW,
        tested=LAST_TESTED,
    )


@pages.get("/privacy")
def privacy() -> ResponseReturnValue:
    """What is kept about people, why, for how long, and which cookies there are."""
    return render_template("pages/privacy.html")


@pages.get("/language/<code>")
def language(code: str) -> ResponseReturnValue:
    """Remembers the language in this browser, and goes back to where it was chosen."""
    if code not in settings().languages:
        abort(404)
    locale.remember(code)
    return redirect(own_page(request.args.get("then")) or "/")
