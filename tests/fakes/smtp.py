"""A mail relay that speaks real SMTP (aiosmtpd), keeps what it accepts, and has bad days.

with FakeSmtp() as relay:
    email = SmtpEmail(relay.url, ...)
    relay.next(reply("RCPT", "550 5.1.1 No such mailbox"))
"""

import asyncio
import ssl
import threading
from collections import deque
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Literal, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Step = Literal["MAIL", "RCPT", "DATA"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at one step. Without a `reply` the connection drops, or hangs first."""

    step: Step
    reply: str | None = None
    accepted: bool = False
    hangs: bool = False


def reply(step: Step, line: str) -> Fault:
    return Fault(step, line)


def hang(step: Step, *, accepted: bool = False) -> Fault:
    """Say nothing until the fake is closed. `accepted` tells whether DATA was kept before."""
    return Fault(step, accepted=accepted, hangs=True)


def drop(step: Step, *, accepted: bool = False) -> Fault:
    """Close the connection. `accepted` tells whether DATA was kept before."""
    return Fault(step, accepted=accepted)


@dataclass(frozen=True, slots=True)
class Mail:
    """One accepted email: its envelope, and the bytes as they came."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed


class FakeSmtp:
    """The relay. All of it may be used from several threads; `mails` is what was accepted.

    `sign_in` is the name and password that it demands, `tls` the context for smtps://,
    `starttls` the one for STARTTLS. `host` names it as its certificate does.
    """

    def __init__(
        self,
        *,
        sign_in: tuple[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
    ) -> None:
        self.mails: list[Mail] = []
        self.outage: Fault | None = None
        """While set, every email meets it at its step."""
        self._lock = threading.Lock()
        self._faults: deque[Fault] = deque()
        self._scheme = "smtps" if tls else "smtp"
        self.sign_in = sign_in
        options: dict[str, Any] = {"tls_context": starttls, "require_starttls": bool(starttls)}
        if sign_in:
            # A password over plain SMTP is allowed here as it is in the product: on loopback.
            # `handle_MAIL` demands it: aiosmtpd's own demand without TLS comes with a warning.
            options |= {"authenticator": self._authenticates, "auth_require_tls": False}
        self._controller = _Loopback(_Steps(self), ssl_context=tls, **options)

    @property
    def port(self) -> int:
        return int(self._controller.port)

    @property
    def url(self) -> str:
        name = "{}:{}@".format(*self.sign_in) if self.sign_in else ""
        return f"{self._scheme}://{name}localhost:{self.port}"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def next(self, *faults: Fault) -> None:
        """Let the next emails meet these faults, one each."""
        with self._lock:
            self._faults.extend(faults)

    def fault(self, step: Step) -> Fault | None:
        """Take the fault that waits for this step, if one does."""
        with self._lock:
            if self._faults and self._faults[0].step == step:
                return self._faults.popleft()
        return self.outage if self.outage and self.outage.step == step else None

    def accept(self, mail: Mail) -> None:
        with self._lock:
            self.mails.append(mail)

    def _authenticates(self, *arguments: Any) -> AuthResult:
        given = arguments[-1]
        assert isinstance(given, LoginPassword)
        right = (given.login.decode(), given.password.decode()) == self.sign_in
        return AuthResult(success=right, handled=right)


class _Steps:
    """aiosmtpd's hooks: each step of the conversation meets its fault or goes on."""

    def __init__(self, relay: FakeSmtp) -> None:
        self._relay = relay

    async def handle_MAIL(  # noqa: N802 - aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._relay.sign_in and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if fault := self._relay.fault("MAIL"):
            return await _meet(fault, server)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds it by this name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if fault := self._relay.fault("RCPT"):
            return await _meet(fault, server)
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd finds it by this name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        fault = self._relay.fault("DATA")
        if fault is None or fault.accepted:
            raw = envelope.original_content or b""
            self._relay.accept(Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw))
        return await _meet(fault, server) if fault else "250 Queued"


async def _meet(fault: Fault, server: SMTP) -> str:
    if fault.reply is not None:
        return fault.reply
    if fault.hangs:
        await asyncio.get_running_loop().create_future()
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()
    return "421 Gone"


class _Loopback(Controller):
    """A controller on a free port, that leaves neither connections nor tasks behind."""

    def __init__(self, steps: _Steps, **options: Any) -> None:
        super().__init__(
            steps, hostname="127.0.0.1", port=0, server_hostname="localhost", **options
        )

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(_wind_up(), self.loop).result(timeout=5)
        super().stop(no_assert)


async def _wind_up() -> None:
    """Cancel what still hangs, and wait until its connections are closed."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)
