"""A Twilio that answers over real HTTP: the Messages resource, and its bad days.

    with FakeTwilio() as twilio:
        sms = TwilioSms(account_sid=twilio.account_sid, ..., api_url=twilio.url)
        twilio.next(rate_limited(30))

Source: https://www.twilio.com/docs/messaging/api/message-resource
"""

import hmac
import json
import re
import socket
import threading
from base64 import b64encode
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Fault:
    """One bad answer. Without a `status` there is none: the connection drops, or hangs."""

    status: int | None = None
    code: int | None = None
    accepted: bool = False
    hangs: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None


def refusal(status: int, code: int | None = None) -> Fault:
    return Fault(status, code)


def rate_limited(seconds: int | None = None) -> Fault:
    return Fault(429, 20429, headers={} if seconds is None else {"Retry-After": str(seconds)})


def breakdown(*, accepted: bool, status: int = 500) -> Fault:
    return Fault(status, accepted=accepted)


def unreadable(*, accepted: bool) -> Fault:
    """A success with a page of words in place of the message, as a proxy in between may give."""
    return Fault(201, accepted=accepted, text="<p>Welcome</p>")


def hang(*, accepted: bool) -> Fault:
    """Say nothing until the fake is closed: the caller's patience has to end first."""
    return Fault(accepted=accepted, hangs=True)


def drop(*, accepted: bool) -> Fault:
    return Fault(accepted=accepted)


@dataclass(frozen=True, slots=True)
class Text:
    """A message that this Twilio has accepted. `validity` is in seconds."""

    sid: str
    to: str
    body: str
    validity: int | None
    service: str
    status_callback: str | None
    created: datetime


class FakeTwilio:
    """The server. All of it may be used from several threads; `texts` is what was accepted.

    `now` dates the messages: a simulation passes its own clock.
    """

    account_sid = "AC" + "0" * 32
    auth_token = "not-a-real-token"
    messaging_service_sid = "MG" + "0" * 32
    path = f"/2010-04-01/Accounts/{account_sid}/Messages.json"
    authorization = "Basic " + b64encode(f"{account_sid}:{auth_token}".encode()).decode()

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.texts: list[Text] = []
        self.opted_out: set[str] = set()
        self.look_ups = 0
        self.outage: Fault | None = None
        """While set, every request meets it: the provider is down."""
        self.closing = threading.Event()
        self._now = now
        self._lock = threading.Lock()
        self._faults: dict[str, deque[Fault]] = {"POST": deque(), "GET": deque()}
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def next(self, *faults: Fault) -> None:
        """Let the next messages handed over meet these faults, one each."""
        with self._lock:
            self._faults["POST"].extend(faults)

    def next_look_up(self, *faults: Fault) -> None:
        """Let the next look-ups meet these faults, one each."""
        with self._lock:
            self._faults["GET"].extend(faults)

    def fault(self, method: str) -> Fault | None:
        """Take the fault that the request now here has to meet."""
        with self._lock:
            queue = self._faults[method]
            return queue.popleft() if queue else self.outage

    def accept(self, form: dict[str, str]) -> Text:
        """Keep a message, newest last."""
        with self._lock:
            validity = form.get("ValidityPeriod")
            text = Text(
                sid=f"SM{len(self.texts):032x}",
                to=form["To"],
                body=_smartly_encoded(form),
                validity=int(validity) if validity else None,
                service=form["MessagingServiceSid"],
                status_callback=form.get("StatusCallback"),
                created=self._now(),
            )
            self.texts.append(text)
            return text

    def sent_to(self, number: str | None, limit: int) -> list[Text]:
        """Return the newest texts first, at most one page of them."""
        with self._lock:
            self.look_ups += 1
            found = [text for text in reversed(self.texts) if number in (None, text.to)]
        return found[:limit]

    def refuses(self, form: dict[str, str]) -> int | None:
        """Return the error code with which Twilio would refuse this message, if it would."""
        validity = form.get("ValidityPeriod", "1")
        if not re.fullmatch(r"\+[1-9]\d{6,14}", form.get("To", "")):
            return 21211
        if form["To"] in self.opted_out:
            return 21610
        if not form.get("Body"):
            return 21602
        if form.get("MessagingServiceSid") != self.messaging_service_sid:
            return 21701
        return None if validity.isdigit() and 1 <= int(validity) <= 36_000 else 21624


