"""Half-open stretches of time, [start, end), in UTC: merge, subtract, intersect, gaps."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

_start = attrgetter("start")
_end = attrgetter("end")


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `start` up to, not including, `end`: aware UTC datetimes.

    One that does not end after its start holds no time (calendars do send such): `merge` drops it.
    """

    start: datetime
    end: datetime


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time in order, with what touches or overlaps joined: ends rise as starts do."""
    merged: list[Interval] = []
    for interval in sorted(intervals, key=_start):
        if merged and interval.start <= merged[-1].end:
            if interval.end > merged[-1].end:
                merged[-1] = Interval(merged[-1].start, interval.end)
        elif interval.start < interval.end:
            merged.append(interval)
    return merged


def subtract(intervals: Iterable[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """What is left of `intervals` once `taken` is cut out, merged and in order."""
    cut = merge(taken)
    return [gap for whole in merge(intervals) for gap in gaps(whole.start, whole.end, cut)]


def intersect(intervals: Iterable[Interval], others: Iterable[Interval]) -> list[Interval]:
    """The time that lies both in `intervals` and in `others`, merged and in order."""
    wholes = merge(intervals)
    return subtract(wholes, subtract(wholes, others))


def gaps(
    start: datetime,
    end: datetime,
    taken: Sequence[Interval],
    shortest: timedelta = timedelta.resolution,
) -> Iterator[Interval]:
    """What `taken` leaves free between `start` and `end`, lazily and in order, from `shortest` up.

    `taken` must be merged (see `merge`): it is searched by bisection, and only what lies between
    `start` and `end` is ever looked at.
    """
    for index in range(bisect_right(taken, start, key=_end), len(taken)):
        busy = taken[index]
        if busy.start >= end:
            break
        if busy.start - start >= shortest:
            yield Interval(start, busy.start)
        start = busy.end
    if end - start >= shortest:
        yield Interval(start, end)


def is_free(start: datetime, end: datetime, taken: Sequence[Interval]) -> bool:
    """Whether nothing of `taken`, which must be merged, overlaps [start, end)."""
    index = bisect_right(taken, start, key=_end)
    return index == len(taken) or taken[index].start >= end
