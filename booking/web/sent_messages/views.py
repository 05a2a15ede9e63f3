"""Every message that was sent, newest first: texts, emails with their calendar part, letters, calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select, true

from booking import clock
from booking.actions import telling
from booking.calendars.reading import Entry, read_entry
from booking.extensions import db
from booking.language.languages import Direction, direction
from booking.messaging.compose import Content
from booking.messaging.segments import Segments, count_segments
from booking.models import Channel, CouncilsWords, Message, MessageState
from booking.models.messages import BY_HAND, UNDELIVERED
from booking.settings import settings
from booking.web.composed import as_written, calendar_file

sent_messages = Blueprint("sent_messages", __name__, url_prefix="/sent-messages")

PAGE = 20
_LAST_PAGE = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as its reader gets it."""

    message: Message
    content: Content
    segments: Segments | None
    entry: Entry | None

    @property
    def language(self) -> str:
        """The language of its words."""
        return self.content.language

    @property
    def direction(self) -> Direction:
        """Which way it is written: a phone does not go by a name that stands first, as a browser would."""
        return direction(self.language)


@sent_messages.get("/")
def index() -> ResponseReturnValue:
    """The messages of every channel, or of one."""
    channel = _asked_channel()
    page = min(request.args.get("page", 1, type=int), _LAST_PAGE)
    found = _sent(channel, max(page, 1))
    return render_template(
        "sent_messages/index.html",
        messages=[shown for message in found[:PAGE] if (shown := _shown(message))],
        channel=channel,
        channels=list(Channel),
        page=max(page, 1),
        more=len(found) > PAGE,
        waiting=_waiting(),
        sender=CouncilsWords(f"{settings().council_name} <{settings().council_email}>"),
    )


@sent_messages.get("/<int(max=2147483647):message_id>")
def one(message_id: int) -> ResponseReturnValue:
    """An email or a letter with its layout, as a page of its own."""
    html = _content(message_id).html or abort(404)
    return as_written(html)


@sent_messages.get("/<int(max=2147483647):message_id>/invitation.ics")
def calendar(message_id: int) -> ResponseReturnValue:
    """The calendar part of an email, as a mail program would hand it to a calendar."""
    return calendar_file(_content(message_id), "invitation")


def _asked_channel() -> Channel | None:
    asked = request.args.get("channel", "")
    return Channel(asked) if asked in set(Channel) else None


def _sent(channel: Channel | None, page: int) -> Sequence[Message]:
    """One page of messages, and one more where there is another page.

    What was sent and what is told by hand are two lists, each in the order of an index.
    """
    sent = select(Message.sent_at, Message.id).where(Message.sent_at.is_not(None))
    by_hand = select(Message.due_at, Message.id).where(
        UNDELIVERED,
        Message.state == MessageState.WAITING,
        Message.channel.in_(BY_HAND),
        Message.due_at <= clock.now(),
    )
    last = page * PAGE + 1
    told = [
        db.session.execute(
            found.where(Message.channel == channel if channel else true())
            .order_by(at.desc(), Message.id.desc())
            .limit(last)
        )
        for found, at in ((sent, Message.sent_at), (by_hand, Message.due_at))
    ]
    ids = [id_ for _at, id_ in islice(merge(*told, reverse=True), last - PAGE - 1, last)]
    messages = db.session.scalars(select(Message).where(Message.id.in_(ids)))
    return sorted(messages, key=lambda message: ids.index(message.id))


def _waiting() -> int:
    """How many are due and wait for the worker."""
    due = select(func.count(Message.id)).where(
        UNDELIVERED,
        Message.channel.not_in(BY_HAND),
        Message.due_at <= clock.now(),
    )
    return db.session.scalar(due) or 0


def _shown(message: Message) -> Shown | None:
    content = telling.words(message)
    if content is None:
        return None
    return Shown(
        message,
        content,
        count_segments(content.text) if message.channel is Channel.SMS else None,
        read_entry(content.calendar) if content.calendar else None,
    )


def _content(message_id: int) -> Content:
    message = db.session.get(Message, message_id) or abort(404)
    return telling.words(message) or abort(404)
