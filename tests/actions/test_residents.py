"""Who the resident is, and how staff find them again."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from booking.actions import finding, requesting
from booking.actions.actor import RESIDENT
from booking.domain.errors import NotReachable
from booking.models import Appointment, Channel, Resident
from tests.builders import Council, arranged, contact, london, new_request
from tests.postgresql import any_database
from tests.stored import count


def ask(council: Council, **details: object) -> Appointment:
    return requesting.request(new_request(council, contact=contact(**details)), actor=RESIDENT)


@pytest.mark.parametrize(
    "typed",
    [
        "Amina Yusuf",
        "yusuf",
        "  YUSUF   amina ",
        "07700 900123",
        "+44 7700 900 123",
        "AMINA@example.org",
    ],
)
def test_somebody_is_found_by_name_phone_or_email(
    session: Session, council: Council, typed: str
) -> None:
    appointment = ask(council)
    ask(council, name="Omar Haddad", email="omar@example.org", phone="+447700900456")
    assert [found.id for found in finding.search(session, typed)] == [appointment.id]


def test_somebody_is_found_by_their_reference_however_it_is_typed(
    session: Session, council: Council
) -> None:
    appointment = ask(council)
    typed = appointment.reference.lower().replace("-", " ")
    assert [found.id for found in finding.search(session, typed)] == [appointment.id]


@pytest.mark.parametrize("typed", ["", " ", "Amin", "Amina Haddad", "07700 900999", "%", "a@"])
def test_nobody_is_found_by_half_a_word_or_by_nothing(
    session: Session, council: Council, typed: str
) -> None:
    ask(council)
    assert finding.search(session, typed) == []


@any_database
def test_two_aminas_are_two_people(session: Session, council: Council) -> None:
    """A shared name, phone and email is no proof of being the same person."""
    first, second = ask(council), ask(council)
    assert first.resident_id != second.resident_id
    assert [found.id for found in finding.search(session, "Amina")] == [second.id, first.id]


def test_whom_staff_recognise_stays_one_person_with_today_s_details(
    session: Session, council: Council
) -> None:
    known = ask(council).resident_id
    again = arranged(
        council,
        london(26, 9),
        contact=contact(name="Amina Yusuf-Khan", email="new@example.org", resident_id=known),
    )
    assert again.resident_id == known
    assert count(session, Resident) == 1
    assert len(finding.search(session, "new@example.org")) == 2
    assert len(finding.search(session, "yusuf-khan")) == 2
    assert finding.search(session, "amina@example.org") == []


def test_needs_are_kept_only_with_consent(session: Session, council: Council) -> None:
    for keep, kept in ((False, None), (True, ["lipreads"])):
        new = new_request(council, contact=contact(keep_needs=keep), needs=("lipreads",))
        resident = requesting.request(new, actor=RESIDENT).resident
        assert resident.kept_needs == kept
        assert (resident.needs_kept_since is None) == (kept is None)


@pytest.mark.parametrize(
    ("channel", "missing"),
    [
        (Channel.EMAIL, {"email": None}),
        (Channel.SMS, {"phone": None}),
        (Channel.SMS, {"phone_textable": False}),
        (Channel.PHONE, {"phone": ""}),
        (Channel.LETTER, {"address": None}),
    ],
)
def test_the_way_that_was_chosen_must_lead_somewhere(
    channel: Channel, missing: dict[str, object]
) -> None:
    with pytest.raises(NotReachable):
        replace(contact(), channel=channel, **missing)  # type: ignore[arg-type]


def test_what_people_are_found_by_says_nothing_in_the_database(
    session: Session, council: Council
) -> None:
    ask(council)
    digests = [bytes(row) for row in session.scalars(text("SELECT digest FROM resident_lookup"))]
    assert {len(digest) for digest in digests} == {32}
    assert not any(b"amina" in digest.lower() for digest in digests)
