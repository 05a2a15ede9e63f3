"""What supporters are told: what the resident is told, and never how to reach the resident."""

import re
from itertools import product

import pytest

from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting
from booking.messaging.buttons import carried_link
from booking.messaging.compose import Content, compose
from booking.messaging.facts import Subject
from booking.messaging.segments import count_segments
from booking.messaging.specimens import CHANNELS
from booking.models import Appointment, Audience, Channel, Kind
from tests.messaging.composed import GOLDEN, HEAR_BY, PHONE, assert_whole, entry, everything
from tests.messaging.specimens import (
    MANAGE,
    TO_RESIDENTS,
    TO_SUPPORTERS,
    Both,
    a_copy,
    a_message,
    its_links,
)

COPIED = [kind for kind in TO_RESIDENTS if kind not in (Kind.SUPPORTER_BEGAN, Kind.SUPPORTER_ENDED)]
HERS = re.compile("amina@|7700 ?900123|Mill Lane")


def copied(
    kind: Kind, subject: Subject, channel: Channel = Channel.EMAIL, *, may_manage: bool = True
) -> Content:
    message = a_copy(kind, subject, channel, may_manage=may_manage)
    return compose(message, links=its_links(message), hear_by=HEAR_BY)


@pytest.mark.parametrize(
    ("kind", "channel"), [*product([*COPIED, *TO_SUPPORTERS], CHANNELS[Audience.RESIDENT])]
)
def test_a_supporters_message_is_whole_and_says_nothing_of_how_to_reach_the_resident(
    kind: Kind, channel: Channel, both: Both
) -> None:
    for meeting in Meeting:
        both.appointment.meeting = meeting
        content = copied(kind, both.of(kind), channel)
        assert_whole(content)
        assert not HERS.search(everything(content))
        assert content.to_name == "Joan Smith"
        assert PHONE in content.text or channel is Channel.SMS


@pytest.mark.parametrize("kind", COPIED)
def test_a_supporter_is_greeted_by_their_own_name_and_told_whom_it_is_about(
    kind: Kind, both: Both
) -> None:
    email = copied(kind, both.of(kind))
    assert email.text.startswith(
        "Dear Joan Smith,\n\nThis is about A.Y., whom you help. Where it says “you”, it means them."
    )
    assert email.subject.startswith("For A.Y.: ")
    assert copied(kind, both.of(kind), Channel.SMS).text.startswith("About A.Y., whom you help. ")
    assert not re.search("Amina|Yusuf", everything(email))


@pytest.mark.parametrize("kind", [*COPIED, *TO_SUPPORTERS])
def test_a_text_to_a_supporter_fits_two_segments(kind: Kind, both: Both) -> None:
    for meeting, status in product(Meeting, (Status.ARRANGED, Status.REQUESTED)):
        both.appointment.meeting, both.appointment.status = meeting, status
        segments = count_segments(copied(kind, both.of(kind), Channel.SMS).text)
        assert segments.encoding == "GSM-7"
        assert segments.count <= 2


@pytest.mark.parametrize("kind", COPIED)
def test_whoever_may_only_see_is_not_told_to_change_anything_by_a_link(
    kind: Kind, both: Both
) -> None:
    email = copied(kind, both.of(kind), may_manage=False)
    assert "See, change or cancel" not in email.text
    text = copied(kind, both.of(kind), Channel.SMS, may_manage=False).text
    assert "change it phone" not in text


def test_the_end_carries_no_link(appointment: Appointment) -> None:
    assert carried_link(a_copy(Kind.ACTING_ENDED, appointment)) is None
    assert "https" not in copied(Kind.ACTING_ENDED, appointment).text
    assert carried_link(a_copy(Kind.COVER_OFFERED, appointment, may_manage=False)) is None


def test_the_end_says_neither_why_nor_by_whom(appointment: Appointment) -> None:
    appointment.reason = "I am afraid of her"
    for channel in CHANNELS[Audience.RESIDENT]:
        words = everything(copied(Kind.ACTING_ENDED, appointment, channel))
        assert "afraid" not in words
        assert "do not act for" in words


def test_a_supporters_calendar_has_an_entry_of_its_own(appointment: Appointment) -> None:
    event = entry(copied(Kind.ARRANGED, appointment))
    assert event["UID"] == f"{appointment.uid}-supporter"
    assert event["ATTENDEE"] == "mailto:joan.smith@example.org"


def test_on_a_shared_device_the_supporter_reads_neutral_words_too(both: Both) -> None:
    both.appointment.needs = both.enquiry.needs = ["shared_device"]
    for kind, channel in product(COPIED, (Channel.SMS, Channel.EMAIL)):
        words = everything(copied(kind, both.of(kind), channel))
        assert not re.search("Housing advice|tenancy|deal with this|repairs|Amina", words)


def test_the_resident_is_told_who_acts_by_name_only_where_nobody_else_reads_it(
    appointment: Appointment,
) -> None:
    def told(channel: Channel) -> str:
        message = a_message(Kind.SUPPORTER_BEGAN, appointment, channel)
        return compose(message, links=its_links(message)).text

    assert "Joan Smith is named" in told(Channel.EMAIL)
    assert "Joan" not in told(Channel.SMS)
    appointment.needs = ["shared_device"]
    assert "Joan" not in told(Channel.EMAIL)


def test_formats_are_the_residents_and_not_the_supporters(appointment: Appointment) -> None:
    appointment.needs = ["large_print_24", "plain_email"]
    html = copied(Kind.ARRANGED, appointment).html
    assert html
    assert "24pt" not in html


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS, Channel.PHONE])
def test_what_a_supporter_reads_reads_as_it_was_written(
    appointment: Appointment, channel: Channel
) -> None:
    golden = GOLDEN / f"arranged_supporter.{channel}.txt"
    text = copied(Kind.ARRANGED, appointment, channel).text.rstrip("\n") + "\n"
    assert text == golden.read_text()


def test_a_link_is_for_the_supporter_alone(appointment: Appointment) -> None:
    assert MANAGE in copied(Kind.ARRANGED, appointment).text
