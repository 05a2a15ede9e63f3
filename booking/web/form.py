"""The form that all of ours are: what was typed survives a change of language."""

from flask import request
from flask_wtf import FlaskForm

SWITCH = "switch_language"
"""The name of the buttons that a page with answers offers its languages by; their value is the language."""


def switches_language() -> bool:
    """Whether this request sends the answers only to see them again in another language."""
    return request.method == "POST" and SWITCH in request.form


def is_sent() -> bool:
    """Whether this request sends answers that are meant."""
    return request.method == "POST" and not switches_language()


class Form(FlaskForm):
    """A form that is filled with what was typed, but not sent, when only the language is changed."""

    def is_submitted(self) -> bool:
        """Whether the answers are meant; otherwise the page shows them again, unchecked."""
        return bool(super().is_submitted()) and not switches_language()
