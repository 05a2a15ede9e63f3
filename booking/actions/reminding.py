"""Reminders, written in the transaction that fixes a time and due when they are to go out."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import clock
from booking.actions import outbox, rules, supporters
from booking.domain.acting_for import is_copied
from booking.domain.lifecycle import Status
from booking.domain.reminders import Reminder, reminders_for
from booking.messaging.ways import way_to_remind, way_to_remind_supporter
from booking.models import Appointment, Audience, Channel, Kind, Message, Officer, Supporter
from booking.settings import settings


def remind(session: Session, appointment: Appointment) -> None:
    """Writes the reminders of an arranged appointment, due when they are to go out.

    What is written for an older sequence is dropped when its time comes, so nothing is unwritten.
    """
    starts_at = appointment.starts_at
    if starts_at is None:
        raise ValueError("an appointment without a time has no reminders")
    for reminder in _reminders(session, starts_at):
        kind = Kind(reminder.kind)
        for_officer = kind is Kind.OFFICER_REMINDER
        for supporter in () if for_officer else supporters.told(appointment, kind):
            _write_for_supporter(session, appointment, supporter, reminder)
        officer = appointment.officer if for_officer else None
        channel = (
            _officer_reminder_channel(appointment.officer)
            if for_officer
            else way_to_remind(appointment)
        )
        if channel:
            outbox.write(
                session,
                kind,
                subject=appointment,
                audience=Audience.OFFICER if for_officer else Audience.RESIDENT,
                channel=channel,
                officer=officer,
                language=None if for_officer else appointment.resident.language,
                due_at=reminder.due_at,
                expires_at=reminder.expires_at,
            )


def remind_supporter(session: Session, appointment: Appointment, supporter: Supporter) -> None:
    """Writes the reminders of what is arranged for somebody who has just been let act, unless they wait."""
    if appointment.status is not Status.ARRANGED or appointment.starts_at is None:
        return
    waiting = set(
        session.scalars(
            select(Message.kind).where(
                Message.appointment_id == appointment.id,
                Message.supporter_id == supporter.id,
                Message.sequence == appointment.sequence,
            )
        )
    )
    for reminder in _reminders(session, appointment.starts_at):
        kind = Kind(reminder.kind)
        for_them = kind is not Kind.OFFICER_REMINDER and is_copied(supporter.tells, kind)
        if for_them and kind not in waiting:
            _write_for_supporter(session, appointment, supporter, reminder)


def _reminders(session: Session, starts_at: datetime) -> Iterable[Reminder]:
    return reminders_for(
        starts_at,
        now=clock.now(),
        calendar=rules.working_calendar(session),
        zone=settings().timezone,
        quiet=rules.quiet_hours(),
    )


def _write_for_supporter(
    session: Session, appointment: Appointment, supporter: Supporter, reminder: Reminder
) -> None:
    """A letter would come too late."""
    if channel := way_to_remind_supporter(supporter):
        outbox.write(
            session,
            Kind(reminder.kind),
            subject=appointment,
            audience=Audience.SUPPORTER,
            channel=channel,
            supporter=supporter,
            language=supporter.language,
            due_at=reminder.due_at,
            expires_at=reminder.expires_at,
        )


def _officer_reminder_channel(officer: Officer) -> Channel | None:
    """The calendar's own alarm reminds an officer who gave no mobile."""
    return Channel.SMS if officer.mobile else None
