"""What messages say."""

import re
from itertools import product

import html5lib
import pytest
from flask import Flask, current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session, object_session

from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting
from booking.messaging.addresses import Recipient
from booking.messaging.buttons import carried_link
from booking.messaging.channels import PermanentFailure
from booking.messaging.compose import Content, NoAddress
from booking.messaging.segments import count_segments
from booking.messaging.told import STATED, told
from booking.models import (
    ActorKind,
    Appointment,
    Channel,
    Enquiry,
    Kind,
    Promise,
    PromisedStandard,
    Purpose,
)
from booking.models import Event as Happened
from tests.builders import Council, london
from tests.conftest import SteppedClock
from tests.messaging.composed import GOLDEN, PHONE, assert_whole, composed
from tests.messaging.specimens import (
    EVERY_MESSAGE,
    MANAGE,
    OF_BOTH,
    TO_MANAGERS,
    TO_OFFICERS,
    TO_RESIDENTS,
    TO_SUPPORTERS,
    Both,
    a_message,
)

SPOKEN_FOR = (Kind.ARRANGED, Kind.REARRANGED, Kind.REMINDER_DAYS, Kind.REMINDER_HOURS)


def test_every_kind_of_message_has_its_words_and_its_facts(app: Flask) -> None:
    assert set(STATED) == set(Kind)
    by_audience = [*TO_RESIDENTS, *TO_SUPPORTERS, *TO_OFFICERS, *TO_MANAGERS]
    assert len(by_audience) == len(Kind), "told to two audiences"
    known = set(app.jinja_env.list_templates())
    for kind in Kind:
        for part in ("subject", "opening", "next", "sms"):
            assert f"messages/{kind}/{part}.txt" in known


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


def test_an_answer_too_long_for_a_text_is_read_out_on_the_phone(enquiry: Enquiry) -> None:
    short = composed(Kind.ENQUIRY_ANSWERED, enquiry, Channel.SMS).text
    assert short.endswith("Our answer: The repairs team comes on Thursday.")
    enquiry.answer = "The repairs team comes on Thursday. " * 20
    long = composed(Kind.ENQUIRY_ANSWERED, enquiry, Channel.SMS).text
    assert "repairs" not in long
    assert f"To hear the answer, phone {PHONE}." in long


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
