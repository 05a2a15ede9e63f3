"""Whether whoever acts for a resident may: not at their own appointment, and heard nothing since it ended."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions import story, supporters
from booking.actions.checking.reading import IN_HAND, Offenders
from booking.models import Audience, Kind, Message, Supporter


def on_both_sides(session: Session) -> Offenders:
    """Those who act in what is open and are the officer to whom it goes, or the cover.

    Actions refuse whatever would make them so; that somebody's email, mobile or cover became another one is
    found here.
    """
    helped = select(Supporter.resident_id).where(Supporter.ended_at.is_(None)).distinct()
    for resident_id in session.scalars(helped.order_by(Supporter.resident_id)).all():
        for subject in story.open_of(session, resident_id):
            for one in supporters.on_both_sides(subject, subject.officer):
                yield f"{subject.__tablename__}:{subject.id} supporter:{one.id}"


def outlived(session: Session) -> Offenders:
    """Messages that a supporter was sent although they acted no more; the word of that is none of them."""
    sent = (
        select(Message.id, Message.sent_at, Supporter.ended_at)
        .join(Supporter, Message.supporter_id == Supporter.id)
        .where(
            Message.audience == Audience.SUPPORTER,
            Message.kind != Kind.ACTING_ENDED,
            Message.sent_at.is_not(None),
            Supporter.ended_at.is_not(None),
        )
    )
    for id_, sent_at, ended_at in session.execute(sent):
        if sent_at and ended_at and sent_at - IN_HAND > ended_at:
            yield f"message:{id_}"
