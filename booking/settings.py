"""The running application's settings, for whatever runs inside an application context."""

from typing import cast

from flask import current_app

from config import Config


def settings() -> Config:
    """The settings that this application was made with."""
    return cast(Config, current_app.extensions["settings"])
