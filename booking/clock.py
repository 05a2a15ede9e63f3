"""The only reader of the time. A stepped clock takes its place in simulations and tests."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import current_app

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The present instant of the running application's clock, UTC."""
    clock: Clock = current_app.extensions["clock"]
    return clock()
