"""The database itself keeps a council's figures within their bounds, one rule in force for each need."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from booking.domain.catalogue import BOUNDS
from booking.models import NeedRule
from tests.conftest import MONDAY
from tests.postgresql import any_database

pytestmark = any_database


def saved(session: Session, **figures: Any) -> NeedRule:
    usual: dict[str, Any] = {"code": "bsl_interpreter", "changed_at": MONDAY}
    rule = NeedRule(**(usual | figures))
    session.add(rule)
    session.commit()
    return rule


@pytest.mark.parametrize("figure", BOUNDS)
def test_every_figure_that_the_rules_allow_can_be_stored_and_none_beyond(
    session: Session, figure: str
) -> None:
    bounds = BOUNDS[figure]
    for number in (bounds[0], bounds[-1], None):
        saved(session, **{figure: number}, replaced_at=MONDAY)
    for number in (bounds[0] - bounds.step, bounds[-1] + bounds.step):
        with pytest.raises(IntegrityError, match=f"ck_need_rule_{figure}"):
            saved(session, **{figure: number})
        session.rollback()


def test_minutes_come_in_fives(session: Session) -> None:
    with pytest.raises(IntegrityError, match="ck_need_rule_extra_minutes"):
        saved(session, extra_minutes=12)
    session.rollback()


def test_one_rule_is_in_force_for_a_need_and_those_before_it_stay(session: Session) -> None:
    saved(session, lead_working_days=12, replaced_at=MONDAY)
    saved(session, lead_working_days=15, replaced_at=MONDAY)
    saved(session, lead_working_days=20)
    with pytest.raises(IntegrityError):
        saved(session, lead_working_days=25)
    session.rollback()
    saved(session, code="lipspeaker", lead_working_days=25)
