"""What an administrator decides about the services that residents see an officer about."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import audit
from booking.actions.actor import Actor
from booking.actions.transaction import transaction
from booking.models import Service


def every(session: Session) -> Sequence[Service]:
    """The services that are offered, by name."""
    return session.scalars(select(Service).where(Service.active).order_by(Service.name)).all()


@transaction
def offer_way_out(session: Session, *, service_ids: Collection[int], actor: Actor) -> None:
    """The pages of these services, and of no others, have a quick way out for whoever may be in danger.

    Ids that no service has are left out; a service that stands as it did is not touched.
    """
    for service in session.scalars(select(Service).where(Service.active).with_for_update()):
        sensitive = service.id in service_ids
        if service.sensitive == sensitive:
            continue
        service.sensitive = sensitive
        audit.by(
            session,
            actor,
            action="change_service",
            subject=f"service:{service.id} {'+' if sensitive else '-'}way_out",
        )
