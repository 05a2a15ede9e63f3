"""Every message to a resident, in every language that has a catalogue."""

from datetime import date
from itertools import product

import pytest

from booking.domain.lifecycle import Status
from booking.domain.needs import Meeting
from booking.messaging.compose import compose
from booking.messaging.segments import count_segments
from booking.models import Channel, Kind
from config import TRANSLATIONS
from tests.messaging.specimens import TO_RESIDENTS, Both, a_message, its_links

TRANSLATED = sorted(path.name for path in TRANSLATIONS.iterdir() if path.is_dir())
MOST = {"GSM-7": 3, "UCS-2": 4}
"""Segments, with a secure link in each text; English keeps to two."""


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("kind", TO_RESIDENTS)
def test_a_text_keeps_to_its_segments(kind: Kind, language: str, both: Both) -> None:
    for meeting, status in product(Meeting, (Status.ARRANGED, Status.REQUESTED)):
        both.appointment.meeting, both.appointment.status = meeting, status
        message = a_message(kind, both.of(kind), Channel.SMS, language)
        text = compose(message, links=its_links(message), hear_by=date(2026, 12, 1)).text
        segments = count_segments(text)
        assert segments.count <= MOST[segments.encoding], text
