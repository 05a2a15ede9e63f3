"""Paired measuring: ours and its limit take turns, so that whatever slows this machine slows both."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from statistics import median, quantiles
from time import perf_counter

Task = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Paired:
    """What turns of two tasks took, seconds each; the n-th of both were taken one after the other."""

    ours: list[float]
    limit: list[float]

    @property
    def ratios(self) -> list[float]:
        """Our share of the limit's pace, turn by turn."""
        return [limit / ours for ours, limit in zip(self.ours, self.limit, strict=True)]


def paired(ours: Task, limit: Task, *, rounds: int, each: float) -> Paired:
    """Takes `rounds` turns of both, of about `each` seconds; the first, to get warm, is not kept."""
    measured = Paired([], [])
    for number in range(rounds + 1):
        # Whoever goes first in one round goes second in the next.
        first, second = (ours, limit) if number % 2 else (limit, ours)
        times = {task: _seconds_a_call(task, each) for task in (first, second)}
        if number:
            measured.ours.append(times[ours])
            measured.limit.append(times[limit])
    return measured


def _seconds_a_call(task: Task, each: float) -> float:
    begun = perf_counter()
    for calls in count(1):
        task()
        if (passed := perf_counter() - begun) >= each:
            return passed / calls
    raise AssertionError("unreachable")


def timed(task: Task) -> float:
    """Seconds of one call."""
    begun = perf_counter()
    task()
    return perf_counter() - begun


def middle(times: list[float]) -> float:
    """The median."""
    return median(times)


def p95(times: list[float]) -> float:
    """What 19 of 20 stay below."""
    return quantiles(times, n=20)[-1]
