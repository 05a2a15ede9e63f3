"""The day itself: somebody arrives, is seen, does not come, or will be late."""

from datetime import timedelta

from sqlalchemy.orm import Session

from booking import clock
from booking.actions import outbox, story
from booking.actions.actor import RESIDENT, Actor
from booking.actions.transaction import transaction
from booking.domain.errors import ActionRefused, NotToday
from booking.domain.lifecycle import Action, Status
from booking.domain.local_time import local_day
from booking.models import Appointment, Channel, Kind
from booking.settings import settings

LATE_CHOICES = (5, 10, 20, 30)
"""The minutes that somebody may say they will be late."""

COMES_EARLY = timedelta(minutes=60)
"""How long before the start a resident may say by themselves that they are here."""


@transaction
def check_in(session: Session, *, appointment_id: int, actor: Actor) -> Appointment:
    """The resident is here; the officer is told."""
    appointment = story.load(session, appointment_id)
    _check_in(session, appointment, actor)
    return appointment


def _check_in(session: Session, appointment: Appointment, actor: Actor) -> None:
    story.move(session, appointment, Action.CHECK_IN, actor)
    _tell_officer_at_once(session, appointment, Kind.RESIDENT_HERE)


@transaction
def say_here(session: Session, *, appointment_id: int) -> Appointment:
    """The resident says by themselves that they are here; the officer is told.

    Said again it changes nothing. Raises ActionRefused outside the time in which it can be said.
    """
    appointment = story.load(session, appointment_id)
    if appointment.status is Status.WAITING:
        return appointment
    if not can_say_here(appointment):
        raise ActionRefused("not now")
    _check_in(session, appointment, RESIDENT)
    return appointment


def can_say_here(appointment: Appointment) -> bool:
    """Whether it is arranged and near: on its day, from an hour before it starts until it ends."""
    starts_at = appointment.starts_at
    return (
        appointment.status is Status.ARRANGED
        and starts_at is not None
        and clock.now() >= starts_at - COMES_EARLY
        and can_say_late(appointment)
    )


@transaction
def start(session: Session, *, appointment_id: int, actor: Actor) -> Appointment:
    """The officer sees the resident now; whom nobody has checked in is checked in first."""
    appointment = story.load(session, appointment_id)
    if appointment.status is Status.ARRANGED:
        story.move(session, appointment, Action.CHECK_IN, actor)
    story.move(session, appointment, Action.START, actor)
    return appointment


@transaction
def finish(session: Session, *, appointment_id: int, actor: Actor) -> Appointment:
    """The appointment was attended."""
    appointment = story.load(session, appointment_id)
    story.move(session, appointment, Action.FINISH, actor)
    appointment.ended_at = clock.now()
    return appointment


@transaction
def miss(session: Session, *, appointment_id: int, actor: Actor) -> Appointment:
    """The resident did not attend; refused before the appointment's start."""
    appointment = story.load(session, appointment_id)
    if appointment.starts_at is None or clock.now() < appointment.starts_at:
        raise ActionRefused("not before its start")
    story.move(session, appointment, Action.MISS, actor)
    appointment.ended_at = clock.now()
    return appointment


@transaction
def say_late(session: Session, *, appointment_id: int, minutes: int, actor: Actor) -> Appointment:
    """The resident will be late by one of LATE_CHOICES; the officer is told at once.

    Saying the same again changes nothing. Raises ActionRefused; NotToday on any other day.
    """
    appointment = story.load(session, appointment_id)
    if appointment.status is not Status.ARRANGED or minutes not in LATE_CHOICES:
        raise ActionRefused("late")
    if not can_say_late(appointment):
        raise NotToday
    if appointment.late_minutes == minutes:
        return appointment
    appointment.late_minutes = minutes
    story.note(session, appointment, "resident_late", actor, minutes=minutes)
    _tell_officer_at_once(session, appointment, Kind.RESIDENT_LATE)
    return appointment


def can_say_late(appointment: Appointment) -> bool:
    """Whether it is the appointment's day and it has not ended: the only time to say "late"."""
    starts_at, ends_at = appointment.starts_at, appointment.ends_at
    if starts_at is None or ends_at is None:
        return False
    zone = settings().timezone
    return local_day(clock.now(), zone) == local_day(starts_at, zone) and clock.now() < ends_at


def _tell_officer_at_once(session: Session, appointment: Appointment, kind: Kind) -> None:
    channel = Channel.SMS if appointment.officer.mobile else Channel.EMAIL
    outbox.tell_officer(session, appointment, kind, channel=channel)
