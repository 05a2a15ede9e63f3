"""A council year from the command line: python -m tests.simulation --year 2027 --requests 2000 --seed 1"""

import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.simulation.beginning import year_on
from tests.simulation.oracle import BANK_HOLIDAYS
from tests.simulation.year import Violation

YEARS = sorted({day.year for day in BANK_HOLIDAYS})[:-1]
"""Those whose bank holidays, and the next year's, are written out."""


def main() -> int:
    """Runs one year; 1 where something was not as it must always be."""
    given = _arguments()
    with TemporaryDirectory() as place:
        url = given.database or f"sqlite:///{Path(place) / 'kept.sqlite3'}"
        start = given.start or date(given.year, 1, 1)
        with year_on(
            url, seed=given.seed, start=start, days=given.days, requests=given.requests
        ) as year:
            year.progress = _say if given.progress else None
            try:
                report = year.run()
            except Violation as violation:
                sys.stdout.write(
                    f"{year.report}\n\nVIOLATED {violation}\nReplay: {_again(given)}\n"
                )
                return 1
    sys.stdout.write(f"{report}\n")
    return 0


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _again(given: Namespace) -> str:
    start = f" --start {given.start}" if given.start else ""
    return (
        f"python -m tests.simulation --year {given.year}{start} --days {given.days}"
        f" --requests {given.requests} --seed {given.seed}"
    )


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--year", type=int, choices=YEARS, default=2027)
    parser.add_argument("--start", type=date.fromisoformat, help="a day in place of 1 January")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--requests", type=int, default=2000, help="enquiries included")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--database", help="of an empty database; a temporary SQLite file if not given"
    )
    parser.add_argument("--progress", action="store_true", help="say every day that is over")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
