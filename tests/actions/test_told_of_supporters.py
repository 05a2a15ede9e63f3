"""A resident hears who acts for them and what more they may do, unless they said so themself."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import acting_for
from booking.actions.actor import RESIDENT, Actor
from booking.domain.acting_for import Agreed, Tells
from booking.models import ActorKind, Audience, Kind, MessageState, Supporter
from tests.builders import Council, arranged, authority
from tests.outside import Outside
from tests.stored import all_of
from tests.supporters import AT_THE_DESK, THROUGH, authorised, ended, to, waiting


@pytest.mark.parametrize(
    ("agreed", "needs", "told"),
    [
        (Agreed.ONLINE, (), False),
        (Agreed.STATED, (), True),
        (Agreed.STATED, ("through_supporter",), True),
        (Agreed.PHONE, ("through_supporter",), True),
        (Agreed.IN_PERSON, (), True),
        (Agreed.IN_PERSON, ("through_supporter",), False),
    ],
)
def test_a_resident_hears_that_somebody_acts_unless_they_said_so_in_front_of_us(
    session: Session,
    council: Council,
    outside: Outside,
    agreed: Agreed,
    needs: tuple[str, ...],
    told: bool,
) -> None:
    arranged(council, authority=authority(agreed=agreed), needs=needs)
    outside.post()
    assert (Kind.SUPPORTER_BEGAN in to(session, Audience.RESIDENT, MessageState.SENT)) is told


def test_word_of_somebody_who_acts_no_more_is_not_sent(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council)
    ended(appointment, authorised(appointment, AT_THE_DESK, agreed=Agreed.PHONE))
    outside.post()
    assert Kind.SUPPORTER_BEGAN not in to(session, Audience.RESIDENT, MessageState.SENT)


def test_a_resident_who_ends_it_gets_no_message_that_somebody_else_could_read(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    ended(appointment, authorised(appointment))
    assert Kind.SUPPORTER_ENDED not in to(session, Audience.RESIDENT)
    assert Kind.ACTING_ENDED in waiting(session, Audience.SUPPORTER)


def test_whoever_else_ends_it_the_resident_is_told(session: Session, council: Council) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment)
    ended(appointment, supporter, Actor(ActorKind.SUPPORTER, supporter_id=supporter.id))
    assert Kind.SUPPORTER_ENDED in waiting(session, Audience.RESIDENT)


LITTLE = {"tells": Tells.REMINDERS, "may_manage": False}


@pytest.mark.parametrize(
    ("more", "agreed", "told"),
    [
        ({"may_manage": True}, Agreed.PHONE, True),
        ({"tells": Tells.EVERYTHING}, Agreed.STATED, True),
        ({"in_everything": True}, Agreed.PHONE, True),
        ({"phone": "+447700900789"}, Agreed.PHONE, True),
        ({"may_manage": True}, Agreed.ONLINE, False),
        ({"may_manage": True}, Agreed.LEGAL, False),
        ({"language": "cy"}, Agreed.PHONE, False),
        ({}, Agreed.PHONE, False),
    ],
)
def test_a_resident_hears_when_somebody_is_let_do_more(
    session: Session, council: Council, more: dict[str, object], agreed: Agreed, told: bool
) -> None:
    appointment = arranged(council, authority=authority(**LITTLE), needs=THROUGH)
    authorised(appointment, AT_THE_DESK, **LITTLE | more, agreed=agreed)
    assert (Kind.SUPPORTER_BEGAN in to(session, Audience.RESIDENT)) is told


@pytest.mark.parametrize(("actor", "told"), [(AT_THE_DESK, True), (RESIDENT, False)])
@pytest.mark.parametrize("moved", [True, False])
def test_a_resident_hears_when_the_desk_lets_somebody_do_more_or_moves_their_address(
    session: Session, council: Council, actor: Actor, told: bool, moved: bool
) -> None:
    appointment = arranged(council, authority=authority(**LITTLE))
    [supporter] = all_of(session, Supporter)
    acting_for.change(
        appointment_id=appointment.id,
        supporter_id=supporter.id,
        tells=Tells.REMINDERS,
        may_manage=not moved,
        contact=authority(email="new@example.org").contact if moved else None,
        actor=actor,
    )
    assert (Kind.SUPPORTER_BEGAN in to(session, Audience.RESIDENT)) is told
