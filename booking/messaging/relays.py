"""The council's mail relay: its address in one setting, and one conversation for each email.

Sources: RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 4954 (AUTH), RFC 8314 (TLS from the start).
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from booking.messaging.channels import (
    ChannelFailure,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)

_BROKEN = (OSError, smtplib.SMTPException)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"tls": 465, "starttls": 587, "plain": 25}


@dataclass(frozen=True, slots=True)
class Relay:
    """Where email is handed over, and how: TLS from the start, STARTTLS or plain."""

    host: str
    port: int
    security: Literal["tls", "starttls", "plain"]
    username: str
    password: str = field(repr=False)


def parse_relay(url: str) -> Relay:
    """Return the relay that a URL names (the forms are in `SmtpEmail`).

    Raises ValueError, which never repeats any part of the URL: its password would be in the log.
    """
    parts, port = _split(url)
    options = parse_qs(parts.query, keep_blank_values=True)
    starttls = options.pop("starttls", ["0"])
    if options or starttls not in (["0"], ["1"]) or parts.fragment or parts.path not in ("", "/"):
        raise ValueError("SMTP_URL: after the host only ?starttls=1 or ?starttls=0 may follow.")
    if parts.scheme == "smtps" and starttls == ["1"]:
        raise ValueError("SMTP_URL: smtps:// is TLS already, leave ?starttls=1 out.")
    security: Literal["tls", "starttls", "plain"]
    security = "tls" if parts.scheme == "smtps" else "starttls" if starttls == ["1"] else "plain"
    host, username = parts.hostname or "", unquote(parts.username or "")
    if username and security == "plain" and host not in _LOOPBACK:
        raise ValueError("SMTP_URL: a password needs smtps:// or ?starttls=1.")
    return Relay(host, port or _PORTS[security], security, username, unquote(parts.password or ""))


def _split(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("SMTP_URL: not a URL; percent-encode signs in the password.") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("SMTP_URL must be smtp://host or smtps://host.")
    return parts, port


def hand_over(relay: Relay, *, sender: str, to: str, raw: bytes, timeout: float) -> None:
    """Give one message (CRLF lines, 7 bit) to the relay, and return once the relay answers for it.

    `timeout` is in seconds, for each step. Raises TemporaryFailure while the body has not begun to
    leave, OutcomeUnknown when the answer to it is lost, PermanentFailure where `to` or the message
    is refused for good.
    """
    with _connected(relay, own_name=sender.rpartition("@")[2], timeout=timeout) as smtp:
        with _losing_means(TemporaryFailure):
            if refused := _verdict(smtp.mail(sender), 250):
                # Whoever may not be the sender, it is our setting, not this person's message.
                raise TemporaryFailure(refused.code)
            if refused := _verdict(smtp.rcpt(to), 250) or _verdict(smtp.docmd("DATA"), 354):
                raise refused
        with _losing_means(OutcomeUnknown):
            # RFC 5321 4.5.2: a first dot is doubled, a lone one ends the message.
            smtp.send(re.sub(rb"(?m)^\.", b"..", raw) + b".\r\n")
            if refused := _verdict(smtp.getreply(), 250):
                raise refused


@contextmanager
def _connected(relay: Relay, *, own_name: str, timeout: float) -> Iterator[smtplib.SMTP]:
    """Yield a conversation that is secured and signed in as the relay asks, then take leave."""
    with _losing_means(TemporaryFailure):
        smtp = _dial(relay, own_name, timeout)
    try:
        with _losing_means(TemporaryFailure):
            if relay.security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
            if relay.username:
                smtp.login(relay.username, relay.password)
        yield smtp
        # What was accepted stays accepted, however the farewell goes.
        with suppress(*_BROKEN):
            smtp.quit()
    finally:
        smtp.close()


def _dial(relay: Relay, own_name: str, timeout: float) -> smtplib.SMTP:
    if relay.security != "tls":
        return smtplib.SMTP(relay.host, relay.port, own_name, timeout)
    verified = ssl.create_default_context()
    return smtplib.SMTP_SSL(relay.host, relay.port, own_name, timeout=timeout, context=verified)


@contextmanager
def _losing_means(failure: type[ChannelFailure]) -> Iterator[None]:
    """Turn a broken conversation into `failure`; the relay's words, often an address, stay here."""
    try:
        yield
    except _BROKEN as error:
        raise failure(_code(error)) from None


def _verdict(reply: tuple[int, bytes], expected: int) -> ChannelFailure | None:
    """Return what a reply means (RFC 5321 4.2.1), None where it is of the expected kind."""
    status = reply[0]
    if status // 100 == expected // 100:
        return None
    if status == 530 or 400 <= status < 500:
        # 530 asks us to sign in first (RFC 4954 6): our settings are at fault, not the person.
        return TemporaryFailure(f"smtp-{status}")
    if 500 <= status < 600:
        return PermanentFailure(f"smtp-{status}")
    return OutcomeUnknown("unreadable-answer")


def _code(error: Exception) -> str:
    match error:
        case smtplib.SMTPResponseException():
            return f"smtp-{error.smtp_code}"
        case smtplib.SMTPNotSupportedError():
            return "not-offered"
        case smtplib.SMTPServerDisconnected():
            return "connection-lost"
        case ssl.SSLCertVerificationError():
            return "certificate"
        case ssl.SSLError():
            return "tls"
        case TimeoutError():
            return "timeout"
    return "not-connected"
