"""A letter or an email as it was composed: a page of its own, with its own narrow content policy."""

from flask import Response

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""Letters and emails carry styles and pictures with them; nothing else in them is loaded or run."""


def as_written(html: str) -> Response:
    """The composed HTML, shown and never trusted: no script, no form, nothing fetched."""
    return Response(html, headers={"Content-Security-Policy": _POLICY})
