"""One time, many writers: however many ask for it at once, exactly one gets it, on both databases."""

from argparse import Namespace
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, time, timedelta
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

from flask import Flask

from booking.actions import requesting
from booking.actions.actor import RESIDENT
from booking.actions.requesting import NewRequest
from booking.domain.errors import SlotNotOffered, SlotTaken
from tests.bench.council import council_app, new_request
from tests.bench.row import Row
from tests.builders import Council
from tests.conftest import MONDAY
from tests.postgresql import running_server

WRITERS = (2, 4, 8, 16, 32, 64)


def rows(options: Namespace) -> Iterator[Row]:
    with TemporaryDirectory() as place:
        yield _races("SQLite", f"sqlite:///{Path(place) / 'kept.sqlite3'}", options)
    with ExitStack() as stack:
        server = stack.enter_context(running_server())
        stack.enter_context(server.with_template())
        yield _races("PostgreSQL", stack.enter_context(server.database()), options)


def _races(database: str, url: str, options: Namespace) -> Row:
    with council_app(url) as (app, council):
        counts = list(islice(cycle(WRITERS), options.attempts))
        won = [
            _winners(app, council, starts_at, n)
            for starts_at, n in zip(_times(), counts, strict=False)
        ]
    return Row(
        f"one time, 2 to 64 writers, {database}",
        f"{sum(one == 1 for one in won)} of {len(won)} races",
        "all",
        all(one == 1 for one in won),
        f"{sum(won)} winners of {sum(counts)} writers",
    )


def _winners(app: Flask, council: Council, starts_at: datetime, writers: int) -> int:
    ready = Barrier(writers)

    def ask(new: NewRequest) -> bool:
        with app.app_context():
            ready.wait()
            try:
                requesting.request(new, actor=RESIDENT)
            except (SlotTaken, SlotNotOffered):
                return False
            return True

    asked = [new_request(council, council.sam.id, starts_at, n) for n in range(writers)]
    with ThreadPoolExecutor(writers) as threads:
        return sum(threads.map(ask, asked))


def _times() -> Iterator[datetime]:
    """Sam's half hours, beginning anew with the first once all have been fought for."""
    for days in cycle(range(1, 58)):
        day = (MONDAY + timedelta(days=days)).date()
        for hour in range(9, 17) if day.weekday() < 5 else ():
            yield datetime.combine(day, time(hour), UTC)
            yield datetime.combine(day, time(hour, 30), UTC)
