"""Being built."""

from flask import Blueprint

officer = Blueprint("officer", __name__)
