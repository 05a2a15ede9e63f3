"""Numbered failpoints: before every statement, around every commit and every call to a provider."""

from collections.abc import Callable, Collection, Iterator
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


def full() -> OperationalError:
    """What a database says that has no room left to write in."""
    return OperationalError("statement", {}, OSError("database or disk is full"))


class NotInOrder(Exception):
    """PostgreSQL could not put two transactions in an order."""

    sqlstate = "40001"


def not_serializable() -> OperationalError:
    """What PostgreSQL says then; the action runs afresh."""
    return OperationalError("statement", {}, NotInOrder("could not serialize access"))


STATEMENT, COMMIT, ANSWER_TO_COMMIT = "a statement", "a commit", "the answer to a commit"
CALL, ANSWER_TO_CALL = "a call to a provider", "the answer to a call"
EVERY_STEP = frozenset({STATEMENT, COMMIT, ANSWER_TO_COMMIT, CALL, ANSWER_TO_CALL})


@dataclass
class Failpoints:
    """Counts the steps that are passed; at the one numbered `last` something happens."""

    last: int
    happen: Callable[[], None]
    steps: Collection[str] = EVERY_STEP
    passed: int = 0
    before: str = ""
    """Which kind of step it happened before."""
    called_within: int = 0
    """How often a provider was called while a transaction was open."""

    def step(self, what: str) -> None:
        """Passes one step."""
        self.passed += what in self.steps
        if self.passed == self.last and not self.before:
            self.before = what
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
            self.points.called_within += db.session().in_transaction()
            self.points.step(CALL)
            answer = getattr(self.gateway, name)(*args, **kwargs)
            self.points.step(ANSWER_TO_CALL)
            return answer

        return call


@contextmanager
def failing(
    app: Flask, last: int, death: BaseException, steps: Collection[str] = EVERY_STEP
) -> Iterator[Failpoints]:
    """Everything in here has failpoints at these `steps`; `death` comes at the one numbered `last`.

    The answer to a commit is its acknowledgement lost: all is stored, and nobody is told so.
    """

    def die() -> None:
        raise death

    points = Failpoints(last, die, steps)
    with _calls_watched(app, points), _database_watched(db.engine, points):
        yield points


@contextmanager
def meanwhile(app: Flask, last: int, other: Callable[[], None]) -> Iterator[Failpoints]:
    """Something `other` happens before or after a call to a provider, when no transaction is open."""

    def come() -> None:
        if not db.session().in_transaction():  # it could only wait for this one, for ever
            other()

    points = Failpoints(last, come)
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
    moments: dict[str, Callable[..., None]] = {
        "before_cursor_execute": lambda *_: points.step(STATEMENT),
        "commit": lambda *_: points.step(COMMIT),
    }
    dialect: Any = engine.dialect
    commit = dialect.do_commit

    def commit_and_step(connection: object) -> None:
        commit(connection)
        points.step(ANSWER_TO_COMMIT)

    for moment, step in moments.items():
        event.listen(engine, moment, step)
    dialect.do_commit = commit_and_step
    try:
        yield
    finally:
        del dialect.do_commit
        for moment, step in moments.items():
            event.remove(engine, moment, step)
