"""For those who run Kept: is the process alive, and can it serve?"""

from datetime import timedelta

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from booking import clock
from booking.extensions import csrf, db, limiter
from booking.models import Heartbeat, Message
from booking.models.messages import BY_HAND, UNDELIVERED

operations = Blueprint("operations", __name__)
limiter.exempt(operations)
csrf.exempt(operations)

WORKER_SILENT_AFTER = timedelta(minutes=10)


@operations.get("/health")
def health() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@operations.get("/ready")
def ready() -> ResponseReturnValue:
    """The database answers; says how the worker and the outbox are."""
    try:
        beat = db.session.scalar(select(Heartbeat.at).where(Heartbeat.name == "worker"))
        oldest = db.session.scalar(
            select(func.min(Message.due_at)).where(UNDELIVERED, Message.channel.not_in(BY_HAND))
        )
    except SQLAlchemyError:
        return jsonify(status="no database"), 503
    now = clock.now()
    return jsonify(
        status="ready",
        worker="alive" if beat and now - beat < WORKER_SILENT_AFTER else "silent",
        overdue_message_seconds=max(0, int((now - oldest).total_seconds())) if oldest else 0,
    )
