"""`python -m tests.bench`: every row in turn, each printed as soon as it is measured."""

import logging
import sys
import warnings
from argparse import ArgumentParser, Namespace

from tests.bench import booking, earliest, growth, ladder, pages, postgres, race, weight, worker
from tests.bench.row import Rows

ROWS: dict[str, Rows] = {
    "pages": pages.rows,
    "booking": booking.rows,
    "growth": growth.rows,
    "race": race.rows,
    "postgres": postgres.rows,
    "worker": worker.rows,
    "earliest": earliest.rows,
    "ladder": ladder.rows,
    "weight": weight.rows,
}


def main() -> int:
    options = _options()
    warnings.simplefilter("ignore")
    logging.disable(logging.INFO)
    missed = broken = 0
    for name in options.rows or ROWS:
        try:
            for row in ROWS[name](options):
                print(row, flush=True)  # noqa: T201 - this is what it is for
                missed += row.holds is False
        except Exception as error:
            broken += 1
            print(f"{name}: could not be measured: {error!r}", flush=True)  # noqa: T201
    print(f"{missed} goals missed, {broken} rows not measured")  # noqa: T201
    return int(broken > 0 or (options.strict and missed > 0))


def _options() -> Namespace:
    parser = ArgumentParser(prog="./bench", description="How fast Kept is, as ratios.")
    parser.add_argument("rows", nargs="*", choices=[[], *ROWS], metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--quick", action="store_true", help="every row in short")
    parser.add_argument("--strict", action="store_true", help="a missed goal is a failure")
    parser.add_argument("--attempts", type=int, help="races for one time")
    parser.add_argument("--messages", type=int, help="reminders that the worker hands over")
    parser.add_argument("--appointments", type=int, help="how many the large council has")
    options = parser.parse_args()
    options.rounds, options.each = (4, 0.05) if options.quick else (15, 0.25)
    options.attempts = options.attempts or (6 if options.quick else 24)
    options.messages = options.messages or (200 if options.quick else 2_000)
    options.appointments = options.appointments or (10_000 if options.quick else 50_000)
    return options


if __name__ == "__main__":
    sys.exit(main())
