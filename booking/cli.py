"""The commands of `flask --app wsgi`: thin doors to the actions."""

from flask import Flask


def register(app: Flask) -> None:
    """Adds the commands."""
