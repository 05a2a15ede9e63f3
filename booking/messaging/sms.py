"""Text messages by Twilio's Messages resource.

Sources: https://www.twilio.com/docs/messaging/api/message-resource and
https://www.twilio.com/docs/api/errors. What each answer means is decided in `_refusal` and
`_lost`, nowhere else.
"""

import json
import logging
import ssl
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from twilio.base import values
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from booking.messaging.channels import (
    Accepted,
    ChannelFailure,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)

LONGEST_VALIDITY = 36_000
"""Seconds that Twilio will keep a message in its queue at most (error 21624)."""

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far our clock may run ahead of Twilio's before `find` would overlook a message."""

LOOK_UP_LIMIT = 1_000
"""Messages read in one look-up: Twilio's largest page, far beyond what one number receives."""

OUR_SETTINGS = frozenset({"20404", "21701", "21703", "21704", "21705", "30127"})
"""Codes that blame the account or the messaging service, not the person's number."""

UNSET: object = values.unset
"""The library's word for a parameter that is left out."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class TwilioSms:
    """The SMS channel. Safe to share between threads.

    `api_url` puts another host in Twilio's place ("http://127.0.0.1:4010"); https is required
    anywhere but on this machine. `status_callback` is where Twilio reports what became of each
    message. `timeout` is in seconds, for connecting and for each read.
    """

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        messaging_service_sid: str,
        api_url: str | None = None,
        status_callback: str | None = None,
        timeout: float = 10,
    ) -> None:
        gateway = _Gateway(api_url, timeout)
        self._messages = Client(account_sid, auth_token, http_client=gateway).messages
        self._service = messaging_service_sid
        self._status_callback = status_callback or UNSET

    def send(self, *, to: str, body: str, expires_in: timedelta | None) -> Accepted:
        """Hand `body` to Twilio for `to` (E.164); it dies unsent once `expires_in` has passed.

        `expires_in` beyond Twilio's 10 hours counts as 10 hours; None leaves it to the messaging
        service. A message that has already expired is never sent: PermanentFailure("expired").
        Raises TemporaryFailure, OutcomeUnknown, PermanentFailure.
        """
        message = self._messages.create(
            to=to,
            body=body,
            messaging_service_sid=self._service,
            status_callback=self._status_callback,
            validity_period=_validity(expires_in),
            # Ours is in `to_gsm`. Twilio's would change the body, and `find` would not know it.
            smart_encoded=False,
        )
        if not message.sid:
            raise OutcomeUnknown("unreadable-answer")
        return Accepted(message.sid)

    def find(self, *, to: str, body: str, since: datetime) -> Accepted | None:
        """Return the message that Twilio accepted for `to` with this very body, or None.

        For use after OutcomeUnknown; `since` is when the first attempt began (aware). Raises
        OutcomeUnknown, and nothing else, when the look-up itself fails: then it is still unknown.
        """
        try:
            # Not filtered by DateSent: a message that still waits in Twilio's queue has none.
            recent = self._messages.list(to=to, limit=LOOK_UP_LIMIT, page_size=LOOK_UP_LIMIT)
        except ChannelFailure as failure:
            raise OutcomeUnknown(failure.code) from None
        for message in recent:
            created = message.date_created
            if created and created >= since - CLOCK_TOLERANCE and message.body == body:
                return Accepted(message.sid)
        return None


class _Gateway(TwilioHttpClient):  # type: ignore[misc]  # the library has no types
    """Twilio's HTTP client, speaking in our failures and telling the logs nothing.

    Its exceptions and urllib3's repeat the number in their text, so none of them is let through,
    not even as a cause.
    """

    def __init__(self, api_url: str | None, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._host = _checked(api_url) if api_url else None
        logging.getLogger("urllib3.connectionpool").addFilter(_without_numbers)

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        if self._host:
            url = urlsplit(url)._replace(scheme=self._host[0], netloc=self._host[1]).geturl()
        kwargs["allow_redirects"] = False
        try:
            response: Response = super().request(method, url, *args, **kwargs)
        except requests.RequestException as error:
            raise _lost(error) from None
        if failure := _refusal(response):
            raise failure
        return response

    def log_request(self, _kwargs: dict[str, Any]) -> None:
        """Log nothing: the library would write the number of a look-up at level INFO."""

    def log_response(self, _status_code: int, _response: object) -> None:
        """Log nothing: the caller records what came of it."""


def _without_numbers(record: logging.LogRecord) -> bool:
    """Keep urllib3's line about a look-up, whose address holds the number, out of debug logs."""
    return "/Messages.json" not in record.getMessage()


def _checked(api_url: str) -> tuple[str, str]:
    parts = urlsplit(api_url)
    if not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("The address in place of Twilio's must be https://host, and no more.")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("The address in place of Twilio's must begin with https://.")
    return parts.scheme, parts.netloc


def _validity(expires_in: timedelta | None) -> int | object:
    if expires_in is None:
        return UNSET
    if expires_in <= timedelta(0):
        raise PermanentFailure("expired")
    return min(max(int(expires_in.total_seconds()), 1), LONGEST_VALIDITY)


def _lost(error: requests.RequestException) -> ChannelFailure:
    """Return what a broken connection means. Only what surely came before the request is safe."""
    if isinstance(error, requests.ConnectTimeout):
        return TemporaryFailure("connect-timeout")
    if isinstance(error, requests.Timeout):
        return OutcomeUnknown("timeout")
    reason = getattr(next(iter(error.args), None), "reason", None)
    if isinstance(reason, NewConnectionError):
        return TemporaryFailure("not-connected")
    if isinstance(next(iter(getattr(reason, "args", ())), None), ssl.SSLCertVerificationError):
        return TemporaryFailure("certificate")
    return OutcomeUnknown("connection-lost")


def _refusal(response: Response) -> ChannelFailure | None:
    """Return what an answer means; None where it is a readable success."""
    status, content = response.status_code, _content(response)
    code = str(content.get("code") or f"http-{status}")
    if 200 <= status < 300:
        return None if content else OutcomeUnknown("unreadable-answer")
    if status == 429:
        return TemporaryFailure(code, _retry_after(response))
    if status == 408 or status >= 500:
        return OutcomeUnknown(code)
    if status in (401, 403, 404) or status < 400 or code in OUR_SETTINGS:
        return TemporaryFailure(code)
    return PermanentFailure(code)


def _content(response: Response) -> dict[str, Any]:
    try:
        content = json.loads(response.text)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _retry_after(response: Response) -> timedelta | None:
    """Return the wait in seconds that was asked for (RFC 9110 10.2.3; a date there is ignored)."""
    asked = (response.headers or {}).get("Retry-After", "")
    return timedelta(seconds=int(asked)) if asked.isascii() and asked.isdigit() else None
