"""Email: one message as MIME, handed to the council's mail relay.

Sources: RFC 5322 and 2045 (messages), RFC 6047 section 2.4 (calendar parts), RFC 3834 section 5
(Auto-Submitted), RFC 3282 (Content-Language). How it travels is in `relays.py`.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

from email_validator import EmailNotValidError, validate_email

from booking.messaging.channels import Accepted, PermanentFailure
from booking.messaging.relays import hand_over, parse_relay

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,128}@[A-Za-z0-9.-]{1,253}>")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_METHOD = re.compile(r"[A-Z]+")
_TURNS_TEXT = dict.fromkeys(range(0x202A, 0x202F))
"""The embeddings and overrides of UAX 9. Isolates stay: they are ours, and end with what they hold."""


class _Folding(EmailPolicy):
    """A policy that folds long words in any script without losing the spaces between them.

    Python 3.11's own folding glues words together wherever a Polish or Urdu subject is continued
    on a second line (RFC 2047 6.2: the space between two encoded words is not part of the text).
    """

    def fold(self, name: str, value: Any) -> str:
        if str(value).isascii():
            return str(super().fold(name, value))
        addresses = [f"{self.linesep} <{a.addr_spec}>" for a in getattr(value, "addresses", ())]
        text = value.addresses[0].display_name if addresses else str(value)
        encoded = Header(text, "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {encoded}{''.join(addresses)}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")


# Seven bits all the way: no relay has a reason to re-encode it, so signatures stay whole.
_POLICY = _Folding(linesep="\r\n", cte_type="7bit")


class AddressError(ValueError):
    """Not an address that email can reach by SMTP as every relay speaks it."""


@dataclass(frozen=True, slots=True)
class Email:
    """One email, in words. `message_id` ("<...@...>") is the same whenever the row is sent again.

    A `calendar` with a `calendar_method` is an invitation (iMIP): the method must be the one
    inside it. Without a method it is only a file to save.
    """

    to: str
    to_name: str
    subject: str
    text: str
    html: str | None
    calendar: bytes | None
    calendar_method: str | None
    message_id: str
    language: str
    reply_to: str | None


def build(email: Email, *, sender: str, sender_name: str, sent_at: datetime) -> EmailMessage:
    """Return the MIME message: mixed[alternative[plain, html, calendar], invite.ics].

    Parts that the email does not have are left out, and so are the multiparts around them. Line
    breaks in names and subjects become spaces. Raises AddressError for an unusable address and
    ValueError for any other field that could not be sent as it is.
    """
    if sent_at.tzinfo is None:
        raise ValueError("sent_at must be aware.")
    message = EmailMessage(_POLICY)
    message["From"] = _mailbox(sender_name, sender)
    message["To"] = _mailbox(email.to_name, email.to)
    if email.reply_to:
        message["Reply-To"] = _mailbox("", email.reply_to)
    message["Subject"] = _one_line(email.subject)
    message["Date"] = sent_at
    message["Message-ID"] = _matching(_MESSAGE_ID, email.message_id, "message_id")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(email.text)
    if email.html is not None:
        message.add_alternative(email.html, subtype="html")
    _add_calendar(message, email.calendar, email.calendar_method)
    # Last, as adding parts moves every Content- header of the message into the first of them.
    message["Content-Language"] = _matching(_LANGUAGE, email.language, "language")
    return message


def _add_calendar(message: EmailMessage, calendar: bytes | None, method: str | None) -> None:
    if calendar is None:
        if method is not None:
            raise ValueError("A calendar method needs a calendar.")
        return
    if method is None:
        message.add_attachment(calendar, "text", "calendar", filename="appointment.ics")
        return
    _matching(_METHOD, method, "calendar_method")
    if not re.search(rb"^METHOD:%s\r?$" % method.encode(), calendar, re.MULTILINE):
        raise ValueError("The calendar's own METHOD differs from calendar_method.")
    # Base64 in both, so that no line ending of either can change on the way.
    parameters = {"method": method, "charset": "utf-8"}
    message.add_alternative(calendar, "text", "calendar", cte="base64", params=parameters)
    # Not text/calendar again: a client that sees two invitations answers twice.
    message.add_attachment(calendar, "application", "ics", cte="base64", filename="invite.ics")


def _mailbox(name: str, address: str) -> Address:
    return Address(_one_line(name), addr_spec=_ascii_address(address))


def _ascii_address(address: str) -> str:
    """Return `address` with its domain in ASCII (IDNA). Raises AddressError."""
    try:
        ascii_form = validate_email(address, check_deliverability=False).ascii_email
    except EmailNotValidError:
        ascii_form = None
    if ascii_form is None:
        raise AddressError("Not an address that SMTP can reach.")
    return ascii_form


def _one_line(text: str) -> str:
    """Return `text` without line breaks, controls or lone surrogates; joiners of scripts stay.

    Controls that turn the text after them go too, or a name could dress up the address beside it.
    "=?" is parted, or the library would decode it as an encoded word (RFC 2047): one that hides a
    line break then writes a header of its own.
    """
    upright = text.translate(_TURNS_TEXT)
    kept = (" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in upright)
    return " ".join("".join(kept).split()).replace("=?", "= ?")


def _matching(pattern: re.Pattern[str], text: str, what: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(f"{what} is not in the form that its header requires.")
    return text


class SmtpEmail:
    """The email channel: one connection for each message. Safe to share between threads.

    `url` names the relay: `smtps://host` (TLS from the start, port 465), `smtp://host?starttls=1`
    (TLS by STARTTLS, required and never skipped, port 587) or `smtp://host` (plain, port 25), with
    `user:password@` before the host where it asks for that (percent-encode signs such as @ / #).
    A name and password go over TLS, or to this machine, or not at all. Certificates are always
    verified, against the system's authorities or those in SSL_CERT_FILE. `timeout` is in seconds,
    for each step of the conversation. Raises ValueError, which never repeats the URL.
    """

    def __init__(self, url: str, *, sender: str, sender_name: str, timeout: float = 10) -> None:
        self._relay = parse_relay(url)
        self._sender = _ascii_address(sender)
        self._sender_name = sender_name
        self._timeout = timeout

    def send(self, email: Email, *, sent_at: datetime) -> Accepted:
        """Hand `email` to the relay; its Message-ID is the provider's id, as bounces quote it.

        Raises TemporaryFailure, OutcomeUnknown, PermanentFailure; ValueError as `build` does.
        """
        try:
            to = _ascii_address(email.to)
            message = build(
                email, sender=self._sender, sender_name=self._sender_name, sent_at=sent_at
            )
        except AddressError:
            raise PermanentFailure("bad-address") from None
        hand_over(
            self._relay,
            sender=self._sender,
            to=to,
            raw=message.as_bytes(),
            timeout=self._timeout,
        )
        return Accepted(email.message_id)
