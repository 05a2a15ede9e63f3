"""A letter or an email as it was composed: a page of its own, with its own narrow content policy."""

from flask import Response, abort

from booking.messaging.compose import Content

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'"
"""Letters and emails carry their styles with them; nothing else in them is loaded or run."""


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


def calendar_file(content: Content, name: str) -> Response:
    """The calendar part of an email, as a mail program would hand it to a calendar; 404 where it has none."""
    if content.calendar is None:
        abort(404)
    return Response(
        content.calendar,
        content_type=f"text/calendar; charset=utf-8; method={content.method}",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
