"""The links that a supporter opens, and how staff find an appointment by whoever acts in it."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import acting_for, finding, finding_again, links
from booking.domain.errors import AuthorityEnded
from booking.models import Audience, Kind, Purpose, SecureLink, SupporterLookup
from tests.builders import Council, arranged, authority, contact, london
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import all_of, count
from tests.supporters import AMINA, AT_THE_DESK, JOAN, authorised, ended, to


@any_database
def test_a_supporters_link_dies_with_their_authority(session: Session, council: Council) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment)
    token = links.mint(session, appointment, Purpose.MANAGE, supporter_id=supporter.id)
    session.commit()
    assert links.opened(session, token, Purpose.MANAGE).supporter == supporter
    ended(appointment, supporter)
    with pytest.raises(AuthorityEnded):
        links.opened(session, token, Purpose.MANAGE)


def test_links_sent_to_an_address_that_is_not_theirs_any_more_are_dead(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment)
    links.mint(session, appointment, Purpose.MANAGE, supporter_id=supporter.id)
    session.commit()
    acting_for.change(
        appointment_id=appointment.id,
        supporter_id=supporter.id,
        tells=supporter.tells,
        may_manage=True,
        contact=authority(email="new@example.org").contact,
        actor=AT_THE_DESK,
    )
    assert all_of(session, SecureLink) == []
    assert finding.search(session, "new@example.org") == [appointment]
    assert finding.search(session, JOAN) == []


def test_a_supporter_who_lost_the_link_gets_a_new_one_at_their_own_address(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority())
    outside.post()
    finding_again.send_link(reference=appointment.reference, phone_or_email="JOAN@example.org")
    outside.post()
    assert "link" in outside.emails(JOAN)[-1]["Subject"]
    assert len(outside.emails(AMINA)) == 1


def test_whoever_may_only_see_is_sent_no_link_for_the_asking(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, authority=authority(may_manage=False))
    finding_again.send_link(reference=appointment.reference, phone_or_email=JOAN)
    assert Kind.YOUR_LINK not in to(session, Audience.SUPPORTER)


def test_staff_find_an_appointment_by_its_supporter(session: Session, council: Council) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment)
    for typed in ("joan smith", "SMITH", JOAN, "07700 900456", "Joan Yusuf"):
        assert finding.search(session, typed) == ([] if typed == "Joan Yusuf" else [appointment])
    ended(appointment, supporter)
    assert finding.search(session, "joan smith") == []
    assert count(session, SupporterLookup) == 0


def test_whoever_acts_in_one_appointment_is_found_with_that_one_only(
    session: Session, council: Council
) -> None:
    one = arranged(council)
    arranged(council, london(26, 9), contact=contact(resident_id=one.resident_id))
    authorised(one)
    assert finding.search(session, JOAN) == [one]
