"""What a resident's page weighs on its way: all that a phone fetches, and then the page alone."""

import re
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.council import council_app
from tests.bench.journeys import before_the_time
from tests.bench.row import Row
from tests.bench.visitor import Answer, Visitor

PAGES = (
    "/",
    "/request/service",
    "/request/officer",
    "/request/support",
    "/request/times/2026-11-26",
)
FETCHED = re.compile(r'<(?:link|script)[^>]+(?:href|src)="(/[^"]+)"')
FIRST, AFTER = 60_000, 10_000


def rows(_options: Namespace) -> Iterator[Row]:
    with (
        TemporaryDirectory() as place,
        council_app(f"sqlite:///{Path(place) / 'kept.sqlite3'}") as (app, council),
    ):
        resident = before_the_time(app, council, council.sam.id)
        resident.headers["Accept-Encoding"] = "gzip, deflate, br, zstd"
        weighed = {address: _weigh(resident, address) for address in PAGES}
    for what, limit, part in (("first visit", FIRST, 0), ("afterwards", AFTER, 1)):
        heaviest = max(weighed, key=lambda address: weighed[address][part])
        bytes_ = weighed[heaviest][part]
        yield Row(
            f"heaviest resident page, {what}",
            f"{bytes_ / 1000:.1f} KB",
            f"<= {limit // 1000} KB",
            bytes_ <= limit,
            heaviest,
        )


def _weigh(resident: Visitor, address: str) -> tuple[int, int]:
    """Bytes with heads and bodies: of the page and all that it fetches, and of the page alone."""
    page = resident.get(address)
    if page.status != 200:
        raise RuntimeError(f"{address} answered {page.status}")
    plain = Visitor(resident.app)
    plain.cookies, plain.headers = resident.cookies, {}
    fetched = set(FETCHED.findall(plain.get(address).body.decode()))
    alone = _size(page)
    return alone + sum(_size(resident.get(file)) for file in fetched), alone


def _size(answer: Answer) -> int:
    return len(answer.body) + sum(len(name) + len(value) + 4 for name, value in answer.headers)
