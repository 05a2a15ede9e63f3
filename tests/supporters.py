"""Letting Joan act for Amina, in a line, and what was written to either of them."""

from typing import Any

from sqlalchemy.orm import Session

from booking.actions import acting_for, by_hand, delivering
from booking.actions.actor import RESIDENT, Actor
from booking.actions.delivering import Claim
from booking.models import (
    ActorKind,
    Appointment,
    Audience,
    Kind,
    Message,
    MessageState,
    Supporter,
)
from tests.builders import authority
from tests.outside import Outside
from tests.stored import all_of

AMINA, JOAN = "amina@example.org", "joan@example.org"
"""The emails of the resident and of the supporter whom the builders make."""
PETER: dict[str, Any] = {
    "name": "Peter Jones",
    "email": "peter@example.org",
    "phone": "+447700900789",
}
"""Another supporter."""
AT_THE_DESK = Actor(ActorKind.FRONT_DESK, on_behalf=True)
THROUGH = ("through_supporter",)


def authorised(appointment: Appointment, actor: Actor = RESIDENT, **changes: Any) -> Supporter:
    """Joan, let act with whatever `changes` about her or her authority."""
    return acting_for.authorise(
        appointment_id=appointment.id, authority=authority(**changes), actor=actor
    )


def changed(appointment: Appointment, supporter: Supporter, **changes: Any) -> None:
    """The resident lets them do or hear something else."""
    usual: dict[str, Any] = {"tells": supporter.tells, "may_manage": True, "actor": RESIDENT}
    acting_for.change(appointment_id=appointment.id, supporter_id=supporter.id, **(usual | changes))


def ended(appointment: Appointment, supporter: Supporter, actor: Actor = RESIDENT) -> None:
    """They act no more."""
    acting_for.end(appointment_id=appointment.id, supporter_id=supporter.id, actor=actor)


def post_all(outside: Outside) -> None:
    """The worker, until nothing is left to do now."""
    while outside.post():
        pass
    by_hand.drop_untrue()


def to(session: Session, audience: Audience, *states: MessageState) -> list[Kind]:
    """What kinds were written to them, of those `states` where given."""
    found = all_of(session, Message, Message.audience == audience)
    return [one.kind for one in found if not states or one.state in states]


def waiting(session: Session, audience: Audience) -> set[Kind]:
    """What kinds wait to be sent to them."""
    return set(to(session, audience, MessageState.WAITING))


def written(session: Session, audience: Audience, kind: Kind) -> list[Message]:
    """The messages of that kind to them, the first one first."""
    return list(all_of(session, Message, Message.audience == audience, Message.kind == kind))


def to_resident(session: Session, kind: Kind) -> list[tuple[MessageState, str | None]]:
    """What became of each message of that kind to the resident."""
    return [(one.state, one.outcome) for one in written(session, Audience.RESIDENT, kind)]


def last_to_resident(session: Session, kind: Kind) -> Message:
    """The newest of them."""
    return written(session, Audience.RESIDENT, kind)[-1]


def on_their_way(session: Session) -> tuple[dict[int, Claim], Message]:
    """A worker has claimed what waits and left the resident's copy to Joan: by message, and her copy."""
    claims = {one.message_id: one for one in delivering.claim(50)}
    [copy] = written(session, Audience.SUPPORTER, Kind.ARRANGED)
    [own] = written(session, Audience.RESIDENT, Kind.ARRANGED)
    delivering.prepare(claims[own.id])
    return claims, copy
