"""In development and demonstrations: what people were sent, as they would get it."""

from booking.web.sent_messages.views import sent_messages

__all__ = ["sent_messages"]
