"""What messages say, and what they never say."""

import re
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask, current_app
from flask_babel import force_locale
from icalendar import Calendar
from sqlalchemy.orm import Session, object_session

from booking.domain.diary import Reason
from booking.domain.lifecycle import Status
from booking.domain.needs import CATALOGUE, Meeting
from booking.domain.tasks import OF_CALLS
from booking.language.needs import NEEDS, NEEDS_FOR_STAFF, TASKS
from booking.messaging.addresses import Recipient
from booking.messaging.buttons import Links, carried_link
from booking.messaging.calendar_entries import METHODS, resident_calendar
from booking.messaging.channels import PermanentFailure
from booking.messaging.compose import Content, NoAddress, compose
from booking.messaging.facts import Subject, initials
from booking.messaging.officer_facts import TOLD_OFFICERS
from booking.messaging.segments import count_segments
from booking.messaging.specimens import CHANNELS
from booking.messaging.told import STATED, told
from booking.models import (
    ActorKind,
    Appointment,
    Audience,
    Channel,
    Enquiry,
    Kind,
    Message,
    Promise,
    PromisedStandard,
    Purpose,
)
from booking.models import Event as Happened
from tests.builders import Council, london
from tests.conftest import SteppedClock
from tests.messaging.specimens import (
    ANSWER,
    EVERY_MESSAGE,
    MANAGE,
    OF_BOTH,
    TO_MANAGERS,
    TO_OFFICERS,
    TO_RESIDENTS,
    TO_SUPPORTERS,
    Both,
    a_message,
    its_links,
    three_proposals,
)

GOLDEN = Path(__file__).parent / "golden"
PHONE = "020 7946 0000"
HEAR_BY = date(2026, 12, 1)
SPOKEN_FOR = (Kind.ARRANGED, Kind.REARRANGED, Kind.REMINDER_DAYS, Kind.REMINDER_HOURS)


def composed(
    kind: Kind, subject: Subject, channel: Channel = Channel.EMAIL, language: str = "en"
) -> Content:
    message = a_message(kind, subject, channel, language)
    return compose(
        message,
        links=its_links(message),
        day=[subject] if isinstance(subject, Appointment) else [],
        proposals=three_proposals(),
        hear_by=HEAR_BY,
        empty=Reason.FULL,
    )


def everything(content: Content) -> str:
    calendar = content.calendar.decode() if content.calendar else ""
    return "\n".join((content.subject, content.text, content.html or "", calendar))


def entry(content: Content) -> Any:
    assert content.calendar is not None
    return Calendar.from_ical(content.calendar).events[0]


def test_every_kind_of_message_has_its_words_and_its_facts(app: Flask) -> None:
    assert set(STATED) == set(Kind)
    by_audience = [*TO_RESIDENTS, *TO_SUPPORTERS, *TO_OFFICERS, *TO_MANAGERS]
    assert len(by_audience) == len(Kind), "told to two audiences"
    known = set(app.jinja_env.list_templates())
    for kind in Kind:
        for part in ("subject", "opening", "next", "sms"):
            assert f"messages/{kind}/{part}.txt" in known


def assert_whole(content: Content) -> None:
    assert content.subject
    assert content.text.strip()
    assert not re.search(r"%\(|\{\{|\{%|\bNone\b|Undefined|\bLazy", everything(content))
    assert not re.search(r" [.,;:]|\.\.|  +\S", content.text.replace("\n  ", "\n"))
    assert "\n" not in content.subject


@pytest.mark.parametrize(("kind", "channel"), EVERY_MESSAGE)
def test_every_message_is_whole_on_every_channel_for_every_way_of_meeting(
    kind: Kind, channel: Channel, both: Both
) -> None:
    for meeting in Meeting:
        both.appointment.meeting = meeting
        assert_whole(composed(kind, both.of(kind), channel))


@pytest.mark.parametrize(("kind", "channel"), EVERY_MESSAGE)
def test_every_message_is_whole_however_its_subject_stands(
    kind: Kind, channel: Channel, both: Both
) -> None:
    for status in (Status.REQUESTED, Status.ANSWERED, Status.WITHDRAWN):
        both.appointment.status = both.enquiry.status = status
        assert_whole(composed(kind, both.of(kind), channel))


