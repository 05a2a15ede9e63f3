"""What the council wrote says in a message in another language which it is in (WCAG 3.1.2)."""

from collections.abc import Iterator

import html5lib
import pytest

from booking.language.languages import LANGUAGES
from booking.messaging import letters
from booking.messaging.facts import Subject, subject_of, why
from booking.messaging.made_up import Told, an_appointment
from booking.messaging.specimens import CHANNELS, EVERY_KIND, audience_of, specimen
from booking.models import ActorKind, Appointment, Channel, CouncilsWords, Kind
from booking.settings import settings
from tests.marks import unmarked
from tests.messaging.pdf import Tagged

pytestmark = pytest.mark.usefixtures("without_database")

LAID_OUT = [
    (kind, channel)
    for kind in EVERY_KIND
    for channel in CHANNELS[audience_of(kind)]
    if channel in (Channel.EMAIL, Channel.LETTER)
]


def councils_lines(subject: Subject | None) -> Iterator[str]:
    """What the council wrote of what a specimen is about."""
    yield settings().council_name
    if subject is None:
        return
    yield subject.service.name
    yield from subject.service.documents
    yield subject.officer.job_title
    if isinstance(subject, Appointment):
        yield from (one for one in (subject.reason, subject.instead) if one)
        if subject.location:
            address = subject.location.address.splitlines()[0]  # the town is the resident's too
            yield from (subject.location.name, address, subject.location.travel)
    elif subject.answer:
        yield subject.answer


@pytest.mark.parametrize("needs", [(), ("easy_read",)])
@pytest.mark.parametrize(("kind", "channel"), LAID_OUT)
def test_a_message_in_another_language_says_which_words_are_the_councils(
    kind: Kind, channel: Channel, needs: tuple[str, ...]
) -> None:
    made = specimen(kind, Told(channel=channel, language="ar", needs=needs))
    page = html5lib.parse(made.content().html or "", namespaceHTMLElements=False)
    assert unmarked(page, councils_lines(subject_of(made.message))) == []


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("kind", [Kind.ARRANGED, Kind.DECLINED])
def test_where_there_is_text_only_it_stands_as_it_was_written(kind: Kind, channel: Channel) -> None:
    content = specimen(kind, Told(channel=channel, language="ar")).content()
    assert "<" not in content.text + content.subject


def test_a_reason_is_the_councils_unless_the_resident_gave_it() -> None:
    made = an_appointment(Kind.CANCELLED, Told())
    given = made.events[0]
    given.reason = made.reason
    for actor, kind in ((ActorKind.FRONT_DESK, CouncilsWords), (ActorKind.RESIDENT, str)):
        given.actor = actor
        assert type(why(made)) is kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_that_says_so_is_still_tagged(language: str) -> None:
    told = Told(channel=Channel.LETTER, language=language)
    tagged = Tagged.of(letters.to_pdf([str(specimen(Kind.ARRANGED, told).content().html)]))
    assert tagged.claims_ua
    assert tagged.language == language
