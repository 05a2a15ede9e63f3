"""The gateways that messages leave by, made from the settings once for each application."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from booking.messaging.email import SmtpEmail
from booking.messaging.sms import TwilioSms
from config import Config, SettingRefused


@dataclass(frozen=True, slots=True)
class Gateways:
    """Where texts and email go; None where they are only shown, as a demonstration does."""

    sms: TwilioSms | None
    email: SmtpEmail | None


def gateways() -> Gateways:
    """The running application's gateways."""
    return cast(Gateways, current_app.extensions["gateways"])


def connect(app: Flask, config: Config) -> None:
    """Gives the application its gateways; raises SettingRefused on an address that leads nowhere."""
    try:
        app.extensions["gateways"] = Gateways(_sms(config), _email(config))
    except ValueError as error:
        raise SettingRefused(str(error)) from None


def _sms(config: Config) -> TwilioSms | None:
    if not config.sends_sms:
        return None
    return TwilioSms(
        account_sid=config.twilio_account_sid,
        auth_token=config.twilio_auth_token,
        messaging_service_sid=config.twilio_messaging_service_sid,
        api_url=config.twilio_api_url or None,
    )


def _email(config: Config) -> SmtpEmail | None:
    if not config.sends_email:
        return None
    return SmtpEmail(config.smtp_url, sender=config.council_email, sender_name=config.council_name)
