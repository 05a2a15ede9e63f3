"""The commands of `flask --app wsgi`: thin doors to the actions."""

from collections import Counter
from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from booking import clock, worker
from booking.actions import reporting, signing_in
from booking.demo.commands import demo
from booking.domain.errors import BookingError
from booking.extensions import db
from booking.models import Location, Officer, Role

staff = AppGroup("staff", help="Members of staff.")
promise = AppGroup("promise", help="How the promise is kept.")


def register(app: Flask) -> None:
    """Adds the commands."""
    for command in (staff, promise, work, demo):
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
@click.option("--days", default=90, show_default=True, help="How far back requests count.")
def report(days: int) -> None:
    """Print how many requests were kept, are on track, at risk or missed, and the share kept."""
    since = clock.now() - timedelta(days=days)
    counts: Counter[str] = reporting.promise_counts(db.session(), since=since)
    for state, count in sorted(counts.items()):
        click.echo(f"{state:<10} {count:>7}")
    share = reporting.share_kept(counts)
    click.echo(f"{'share kept':<10} " + (f"{share:>6.1%}" if share is not None else "      –"))
