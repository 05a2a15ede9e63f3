"""Administrators: what the council offers and how, as its own data."""

from booking.web.admin import needs, rooms
from booking.web.admin.door import admin

__all__ = ["admin", "needs", "rooms"]
