"""Numbered failpoints: before every statement, around every commit and every call to a provider."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from booking.extensions import db
from booking.messaging.email import SmtpEmail
from booking.messaging.gateways import Gateways, gateways
from booking.messaging.sms import TwilioSms


class Killed(BaseException):
    """What no code of ours can catch and go on from."""


def busy() -> OperationalError:
    """What a database says that is locked by others for too long, or that has gone away."""
    return OperationalError("statement", {}, ConnectionError("database is locked"))


@dataclass
class Failpoints:
    """Counts the steps that are passed; at the one numbered `last` something happens."""

    last: int
    happen: Callable[[], None]
    passed: int = 0

    def step(self, *_: object) -> None:
        self.passed += 1
        if self.passed == self.last:
            self.happen()

    @property
    def reached(self) -> bool:
        return self.passed >= self.last


class Watched:
    """A real gateway with a failpoint before and after whatever it is asked to do."""

    def __init__(self, gateway: object, points: Failpoints) -> None:
        self.gateway, self.points = gateway, points

    def __getattr__(self, name: str) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            self.points.step()
            answer = getattr(self.gateway, name)(*args, **kwargs)
            self.points.step()
            return answer

        return call


@contextmanager
def failing(app: Flask, last: int, death: BaseException) -> Iterator[Failpoints]:
    """Everything in here has failpoints; `death` comes at the one numbered `last`.

    The one after a commit is the acknowledgement lost: all is stored, and nobody is told so.
    """

    def die() -> None:
        raise death

    points = Failpoints(last, die)
    with _calls_watched(app, points), _database_watched(db.engine, points):
        yield points


@contextmanager
def meanwhile(app: Flask, last: int, other: Callable[[], None]) -> Iterator[Failpoints]:
    """Something `other` happens before or after a call to a provider, when no transaction is open."""
    points = Failpoints(last, other)
    with _calls_watched(app, points):
        yield points


@contextmanager
def _calls_watched(app: Flask, points: Failpoints) -> Iterator[None]:
    real = gateways()
    sms, email = (Watched(gateway, points) for gateway in (real.sms, real.email))
    app.extensions["gateways"] = Gateways(cast(TwilioSms, sms), cast(SmtpEmail, email))
    try:
        yield
    finally:
        app.extensions["gateways"] = real


@contextmanager
def _database_watched(engine: Engine, points: Failpoints) -> Iterator[None]:
    moments = ("before_cursor_execute", "commit")
    dialect: Any = engine.dialect
    commit = dialect.do_commit

    def commit_and_step(connection: object) -> None:
        commit(connection)
        points.step()

    for moment in moments:
        event.listen(engine, moment, points.step)
    dialect.do_commit = commit_and_step
    try:
        yield
    finally:
        del dialect.do_commit
        for moment in moments:
            event.remove(engine, moment, points.step)
