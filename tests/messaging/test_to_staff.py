"""What officers and managers are told, and where it leads them."""

import pytest

from booking.domain.lifecycle import Status
from booking.messaging.buttons import Links
from booking.messaging.compose import NoAddress, compose
from booking.models import (
    ActorKind,
    Appointment,
    Channel,
    Enquiry,
    Kind,
    Message,
)
from booking.models import Event as Happened
from tests.builders import Council, london
from tests.messaging.composed import composed, entry, everything
from tests.messaging.specimens import ANSWER, Both, a_message, its_links, three_proposals


def test_the_officer_is_told_that_there_is_a_need_but_not_which(appointment: Appointment) -> None:
    assert "Support" not in everything(composed(Kind.INVITATION, appointment))
    appointment.needs = ["bsl_interpreter"]
    for kind in (Kind.INVITATION, Kind.PLEASE_ARRANGE, Kind.OFFICER_DAY):
        assert "Support is needed" in composed(kind, appointment).text
    assert "Support is needed" in str(entry(composed(Kind.INVITATION, appointment))["DESCRIPTION"])


def test_each_proposed_time_is_one_press(appointment: Appointment) -> None:
    text = composed(Kind.PLEASE_ARRANGE, appointment).text
    assert (
        f"Arrange it for Tuesday 24 November at 10:30am (choice 1):\n{ANSWER}?time=2026-11-24T10:30:00Z"
        in text
    )
    assert (
        f"Arrange it for Friday 27 November at midday:\n{ANSWER}?time=2026-11-27T12:00:00Z" in text
    )
    assert f"Choose another time, or decline:\n{ANSWER}\n" in text
    assert "Tuesday 24 November, in the morning" in text


def test_where_no_time_fits_the_officer_is_told_so(appointment: Appointment) -> None:
    content = compose(a_message(Kind.PLEASE_ARRANGE, appointment), links=Links(answer=ANSWER))
    assert "No free time in your diary fits." in content.text


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        (Kind.INVITATION, "staff/appointments/KRM7-X2P9"),
        (Kind.AT_RISK, "manager/appointments/KRM7-X2P9"),
        (Kind.PLEASE_ANSWER, "officer/enquiries/HVT4-B8QK"),
        (Kind.ANSWER_REMINDER, "officer/enquiries/HVT4-B8QK"),
    ],
)
def test_staff_are_led_to_the_page_behind_their_sign_in(kind: Kind, page: str, both: Both) -> None:
    assert f"\nhttps://appointments.example.org/{page}\n" in composed(kind, both.of(kind)).text


def test_a_manager_is_led_to_the_enquiry(enquiry: Enquiry) -> None:
    page = f"https://appointments.example.org/manager/enquiries/{enquiry.reference}"
    assert page in composed(Kind.MISSED, enquiry).text


def test_an_officer_is_reached_by_email_and_mobile_alone(
    appointment: Appointment, council: Council
) -> None:
    appointment.officer = council.priya
    for channel in (Channel.SMS, Channel.LETTER, Channel.PHONE):
        with pytest.raises(NoAddress):
            composed(Kind.OFFICER_REMINDER, appointment, channel)
    assert composed(Kind.OFFICER_REMINDER, appointment).to == "priya@example.org"


def test_after_a_hand_over_the_one_who_must_be_told_is_told(
    appointment: Appointment, council: Council
) -> None:
    message: Message = a_message(Kind.INVITATION_CANCEL, appointment)
    message.officer = council.rhys
    content = compose(message)
    assert content.to == "rhys@example.org"
    assert "rhys@example.org" in str(entry(content)["ATTENDEE"])


def test_the_cover_is_asked_for_the_officer_whom_they_cover(both: Both, council: Council) -> None:
    for kind, waits_for in (
        (Kind.ARRANGE_REMINDER, "a time with Sam Okafor, whom you cover"),
        (Kind.ANSWER_REMINDER, "an answer from Sam Okafor, whom you cover"),
    ):
        message = a_message(kind, both.of(kind))
        message.officer = council.rhys
        content = compose(message, links=its_links(message), proposals=three_proposals())
        assert content.to == "rhys@example.org"
        assert waits_for in content.text
        assert "whom you cover" not in composed(kind, both.of(kind)).text


def test_a_manager_is_told_why_nothing_fits_in_general_terms(appointment: Appointment) -> None:
    assert "The officer’s diary is full." in composed(Kind.NO_TIME, appointment).text


def test_a_manager_is_told_what_the_resident_knows(appointment: Appointment) -> None:
    known = "The resident has been told that it may be late"
    assert known not in composed(Kind.AT_RISK, appointment).text
    appointment.events.append(
        Happened(
            number=9,
            at=london(27, 14),
            action="step_tell_of_delay",
            to_status=Status.REQUESTED,
            actor=ActorKind.KEPT,
        )
    )
    assert known in composed(Kind.AT_RISK, appointment).text
