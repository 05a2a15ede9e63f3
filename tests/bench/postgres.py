"""Booking on PostgreSQL: the whole of "confirm" against the same rows inserted on the same server."""

from argparse import Namespace
from collections.abc import Iterator
from itertools import repeat

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.bench.bare_booking import postgres_app
from tests.bench.booking import confirmations, one_booking, take_turns
from tests.bench.council import council_app
from tests.bench.row import Row, share_of_limit
from tests.bench.visitor import Visitor
from tests.postgresql import running_server


def rows(options: Namespace) -> Iterator[Row]:
    with running_server() as server, server.with_template():
        # Tests do without; whoever books wants it to survive a power cut.
        server.run(sql.SQL("ALTER SYSTEM RESET fsync"))
        server.run(sql.SQL("SELECT pg_reload_conf()"))
        with server.database() as url, council_app(url) as (app, council):
            plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(plain, autocommit=True) as connection:
                confirm = confirmations(app, council)
                bare_app = postgres_app(connection, one_booking(confirm))
                bare = repeat(Visitor(bare_app).ready("/book", {}))
                measured, _times = take_turns(confirm, bare, options.rounds)
    yield share_of_limit("booking, PostgreSQL", measured, 0.25)
