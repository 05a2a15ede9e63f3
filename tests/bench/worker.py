"""The worker: due reminders handed to a fake Twilio, against the pace at which that takes bare posts."""

import http.client
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlencode, urlsplit

from flask import Flask
from sqlalchemy import insert

from booking.actions import delivering, requesting
from booking.actions.actor import RESIDENT
from booking.extensions import db
from booking.models import Audience, Channel, Kind, Message, MessageState
from tests.bench.council import council_app, new_request
from tests.bench.rounds import timed
from tests.bench.row import Row
from tests.builders import Council
from tests.conftest import MONDAY
from tests.fakes.twilio import FakeTwilio

FLAT = 1.10
"""The last memory against that after a tenth of the messages."""


def rows(options: Namespace) -> Iterator[Row]:
    with (
        TemporaryDirectory() as place,
        FakeTwilio() as twilio,
        council_app(
            f"sqlite:///{Path(place) / 'kept.sqlite3'}",
            twilio_account_sid=twilio.account_sid,
            twilio_auth_token=twilio.auth_token,
            twilio_messaging_service_sid=twilio.messaging_service_sid,
            twilio_api_url=twilio.url,
        ) as (app, council),
    ):
        _write_reminders(council, options.messages)
        seconds, memory = _deliver_all(app, twilio)
        bare = timed(lambda: _post_barely(twilio, min(options.messages, 1000)))
    pace, limit = options.messages / seconds, min(options.messages, 1000) / bare
    yield Row(
        "worker: reminders handed over",
        f"{pace / limit:.0%} of bare posts",
        detail=f"{pace:.0f} a second against {limit:.0f}; {options.messages} messages",
    )
    early, last = memory[len(memory) // 10], memory[-1]
    yield Row(
        "worker: memory at the end / after a tenth",
        f"{last / early:.2f}",
        f"<= {FLAT:.2f}",
        last / early <= FLAT,
        f"{early / 1e6:.0f} MB, then {last / 1e6:.0f} MB",
    )


def _write_reminders(council: Council, count: int) -> None:
    """That many due texts: one appointment's reminder, under as many keys."""
    starts_at = MONDAY + timedelta(days=2)
    appointment = requesting.request(
        new_request(council, council.sam.id, starts_at), actor=RESIDENT
    )
    reminder = {
        "kind": Kind.REMINDER_DAYS,
        "channel": Channel.SMS,
        "audience": Audience.RESIDENT,
        "appointment_id": appointment.id,
        "sequence": appointment.sequence,
        "language": "en",
        "created_at": MONDAY,
        "due_at": MONDAY,
        "expires_at": starts_at,
        "state": MessageState.WAITING,
        "attempts": 0,
    }
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(Message.__table__.delete())  # type: ignore[attr-defined]
        connection.execute(
            insert(Message), [reminder | {"key": f"bench:{n}"} for n in range(count)]
        )


def _deliver_all(app: Flask, twilio: FakeTwilio) -> tuple[float, list[int]]:
    begun, memory, taken = perf_counter(), [_resident_bytes()], 1
    while taken:
        with app.app_context():
            taken = delivering.deliver()
        twilio.texts.clear()  # the fake's memory is not the worker's
        memory.append(_resident_bytes())
    return perf_counter() - begun, memory


def _post_barely(twilio: FakeTwilio, count: int) -> None:
    address = urlsplit(twilio.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    body = urlencode(
        {
            "To": "+447700900123",
            "MessagingServiceSid": twilio.messaging_service_sid,
            "Body": "A reminder of the usual length. " * 5,
        }
    )
    headers = {
        "Authorization": twilio.authorization,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    for _ in range(count):
        connection.request("POST", twilio.path, body, headers)
        if (answer := connection.getresponse()).status != 201:
            raise RuntimeError(f"the fake refused a bare post: {answer.status}")
        answer.read()
    connection.close()


def _resident_bytes() -> int:
    """This process's memory now; Linux only says so in pages."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
