"""The answers of one journey, as the draft keeps them (JSON) and as the pages read them (typed)."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self

from booking.actions.residents import Contact
from booking.actions.supporters import Authority
from booking.domain.acting_for import Agreed, Tells
from booking.domain.arranging import Preference
from booking.domain.needs import CATALOGUE, Meeting, Part
from booking.models import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What has been answered so far; None is a question that has not been answered."""

    service_id: int | None = None
    about: str = ""
    officer_id: int | None = None
    meeting: Meeting | None = None
    location_id: int | None = None
    spoken_language: str | None = None
    interpreter_wishes: str = ""
    communication: tuple[str, ...] | None = None
    """Codes of needs: who helps them to communicate."""
    support: tuple[str, ...] | None = None
    """Codes of needs: access and support."""
    asked_of_place: bool = False
    """Whether they were asked what they need at the place; only those who come to one are."""
    in_own_words: str = ""
    writing: tuple[str, ...] | None = None
    """Codes of needs: how to write to them and reach them."""
    remembered: tuple[str, ...] = ()
    """Codes of needs that they agreed to have kept: ticked when a question is first opened, and asked."""
    starts_at: datetime | None = None
    """The chosen time, UTC. It is theirs only while their hold on it lives."""
    preferences: tuple[Preference, ...] | None = None
    """In place of a chosen time; empty when any time suits."""
    helped: str | None = None
    """Whether somebody helps them, or asks for them."""
    authority: Authority | None = None
    """Who that is, and what they may do."""
    contact: Contact | None = None
    appointment_id: int | None = None
    """What the journey became: it is over, and its answers are gone."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Every need stated so far, in the order of the catalogue."""
        stated = {*(self.communication or ()), *(self.support or ()), *(self.writing or ())}
        return tuple(code for code in CATALOGUE if code in stated)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """The answers that a draft keeps."""
        return cls(**{name: _READERS.get(name, _same)(value) for name, value in kept.items()})


def written(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changed answers as a draft keeps them; None forgets an answer."""
    return {
        name: None if value is None else _WRITERS.get(name, _same)(value)
        for name, value in changes.items()
    }


def _same(value: Any) -> Any:
    return value


def _read_preferences(kept: list[list[str | None]]) -> tuple[Preference, ...]:
    return tuple(
        Preference(rank, date.fromisoformat(day) if day else None, Part(part) if part else None)
        for rank, (day, part) in enumerate(kept, start=1)
    )


def _write_preferences(wishes: tuple[Preference, ...]) -> list[list[str | None]]:
    return [[wish.day.isoformat() if wish.day else None, wish.part] for wish in wishes]


def _read_contact(kept: dict[str, Any]) -> Contact:
    part = kept.get("best_part")
    typed = {"channel": Channel(kept["channel"]), "best_part": Part(part) if part else None}
    return Contact(**{**kept, **typed})


def _read_authority(kept: dict[str, Any]) -> Authority:
    read = {
        "contact": _read_contact(kept["contact"]),
        "tells": Tells(kept["tells"]),
        "agreed": Agreed(kept["agreed"]),
    }
    return Authority(**{**kept, **read})


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "meeting": Meeting,
    "communication": tuple,
    "support": tuple,
    "writing": tuple,
    "remembered": tuple,
    "starts_at": datetime.fromisoformat,
    "preferences": _read_preferences,
    "contact": _read_contact,
    "authority": _read_authority,
}
_WRITERS: Mapping[str, Callable[[Any], Any]] = {
    "starts_at": datetime.isoformat,
    "preferences": _write_preferences,
    "contact": asdict,
    "authority": asdict,
}
