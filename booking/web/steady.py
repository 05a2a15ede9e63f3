"""Answers that take the same time whatever they found, so that nobody learns from waiting."""

from collections.abc import Callable
from functools import wraps
from threading import Event
from time import monotonic
from typing import ParamSpec, TypeVar

from flask import request

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 0.25
"""Longer than the slowest usual way through; a POST that looks somebody up takes this long, always."""


def steady(view: Callable[P, T]) -> Callable[P, T]:
    """Makes every POST to a view take SECONDS from beginning to end."""

    @wraps(view)
    def timed(*args: P.args, **kwargs: P.kwargs) -> T:
        began = monotonic()
        try:
            return view(*args, **kwargs)
        finally:
            if request.method == "POST":
                Event().wait(max(0.0, SECONDS - (monotonic() - began)))

    return timed