@pytest.mark.parametrize("kind", OF_BOTH)
def test_managers_are_told_of_an_enquiry_in_words_of_its_own(kind: Kind, both: Both) -> None:
    of_appointment, of_enquiry = (composed(kind, each) for each in (both.appointment, both.enquiry))
    assert_whole(of_enquiry)
    assert "appointment" in of_appointment.subject
    assert "answer" in of_enquiry.subject
    assert "appointment" not in of_enquiry.text.replace("https://appointments.", "")


@pytest.mark.parametrize("kind", TO_MANAGERS)
def test_what_a_manager_would_be_texted_is_whole_too(kind: Kind, both: Both) -> None:
    with force_locale("en"):
        known = told(a_message(kind, both.of(kind)), Recipient("+447700900199", "Morag Reid"))
        words = current_app.jinja_env.get_template(f"messages/{kind}/sms.txt").render(known)
    assert not re.search(r"%\(|\bNone\b|Undefined| [.,;:]", words)
    assert both.appointment.reference in words


@pytest.mark.parametrize(("kind", "channel"), EVERY_MESSAGE)
def test_no_message_names_a_need(kind: Kind, channel: Channel, both: Both) -> None:
    everything_at_once = [
        code for code in CATALOGUE if code not in ("shared_device", "plain_email")
    ]
    appointment = both.appointment
    appointment.needs = both.enquiry.needs = everything_at_once
    appointment.needs_in_own_words = "I panic in lifts"
    appointment.about = "My neighbour hits me"
    text = everything(composed(kind, both.of(kind), channel))
    with force_locale("en"):
        phrases = [words[code] for code in appointment.needs for words in (NEEDS, NEEDS_FOR_STAFF)]
        # Whoever phones must know by which relay; the script is read by staff, and stays in the house.
        relays = [str(TASKS[task]) for task in OF_CALLS] if channel is Channel.PHONE else []
        for relay in relays:
            text = text.replace(relay, "")
        named = {str(phrase) for phrase in phrases if str(phrase) in text}
    assert not named
    assert not re.search(
        "step.?free|BSL|interpreter|sign language|wheelchair|panic|neighbour", text
    )


@pytest.mark.parametrize("kind", [*TO_RESIDENTS, *TO_SUPPORTERS, *TO_OFFICERS])
def test_a_text_fits_two_segments_with_its_link(kind: Kind, both: Both) -> None:
    for meeting, status in product(Meeting, (Status.ARRANGED, Status.REQUESTED)):
        both.appointment.meeting, both.appointment.status = meeting, status
        segments = count_segments(composed(kind, both.of(kind), Channel.SMS).text)
        assert segments.encoding == "GSM-7"
        assert segments.count <= 2


def test_a_text_leaves_out_what_its_link_tells_rather_than_grow(appointment: Appointment) -> None:
    appointment.service.documents = ["Your tenancy agreement", "Photos of the damp", "Letters"] * 3
    body = composed(Kind.ARRANGED, appointment, Channel.SMS).text
    assert count_segments(body).count == 2
    assert "Civic Centre" in body
    assert "Photos" not in body
    assert body.endswith(MANAGE)


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.LETTER, Channel.PHONE])
@pytest.mark.parametrize("kind", TO_RESIDENTS)
def test_every_message_to_a_resident_gives_a_number_to_phone(
    kind: Kind, channel: Channel, both: Both
) -> None:
    content = composed(kind, both.of(kind), channel)
    assert PHONE in content.text
    assert content.html is None or PHONE in content.html.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("kind", SPOKEN_FOR)
@pytest.mark.parametrize("channel", Channel)
def test_who_when_and_where_are_told_on_every_channel(
    kind: Kind, channel: Channel, appointment: Appointment
) -> None:
    text = composed(kind, appointment, channel).text
    for words in ("Sam Okafor", "Wednesday 25 November at 10:30am", "Civic Centre"):
        assert words in text
    if channel is not Channel.SMS:
        for words in ("1 Market Square", "Your tenancy agreement", "KRM7-X2P9", "30 minutes"):
            assert words in text


