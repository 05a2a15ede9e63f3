"""What messages say, and what they never say."""

import re
from datetime import date
from pathlib import Path

import html5lib
import pytest
from flask_babel import force_locale
from icalendar import Calendar, Event
from sqlalchemy.orm import object_session

from booking.domain.lifecycle import Status
from booking.domain.needs import CATALOGUE, Meeting, Part
from booking.language.needs import NEEDS, NEEDS_FOR_STAFF
from booking.messaging.buttons import Links, carried_link
from booking.messaging.calendar_entries import METHODS, resident_calendar
from booking.messaging.channels import PermanentFailure
from booking.messaging.compose import Content, NoAddress, compose
from booking.messaging.facts import initials
from booking.messaging.officer_facts import TOLD_OFFICERS
from booking.messaging.resident_facts import TOLD_RESIDENTS
from booking.messaging.segments import count_segments
from booking.models import (
    ActorKind,
    Appointment,
    Channel,
    Kind,
    Message,
    PreferredTime,
    PromisedStandard,
    Purpose,
)
from booking.models import Event as Happened
from tests.builders import Council, arranged, london
from tests.conftest import SteppedClock
from tests.messaging.specimens import (
    ANSWER,
    EVERY_MESSAGE,
    MANAGE,
    a_message,
    its_links,
    three_proposals,
)

GOLDEN = Path(__file__).parent / "golden"
PHONE = "020 7946 0000"
SPOKEN_FOR = (Kind.ARRANGED, Kind.REARRANGED, Kind.REMINDER_DAYS, Kind.REMINDER_HOURS)


@pytest.fixture
def appointment(council: Council) -> Appointment:
    """Amina Yusuf sees Sam Okafor about housing on Wednesday 25 November 2026 at 10:30."""
    made = arranged(council)
    made.reference = "KRM7-X2P9"
    made.uid = "7d8b0f0e-2c41-4c8e-9a55-1f0c6f3f2b10"
    made.sequence = 1
    made.reason, made.instead = "Sam does not deal with this.", "Phone the repairs line."
    made.late_minutes = 10
    made.preferences = [
        PreferredTime(rank=1, day=date(2026, 11, 24), part=Part.MORNING),
        PreferredTime(rank=2, day=date(2026, 11, 25)),
    ]
    return made


def composed(
    kind: Kind, appointment: Appointment, channel: Channel = Channel.EMAIL, language: str = "en"
) -> Content:
    message = a_message(kind, appointment, channel, language)
    return compose(
        message, links=its_links(message), day=[appointment], proposals=three_proposals()
    )


def everything(content: Content) -> str:
    calendar = content.calendar.decode() if content.calendar else ""
    return "\n".join((content.subject, content.text, content.html or "", calendar))


def entry(content: Content) -> Event:
    assert content.calendar is not None
    return Calendar.from_ical(content.calendar).events[0]


def test_every_kind_of_message_has_its_words() -> None:
    assert {*TOLD_RESIDENTS, *TOLD_OFFICERS} == set(Kind)
    assert not {*TOLD_RESIDENTS} & {*TOLD_OFFICERS}


@pytest.mark.parametrize("meeting", Meeting)
@pytest.mark.parametrize(("kind", "channel"), EVERY_MESSAGE)
def test_every_message_is_whole_on_every_channel_for_every_way_of_meeting(
    kind: Kind, channel: Channel, meeting: Meeting, appointment: Appointment
) -> None:
    appointment.meeting = meeting
    content = composed(kind, appointment, channel)
    assert content.subject
    assert content.text.strip()
    assert not re.search(r"%\(|\{\{|\{%|\bNone\b|Undefined|\bLazy", everything(content))
    assert not re.search(r" [.,;:]|\.\.|  +\S", content.text.replace("\n  ", "\n"))
    assert "\n" not in content.subject


@pytest.mark.parametrize(("kind", "channel"), EVERY_MESSAGE)
def test_no_message_names_a_need(kind: Kind, channel: Channel, appointment: Appointment) -> None:
    appointment.needs = [code for code in CATALOGUE if code not in ("shared_device", "plain_email")]
    appointment.needs_in_own_words = "I panic in lifts"
    appointment.about = "My neighbour hits me"
    told = everything(composed(kind, appointment, channel))
    with force_locale("en"):
        phrases = [words[code] for code in appointment.needs for words in (NEEDS, NEEDS_FOR_STAFF)]
        named = {str(phrase) for phrase in phrases if str(phrase) in told}
    assert not named
    assert not re.search(
        "step.?free|BSL|interpreter|sign language|wheelchair|panic|neighbour", told
    )


