"""Which of the free times to propose: preferences first, spread out, or nearest to a lost one.

Slots come in lazily and in order of time, as `free_times.free_slots` gives them, and are read no further
than the answer needs.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from booking.domain.diary import Slot
from booking.domain.local_time import NOON, local, local_day
from booking.domain.needs import Part

_APART = timedelta(hours=1)
_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Preference:
    """A day, a part of the day, or both, that the resident ranked (1 is what they want most).

    None for either is any; ValueError when both are None, which would be no preference.
    """

    rank: int
    day: date | None = None
    part: Part | None = None

    def __post_init__(self) -> None:
        if self.day is None and self.part is None:
            raise ValueError("a preference names a day, a part of the day, or both")

    def is_met_by(self, slot: Slot, zone: ZoneInfo) -> bool:
        """Whether `slot` starts on the day and in the part of it that are preferred."""
        return self.day in (None, local_day(slot.start, zone)) and self.part in (
            None,
            part_of(slot.start, zone),
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A slot, and the rank of the preference it meets; None when the preferences gave way."""

    slot: Slot
    met: int | None


def part_of(instant: datetime, zone: ZoneInfo) -> Part:
    """The part of the local day that `instant` lies in; the afternoon begins at noon."""
    return Part.MORNING if local(instant, zone).time() < NOON else Part.AFTERNOON


def best(
    slots: Iterable[Slot], preferences: Sequence[Preference], *, zone: ZoneInfo, count: int = 3
) -> list[Proposal]:
    """Up to `count` proposals, the first being the one to make if only one can be.

    All that meet the first preference come before any that meets the second, and so on; what meets
    none comes last. Within each they are spread (see `spread`) and in order of time.
    """
    proposals: list[Proposal] = []
    for met, fitting in _by_preference(slots, preferences, zone).items():
        chosen = spread(fitting, zone=zone, count=count - len(proposals))
        proposals += [Proposal(slot, met) for slot in chosen]
    return proposals


def automatic(
    slots: Iterable[Slot],
    preferences: Sequence[Preference],
    *,
    zone: ZoneInfo,
    step: timedelta,
) -> Proposal | None:
    """The one slot to arrange where nobody chooses; None where there is none.

    Wishes give way in the order of their rank, the least wanted first; needs never do, for no slot is
    offered without them. Within the best rank that can be met the earliest day is taken, so that nobody
    waits longer than they must; on it the beginning of the shortest free stretch that is long enough, so
    that the officer's day is not broken up. `step` is how far apart the officer's slots are.
    """
    for met, fitting in _by_preference(slots, preferences, zone).items():
        for _day, of_the_day in groupby(fitting, key=lambda slot: local_day(slot.start, zone)):
            stretches = _stretches(of_the_day, step)
            return Proposal(min(stretches, key=len)[0], met)
    return None


def _stretches(slots: Iterable[Slot], step: timedelta) -> list[list[Slot]]:
    """Slots that follow each other at every step: each list is one free stretch of time."""
    stretches: list[list[Slot]] = []
    for slot in slots:
        if stretches and slot.start - stretches[-1][-1].start == step:
            stretches[-1].append(slot)
        else:
            stretches.append([slot])
    return stretches


def _by_preference(
    slots: Iterable[Slot], preferences: Sequence[Preference], zone: ZoneInfo
) -> Mapping[int | None, Iterable[Slot]]:
    """Each slot under the rank of the first preference that it meets, in order of rank."""
    if not preferences:
        return {None: slots}  # as lazy as they came
    ranked = sorted(preferences, key=attrgetter("rank"))
    groups: dict[int | None, list[Slot]] = {preference.rank: [] for preference in ranked}
    groups[None] = []
    for slot in slots:
        met = (preference.rank for preference in ranked if preference.is_met_by(slot, zone))
        groups[next(met, None)].append(slot)
    return groups


def spread(slots: Iterable[Slot], *, zone: ZoneInfo, count: int = 3) -> list[Slot]:
    """The earliest `count` slots from different halves of days and an hour apart, in order of time.

    The earliest of all is always one of them. Where there are not enough halves of days, the same
    half gives several, still an hour apart if it can, so that few choices never become none.
    """
    if count < 1:
        return []
    chosen: list[Slot] = []
    passed_over: list[Slot] = []
    halves: set[tuple[date, Part]] = set()
    for slot in slots:
        half = local_day(slot.start, zone), part_of(slot.start, zone)
        if half in halves or not _is_apart(slot, chosen, _APART):
            passed_over.append(slot)
            continue
        chosen.append(slot)
        halves.add(half)
        if len(chosen) == count:
            break
    for distance in (_APART, timedelta.resolution):
        for slot in passed_over:
            if len(chosen) < count and _is_apart(slot, chosen, distance):
                chosen.append(slot)
    return sorted(chosen, key=_start)


def _is_apart(slot: Slot, chosen: Iterable[Slot], distance: timedelta) -> bool:
    return all(abs(slot.start - other.start) >= distance for other in chosen)


def nearest(slots: Iterable[Slot], wanted: datetime, count: int = 3) -> list[Slot]:
    """The `count` slots whose starts are nearest to `wanted` (UTC), returned in order of time.

    Of two that are equally near, the earlier is taken.
    """
    before: deque[Slot] = deque(maxlen=count)
    after: list[Slot] = []
    for slot in slots:
        if slot.start < wanted:
            before.append(slot)
            continue
        after.append(slot)
        if len(after) >= count:
            break
    by_distance = sorted([*before, *after], key=lambda slot: abs(slot.start - wanted))
    return sorted(by_distance[:count], key=_start)
