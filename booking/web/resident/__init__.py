"""Residents ask for an appointment, and look after the one that they have."""

from flask import Blueprint

resident = Blueprint("resident", __name__)
manage = Blueprint("manage", __name__, url_prefix="/appointment")
