"""The world outside as the application meets it: a mail relay and a Twilio, over their real protocols."""

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from flask import Flask
from icalendar import Calendar

from booking.actions.delivering import deliver
from booking.messaging import gateways
from tests.fakes.smtp import FakeSmtp
from tests.fakes.twilio import FakeTwilio


@dataclass(frozen=True)
class Outside:
    """What has been accepted out there, and the worker who brings it."""

    app: Flask
    relay: FakeSmtp
    twilio: FakeTwilio

    def post(self) -> int:
        """One delivery by a worker, which shares nothing with the test but the database."""
        with self.app.app_context():
            return deliver()

    def emails(self, to: str) -> list[EmailMessage]:
        """What the relay accepted for an address, oldest first."""
        return [mail.message for mail in self.relay.mails if mail.recipients == (to,)]

    def texts(self, to: str) -> list[str]:
        """What Twilio accepted for a number, oldest first."""
        return [text.body for text in self.twilio.texts if text.to == to]

    def invitations(self, to: str) -> list["Entry"]:
        """The calendar entries that came to an address, oldest first."""
        return [entry for email in self.emails(to) for entry in entries(email)]


@dataclass(frozen=True)
class Entry:
    """What a calendar reads of one email."""

    method: str
    event: Any

    @property
    def sequence(self) -> int:
        """RFC 5546: the higher one holds."""
        return int(self.event["SEQUENCE"])

    @property
    def uid(self) -> str:
        """Which entry it is about."""
        return str(self.event["UID"])


def connect(app: Flask, relay: FakeSmtp, twilio: FakeTwilio) -> Outside:
    """Gives the application the settings that lead to these two."""
    settings = app.extensions["settings"] = app.extensions["settings"].but(
        smtp_url=relay.url,
        twilio_account_sid=twilio.account_sid,
        twilio_auth_token=twilio.auth_token,
        twilio_messaging_service_sid=twilio.messaging_service_sid,
        twilio_api_url=twilio.url,
    )
    gateways.connect(app, settings)
    return Outside(app, relay, twilio)


def entries(email: EmailMessage) -> list[Entry]:
    """The calendar entries in an email; each part says the method that its body says."""
    found = []
    for part in email.walk():
        if part.get_content_type() == "text/calendar":
            calendar: Any = Calendar.from_ical(part.get_content())
            method = str(calendar["METHOD"])
            assert part.get_param("method") == method
            found += [Entry(method, event) for event in calendar.walk("VEVENT")]
    return found
