"""The quick way out of a page: for those who may be in danger when somebody sees what they read.

It is offered where the service is a sensitive one, and where the resident said that others can see
their device; never on staff pages. It takes nothing back: what was sent stays sent.
"""

from collections.abc import Iterable

from flask import Flask, g

from booking.models import Service
from booking.settings import settings

SHARED_DEVICE = "shared_device"


def register(app: Flask) -> None:
    """Gives templates `exit_url`: where the way out leads, or nothing where none is offered."""
    app.context_processor(lambda: {"exit_url": settings().exit_url if g.get("exit") else ""})


def always_offer_exit() -> None:
    """The present page has one, whatever it is about: somebody may stand behind its reader."""
    g.exit = True


def offer_exit(service: Service | None, needs: Iterable[str]) -> None:
    """From here on the present page has a quick way out, if whoever reads it may need one."""
    g.exit = bool(service and service.sensitive) or SHARED_DEVICE in needs
