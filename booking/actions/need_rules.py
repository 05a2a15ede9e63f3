"""Changing what follows from a need, by an administrator: seen beforehand, kept for ever, undone at will.

What is arranged keeps its length and its support: both are stored with it. An open request is arranged,
and a time is offered, by the figures that hold then.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking import clock
from booking.actions import audit, catalogue, rules
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.domain.catalogue import Rule, changed, check, only_own, rule_of, under
from booking.domain.lifecycle import Status
from booking.domain.local_time import local_day
from booking.domain.needs import CATALOGUE, Meeting, Need, demand
from booking.models import Appointment, NeedRule, Officer, PatternHours, Service, Staff
from booking.models.needs import IN_FORCE
from booking.settings import settings


@dataclass(frozen=True, slots=True)
class TooLong:
    """A service that no officer could give any more: nobody works for that long without a gap."""

    service: str
    minutes: int
    longest: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would do, before it is saved."""

    before: Need
    after: Need
    requests: int
    """Open requests with this need: they are arranged by the new figures."""
    officers: int
    too_far: int
    """Officers whose diary is not open as far ahead as the support would take."""
    too_long: Sequence[TooLong]


@dataclass(frozen=True, slots=True)
class Change:
    """One change that was made: when, by whom, and each figure before and after."""

    at: datetime
    by: str | None
    figures: Sequence[tuple[str, int, int]]


@transaction
def save(session: Session, *, code: str, rule: Rule, actor: Actor) -> bool:
    """Puts the council's figures for one need in force from now on; False where nothing changes.

    Kept's own figures in full restore them. Raises NeedRuleRefused.
    """
    check(code, rule)
    own = only_own(code, rule)
    before = session.scalar(
        select(NeedRule).where(NeedRule.code == code, IN_FORCE).with_for_update()
    )
    if own == (before.rule if before else Rule()):
        return False
    if before:
        before.replaced_at = clock.now()
        session.flush()
    was = under(CATALOGUE[code], before.rule if before else Rule())
    session.add(
        NeedRule(code=code, **asdict(own), changed_at=clock.now(), changed_by=actor.staff_id)
    )
    session.flush()
    catalogue.forget(session)
    _write(session, actor, code, changed(was, under(CATALOGUE[code], own)))
    return True


def preview(session: Session, code: str, rule: Rule) -> Preview:
    """What a rule would do as things stand now. Raises NeedRuleRefused."""
    check(code, rule)
    before = catalogue.current(session)[code]
    after = under(CATALOGUE[code], rule)
    officers = session.scalars(
        select(Officer)
        .where(Officer.active)
        .options(selectinload(Officer.patterns), selectinload(Officer.services))
    ).all()
    return Preview(
        before,
        after,
        requests=open_requests(session, code),
        officers=len(officers),
        too_far=_too_far(session, officers, after),
        too_long=list(_too_long(officers, after)),
    )


def open_requests(session: Session, code: str) -> int:
    """How many requests that are still to be arranged state this need."""
    waiting = select(Appointment.needs).where(Appointment.status == Status.REQUESTED)
    return sum(code in needs for needs in session.scalars(waiting))  # encrypted: read one by one


def history(session: Session, code: str) -> list[Change]:
    """Every change of one need, the newest first, each with what it was before."""
    rows = session.execute(
        select(NeedRule, Staff.name)
        .outerjoin(Staff, Staff.id == NeedRule.changed_by)
        .where(NeedRule.code == code)
        .order_by(NeedRule.id)
    )
    need = was = CATALOGUE[code]
    found = []
    for row, name in rows:
        now = under(need, row.rule)
        found.append(Change(row.changed_at, name, list(changed(was, now))))
        was = now
    return found[::-1]


def usual(code: str) -> Rule:
    """Kept's own figures for a need, in full."""
    return rule_of(CATALOGUE[code])


def _too_far(session: Session, officers: Iterable[Officer], need: Need) -> int:
    """How many diaries end before the support could be there."""
    today = local_day(clock.now(), settings().timezone)
    first = rules.working_calendar(session).add(today, need.lead_working_days)
    return sum(first > today + timedelta(days=officer.horizon_days) for officer in officers)


def _too_long(officers: Iterable[Officer], need: Need) -> Iterator[TooLong]:
    """The services that become longer than any of their officers works without a gap."""
    longest: dict[int, int] = {}
    services: dict[int, Service] = {}
    for officer in officers:
        mine = max((_minutes(hours) for hours in _in_use(officer.patterns)), default=0)
        for service in officer.services:
            services[service.id] = service
            longest[service.id] = max(mine, longest.get(service.id, 0))
    for service in sorted(services.values(), key=lambda one: one.name):
        minutes = demand(
            service_minutes=service.minutes,
            needs=[need.code],
            meeting=Meeting.IN_PERSON,
            language=settings().default_language,
            officer_languages=(),
            catalogue={need.code: need},
        ).minutes
        if service.active and minutes > longest[service.id]:
            yield TooLong(service.name, minutes, longest[service.id])


def _in_use(patterns: Iterable[PatternHours]) -> Iterator[PatternHours]:
    today = local_day(clock.now(), settings().timezone)
    return (one for one in patterns if (one.effective_until or date.max) >= today)


def _minutes(hours: PatternHours) -> int:
    def since_midnight(at: time) -> int:
        return at.hour * 60 + at.minute

    return since_midnight(hours.ends) - since_midnight(hours.starts)


def _write(
    session: Session, actor: Actor, code: str, figures: Iterable[tuple[str, int, int]]
) -> None:
    """The audit trail says what was changed from what: codes and numbers, nothing about anybody."""
    said = " ".join(f"{name}={before}>{after}" for name, before, after in figures)
    audit.by(session, actor, action="change_need", subject=f"need:{code} {said}")
