"""The gateways that messages leave by, made from the settings once for each application."""

from dataclasses import dataclass

from flask import current_app

from booking.messaging.email import SmtpEmail
from booking.messaging.sms import TwilioSms
from booking.settings import settings
from config import Config


@dataclass(frozen=True, slots=True)
class Gateways:
    """Where texts and email go; None where they are only shown, as a demonstration does."""

    sms: TwilioSms | None
    email: SmtpEmail | None


def gateways() -> Gateways:
    """The running application's gateways."""
    made: Gateways | None = current_app.extensions.get("gateways")
    if made is None:
        made = current_app.extensions["gateways"] = _connect(settings())
    return made


def _connect(config: Config) -> Gateways:
    sms = email = None
    if config.sends_sms:
        sms = TwilioSms(
            account_sid=config.twilio_account_sid,
            auth_token=config.twilio_auth_token,
            messaging_service_sid=config.twilio_messaging_service_sid,
            api_url=config.twilio_api_url or None,
        )
    if config.sends_email:
        email = SmtpEmail(
            config.smtp_url, sender=config.council_email, sender_name=config.council_name
        )
    return Gateways(sms, email)