class _Server(ThreadingHTTPServer):
    """Keeps connections alive as Twilio does, and cuts them all when it closes."""

    daemon_threads = False

    def __init__(self, twilio: FakeTwilio) -> None:
        super().__init__(("127.0.0.1", 0), _Exchange)
        self.twilio = twilio
        self._open: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        for connection in list(self._open):
            _cut(connection)
        super().server_close()


class _Exchange(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # Else every answer, written in two pieces, waits 40 ms for an acknowledgement.
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        form = _flat(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
        if self._turned_away():
            return
        fault = self.server.twilio.fault("POST")
        if fault and not fault.accepted:
            self._fail(fault)
        elif code := self.server.twilio.refuses(form):
            self._answer(400, _problem(400, code))
        else:
            text = self.server.twilio.accept(form)
            self._fail(fault) if fault else self._answer(201, _resource(text))

    def do_GET(self) -> None:
        if self._turned_away():
            return
        if fault := self.server.twilio.fault("GET"):
            self._fail(fault)
            return
        asked = _flat(urlsplit(self.path).query)
        found = self.server.twilio.sent_to(asked.get("To"), int(asked.get("PageSize", 50)))
        page = {"messages": [_resource(text) for text in found], "next_page_uri": None}
        self._answer(200, page)

    def _turned_away(self) -> bool:
        if not hmac.compare_digest(
            self.headers.get("Authorization", ""), self.server.twilio.authorization
        ):
            self._answer(401, _problem(401, 20003))
        elif urlsplit(self.path).path != self.server.twilio.path:
            self._answer(404, _problem(404, 20404))
        else:
            return False
        return True

    def _fail(self, fault: Fault) -> None:
        if fault.status is None:
            if fault.hangs:
                self.server.twilio.closing.wait()
            self.close_connection = True
            _cut(self.connection)
            return
        content = fault.text if fault.text is not None else _problem(fault.status, fault.code)
        self._answer(fault.status, content, fault.headers)

    def _answer(self, status: int, content: object, headers: dict[str, str] | None = None) -> None:
        raw = (content if isinstance(content, str) else json.dumps(content)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's word
        """Tests read what was kept, not what was printed."""


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):  # the other side was faster
        connection.shutdown(socket.SHUT_RDWR)


def _flat(encoded: str) -> dict[str, str]:
    return {name: found[0] for name, found in parse_qs(encoded, keep_blank_values=True).items()}


def _smartly_encoded(form: dict[str, str]) -> str:
    """Return the body as a messaging service with Smart Encoding keeps it, unless told not to."""
    if form.get("SmartEncoded") == "false":
        return form["Body"]
    return form["Body"].translate(str.maketrans("‘’“”–", "''\"\"-"))


def _problem(status: int, code: int | None) -> dict[str, object]:
    # Twilio's own texts repeat the number; so does this one, to catch whoever passes it on.
    words = {"message": "The 'To' number +447700900123 is not accepted.", "status": status}
    return words if code is None else {**words, "code": code}


def _resource(text: Text) -> dict[str, object]:
    """Return the message as Twilio shows it while it is queued, when it has no date of sending."""
    return {
        "sid": text.sid,
        "to": text.to,
        "body": text.body,
        "status": "accepted",
        "direction": "outbound-api",
        "messaging_service_sid": text.service,
        "date_created": format_datetime(text.created),
        "date_sent": None,
    }
