"""What somebody must know before they ring."""

from booking.domain.best_times import Best
from booking.messaging.calls import CallSheet, call_sheet
from booking.messaging.facts import Subject
from booking.models import Appointment, Channel, Enquiry, Kind
from tests.builders import london
from tests.messaging.specimens import a_copy, a_message


def sheet_of(subject: Subject) -> CallSheet:
    kind = Kind.ARRANGED if isinstance(subject, Appointment) else Kind.ENQUIRY_RECEIVED
    sheet = call_sheet(a_message(kind, subject, Channel.PHONE))
    assert sheet
    return sheet


def test_a_call_is_in_the_language_that_they_speak_best(appointment: Appointment) -> None:
    assert sheet_of(appointment).language == "en"
    appointment.resident.language = "pl"
    assert sheet_of(appointment).language == "pl"
    appointment.spoken_language = "so"
    assert sheet_of(appointment).language == "so"


def test_an_interpreter_is_on_the_line_where_one_was_asked_for(appointment: Appointment) -> None:
    appointment.spoken_language = "so"
    assert not sheet_of(appointment).interpreter
    appointment.needs = ["interpreter_in_person"]
    assert sheet_of(appointment).interpreter
    appointment.spoken_language = "en"
    assert not sheet_of(appointment).interpreter


def test_relays_and_what_may_be_left_are_said(enquiry: Enquiry) -> None:
    assert not sheet_of(enquiry).may_leave_message
    enquiry.needs = ["text_relay", "safe_message", "hearing_loop"]
    sheet = sheet_of(enquiry)
    assert sheet.relay_tasks == ["call_by_text_relay"]
    assert sheet.may_leave_message
    enquiry.resident.phone_wrong_since = london(23, 9)
    assert sheet_of(enquiry).number is None


def test_a_supporter_is_rung_at_their_own_number_in_their_own_language(
    appointment: Appointment,
) -> None:
    appointment.needs = ["text_relay", "safe_message", "interpreter_phone"]
    appointment.spoken_language = "so"
    call = a_copy(Kind.ARRANGED, appointment, Channel.PHONE, language="pl")
    assert call_sheet(call) == CallSheet("+447700900456", "pl", False, (), False, Best())
    assert call.supporter
    call.supporter.phone_wrong_since = london(23, 9)
    sheet = call_sheet(call)
    assert sheet
    assert sheet.number is None


def test_no_call_is_prepared_for_staff(appointment: Appointment) -> None:
    assert call_sheet(a_message(Kind.PLEASE_ARRANGE, appointment, Channel.PHONE)) is None
