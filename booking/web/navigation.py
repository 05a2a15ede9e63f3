"""The ways that a member of staff has from every page, by what they may do."""

from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from booking.models import Staff
from booking.web.access import ACCESS

WAYS = (
    ("manager.queue", _l("Queue")),
    ("front_desk.today", _l("Today")),
    ("front_desk.book", _l("Book")),
    ("front_desk.find", _l("Find")),
    ("front_desk.enquiries", _l("Enquiries")),
    ("front_desk.support", _l("Support")),
    ("front_desk.letters", _l("Letters and calls")),
    ("manager.broken", _l("Rearrange")),
    ("manager.reports", _l("Reports")),
    ("manager.show_standards", _l("Standards")),
    ("manager.show_closures", _l("Closures")),
    ("admin.needs", _l("Needs")),
    ("admin.messages", _l("Messages")),
    ("admin.way_out", _l("Way out")),
    ("officer.my_day", _l("My day")),
    ("officer.requests", _l("Requests")),
    ("officer.enquiries", _l("Enquiries")),
    ("officer.diary", _l("Diary")),
)

_WITHIN = {"front_desk.letters": ("front_desk.calls", "front_desk.to_tell", "front_desk.print_run")}
"""Pages that a way leads to besides its first one."""


def register(app: Flask) -> None:
    """Gives staff pages their navigation."""
    app.context_processor(_for_staff)


def _for_staff() -> dict[str, Any]:
    if not isinstance(member := current_user._get_current_object(), Staff):
        return {}
    return {
        "navigation": [
            (url_for(endpoint), label, request.endpoint in (endpoint, *_WITHIN.get(endpoint, ())))
            for endpoint, label in WAYS
            if member.role in ACCESS[endpoint]
        ],
        "signed_in_name": member.name,
        "sign_out_url": url_for("staff.sign_out"),
    }
