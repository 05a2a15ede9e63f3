"""`flask --app wsgi demo ...`: the demonstration council, loaded once; and who can sign in to it."""

import click
from flask.cli import AppGroup

from booking.demo import loading, officers
from booking.demo.sign_ins import PASSWORD, SIGN_INS
from booking.extensions import db
from booking.settings import settings

demo = AppGroup("demo", help="The demonstration council.")

FEWEST_OFFICERS = 4
"""Some who are open, one who arranges by request, and covers for them."""


@demo.command("load")
@click.option(
    "--officers",
    "officer_count",
    type=click.IntRange(FEWEST_OFFICERS, 500),
    default=len(officers.SKETCHES),
    show_default=True,
)
@click.option("--appointments", type=click.IntRange(0), default=loading.ROUGHLY, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--if-empty", is_flag=True, help="Do nothing where a council is stored already.")
def load(officer_count: int, appointments: int, seed: int, if_empty: bool) -> None:
    """Fill an empty database with an invented council, its officers, residents and appointments."""
    if settings().production:
        raise click.ClickException("This is production: invented residents have no place here.")
    if not loading.is_empty(db.session()):
        if if_empty:
            return
        raise click.ClickException(
            "A council is stored here already. The demonstration is loaded into an empty database only."
        )
    with click.progressbar(length=appointments, label="Demonstration council") as bar:
        loading.load(
            officer_count=officer_count,
            appointments=appointments,
            seed=seed,
            progress=bar.update,
        )


@demo.command("sign-ins")
def sign_ins() -> None:
    """Print who can sign in to the demonstration, and with which password."""
    click.echo(f"Sign-ins, each with the password {PASSWORD}:")
    for sign_in in SIGN_INS:
        role = sign_in.role.replace("_", " ")
        what = f"{role}, {sign_in.remark}" if sign_in.remark else role
        click.echo(f"  {sign_in.email:<28} {sign_in.name} ({what})")
