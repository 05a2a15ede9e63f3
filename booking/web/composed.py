"""A letter or an email as it was composed: a page of its own, with its own narrow content policy."""

from collections.abc import Sequence

from flask import Response, abort

from booking.extensions import db
from booking.messaging import letters
from booking.messaging.compose import Content

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"
"""Letters and emails carry styles and pictures with them; nothing else in them is loaded or run."""


def as_written(html: str, *, framed: bool = False) -> Response:
    """The composed HTML, shown and never trusted: no script, no form, nothing fetched.

    `framed`: it stands in a frame of a page of ours, of no use to others as nobody's name is in it.
    """
    within, legacy = ("'self'", "SAMEORIGIN") if framed else ("'none'", "DENY")
    headers = {
        "Content-Security-Policy": f"{_POLICY}; frame-ancestors {within}",
        "X-Frame-Options": legacy,
    }
    return Response(html, headers=headers)


def as_pdf(pages: Sequence[str], *, title: str, name: str) -> Response:
    """Letters as one PDF, shown in the browser; 404 where there is none, or where no PDF can be made."""
    if not pages or not letters.can_print():
        abort(404)
    db.session.rollback()  # no transaction stays open while the letters are made
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(letters.to_pdf(pages, title=title), mimetype="application/pdf", headers=headers)


def calendar_file(content: Content, name: str) -> Response:
    """The calendar part of an email, as a mail program would hand it to a calendar; 404 where it has none."""
    if content.calendar is None:
        abort(404)
    return Response(
        content.calendar,
        content_type=f"text/calendar; charset=utf-8; method={content.method}",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
