"""Being built."""

from flask import Blueprint

front_desk = Blueprint("front_desk", __name__)