@pytest.mark.parametrize(
    ("kind", "channel"),
    [pair for pair in EVERY_MESSAGE if pair[1] in (Channel.EMAIL, Channel.LETTER)],
)
def test_the_html_is_well_formed_and_says_what_the_text_says(
    kind: Kind, channel: Channel, both: Both
) -> None:
    content = composed(kind, both.of(kind), channel)
    assert content.html is not None
    parsed = html5lib.HTMLParser(strict=True).parse(content.html)
    shown = " ".join("".join(parsed.itertext()).split())
    for line in content.text.splitlines():
        if not line.startswith("https://"):
            assert line.strip().removesuffix(":") in shown


def test_a_name_cannot_write_html_nor_is_it_escaped_in_text(appointment: Appointment) -> None:
    appointment.resident.name = "<b>Bo</b> & Söhne"
    for channel in (Channel.EMAIL, Channel.LETTER):
        content = composed(Kind.ARRANGED, appointment, channel)
        assert content.html is not None
        assert "<b>" not in content.html
        assert "&lt;b&gt;Bo&lt;/b&gt; &amp; Söhne" in content.html
        assert "Dear <b>Bo</b> & Söhne," in content.text


def test_html_says_its_language_and_direction(appointment: Appointment) -> None:
    for language, direction in (("en", "ltr"), ("ur", "rtl")):
        html = composed(Kind.ARRANGED, appointment, language=language).html
        assert html is not None
        assert f'<html lang="{language}" dir="{direction}"' in html


def test_a_phone_number_keeps_its_order_in_right_to_left_text(appointment: Appointment) -> None:
    text = composed(Kind.ARRANGED, appointment, language="ar").text
    assert f"\u2066{PHONE}\u2069" in text
    assert "\u2066" not in composed(Kind.ARRANGED, appointment).text


def test_on_a_shared_device_nothing_says_what_it_is_about(both: Both) -> None:
    """Every kind on every channel: subject, words, calendar entry, and what is said on the phone."""
    session = object_session(both.appointment)
    assert session is not None
    by_law = session.get_one(PromisedStandard, both.appointment.promise.standard_id)
    by_law.wording = "By law a housing decision takes 8 weeks."
    both.appointment.needs = both.enquiry.needs = ["shared_device"]
    both.appointment.about = "My neighbour hits me"
    telling = re.compile("(?i)housing|benefit|tenancy|damp|neighbour|deal with this|repairs")
    answers = (Kind.ANSWERED, Kind.ENQUIRY_ANSWERED)
    for kind, channel in product(TO_RESIDENTS, CHANNELS[Audience.RESIDENT]):
        spoken_answer = channel is Channel.PHONE and kind in answers
        for meeting, status in product(Meeting, (Status.ARRANGED, Status.REQUESTED)):
            both.appointment.meeting, both.appointment.status = meeting, status
            found = telling.search(everything(composed(kind, both.of(kind), channel)))
            assert spoken_answer or found is None, (kind, channel, found)


def test_large_print_is_asked_for_once_and_used_in_letter_and_email(
    appointment: Appointment,
) -> None:
    appointment.needs = ["large_print_24"]
    for channel in (Channel.EMAIL, Channel.LETTER):
        assert "24pt" in str(composed(Kind.ARRANGED, appointment, channel).html)


def test_who_asked_for_plain_email_gets_no_html(appointment: Appointment) -> None:
    appointment.needs = ["plain_email"]
    assert composed(Kind.ARRANGED, appointment).html is None
    assert composed(Kind.ARRANGED, appointment, Channel.LETTER).html is not None
    assert composed(Kind.INVITATION, appointment).html is not None


def test_a_statutory_timescale_is_told_in_its_own_words(
    appointment: Appointment, council: Council
) -> None:
    session = object_session(appointment)
    assert session is not None
    session.get_one(
        PromisedStandard, appointment.promise.standard_id
    ).wording = "By law we have 8 weeks."
    assert "By law we have 8 weeks." in composed(Kind.REQUEST_RECEIVED, appointment).text


@pytest.mark.parametrize(
    ("actor", "on_behalf", "sorry"),
    [
        (ActorKind.OFFICER, False, True),
        (ActorKind.FRONT_DESK, True, False),
        (ActorKind.RESIDENT, False, False),
    ],
)
def test_the_council_is_sorry_for_what_the_council_cancels(
    actor: ActorKind, on_behalf: bool, sorry: bool, appointment: Appointment
) -> None:
    at = london(23, 11)
    appointment.events.append(
        Happened(
            number=9,
            at=at,
            action="cancel",
            to_status=Status.CANCELLED,
            actor=actor,
            on_behalf=on_behalf,
        )
    )
    for channel in (Channel.SMS, Channel.EMAIL):
        assert ("sorry" in composed(Kind.CANCELLED, appointment, channel).text) is sorry


