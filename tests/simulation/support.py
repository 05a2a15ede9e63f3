"""The agencies of the simulated year: most confirm, some cannot come, some never answer."""

from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select

from booking.actions import supporting
from booking.domain.errors import BookingError
from booking.domain.support import SupportState
from booking.extensions import db
from booking.models import Support
from booking.models.support import OPEN_SUPPORT
from tests.simulation.requests import desk

if TYPE_CHECKING:
    from tests.simulation.year import Year

NEVER_ANSWERS = 3
"""Every third booking is with an agency that never answers."""


def agencies_answer(year: "Year") -> None:
    """The desk orders what is to be ordered; of what was ordered some agencies say how it stands.

    Drawn apart from all else, so that whatever happens to support changes nobody's day but theirs.
    """
    rng = Random(f"{year.report.seed} {year.clock()}")
    open_ones = select(Support.id, Support.state).where(OPEN_SUPPORT).order_by(Support.id)
    for id_, state in year.read(lambda: db.session.execute(open_ones).all()):
        with year.app.app_context():
            try:
                said = _answer(year, id_, state, rng.random())
            except BookingError as refusal:
                said = f"refused: {refusal.code}"
        if said:
            year.report.support[said] += 1


def _answer(year: "Year", id_: int, state: SupportState, drawn: float) -> str | None:
    actor = desk(year)
    match state:
        case SupportState.NEEDED | SupportState.FAILED if drawn < 0.8:
            supporting.order(support_id=id_, agency="Words Ltd", actor=actor)
            return "ordered"
        case SupportState.ORDERED if id_ % NEVER_ANSWERS == 0:
            return "never answered"
        case SupportState.ORDERED if drawn < 0.5:
            supporting.confirm(support_id=id_, actor=actor)
            return "confirmed"
        case SupportState.ORDERED | SupportState.CONFIRMED if drawn > 0.93:
            supporting.fail(support_id=id_, reason="Ill", actor=actor)
            return "failed"
        case SupportState.CANCELLED:
            supporting.agency_told(support_id=id_, actor=actor)
            return "told that it is not needed"
    return None
