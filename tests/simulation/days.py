"""What happens to whole days in the simulated year: people come, officers fall ill, the council closes."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from booking.actions import absences, answering_for, attending, breaking, closures
from booking.domain.lifecycle import Status
from booking.domain.local_time import at_or_after, day_bounds, local_day
from booking.extensions import db
from booking.models import Appointment, Promise
from tests.simulation.oracle import LONDON
from tests.simulation.requests import desk, manager

if TYPE_CHECKING:
    from tests.simulation.year import Year

DAY = timedelta(days=1)


def the_day_begins(year: "Year", day: date) -> None:
    """Who has an appointment today arrives and is seen, or does not come."""
    begins, ends = day_bounds(day, LONDON)
    today = select(Appointment.id, Appointment.starts_at, Appointment.ends_at).where(
        Appointment.status == Status.ARRANGED,
        Appointment.starts_at >= begins,
        Appointment.starts_at < ends,
    )
    for id_, starts_at, ends_at in year.read(lambda: db.session.execute(today).all()):
        assert starts_at is not None
        assert ends_at is not None
        if year.rng.random() < 0.15:
            year.at(
                starts_at + timedelta(minutes=20), "miss", _attending(year, attending.miss, id_)
            )
            continue
        moments = (
            (starts_at - timedelta(minutes=5), attending.check_in),
            (starts_at + timedelta(minutes=3), attending.start),
            (ends_at, attending.finish),
        )
        for moment, deed in moments:
            year.at(moment, deed.__name__, _attending(year, deed, id_))


def _attending(year: "Year", deed: Callable[..., Appointment], id_: int) -> Callable[[], int]:
    return lambda: deed(appointment_id=id_, actor=desk(year)).id


def an_officer_is_away(year: "Year", *, sick: bool) -> None:
    """Leave leaves what is arranged; for sickness all of it is found another time at once."""
    rng = year.rng
    officer_id = rng.choice(year.council.officers)
    since = year.clock() if sick else year.clock() + rng.randint(3, 10) * DAY
    until = since + rng.randint(1, 8) * DAY
    reason = "sickness" if sick else "leave"
    year.act(f"{reason} recorded", _away(year, officer_id, since, until, reason))
    if sick:
        _rearrange_all(year, since, until, officer_id)


def _away(
    year: "Year", officer_id: int, since: datetime, until: datetime, reason: str
) -> Callable[[], int]:
    return lambda: (
        absences.record(
            officer_id=officer_id,
            starts_at=since,
            ends_at=until,
            reason=reason,
            actor=manager(year),
        ).id
    )


def nobody_is_there(year: "Year") -> None:
    """All of them fall ill, for a week and more: nothing can be arranged, and nothing may be silent."""
    since = year.clock()
    until = since + year.rng.randint(5, 9) * DAY
    for officer_id in year.council.officers:
        year.act("sickness recorded", _away(year, officer_id, since, until, "sickness"))
    _rearrange_all(year, since, until, None)
    year.report.faults["nobody is there for a week"] += 1


def a_closure_comes_late(year: "Year") -> None:
    """A day in the next two weeks on which nobody works after all."""
    day = local_day(year.clock(), LONDON) + year.rng.randint(1, 12) * DAY
    year.closed.append((year.clock(), day))
    year.act(
        "closure",
        lambda: bool(closures.add(first=day, last=day, reason="Snow", actor=manager(year))),
    )
    begins, ends = day_bounds(day, LONDON)
    _rearrange_all(year, begins, ends, None)


def _rearrange_all(year: "Year", since: datetime, until: datetime, officer_id: int | None) -> None:
    broken = year.read(
        lambda: [
            appointment.id
            for appointment in breaking.affected(
                db.session(), since=since, until=until, officer_id=officer_id
            )
        ]
    )
    for id_ in broken:
        year.act("rearranged by the council", _rearranging(year, id_))


def _rearranging(year: "Year", id_: int) -> Callable[[], int]:
    reason = "We are closed."
    return lambda: breaking.rearrange(appointment_id=id_, reason=reason, actor=manager(year)).id


def what_was_missed_is_put_right(year: "Year") -> None:
    """Sooner or later the manager records what was done."""
    missed = select(Promise.id).where(
        Promise.due_by < year.clock() - DAY,
        Promise.put_right_at.is_(None),
        Promise.next_step_at.is_not(None),
    )
    for id_ in year.read(lambda: db.session.scalars(missed).all()):
        if year.rng.random() < 0.4:
            year.act("put right", _putting_right(year, id_))


def _putting_right(year: "Year", id_: int) -> Callable[[], int]:
    return lambda: answering_for.put_right(promise_id=id_, what="Phoned.", actor=manager(year)).id


def time_is_opened(year: "Year") -> None:
    """A Saturday morning, or an evening, for an officer whose diary is full."""
    rng = year.rng
    day = local_day(year.clock(), LONDON) + rng.randint(1, 6) * DAY
    officer_id = rng.choice(year.council.officers)
    year.act(
        "time opened",
        lambda: (
            answering_for.open_time(
                officer_id=officer_id,
                day=day,
                starts=time(17),
                ends=time(19),
                location_id=None,
                actor=manager(year),
            ).id
        ),
    )


def moment_on(day: date, hour: int, minute: int) -> datetime:
    """That time of the council's clock, UTC."""
    return at_or_after(day, time(hour, minute), LONDON)
