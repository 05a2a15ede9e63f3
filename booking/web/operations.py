"""For those who run Kept: is the process alive, can it serve, and does anything wait too long?

No personal data: numbers and states alone, so these doors are open to whoever watches the machine.
"""

from collections.abc import Iterator

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from booking.actions import watching
from booking.actions.watching import Signs
from booking.extensions import csrf, db, limiter

operations = Blueprint("operations", __name__)
limiter.exempt(operations)
csrf.exempt(operations)

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""Source: https://prometheus.io/docs/instrumenting/exposition_formats/"""


@operations.get("/health")
def health() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@operations.get("/ready")
def ready() -> ResponseReturnValue:
    """The database answers; says how the worker, the outbox and the promises are."""
    try:
        signs = watching.signs(db.session())
    except SQLAlchemyError:
        return jsonify(status="no database"), 503
    return jsonify(
        status="ready",
        worker="alive" if signs.worker_alive else "silent",
        overdue_message_seconds=int(signs.oldest_message_seconds),
        promises_at_risk=signs.promises_at_risk,
        promises_missed=signs.promises_missed,
    )


@operations.get("/metrics")
def metrics() -> ResponseReturnValue:
    """The same for Prometheus, with how many messages are in which state."""
    try:
        signs = watching.signs(db.session())
        messages = watching.messages_by_state(db.session())
    except SQLAlchemyError:
        return Response("kept_ready 0\n", 503, content_type=METRICS_TYPE)
    lines = [*_lines(signs), *_counted(messages)]
    return Response("".join(f"{line}\n" for line in lines), content_type=METRICS_TYPE)


def _lines(signs: Signs) -> Iterator[str]:
    gauges: dict[str, tuple[str, float | None]] = {
        "kept_ready": ("Whether the database answers.", 1),
        "kept_worker_heartbeat_age_seconds": (
            "How long ago a worker showed that it is alive.",
            signs.heartbeat_age_seconds,
        ),
        "kept_oldest_undelivered_message_seconds": (
            "How long the message that waits longest has been due; 0 where none waits.",
            signs.oldest_message_seconds,
        ),
        "kept_promises_at_risk": ("Open promises near their deadline.", signs.promises_at_risk),
        "kept_promises_missed": (
            "Promises that were missed and not put right yet.",
            signs.promises_missed,
        ),
    }
    for name, (words, value) in gauges.items():
        yield f"# HELP {name} {words}"
        yield f"# TYPE {name} gauge"
        if value is not None:
            yield f"{name} {value:g}"


def _counted(messages: dict[str, int]) -> Iterator[str]:
    yield "# HELP kept_messages Messages by state."
    yield "# TYPE kept_messages gauge"
    for state, count in messages.items():
        yield f'kept_messages{{state="{state}"}} {count}'
