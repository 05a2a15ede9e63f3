"""The entries that messages put into calendars, and take out of them."""

from datetime import timedelta

import pytest
from flask_babel import force_locale

from booking.domain.lifecycle import Status
from booking.messaging.calendar_entries import METHODS, resident_calendar
from booking.messaging.officer_facts import TOLD_OFFICERS
from booking.models import Appointment, Channel, Kind
from tests.builders import london
from tests.messaging.composed import composed, entry, everything
from tests.messaging.specimens import MANAGE


@pytest.mark.parametrize("kind", METHODS)
def test_the_entry_says_the_method_of_its_message_and_one_uid_for_life(
    kind: Kind, appointment: Appointment
) -> None:
    content = composed(kind, appointment)
    assert content.method == METHODS[kind].value
    assert f"METHOD:{content.method}".encode() in (content.calendar or b"")
    uid = appointment.uid if kind in TOLD_OFFICERS else f"{appointment.uid}-resident"
    assert str(entry(content)["UID"]) == uid
    assert entry(content)["SEQUENCE"] == 1


def test_each_side_sees_only_its_own_address(appointment: Appointment) -> None:
    residents, officers = (
        everything(composed(kind, appointment)) for kind in (Kind.ARRANGED, Kind.INVITATION)
    )
    assert "amina@example.org" in residents
    assert "sam@example.org" not in residents
    assert "sam@example.org" in officers
    assert "amina@example.org" not in officers


def test_the_residents_entry_is_neutral_reminds_and_leads_back(appointment: Appointment) -> None:
    event = entry(composed(Kind.ARRANGED, appointment))
    assert str(event["SUMMARY"]) == "Appointment with Hartley Vale Council"
    assert str(event["URL"]) == MANAGE
    assert "Housing" not in event.to_ical().decode()
    assert len(event.subcomponents) == 2
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_the_officers_entry_asks_for_an_answer_and_leads_to_the_appointment(
    appointment: Appointment,
) -> None:
    event = entry(composed(Kind.INVITATION, appointment))
    assert str(event["SUMMARY"]) == "Appointment: Housing advice (KRM7-X2P9)"
    assert str(event["URL"]).endswith("/staff/appointments/KRM7-X2P9")
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"


def test_an_entry_to_download_invites_nobody(appointment: Appointment) -> None:
    with force_locale("en"):
        stream = resident_calendar(appointment)
    assert b"METHOD:PUBLISH" in stream
    assert b"ATTENDEE" not in stream


def test_only_email_carries_a_calendar(appointment: Appointment) -> None:
    for channel in (Channel.SMS, Channel.LETTER, Channel.PHONE):
        assert composed(Kind.ARRANGED, appointment, channel).calendar is None


def test_what_was_taken_back_is_told_with_its_time_and_taken_out_of_both_calendars(
    appointment: Appointment,
) -> None:
    appointment.status, appointment.starts_at, appointment.ends_at = Status.REQUESTED, None, None
    for kind in (Kind.CHOOSE_AGAIN, Kind.INVITATION_CANCEL):
        content = composed(kind, appointment)
        assert "Wednesday 25 November at 10:30am" in content.text
        assert content.method == "CANCEL"
        event = entry(content)
        assert event["DTSTART"].dt == london(25, 10, 30)
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=30)
