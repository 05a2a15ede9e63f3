"""The door for other systems: JSON out, and what is wrong as a problem in JSON (RFC 9457)."""

from booking.web.api import free_times
from booking.web.api.door import api

__all__ = ["api", "free_times"]
