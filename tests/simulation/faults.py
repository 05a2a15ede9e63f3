"""The bad days of the simulated year: what goes wrong in the house and outside, by the draw."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, TypeVar

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from booking.extensions import db
from booking.messaging.email import SmtpEmail
from booking.messaging.gateways import Gateways
from booking.messaging.sms import TwilioSms
from booking.settings import settings
from tests.fakes import smtp, twilio
from tests.outside import Outside
from tests.simulation.failpoints import (
    ANSWER_TO_COMMIT,
    COMMIT,
    EVERY_STEP,
    STATEMENT,
    Failpoints,
    Killed,
    busy,
    failing,
    full,
    not_serializable,
)

if TYPE_CHECKING:
    from tests.simulation.year import Year

T = TypeVar("T")
USUAL_STEPS = 30
PATIENCE = 0.3
"""Seconds that a gateway waits in the simulation: a provider that hangs is given up on as soon."""

TEXTS: dict[str, Callable[[], twilio.Fault]] = {
    "twilio 400": lambda: twilio.refusal(400, 21211),
    "twilio 21610": lambda: twilio.refusal(400, 21610),
    "twilio 429": lambda: twilio.rate_limited(120),
    "twilio 500 before acceptance": lambda: twilio.breakdown(accepted=False),
    "twilio 500 after acceptance": lambda: twilio.breakdown(accepted=True),
    "twilio drop before acceptance": lambda: twilio.drop(accepted=False),
    "twilio drop after acceptance": lambda: twilio.drop(accepted=True),
    "twilio time-out before acceptance": lambda: twilio.hang(accepted=False),
    "twilio time-out after acceptance": lambda: twilio.hang(accepted=True),
    "twilio unreadable": lambda: twilio.unreadable(accepted=True),
}
EMAILS: dict[str, Callable[[], smtp.Fault]] = {
    "smtp 421": lambda: smtp.reply("MAIL", "421 4.3.2 Closing"),
    "smtp 450": lambda: smtp.reply("RCPT", "450 4.2.1 Try later"),
    "smtp 550": lambda: smtp.reply("RCPT", "550 5.1.1 No such mailbox"),
    "smtp 554": lambda: smtp.reply("DATA", "554 5.6.0 Not taken"),
    "smtp drop before DATA": lambda: smtp.drop("RCPT"),
    "smtp drop after DATA": lambda: smtp.drop("DATA", accepted=True),
    "smtp time-out before acceptance": lambda: smtp.hang("DATA", accepted=False),
    "smtp time-out after acceptance": lambda: smtp.hang("DATA", accepted=True),
}


def impatient(app: Flask, outside: Outside) -> None:
    """The real gateways with little patience."""
    with app.app_context():
        given = settings()
        app.extensions["gateways"] = Gateways(
            TwilioSms(
                account_sid=given.twilio_account_sid,
                auth_token=given.twilio_auth_token,
                messaging_service_sid=given.twilio_messaging_service_sid,
                api_url=outside.twilio.url,
                timeout=PATIENCE,
            ),
            SmtpEmail(
                outside.relay.url,
                sender=given.council_email,
                sender_name=given.council_name,
                timeout=PATIENCE,
            ),
        )


def provider_stumbles(year: "Year") -> None:
    """The next text and the next email meet a fault."""
    rng = year.rng
    if rng.random() < 0.5:
        kind = rng.choice(list(TEXTS))
        year.outside.twilio.next(TEXTS[kind]())
    else:
        kind = rng.choice(list(EMAILS))
        year.outside.relay.next(EMAILS[kind]())
    year.report.faults[kind] += 1


def twilio_is_down(year: "Year") -> None:
    """Six hours."""
    year.outside.twilio.outage = twilio.breakdown(accepted=False, status=503)
    year.report.faults["twilio down for six hours"] += 1
    year.at(year.clock() + timedelta(hours=6), "", lambda: _mend(year))


def relay_is_down(year: "Year") -> None:
    """Two hours."""
    year.outside.relay.outage = smtp.reply("MAIL", "421 4.3.2 Down for maintenance")
    year.report.faults["smtp down for two hours"] += 1
    year.at(year.clock() + timedelta(hours=2), "", lambda: _mend(year))


def _mend(year: "Year") -> None:
    year.outside.twilio.outage = None
    year.outside.relay.outage = None


DEATHS: dict[str, tuple[Callable[[], BaseException], frozenset[str]]] = {
    "killed": (Killed, EVERY_STEP),
    "database busy or away": (busy, frozenset({STATEMENT, COMMIT, ANSWER_TO_COMMIT})),
    "disk full": (full, frozenset({STATEMENT, COMMIT})),
    "not serializable": (not_serializable, frozenset({STATEMENT, COMMIT})),
}
"""What may strike, and at which steps."""


class Shaking:
    """Lets something strike at a failpoint that is drawn from as many as such a deed was seen to pass."""

    def __init__(self, app: Flask, rng: Random) -> None:
        self._app, self._rng = app, rng
        self._seen: dict[str, int] = {}
        self._points: list[Failpoints] = []

    def called_within_a_transaction(self) -> Iterator[str]:
        """The times at which a provider was waited for while a transaction was open."""
        if called := sum(points.called_within for points in self._points):
            yield f"{called} calls"

    def watched(self, what: str, deed: Callable[[], T]) -> T:
        """Runs `deed` untroubled, and counts its steps."""
        with failing(self._app, 0, Killed()) as points:
            self._points.append(points)
            done = deed()
        # An idle turn has few steps: a busy one is not forgotten at once.
        self._seen[what] = max(points.passed, self._seen.get(what, 0) * 3 // 4)
        return done

    def shaken(self, what: str, deed: Callable[[], object]) -> str | None:
        """Runs `deed`; what struck, and where. Nothing did where it was over before that."""
        [kind] = self._rng.choices(list(DEATHS), (4, 2, 1, 1))
        death, steps = DEATHS[kind]
        last = self._rng.randint(1, self._seen.get(what, USUAL_STEPS))
        points: Failpoints | None = None
        try:
            with failing(self._app, last, death(), steps) as points:
                self._points.append(points)
                deed()
        except (Killed, SQLAlchemyError):
            if points is None or not points.reached:
                raise
            db.session.rollback()
        return f"{kind} before {points.before}" if points.reached else None
