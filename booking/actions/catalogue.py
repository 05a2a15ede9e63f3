"""The catalogue of needs as it holds for this council: Kept's own, with what an administrator changed.

One small query for each transaction, whoever asks how often: so what many processes read is never older
than their transaction, and a change holds from the next page on.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.domain.catalogue import BOUNDS, Rule, with_rules
from booking.domain.needs import Meeting, Need
from booking.models import NeedRule
from booking.models.needs import IN_FORCE

_rule = NeedRule.__table__.c
_FIGURES = ("offered", *BOUNDS)
_RULES = (
    select(_rule.code, *(_rule[name] for name in _FIGURES)).where(IN_FORCE).order_by(_rule.code)
)

_KEY = "catalogue"


def current(session: Session) -> Mapping[str, Need]:
    """Every need by its code, with the council's own figures; CATALOGUE itself where it has none."""
    known: Mapping[str, Need] | None
    transaction, known = session.info.get(_KEY, (None, None))
    if known is None or transaction is not session.get_transaction():
        with session.no_autoflush:  # a question about rules writes nothing of what is under way
            rows = session.execute(_RULES).all()
        known = _merged(tuple(tuple(row) for row in rows))
        session.info[_KEY] = session.get_transaction(), known
    return known


def asked(
    session: Session, recorded: Collection[str] = (), ways: Collection[str] = tuple(Meeting)
) -> frozenset[str]:
    """The codes of the needs that are asked about: what is offered, and what somebody has said already.

    `ways` are those in which the service is done: a need for another one is not offered.
    """
    return frozenset(
        code
        for code, need in current(session).items()
        if code in recorded or (need.offered and (need.meeting is None or need.meeting in ways))
    )


def forget(session: Session) -> None:
    """Has it read again within this transaction, which has just changed it."""
    session.info.pop(_KEY, None)


@lru_cache(maxsize=4)
def _merged(rows: tuple[tuple[Any, ...], ...]) -> Mapping[str, Need]:
    return with_rules(
        (code, Rule(**dict(zip(_FIGURES, said, strict=True)))) for code, *said in rows
    )
