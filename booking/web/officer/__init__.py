"""Officers: their day, their requests, their enquiries, their diary; and a request's link in their email."""

from booking.web.officer import by_link, day, diary, enquiries, requests
from booking.web.officer.by_link import officer_link
from booking.web.officer.door import officer

__all__ = ["by_link", "day", "diary", "enquiries", "officer", "officer_link", "requests"]
