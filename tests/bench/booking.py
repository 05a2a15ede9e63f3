"""Booking: the whole of "confirm" against the bare transaction, on SQLite with synchronous FULL."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import product, repeat
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from flask import Flask

from tests.bench.bare_booking import BareBooking, most_ids, sqlite_app
from tests.bench.council import council_app, officers_of
from tests.bench.journeys import before_the_confirmation
from tests.bench.rounds import Paired, p95
from tests.bench.row import Row, milliseconds, share_of_limit
from tests.bench.visitor import Answer, Visitor
from tests.builders import Council
from tests.conftest import MONDAY

A_ROUND = 8
"""Bookings of each in one round."""


def rows(options: Namespace) -> Iterator[Row]:
    with TemporaryDirectory() as place:
        database = Path(place) / "kept.sqlite3"
        with council_app(f"sqlite:///{database}") as (app, council):
            confirm = confirmations(app, council)
            bare_app = sqlite_app(str(database), one_booking(confirm))
            bare = repeat(Visitor(bare_app).ready("/book", {}))
            measured, all_times = take_turns(confirm, bare, options.rounds)
    yield share_of_limit("booking, SQLite", measured, 0.4)
    yield Row(
        "booking, 19 of 20 are done within",
        f"{p95(all_times) * 1000:.1f} ms",
        "<= 25 ms",  # on a quiet machine: a time is no ratio, so it is told and not judged
        detail=f"of {len(all_times)}; median {milliseconds(all_times)}",
    )


def one_booking(confirm: Iterator[Callable[[], Answer]]) -> BareBooking:
    """The rows of the next real booking."""
    send, before = next(confirm), most_ids()
    _check(send())
    return BareBooking(before)


def take_turns(
    ours: Iterator[Callable[[], Answer]], limit: Iterator[Callable[[], Answer]], rounds: int
) -> tuple[Paired, list[float]]:
    """Rounds of ours and of the limit's; and how long each single one of ours took."""
    measured, all_times = Paired([], []), list[float]()
    for number in range(rounds + 1):
        times = [_times(side) for side in (ours, limit)]
        if number:  # the first round is to get warm
            measured.ours.append(median(times[0]))
            measured.limit.append(median(times[1]))
            all_times += times[0]
    return measured, all_times


def _times(side: Iterator[Callable[[], Answer]]) -> list[float]:
    ready = [next(side) for _ in range(A_ROUND)]
    answers: list[Answer] = []
    times = []
    for send in ready:
        begun = perf_counter()
        answers.append(send())
        times.append(perf_counter() - begun)
    for answer in answers:
        _check(answer)
    return times


def confirmations(app: Flask, council: Council) -> Iterator[Callable[[], Answer]]:
    """Requests to confirm, each by a resident of its own who holds a time of its own, from next week on."""
    days = (MONDAY.date() + timedelta(days=n) for n in range(7, 59))
    clocks = [time(hour, minute) for hour in range(9, 16) for minute in (0, 30)]
    workdays = [day for day in days if day.weekday() < 5]
    for day, clock, officer_id in product(workdays, clocks, officers_of(council)):
        starts_at = datetime.combine(day, clock, UTC)
        with app.app_context():
            visitor, token = before_the_confirmation(app, council, officer_id, starts_at)
        yield visitor.ready("/request/confirm", {"csrf_token": token})


def _check(answer: Answer) -> None:
    if answer.status != 200 and answer.header("Location") != "/request/done":
        raise RuntimeError(f"not booked: {answer.status} {answer.header('Location')}")
