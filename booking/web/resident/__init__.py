"""Residents ask for an appointment, and look after the one that they have."""

from booking.web.resident import (
    about_views,
    here_views,
    manage_changes,
    manage_cover,
    manage_needs,
    manage_supporters,
    manage_views,
    needs_views,
    sending_views,
    supporter_views,
    time_views,
)
from booking.web.resident.door import resident
from booking.web.resident.here_views import here
from booking.web.resident.manage_door import manage

__all__ = [
    "about_views",
    "here",
    "here_views",
    "manage",
    "manage_changes",
    "manage_cover",
    "manage_needs",
    "manage_supporters",
    "manage_views",
    "needs_views",
    "resident",
    "sending_views",
    "supporter_views",
    "time_views",
]
