"""What went wrong, said clearly: each kind of error has a page that says what to do next."""

import structlog
from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from booking.domain.errors import AuthorityEnded, LinkRefused
from booking.extensions import db

log = structlog.get_logger()

PAGES = frozenset({400, 403, 404, 405, 410, 413, 429, 500, 503})


def register(app: Flask) -> None:
    """Answers every error with its own page, and logs the unexpected ones without what was typed."""
    app.register_error_handler(CSRFError, lambda _error: _page(400))
    app.register_error_handler(LinkRefused, lambda _error: _page(410))
    app.register_error_handler(AuthorityEnded, lambda _error: _page(410, acts_no_more=True))
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(Exception, _unknown)


def _known(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()  # a redirect that werkzeug raises
    if isinstance(error, InternalServerError):
        return _unknown(error)
    return _page(error.code)


def _unknown(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    # The rule, not the address: an address may hold a token. The kind, not the text: it may hold a name.
    rule = request.url_rule.rule if request.url_rule else None
    log.error("request failed", rule=rule, error=type(error).__name__, where=_where(error))
    return _page(500)


def _page(code: int, **facts: bool) -> tuple[str, int]:
    return render_template(f"errors/{code if code in PAGES else 400}.html", **facts), code


def _where(error: Exception) -> list[str]:
    """The trace as places in the code, without the values that a full trace could show."""
    places = []
    trace = error.__traceback__
    while trace:
        places.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[-12:]
