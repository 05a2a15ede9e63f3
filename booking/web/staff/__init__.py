"""Signing in and out, for all staff."""

from booking.web.staff.views import staff

__all__ = ["staff"]
