"""The commands of `flask --app wsgi`: thin doors to the actions."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from booking import clock, worker
from booking.actions import checking, reporting, restoring, signing_in
from booking.demo.commands import demo
from booking.domain.errors import BookingError
from booking.domain.local_time import local_day
from booking.domain.promise import PromiseState
from booking.domain.tally import Tally
from booking.extensions import db
from booking.models import Location, Officer, Role
from booking.settings import settings

staff = AppGroup("staff", help="Members of staff.")
promise = AppGroup("promise", help="How the promise is kept.")


def register(app: Flask) -> None:
    """Adds the commands."""
    for command in (staff, promise, work, restored, demo):
        app.cli.add_command(command)


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def work(once: bool) -> None:
    """Deliver messages, list officers' days, clear up; until stopped."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if not once:
        worker.run(app)
        return
    with app.app_context():
        click.echo(f"{worker.once()} messages taken up")


@click.command("restored")
@click.option(
    "--backed-up-at", required=True, help="When the backup was made, such as 2026-11-25T02:00Z."
)
def restored(backed_up_at: str) -> None:
    """After a restore, before the worker starts: send no reminder again that fell due since the backup."""
    try:
        since = datetime.fromisoformat(backed_up_at)
    except ValueError:
        raise click.ClickException("That is no date and time.") from None
    if since.tzinfo is None or since > clock.now():
        raise click.ClickException("Say a time that is past, with its zone: 2026-11-25T02:00Z.")
    dropped = restoring.leave_out_reminders(backed_up_at=since)
    click.echo(f"{dropped} reminders are not sent again.")


@staff.command("add")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--location", help="The slug of the location whose front desk they work at.")
@click.option("--officer", help="The slug of the officer that they are.")
@click.password_option(help="At least 12 characters; asked for where it is not given.")
def add(
    email: str, name: str, role: str, location: str | None, officer: str | None, password: str
) -> None:
    """Add a member of staff who can sign in."""
    try:
        signing_in.add_staff(
            email=email,
            name=name,
            role=Role(role),
            password=password,
            location_id=_id_of(Location, location),
            officer_id=_id_of(Officer, officer),
        )
    except BookingError as refusal:
        raise click.ClickException(f"Not added: {refusal.code}.") from None
    click.echo("Added.")


def _id_of(noun: type[Location] | type[Officer], slug: str | None) -> int | None:
    if slug is None:
        return None
    found = db.session.scalar(select(noun.id).where(noun.slug == slug))
    if found is None:
        raise click.ClickException(f"There is no {noun.__tablename__} {slug!r}.")
    return found


@promise.command("report")
@click.option("--days", default=90, show_default=True, help="How far back promises count.")
def report(days: int) -> None:
    """Print how the promise was kept, kind by kind: the totals of the managers' report."""
    until = local_day(clock.now(), settings().timezone)
    since = until - timedelta(days=days)
    found = reporting.report(db.session(), since=since, until=until)
    for promised, count in found.of.items():
        click.echo(promised.value)
        for name, figure in _figures(count.total):
            click.echo(f"  {name:<29} {figure:>8}")


def _figures(tally: Tally) -> Iterator[tuple[str, str]]:
    yield "given", str(tally.given)
    for state in PromiseState:
        yield state.value.replace("_", " "), str(tally.states[state])
    yield "share kept", f"{tally.share_kept:.1%}" if tally.share_kept is not None else "–"
    yield "working days, median", str(tally.median) if tally.median is not None else "–"
    yield "working days, 90th percentile", str(tally.ninetieth) if tally.days else "–"


@promise.command("check")
def check() -> None:
    """Test what must always be true on the stored data; exit with 1, and name what it is not true of."""
    broken = 0
    for name, offenders in checking.checked(db.session()):
        broken += len(offenders)
        click.echo(f"{'ok' if not offenders else len(offenders):>6}  {name}")
        for offender in offenders:
            click.echo(f"          {offender}")
    if broken:
        raise click.ClickException(f"{broken} found.")
