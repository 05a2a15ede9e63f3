"""The door through which residents ask for an appointment: one page a question, in the order of `steps`."""

from flask import Blueprint

resident = Blueprint("resident", __name__)
