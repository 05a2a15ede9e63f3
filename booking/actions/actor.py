"""Who is acting."""

from dataclasses import dataclass

from booking.models import ActorKind


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and whether for somebody else who asked for it."""

    kind: ActorKind
    staff_id: int | None = None
    on_behalf: bool = False
    supporter_id: int | None = None
    """Which supporter, where one acts."""


RESIDENT = Actor(ActorKind.RESIDENT)
KEPT = Actor(ActorKind.KEPT)
