"""An authority to act for a resident: recorded once, changed, in one appointment or in everything, ended."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import acting_for, changing, requesting, supporters
from booking.actions.actor import RESIDENT, Actor
from booking.domain.acting_for import Agreed, Tells
from booking.domain.errors import ActionRefused
from booking.models import ActorKind, Audience, AuditEntry, Kind, Resident, Staff, Supporter
from tests.builders import Council, arranged, authority, contact, london, new_request
from tests.conftest import SteppedClock
from tests.stored import all_of, story
from tests.supporters import AT_THE_DESK, authorised, ended, to


def test_nobody_is_told_twice_when_the_same_form_is_sent_twice(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    first, again = authorised(appointment), authorised(appointment)
    assert first.id == again.id
    assert story(session, appointment).count("supporter_began") == 1
    assert to(session, Audience.SUPPORTER).count(Kind.ACTING_BEGAN) == 1


def test_the_same_person_recorded_again_may_do_what_is_said_now(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    authorised(appointment)
    again = authorised(appointment, may_manage=False)
    assert not again.may_manage
    assert len(all_of(session, Supporter)) == 1
    assert story(session, appointment)[-1] == "supporter_changed"


def test_ended_twice_it_is_ended_once(session: Session, council: Council) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment)
    ended(appointment, supporter)
    ended(appointment, supporter)
    assert story(session, appointment).count("supporter_ended") == 1


def test_somebody_elses_supporter_is_out_of_reach(session: Session, council: Council) -> None:
    one, other = arranged(council), arranged(council, london(26, 9))
    supporter = authorised(one)
    with pytest.raises(ActionRefused):
        ended(other, supporter)
    with pytest.raises(ActionRefused):
        acting_for.change(
            appointment_id=other.id,
            supporter_id=supporter.id,
            tells=Tells.EVERYTHING,
            may_manage=True,
            actor=RESIDENT,
        )


def test_whoever_acts_in_everything_acts_in_the_residents_other_appointments(
    session: Session, council: Council
) -> None:
    one = arranged(council)
    known = contact(resident_id=one.resident_id)
    other = arranged(council, london(26, 9), contact=known)
    supporter = authorised(one, AT_THE_DESK, in_everything=True)
    assert supporters.acting(other) == [supporter]
    assert story(session, other)[-1] == "supporter_began"
    later = arranged(council, london(27, 9), contact=known)
    assert supporters.acting(later) == [supporter]
    ended(one, supporter)
    assert story(session, other)[-1] == story(session, later)[-1] == "supporter_ended"


def test_whoever_acts_in_one_appointment_knows_nothing_of_the_next(
    session: Session, council: Council
) -> None:
    one = arranged(council)
    authorised(one)
    other = arranged(council, london(26, 9), contact=contact(resident_id=one.resident_id))
    assert supporters.acting(other) == []


def test_staff_leave_a_trail_without_a_name(
    session: Session, council: Council, manager: Staff, managing: Actor
) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment, managing, agreed=Agreed.LEGAL, words="Power of attorney")
    ended(appointment, supporter, managing)
    trail = [(one.action, one.subject) for one in all_of(session, AuditEntry)]
    assert trail == [
        ("supporter_began", f"supporter:{supporter.id}"),
        ("supporter_ended", f"supporter:{supporter.id}"),
    ]
    assert supporter.recorded_by == manager.id
    facts = [event.facts for event in appointment.events if event.action.startswith("supporter")]
    assert "Joan" not in str(facts)
    assert "legal" not in str(facts)
    assert supporter.agreed == Agreed.LEGAL


def test_the_same_request_with_another_supporter_is_not_the_same_request(
    session: Session, council: Council
) -> None:
    new = new_request(council, authority=authority())
    first = requesting.request(new, actor=RESIDENT)
    assert requesting.request(new, actor=RESIDENT).id == first.id
    assert len(all_of(session, Supporter)) == 1


def test_what_a_supporter_changes_is_not_kept_for_next_time_as_the_residents_word(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    willing = contact(keep_needs=True)
    appointment = arranged(council, contact=willing, needs=("lipreads",), authority=authority())
    [supporter] = all_of(session, Supporter)
    agreed_at = clock.at
    clock.forward(hours=1)
    changing.change_needs(
        appointment_id=appointment.id,
        needs=["speak_clearly"],
        in_own_words=None,
        actor=Actor(ActorKind.SUPPORTER, supporter_id=supporter.id),
    )
    [resident] = all_of(session, Resident)
    assert appointment.needs == ["speak_clearly"]
    assert resident.kept_needs == ["lipreads"]
    assert resident.needs_kept_since == agreed_at


def test_recorded_again_it_says_how_it_was_agreed_this_time(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    authorised(appointment, AT_THE_DESK, agreed=Agreed.PHONE, words="He said so")
    authorised(
        appointment,
        AT_THE_DESK,
        agreed=Agreed.LEGAL,
        words="Power of attorney",
        relationship="Daughter",
    )
    [supporter] = all_of(session, Supporter)
    assert (supporter.agreed, supporter.authority) == (Agreed.LEGAL, "Power of attorney")
    assert supporter.relationship_to_resident == "Daughter"
