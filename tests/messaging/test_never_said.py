"""What messages never say: which needs somebody has, and to whom else anything is said of them."""

import re
from itertools import product

import pytest
from flask_babel import force_locale
from sqlalchemy.orm import object_session

from booking.domain.lifecycle import Status
from booking.domain.needs import CATALOGUE, Meeting
from booking.domain.tasks import OF_CALLS
from booking.language.needs import NEEDS, NEEDS_FOR_STAFF, TASKS
from booking.messaging.facts import initials
from booking.messaging.specimens import CHANNELS
from booking.models import Audience, Channel, Kind, PromisedStandard
from tests.messaging.composed import composed, everything
from tests.messaging.specimens import (
    EVERY_MESSAGE,
    TO_MANAGERS,
    TO_OFFICERS,
    TO_RESIDENTS,
    Both,
)


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


def test_on_a_shared_device_the_answer_is_said_and_not_written(both: Both) -> None:
    both.appointment.needs = both.enquiry.needs = ["shared_device"]
    for kind, answer in (
        (Kind.ANSWERED, "Sam does not deal with this."),
        (Kind.ENQUIRY_ANSWERED, "The repairs team comes on Thursday."),
    ):
        assert answer not in composed(kind, both.of(kind)).text
        assert answer in composed(kind, both.of(kind), Channel.PHONE).text