def test_a_reminder_is_promised_only_while_there_is_time_for_one(
    appointment: Appointment, clock: SteppedClock
) -> None:
    assert "We will remind you" in composed(Kind.ARRANGED, appointment).text
    clock.at = london(25, 9)
    assert "We will remind you" not in composed(Kind.ARRANGED, appointment).text


@pytest.mark.parametrize(
    ("kind", "channel"),
    [pair for pair in EVERY_MESSAGE if pair[0] in (*TO_OFFICERS, *TO_MANAGERS)],
)
def test_staff_read_initials_and_a_reference_and_no_more(
    kind: Kind, channel: Channel, both: Both
) -> None:
    text = everything(composed(kind, both.of(kind), channel))
    assert not re.search("Amina|Yusuf|amina@|7700 ?900123|Mill Lane|hit the wall|repairs", text)
    if channel is Channel.EMAIL:
        assert "A.Y." in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Amina Yusuf", "A.Y."), ("Jo van der Berg", "J.B."), ("Bo", "B."), ("", "")],
)
def test_initials_are_of_the_first_and_last_name(name: str, expected: str) -> None:
    assert initials(name) == expected


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


@pytest.mark.parametrize(
    ("kind", "channel", "link"),
    [
        (Kind.ARRANGED, Channel.SMS, Purpose.MANAGE),
        (Kind.ARRANGED, Channel.LETTER, Purpose.CHECK_IN),
        (Kind.CANCELLED, Channel.LETTER, None),
        (Kind.ARRANGED, Channel.PHONE, None),
        (Kind.PLEASE_ARRANGE, Channel.EMAIL, Purpose.ANSWER_REQUEST),
        (Kind.ARRANGE_REMINDER, Channel.EMAIL, Purpose.ANSWER_REQUEST),
        (Kind.COVER_OFFERED, Channel.SMS, Purpose.MANAGE),
        (Kind.COVER_OFFERED, Channel.LETTER, None),
        (Kind.INVITATION, Channel.EMAIL, None),
        (Kind.OFFICER_DAY, Channel.EMAIL, None),
        (Kind.NO_TIME, Channel.EMAIL, None),
        (Kind.ENQUIRY_ANSWERED, Channel.EMAIL, None),
        (Kind.PLEASE_ANSWER, Channel.EMAIL, None),
    ],
)
def test_a_secure_link_is_minted_only_where_it_can_be_used(
    kind: Kind, channel: Channel, link: Purpose | None, both: Both
) -> None:
    assert carried_link(a_message(kind, both.of(kind), channel)) is link


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


@pytest.mark.parametrize(
    ("channel", "missing"),
    [
        (Channel.SMS, {"phone_textable": False}),
        (Channel.EMAIL, {"email": None}),
        (Channel.LETTER, {"address": None}),
        (Channel.PHONE, {"phone": None}),
    ],
)
def test_a_channel_that_does_not_reach_the_resident_is_refused(
    channel: Channel, missing: dict[str, object], appointment: Appointment
) -> None:
    for name, value in missing.items():
        setattr(appointment.resident, name, value)
    with pytest.raises(NoAddress) as refused:
        composed(Kind.ARRANGED, appointment, channel)
    assert isinstance(refused.value, PermanentFailure)
    assert refused.value.code == f"no-{channel}-address"


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


def test_a_call_is_scripted_for_staff_in_the_language_of_the_council(
    appointment: Appointment,
) -> None:
    appointment.resident.language = "pl"
    script = composed(Kind.ARRANGED, appointment, Channel.PHONE, "pl").text
    assert script.startswith("Phone Amina Yusuf on 07700 900123.")
    assert "in this language: Polish." in script
    assert "do not leave a message" in script
    appointment.needs = ["safe_message"]
    assert "you may leave a message" in composed(Kind.ARRANGED, appointment, Channel.PHONE).text


def test_what_is_kept_is_what_was_told(both: Both) -> None:
    for kind, channel in EVERY_MESSAGE:
        content = composed(kind, both.of(kind), channel)
        assert Content.from_json(content.to_json()) == content


