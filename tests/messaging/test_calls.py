"""What somebody must know before they ring."""

from booking.messaging.calls import call_sheet
from booking.models import Appointment, Enquiry
from tests.builders import london


def test_a_call_is_in_the_language_that_they_speak_best(appointment: Appointment) -> None:
    assert call_sheet(appointment).language == "en"
    appointment.resident.language = "pl"
    assert call_sheet(appointment).language == "pl"
    appointment.spoken_language = "so"
    assert call_sheet(appointment).language == "so"


def test_an_interpreter_is_on_the_line_where_one_was_asked_for(appointment: Appointment) -> None:
    appointment.spoken_language = "so"
    assert not call_sheet(appointment).interpreter
    appointment.needs = ["interpreter_in_person"]
    assert call_sheet(appointment).interpreter
    appointment.spoken_language = "en"
    assert not call_sheet(appointment).interpreter


def test_relays_and_what_may_be_left_are_said(enquiry: Enquiry) -> None:
    assert not call_sheet(enquiry).may_leave_message
    enquiry.needs = ["text_relay", "safe_message", "hearing_loop"]
    sheet = call_sheet(enquiry)
    assert sheet.relay_tasks == ["call_by_text_relay"]
    assert sheet.may_leave_message
    enquiry.resident.phone_wrong_since = london(23, 9)
    assert call_sheet(enquiry).number is None
