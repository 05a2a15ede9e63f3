"""One row of the table: what was measured, what came of it, and whether that is good enough."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from tests.bench.rounds import Paired


@dataclass(frozen=True, slots=True)
class Row:
    """`holds` is None for what is only told."""

    what: str
    figure: str
    goal: str = ""
    holds: bool | None = None
    detail: str = ""

    def __str__(self) -> str:
        verdict = {None: "", True: "holds", False: "MISSED"}[self.holds]
        line = f"{self.what:<44} {self.figure:<26} {self.goal:<10} {verdict:<7}"
        return f"{line} {self.detail}".rstrip()


Rows = Callable[[Namespace], Iterator[Row]]


def share_of_limit(what: str, measured: Paired, goal: float) -> Row:
    """Our pace as a share of the limit's: the median of the rounds, and the least and the most."""
    ratios = measured.ratios
    return Row(
        what,
        f"{median(ratios):.0%} ({min(ratios):.0%} to {max(ratios):.0%})",
        f">= {goal:.0%}",
        median(ratios) >= goal,
        f"{milliseconds(measured.ours)} against {milliseconds(measured.limit)}",
    )


def milliseconds(times: list[float]) -> str:
    """The median of some times, in seconds, as it is printed."""
    return f"{median(times) * 1000:.2f} ms"
