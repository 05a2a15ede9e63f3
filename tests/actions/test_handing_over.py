"""Another officer in place of the one who was asked for: only as the resident agreed."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import absences, changing, diaries, handing_over, holds, requesting
from booking.actions.actor import KEPT, RESIDENT, Actor
from booking.domain.errors import ActionRefused, NotOffered, ReasonMissing, SlotTaken
from booking.domain.lifecycle import Status
from booking.models import ActorKind, Appointment, DiaryEntry, Event, Kind
from tests.builders import Council, arranged, london, new_request
from tests.conftest import SteppedClock
from tests.stored import all_of, count, messages

PRIYA = Actor(ActorKind.OFFICER)
WEDNESDAY = london(25, 10, 30)


def asked(council: Council, **changes: object) -> Appointment:
    """A request to see Priya, whose cover is Sam."""
    usual = {"service_id": council.benefits.id, "officer_id": council.priya.id}
    return requesting.request(new_request(council, **(usual | changes)), actor=RESIDENT)


def away(council: Council) -> None:
    """Priya sees nobody for as long as anybody can book."""
    absences.record(
        officer_id=council.priya.id,
        starts_at=london(23, 0),
        ends_at=london(23, 0, month=3, year=2027),
        reason="sickness",
        actor=PRIYA,
    )


def now(session: Session, appointment: Appointment) -> Appointment:
    session.rollback()
    return session.get_one(Appointment, appointment.id, populate_existing=True)


def give_to_sam(council: Council, request: Appointment, **changes: object) -> Appointment:
    usual: dict[str, object] = {"agreement": "On the phone", "actor": PRIYA}
    return handing_over.hand_over(
        appointment_id=request.id,
        officer_id=council.sam.id,
        **(usual | changes),  # type: ignore[arg-type]
    )


def test_a_request_goes_to_the_cover_with_the_deadline_that_it_had(
    council: Council, session: Session, clock: SteppedClock
) -> None:
    request = asked(council)
    before = request.arrange_by
    clock.forward(days=2)
    give_to_sam(council, request)
    given = now(session, request)
    assert (given.officer.name, given.status) == ("Sam Okafor", Status.REQUESTED)
    assert (given.arrange_by, len(given.promises)) == (before, 1)
    assert [one.officer.name for one in messages(session, Kind.REQUEST_CLOSED) if one.officer] == [
        "Priya Shah"
    ]
    assert [one.reason for one in all_of(session, Event) if one.action == "handed_over"] == [
        "On the phone"
    ]


def test_with_a_chosen_time_it_is_arranged_there_and_then(
    council: Council, session: Session
) -> None:
    request = asked(council)
    give_to_sam(council, request, starts_at=WEDNESDAY, actor=RESIDENT)
    given = now(session, request)
    assert (given.status, given.starts_at) == (Status.ARRANGED, WEDNESDAY)
    assert [one.officer.name for one in messages(session, Kind.INVITATION) if one.officer] == [
        "Sam Okafor"
    ]


def test_a_time_that_somebody_has_leaves_everything_as_it_was(
    council: Council, session: Session
) -> None:
    request = asked(council)
    arranged(council, WEDNESDAY)
    written = count(session, Event)
    with pytest.raises(SlotTaken):
        give_to_sam(council, request, starts_at=WEDNESDAY)
    assert (now(session, request).officer.name, count(session, Event)) == ("Priya Shah", written)


def test_the_time_that_the_resident_holds_is_theirs(council: Council, session: Session) -> None:
    request = asked(council)
    key = changing.change_key(request)
    needed = diaries.demand_of(request, officer=council.sam)
    holds.hold(officer_id=council.sam.id, needed=needed, starts_at=WEDNESDAY, held_by=key)
    with pytest.raises(SlotTaken):
        give_to_sam(council, request, starts_at=WEDNESDAY)
    give_to_sam(council, request, starts_at=WEDNESDAY, held_by=key)
    assert now(session, request).starts_at == WEDNESDAY
    assert count(session, DiaryEntry) == 1


def test_nobody_is_handed_over_unasked_or_to_who_cannot_help(
    council: Council, session: Session
) -> None:
    request = asked(council)
    with pytest.raises(ReasonMissing):
        give_to_sam(council, request, agreement=" ")
    with pytest.raises(NotOffered):
        handing_over.hand_over(
            appointment_id=request.id,
            officer_id=council.rhys.id,
            agreement="On the phone",
            actor=PRIYA,
        )
    assert now(session, request).officer.name == "Priya Shah"


def test_what_is_arranged_is_not_handed_over(council: Council) -> None:
    with pytest.raises(ActionRefused):
        give_to_sam(council, arranged(council))


def test_the_cover_is_on_offer_only_once_it_was_offered(council: Council, session: Session) -> None:
    request = asked(council)
    assert handing_over.on_offer(session, request) is None
    away(council)
    refused = asked(council)
    cover = handing_over.on_offer(session, refused)
    assert cover is not None
    assert cover.name == "Sam Okafor"
    give_to_sam(council, refused, starts_at=WEDNESDAY)
    assert handing_over.on_offer(session, now(session, refused)) is None


def test_a_cover_without_a_time_is_not_on_offer(council: Council, session: Session) -> None:
    away(council)
    request = asked(council)
    absences.record(
        officer_id=council.sam.id,
        starts_at=london(23, 0),
        ends_at=london(23, 0, month=3, year=2027),
        reason="leave",
        actor=KEPT,
    )
    assert handing_over.on_offer(session, now(session, request)) is None


def test_the_last_time_of_the_cover_stays_on_offer_to_who_holds_it(
    council: Council, session: Session
) -> None:
    away(council)
    request = asked(council)
    absences.record(
        officer_id=council.sam.id,
        starts_at=london(23, 0),
        ends_at=london(25, 16, 30),
        reason="leave",
        actor=KEPT,
    )
    absences.record(
        officer_id=council.sam.id,
        starts_at=london(25, 17),
        ends_at=london(23, 0, month=3, year=2027),
        reason="leave",
        actor=KEPT,
    )
    request = now(session, request)
    holds.hold(
        officer_id=council.sam.id,
        needed=diaries.demand_of(request, officer=council.sam),
        starts_at=london(25, 16, 30),
        held_by=changing.change_key(request),
    )
    assert diaries.cover_for(session, request) is None
    assert handing_over.on_offer(session, now(session, request)) is not None
