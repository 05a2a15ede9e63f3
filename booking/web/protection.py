"""What every answer carries to keep its reader safe: a strict content policy, no referrer, no caching."""

import secrets

from flask import Flask, Response, g, request

from booking.settings import settings


def protect(app: Flask) -> None:
    """Adds the headers to every answer, and the nonce that pages put on their scripts."""
    app.after_request(_add_headers)
    app.context_processor(lambda: {"csp_nonce": nonce})


def nonce() -> str:
    """This answer's nonce: only scripts and styles that carry it run.

    Of no fixed length, so that the length of a compressed page tells nobody what is in it.
    """
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16 + secrets.randbelow(48))
    return str(g.csp_nonce)


def _add_headers(response: Response) -> Response:
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' 'nonce-{nonce()}'",
        "style-src": f"'self' 'nonce-{nonce()}'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-src": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    headers = response.headers
    headers.setdefault("Content-Security-Policy", "; ".join(f"{k} {v}" for k, v in policy.items()))
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), interest-cohort=()"
    headers.setdefault("X-Frame-Options", "DENY")
    if settings().public_url.startswith("https://"):
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    return response