def test_an_apology_tells_of_the_promise_that_was_missed_not_of_the_one_that_runs(
    session: Session, appointment: Appointment, clock: SteppedClock
) -> None:
    clock.at = london(23, 9)
    [missed] = appointment.promises
    missed.due_by, missed.kept_at, missed.replaced_at = london(20, 23, 59), None, clock.at
    session.flush()
    runs = Promise(standard_id=missed.standard_id, started_at=clock.at, due_by=london(24, 23, 59))
    appointment.promises.append(runs)
    session.flush()
    assert "by Friday 20 November. We did not do it" in composed(Kind.APOLOGY, appointment).text
    assert "by Friday 20 November. We did not keep" in composed(Kind.MISSED, appointment).text
    assert "by Tuesday 24 November" in composed(Kind.AT_RISK, appointment).text


def test_an_apology_says_what_has_been_arranged_since(appointment: Appointment) -> None:
    since = "It is arranged now. It is on Wednesday 25 November at 10:30am."
    assert since in composed(Kind.APOLOGY, appointment).text
    appointment.status = Status.REQUESTED
    told_so_far = composed(Kind.APOLOGY, appointment).text
    assert since not in told_so_far
    assert "You will hear from us by the end of Tuesday 1 December" in told_so_far


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


def test_an_answer_too_long_for_a_text_is_read_out_on_the_phone(enquiry: Enquiry) -> None:
    short = composed(Kind.ENQUIRY_ANSWERED, enquiry, Channel.SMS).text
    assert short.endswith("Our answer: The repairs team comes on Thursday.")
    enquiry.answer = "The repairs team comes on Thursday. " * 20
    long = composed(Kind.ENQUIRY_ANSWERED, enquiry, Channel.SMS).text
    assert "repairs" not in long
    assert f"To hear the answer, phone {PHONE}." in long


def test_on_a_shared_device_the_answer_is_said_and_not_written(both: Both) -> None:
    both.appointment.needs = both.enquiry.needs = ["shared_device"]
    for kind, answer in (
        (Kind.ANSWERED, "Sam does not deal with this."),
        (Kind.ENQUIRY_ANSWERED, "The repairs team comes on Thursday."),
    ):
        assert answer not in composed(kind, both.of(kind)).text
        assert answer in composed(kind, both.of(kind), Channel.PHONE).text


@pytest.mark.parametrize(
    ("kind", "channel", "suffix"),
    [
        (Kind.REQUEST_RECEIVED, Channel.EMAIL, "txt"),
        (Kind.ARRANGED, Channel.EMAIL, "txt"),
        (Kind.ARRANGED, Channel.EMAIL, "html"),
        (Kind.ARRANGED, Channel.LETTER, "html"),
        (Kind.ARRANGED, Channel.PHONE, "txt"),
        (Kind.ARRANGED, Channel.SMS, "txt"),
        (Kind.REMINDER_HOURS, Channel.SMS, "txt"),
        (Kind.DECLINED, Channel.EMAIL, "txt"),
        (Kind.PLEASE_ARRANGE, Channel.EMAIL, "txt"),
        (Kind.OFFICER_DAY, Channel.EMAIL, "txt"),
        (Kind.COVER_OFFERED, Channel.EMAIL, "txt"),
        (Kind.CHOOSE_AGAIN, Channel.SMS, "txt"),
        (Kind.DELAY, Channel.PHONE, "txt"),
        (Kind.ENQUIRY_ANSWERED, Channel.EMAIL, "txt"),
        (Kind.NO_TIME, Channel.EMAIL, "txt"),
        (Kind.INVITATION, Channel.EMAIL, "ics"),
        (Kind.ARRANGED, Channel.EMAIL, "ics"),
    ],
)
def test_the_words_are_those_that_were_read_and_approved(
    kind: Kind, channel: Channel, suffix: str, both: Both
) -> None:
    content = composed(kind, both.of(kind), channel)
    calendar = (content.calendar or b"").decode().replace("\r\n", "\n")
    written = {
        "txt": f"{content.subject}\n\n{content.text.rstrip()}\n",
        "html": f"{content.html}\n",
        "ics": calendar,
    }[suffix]
    golden = (GOLDEN / f"{kind}.{channel}.{suffix}").read_text()
    assert written == golden