@pytest.mark.parametrize("kind", [*TOLD_RESIDENTS, *TOLD_OFFICERS])
@pytest.mark.parametrize("meeting", Meeting)
def test_a_text_fits_two_segments_with_its_link(
    kind: Kind, meeting: Meeting, appointment: Appointment
) -> None:
    appointment.meeting = meeting
    segments = count_segments(composed(kind, appointment, Channel.SMS).text)
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
@pytest.mark.parametrize("kind", TOLD_RESIDENTS)
def test_every_message_to_a_resident_gives_a_number_to_phone(
    kind: Kind, channel: Channel, appointment: Appointment
) -> None:
    content = composed(kind, appointment, channel)
    assert PHONE in content.text
    assert content.html is None or PHONE in content.html


@pytest.mark.parametrize("kind", SPOKEN_FOR)
@pytest.mark.parametrize("channel", Channel)
def test_who_when_and_where_are_told_on_every_channel(
    kind: Kind, channel: Channel, appointment: Appointment
) -> None:
    text = composed(kind, appointment, channel).text
    for told in ("Sam Okafor", "Wednesday 25 November at 10:30am", "Civic Centre"):
        assert told in text
    if channel is not Channel.SMS:
        for told in ("1 Market Square", "Your tenancy agreement", "KRM7-X2P9", "30 minutes"):
            assert told in text


@pytest.mark.parametrize(
    ("kind", "channel"),
    [pair for pair in EVERY_MESSAGE if pair[1] in (Channel.EMAIL, Channel.LETTER)],
)
def test_the_html_is_well_formed_and_says_what_the_text_says(
    kind: Kind, channel: Channel, appointment: Appointment
) -> None:
    content = composed(kind, appointment, channel)
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


def test_on_a_shared_device_nothing_says_what_it_is_about(appointment: Appointment) -> None:
    appointment.needs = ["shared_device"]
    for kind in TOLD_RESIDENTS:
        for channel in (Channel.SMS, Channel.EMAIL):
            told = everything(composed(kind, appointment, channel))
            assert not re.search("Housing advice|tenancy|deal with this|repairs", told)


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
    session.get_one(PromisedStandard, appointment.standard_id).wording = "By law we have 8 weeks."
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


def test_the_officer_reads_initials_and_a_reference_and_no_more(appointment: Appointment) -> None:
    for kind in TOLD_OFFICERS:
        for channel in (Channel.EMAIL, Channel.SMS):
            told = everything(composed(kind, appointment, channel))
            assert not re.search("Amina|Yusuf|amina@|7700 ?900123|Mill Lane", told)
    assert "A.Y." in composed(Kind.INVITATION, appointment).text


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
        (Kind.ARRANGED, Channel.LETTER, None),
        (Kind.ARRANGED, Channel.PHONE, None),
        (Kind.PLEASE_ARRANGE, Channel.EMAIL, Purpose.ANSWER_REQUEST),
        (Kind.INVITATION, Channel.EMAIL, None),
        (Kind.OFFICER_DAY, Channel.EMAIL, None),
    ],
)
def test_a_secure_link_is_minted_only_where_it_can_be_used(
    kind: Kind, channel: Channel, link: Purpose | None, appointment: Appointment
) -> None:
    assert carried_link(a_message(kind, appointment, channel)) is link


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


def test_what_is_kept_is_what_was_told(appointment: Appointment) -> None:
    for kind, channel in EVERY_MESSAGE:
        content = composed(kind, appointment, channel)
        assert Content.from_json(content.to_json()) == content


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
        (Kind.INVITATION, Channel.EMAIL, "ics"),
        (Kind.ARRANGED, Channel.EMAIL, "ics"),
    ],
)
def test_the_words_are_those_that_were_read_and_approved(
    kind: Kind, channel: Channel, suffix: str, appointment: Appointment
) -> None:
    content = composed(kind, appointment, channel)
    calendar = (content.calendar or b"").decode().replace("\r\n", "\n")
    told = {
        "txt": f"{content.subject}\n\n{content.text.rstrip()}\n",
        "html": f"{content.html}\n",
        "ics": calendar,
    }[suffix]
    (GOLDEN / f"{kind}.{channel}.{suffix}").write_text(told); golden = told
    assert told == golden
