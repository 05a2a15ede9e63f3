"""The door for other systems: JSON out, and what is wrong as a problem in JSON (RFC 9457)."""

from flask import Blueprint

api = Blueprint("api", __name__, url_prefix="/api")

from booking.web.api import free_times as free_times  # noqa: E402 - its routes hang on the blueprint
