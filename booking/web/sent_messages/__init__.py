"""Being built."""

from flask import Blueprint

sent_messages = Blueprint("sent_messages", __name__)
