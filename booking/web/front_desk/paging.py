"""Long lists in pages, each with as many rows as are printed in one run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

from booking.actions.printing import MOST_IN_A_RUN

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list; `number` counts from 1 to `last`."""

    rows: Sequence[T]
    number: int
    last: int


def page_of(found: Sequence[T]) -> Page[T]:
    """The page that the address asks for, or the nearest that there is."""
    last = max(1, -(-len(found) // MOST_IN_A_RUN))
    number = min(max(asked() or 1, 1), last)
    return Page(found[(number - 1) * MOST_IN_A_RUN : number * MOST_IN_A_RUN], number, last)


def asked() -> int | None:
    """The number in the address: a press leads back to the page on which it stood."""
    return request.args.get("page", type=int)
