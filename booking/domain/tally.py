"""Counting promises: how many were kept, and within how many working days, in little memory."""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil

from booking.domain.promise import PromiseState


@dataclass(slots=True)
class Tally:
    """Promises counted by how they stand, and by the working days that they took.

    It holds one number for each state and for each count of days, however many promises are added.
    """

    states: Counter[PromiseState] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)
    """How many were arranged, or answered, after so many working days; late ones count too."""

    def add(self, state: PromiseState, days: int | None = None) -> None:
        """Counts one promise, and after how many working days it was arranged where it was."""
        self.states[state] += 1
        if days is not None:
            self.days[days] += 1

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.states + other.states, self.days + other.days)

    @property
    def given(self) -> int:
        """All of them."""
        return self.states.total()

    @property
    def decided(self) -> int:
        """Those that were kept or missed: the share is of these."""
        return self.states[PromiseState.KEPT] + self.states[PromiseState.MISSED]

    @property
    def share_kept(self) -> float | None:
        """Of those that are decided, the share kept, from 0 to 1; None where none is."""
        return self.states[PromiseState.KEPT] / self.decided if self.decided else None

    @property
    def median(self) -> int | None:
        """Within how many working days at least half of what was arranged was arranged."""
        return self.within(0.5)

    @property
    def ninetieth(self) -> int | None:
        """Within how many working days at least nine in ten were."""
        return self.within(0.9)

    def within(self, share: float) -> int | None:
        """The least number of working days within which at least that share was arranged.

        The percentile by nearest rank: a number of days that really occurred, never between two.
        None where nothing was arranged.
        """
        rank = ceil(self.days.total() * share)
        for days in sorted(self.days):
            rank -= self.days[days]
            if rank <= 0:
                return days
        return None
