"""Changing what was arranged: another time, other needs, no appointment after all."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from booking import clock
from booking.actions import (
    diaries,
    enforcing,
    holds,
    links,
    outbox,
    promises,
    stating,
    story,
    supporting,
)
from booking.actions.actor import Actor
from booking.actions.diaries import demand_of, own_entries, wishes_of
from booking.actions.moving import move_to
from booking.actions.stating import Stated
from booking.actions.transaction import transaction
from booking.domain.arranging import Preference
from booking.domain.best_times import Best
from booking.domain.diary import Slot
from booking.domain.errors import ReasonMissing
from booking.domain.lifecycle import Action, Status, after
from booking.models import Appointment, Cause, Kind, PreferredTime, Purpose


def change_key(appointment: Appointment) -> str:
    """Under which key another time is held for an appointment."""
    return f"change:{appointment.id}"


def held_entries(session: Session, appointment: Appointment) -> list[int]:
    """The diary entry of the time that is held under it, if one is: free for whoever holds it."""
    held = holds.current(session, change_key(appointment))
    return [held.id] if held else []


@transaction
def hold_time(
    session: Session,
    *,
    appointment_id: int,
    starts_at: datetime,
    needs: Sequence[str] | None = None,
    language: str | None = None,
) -> None:
    """Keeps another time for an appointment, under its `change_key`, while the resident checks it.

    A time that overlaps the present one cannot be held beside it and needs no hold: most of it is
    theirs. Raises ActionRefused, SlotTaken, SlotNotOffered.
    """
    appointment = story.load(session, appointment_id)
    after(appointment.status, Action.REARRANGE)
    holds.free(session, change_key(appointment))
    needed, own = demand_of(appointment, needs, language), own_entries(session, appointment)
    slot = holds.choose(session, appointment.officer, needed, starts_at, ignoring=own)
    if not _overlaps_itself(appointment, slot):
        holds.keep(session, appointment.officer, slot, change_key(appointment))


@transaction
def rearrange(
    session: Session,
    *,
    appointment_id: int,
    starts_at: datetime,
    actor: Actor,
    needs: Sequence[str] | None = None,
    in_own_words: str | None = None,
    language: str | None = None,
    interpreter_wishes: str | None = None,
    held_by: str | None = None,
    best: Best | None = None,
) -> Appointment:
    """Moves an arranged appointment to another time, with `needs` in place of its own where given.

    The same calendar entry moves (sequence + 1); a new promise clock runs and is met at once. To
    the time that it has, with the needs that it has, nothing is changed and nobody told. Raises
    ActionRefused, SlotTaken, SlotNotOffered; then the old time still stands.
    """
    appointment = story.load(session, appointment_id)
    after(appointment.status, Action.REARRANGE)
    held_since = holds.free(session, held_by) if held_by else None
    if starts_at == appointment.starts_at and needs in (None, appointment.needs):
        return appointment
    if needs is not None:
        stated = Stated(
            needs=needs,
            in_own_words=in_own_words,
            language=language,
            interpreter_wishes=interpreter_wishes,
            best=best,
        )
        needed = demand_of(appointment, needs, language)
        stating.write_down(session, appointment, stated, actor)
        stating.shape(appointment, needed)
    move_to(session, appointment, starts_at, actor, asked_at=held_since)
    return appointment


@transaction
def change_needs(
    session: Session,
    *,
    appointment_id: int,
    needs: Sequence[str],
    in_own_words: str | None,
    actor: Actor,
    language: str | None = None,
    interpreter_wishes: str | None = None,
    best: Best | None = None,
) -> Appointment:
    """Records other needs and lets them shape the appointment: its length, its room.

    `language` is the one that the resident speaks best, `interpreter_wishes` which dialect and whether a
    woman or a man, `best` when they are phoned; None leaves each as it is.
    An arranged appointment keeps its start, and all that its needs do not ask to change: figures that the
    council has changed since leave its length and its support as they are. Where the diary cannot meet
    them then, SlotNotOffered or SlotTaken is raised and nothing is saved: another time must be chosen
    (`rearrange` with these needs). The officer is told of every change; where a request can no longer be
    met by any time, so are the managers. The same needs again change nothing.

    Raises ActionRefused when it is over; NotReachable where these needs would leave no way to tell them
    anything; InterpreterRefused where no one interpreter could be booked for them; NotOffered or
    ContactMissing where they lead to a way of meeting that the service does not have, or that we could
    not reach them for.
    """
    appointment = story.load(session, appointment_id)
    stated = Stated(
        needs=needs,
        in_own_words=in_own_words,
        language=language,
        interpreter_wishes=interpreter_wishes,
        best=best,
    )
    if not stating.is_new(appointment, stated):
        return appointment
    arranged = appointment.status is not Status.REQUESTED
    if arranged:
        after(appointment.status, Action.REARRANGE)
    needed = demand_of(appointment, needs, language)
    anew = not arranged or stating.asks_for_change(session, appointment, stated, needed)
    stating.write_down(session, appointment, stated, actor)
    if anew:
        stating.shape(appointment, needed)
    if arranged and anew and appointment.starts_at:
        move_to(session, appointment, appointment.starts_at, actor)
    else:
        if arranged:
            supporting.ask_anew(session, appointment)
        # Time and place stay, so the sequence does too (RFC 5546, 2.1.4); the officer is told all the same.
        kind = Kind.INVITATION_UPDATE if arranged else Kind.PLEASE_ARRANGE
        outbox.tell_officer(session, appointment, kind)
    if not arranged and diaries.chosen_for(session, appointment) is None:
        enforcing.offer_otherwise(session, appointment)
    return appointment


@transaction
def prefer(
    session: Session, *, appointment_id: int, preferences: Sequence[Preference], actor: Actor
) -> Appointment:
    """Puts other preferred times on a request that is still to be arranged; the officer is asked again.

    The same preferences again change nothing.
    """
    appointment = story.load(session, appointment_id)
    after(appointment.status, Action.ARRANGE)
    if list(preferences) == wishes_of(appointment):
        return appointment
    appointment.preferences = []
    session.flush()
    appointment.preferences = [
        PreferredTime(rank=wish.rank, day=wish.day, part=wish.part) for wish in preferences
    ]
    story.note(session, appointment, "preferences_changed", actor)
    promises.begin_anew(session, appointment, Cause.RESIDENT_CHANGE)
    outbox.tell_officer(session, appointment, Kind.PLEASE_ARRANGE)
    return appointment


@transaction
def cancel(
    session: Session, *, appointment_id: int, actor: Actor, reason: str | None = None
) -> Appointment:
    """Cancels what is arranged, or withdraws a request; everybody is told. Raises ActionRefused."""
    appointment = story.load(session, appointment_id)
    requested = appointment.status is Status.REQUESTED
    action = Action.WITHDRAW if requested else Action.CANCEL
    after(appointment.status, action)
    appointment.sequence += 1
    appointment.ended_at = clock.now()
    promises.end(appointment.promise)
    appointment.reason = reason
    holds.give_back(session, appointment)
    holds.free(session, change_key(appointment))
    links.use_up(session, appointment, Purpose.ANSWER_REQUEST)
    links.use_up(session, appointment, Purpose.CHECK_IN)
    story.move(session, appointment, action, actor, reason=reason)
    outbox.tell_resident(session, appointment, Kind.WITHDRAWN if requested else Kind.CANCELLED)
    outbox.tell_officer(
        session, appointment, Kind.REQUEST_CLOSED if requested else Kind.INVITATION_CANCEL
    )
    supporting.plan(session, appointment)
    return appointment


@transaction
def decline(
    session: Session, *, appointment_id: int, reason: str, instead: str, actor: Actor
) -> Appointment:
    """Declines a request; the resident is told why and what they can do instead.

    Raises ActionRefused, and ReasonMissing without both.
    """
    appointment = story.load(session, appointment_id)
    if not (reason.strip() and instead.strip()):
        raise ReasonMissing
    appointment.reason, appointment.instead = reason.strip(), instead.strip()
    story.move(session, appointment, Action.DECLINE, actor, reason=appointment.reason)
    links.use_up(session, appointment, Purpose.ANSWER_REQUEST)
    appointment.ended_at = clock.now()
    promises.end(appointment.promise)
    outbox.tell_resident(session, appointment, Kind.DECLINED)
    return appointment


def _overlaps_itself(appointment: Appointment, slot: Slot) -> bool:
    starts_at, ends_at = appointment.starts_at, appointment.ends_at
    return bool(starts_at and ends_at and slot.start < ends_at and starts_at < slot.end)
