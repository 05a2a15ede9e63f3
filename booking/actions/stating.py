"""What somebody says that they need now, written onto their appointment; whether it asks for a change."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from booking.actions import otherwise, residents, story, supporting
from booking.actions.actor import Actor
from booking.actions.diaries import demand_of
from booking.domain.best_times import Best
from booking.domain.conflicts import check_interpreter
from booking.domain.errors import NotOffered, NotReachable
from booking.domain.meetings import check_contact
from booking.domain.needs import CATALOGUE, Demand, UnknownNeed
from booking.messaging.ways import allowed_ways
from booking.models import ActorKind, Appointment
from booking.settings import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What is said of needs; None leaves the language, the wishes and the best times as they are."""

    needs: Sequence[str]
    in_own_words: str | None
    language: str | None = None
    interpreter_wishes: str | None = None
    best: Best | None = None


def is_new(appointment: Appointment, stated: Stated) -> bool:
    """Whether any of it differs from what the appointment says."""
    said = (list(stated.needs), stated.in_own_words)
    return said != (appointment.needs, appointment.needs_in_own_words) or any(
        now not in (None, before)
        for now, before in (
            (stated.language, appointment.spoken_language),
            (stated.interpreter_wishes, appointment.interpreter_wishes or ""),
            (stated.best, appointment.resident.best),
        )
    )


def asks_for_change(
    session: Session, appointment: Appointment, stated: Stated, needed: Demand
) -> bool:
    """Whether other needs ask for more, or less, than what is arranged; figures alone never do."""
    gone = set(appointment.needs) - set(stated.needs)
    if any(booking.meets in gone for booking in supporting.live(session, appointment)):
        return True  # also where the officer would not need it any more
    return needed != demand_of(appointment)


def write_down(session: Session, appointment: Appointment, stated: Stated, actor: Actor) -> None:
    """Writes it down. Raises UnknownNeed, InterpreterRefused, and NotReachable where no way is left."""
    if unknown := set(stated.needs) - set(CATALOGUE):
        raise UnknownNeed(", ".join(sorted(unknown)))
    speaks = stated.language or appointment.spoken_language
    check_interpreter(stated.needs, language=speaks, ours=settings().default_language)
    resident, was_reachable = appointment.resident, bool(allowed_ways(appointment))
    appointment.needs = list(stated.needs)
    if was_reachable and not allowed_ways(appointment):
        raise NotReachable(resident.channel)
    appointment.needs_in_own_words = stated.in_own_words
    appointment.spoken_language = speaks
    if stated.interpreter_wishes is not None:
        appointment.interpreter_wishes = stated.interpreter_wishes or None
    if stated.best:
        resident.best_part, resident.best_words = stated.best
    if resident.kept_needs is not None and actor.kind is not ActorKind.SUPPORTER:
        residents.keep(resident, stated.needs)
    story.note(session, appointment, "needs_changed", actor)
    otherwise.respect_needs(session, appointment)


def shape(appointment: Appointment, needed: Demand) -> None:
    """Gives it the length and the way of meeting that are needed. Raises NotOffered, ContactMissing."""
    if needed.meeting is not appointment.meeting:
        if needed.meeting not in appointment.service.meetings:
            raise NotOffered
        check_contact(needed.meeting, appointment.resident)
    appointment.minutes, appointment.meeting = needed.minutes, needed.meeting
