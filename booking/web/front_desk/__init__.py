"""The front desk: today, booking, finding anybody, enquiries, and what is told by letter or phone."""

from booking.web.front_desk import (
    appointment,
    book,
    calls,
    changes,
    contact,
    enquiries,
    find,
    letters,
    still_right,
    support,
    supporters,
    tasks,
    to_tell,
    today,
)
from booking.web.front_desk.door import front_desk

__all__ = [
    "appointment",
    "book",
    "calls",
    "changes",
    "contact",
    "enquiries",
    "find",
    "front_desk",
    "letters",
    "still_right",
    "support",
    "supporters",
    "tasks",
    "to_tell",
    "today",
]
