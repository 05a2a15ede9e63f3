"""Administrators: what the council offers and how, as its own data, and every message as it is read."""

from booking.web.admin import messages, needs, rooms, services
from booking.web.admin.door import admin

__all__ = ["admin", "messages", "needs", "rooms", "services"]
