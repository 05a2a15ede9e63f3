"""Managers: what is at risk and what was missed, what they decide about it, and how it all went."""

from booking.web.manager import (
    appointment,
    arranging,
    breaking,
    closures,
    deciding,
    handing_over,
    queue,
    reports,
    standards,
)
from booking.web.manager.door import manager

__all__ = [
    "appointment",
    "arranging",
    "breaking",
    "closures",
    "deciding",
    "handing_over",
    "manager",
    "queue",
    "reports",
    "standards",
]
