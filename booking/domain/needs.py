"""Needs and their consequences: one catalogue, as data, and what one appointment therefore demands.

A need is recorded, never a diagnosis. Words for people are found elsewhere by the code of the need.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil
from types import MappingProxyType

from booking.domain.errors import BookingError
from booking.domain.support import CONFIRM_WORKING_DAYS


class UnknownNeed(BookingError):
    """A need that the catalogue does not name: its consequences cannot be kept."""

    code = "unknown_need"


class Meeting(StrEnum):
    """The ways of meeting an officer."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    HOME_VISIT = "home_visit"


class Part(StrEnum):
    """The parts of a day; the afternoon begins at noon in the council's zone."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class Category(StrEnum):
    """The questions that needs answer, after the NHS Accessible Information Standard (DAPB1605)."""

    CONTACT = "contact"
    FORMAT = "format"
    PROFESSIONAL = "professional"
    COMMUNICATING = "communicating"
    PLACE = "place"
    TIME = "time"
    ACTING_FOR_ME = "acting_for_me"


SPOKEN = "spoken"
"""For `Need.interprets`: whichever language the resident speaks."""

BSL = "bfi"
"""British Sign Language in ISO 639-3; among an officer's languages it means that they sign."""

INTERPRETED = Fraction(1, 2)
"""An interpreted appointment is half as long again."""


@dataclass(frozen=True, slots=True)
class Need:
    """One need and all that follows from it."""

    code: str
    category: Category
    extra_minutes: int = 0  # added to the service's length
    stretch: Fraction = Fraction(0)  # the share of the service's length that is added
    lead_working_days: int = 0  # how long the support takes to be had
    confirm_working_days: int = CONFIRM_WORKING_DAYS  # so long before, whoever comes has said so
    facility: str | None = None  # what the room must have, for meetings in person
    professional: str | None = None  # who must be booked
    interprets: str | None = None  # a language, or SPOKEN: not needed with an officer who has it
    message_format: str | None = None  # of every message
    channel: str | None = None  # of every message
    never_channel: str | None = None  # never used for any message
    neutral: bool = False  # messages in neutral words only
    task: str | None = None  # for the front desk, around the appointment
    officer_sees: bool = True
    parts: frozenset[Part] | None = None  # only these parts of the day
    meeting: Meeting | None = None  # takes the place of a meeting in person
    offered: bool = True  # asked about; what was recorded before holds either way


def _professional(code: str, lead_working_days: int, interprets: str | None = None) -> Need:
    return Need(
        code,
        Category.PROFESSIONAL,
        stretch=INTERPRETED,
        lead_working_days=lead_working_days,
        professional=code,
        interprets=interprets,
    )


def _contact(
    code: str,
    *,
    channel: str | None = None,
    never_channel: str | None = None,
    neutral: bool = False,
    task: str | None = None,
) -> Need:
    return Need(
        code,
        Category.CONTACT,
        channel=channel,
        never_channel=never_channel,
        neutral=neutral,
        task=task,
        officer_sees=False,
    )


def _format(code: str, task: str | None = None) -> Need:
    return Need(code, Category.FORMAT, message_format=code, task=task)


_ALL = (
    _contact("contact_sms", channel="sms"),
    _contact("contact_email", channel="email"),
    _contact("contact_letter", channel="letter"),
    _contact("contact_phone", channel="phone"),
    _contact("text_relay", task="call_by_text_relay"),  # of calls alone: another way may be chosen
    _contact("video_relay", task="call_by_video_relay"),
    _contact("through_supporter"),
    _contact("best_times"),
    _contact("safe_message"),
    _contact("shared_device", neutral=True),
    _contact("no_sms", never_channel="sms"),
    _contact("no_email", never_channel="email"),
    _contact("no_letter", never_channel="letter"),
    _contact("no_phone", never_channel="phone"),
    Need("standard", Category.FORMAT, message_format="standard", officer_sees=False),
    _format("large_print_18"),
    _format("large_print_24"),
    _format("easy_read"),
    _format("audio", task="record_audio"),
    _format("braille", task="order_braille"),
    _format("bsl_video", task="order_bsl_video"),
    Need(
        "coloured_paper",
        Category.FORMAT,
        message_format="coloured_paper",
        task="print_on_coloured_paper",
    ),
    _format("plain_email"),
    _professional("interpreter_in_person", 3, interprets=SPOKEN),
    _professional("interpreter_phone", 0, interprets=SPOKEN),
    _professional("interpreter_video", 1, interprets=SPOKEN),
    _professional("bsl_interpreter", 10, interprets=BSL),
    _professional("bsl_sse", 10),
    _professional("deafblind_manual", 10),
    _professional("lipspeaker", 10),
    _professional("speech_to_text", 10),
    _professional("note_taker", 5),
    Need("advocate", Category.PROFESSIONAL, lead_working_days=5, professional="advocate"),
    Need("lipreads", Category.COMMUNICATING),
    Need("hearing_loop", Category.COMMUNICATING, facility="hearing_loop", task="test_hearing_loop"),
    Need("speak_clearly", Category.COMMUNICATING),
    Need("extra_processing_time", Category.COMMUNICATING, stretch=Fraction(1, 2)),
    Need("makaton", Category.COMMUNICATING, stretch=Fraction(1, 2)),
    Need("communication_aid", Category.COMMUNICATING, stretch=Fraction(1, 2)),
    Need("step_free", Category.PLACE, facility="step_free"),
    Need("wheelchair_space", Category.PLACE, facility="wheelchair_space"),
    Need("quiet_space", Category.PLACE, facility="quiet"),
    Need("met_at_door", Category.PLACE, extra_minutes=5, task="meet_at_door"),
    Need("told_when_called", Category.PLACE, task="tell_in_person"),
    Need("assistance_dog", Category.PLACE, task="make_room_for_assistance_dog"),
    Need(
        "accessible_parking",
        Category.PLACE,
        facility="accessible_parking",
        task="keep_parking_space",
    ),
    Need("home_visit", Category.PLACE, meeting=Meeting.HOME_VISIT),
    Need(
        "separate_waiting",
        Category.PLACE,
        facility="separate_waiting",
        task="show_to_separate_waiting",
    ),
    Need("longer_appointment", Category.TIME, extra_minutes=15),
    Need("breaks", Category.TIME, extra_minutes=10),
    Need("mornings_only", Category.TIME, parts=frozenset({Part.MORNING})),
    Need("afternoons_only", Category.TIME, parts=frozenset({Part.AFTERNOON})),
    Need("supporter", Category.ACTING_FOR_ME),
)

CATALOGUE: Mapping[str, Need] = MappingProxyType({need.code: need for need in _ALL})
"""Every need by its code, in the order in which they are asked, with Kept's own figures.

What a council changed of them is in `domain.catalogue`; `actions.catalogue` reads it.
"""

SPOKEN_INTERPRETERS = frozenset(need.code for need in _ALL if need.interprets == SPOKEN)
"""The needs that are each one way to interpret whichever language the resident speaks."""

FACILITIES: tuple[str, ...] = tuple(need.facility for need in _ALL if need.facility)
"""The codes of what a room may have for somebody's need, in the order of the catalogue."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What one appointment requires of a diary. None of it ever gives way.

    `minutes` includes all that the needs add; `parts` of None is the whole day. `location_id` is
    where the resident wants to be seen, None being anywhere; it counts for meetings in person only.
    """

    minutes: int
    meeting: Meeting
    facilities: frozenset[str] = frozenset()
    lead_working_days: int = 0
    location_id: int | None = None
    parts: frozenset[Part] | None = None
    professionals: tuple[str, ...] = ()


def demand(
    *,
    service_minutes: int,
    needs: Collection[str],
    meeting: Meeting,
    language: str,
    officer_languages: Collection[str],
    location_id: int | None = None,
    catalogue: Mapping[str, Need] = CATALOGUE,
) -> Demand:
    """What a service of `service_minutes` demands for somebody with these `needs` (codes).

    Languages are BCP 47 tags. An officer who has the language needs no interpreter for it, and so
    no lead time and no stretch. Several stretches run side by side, so the longest counts; extra
    minutes add up; the whole is rounded up to 5 minutes. They meet as `met_as` says. A council's own
    figures come in as another `catalogue`. Raises UnknownNeed.
    """
    asked = [_named(code, catalogue) for code in dict.fromkeys(needs)]
    meeting = met_as(meeting, needs)
    acting = list(_in_force(asked, meeting, language, officer_languages))
    stretch = max((need.stretch for need in acting), default=Fraction(0))
    minutes = service_minutes * (1 + stretch) + sum(need.extra_minutes for need in acting)
    return Demand(
        minutes=5 * ceil(minutes / 5),
        meeting=meeting,
        facilities=frozenset(need.facility for need in acting if need.facility),
        lead_working_days=max((need.lead_working_days for need in acting), default=0),
        location_id=location_id,
        parts=frozenset().union(*(need.parts for need in acting if need.parts)) or None,
        professionals=tuple(sorted(need.professional for need in acting if need.professional)),
    )


def met_as(meeting: Meeting, needs: Iterable[str]) -> Meeting:
    """How they meet who asked for `meeting`: a need for a visit takes the place of a meeting in person."""
    if meeting is not Meeting.IN_PERSON:
        return meeting
    called_for = (CATALOGUE[code].meeting for code in needs if code in CATALOGUE)
    return next((way for way in called_for if way), meeting)


def refused_channels(codes: Iterable[str]) -> frozenset[str]:
    """The channels that somebody with these needs is never told anything by; unknown codes say nothing."""
    never = (CATALOGUE[code].never_channel for code in codes if code in CATALOGUE)
    return frozenset(channel for channel in never if channel)


def _named(code: str, catalogue: Mapping[str, Need]) -> Need:
    try:
        return catalogue[code]
    except KeyError:
        raise UnknownNeed(code) from None


def _in_force(
    needs: Iterable[Need], meeting: Meeting, language: str, officer_languages: Collection[str]
) -> Iterator[Need]:
    """The needs that this way of meeting, with this officer, does not already answer."""
    for need in needs:
        if not concerns(need, meeting):
            continue
        wanted = language if need.interprets == SPOKEN else need.interprets
        if wanted and any(covers(spoken, wanted) for spoken in officer_languages):
            continue
        yield need


def concerns(need: Need, meeting: Meeting) -> bool:
    """Whether a need matters to this way of meeting: what concerns a building does only in one."""
    of_the_building = need.category is Category.PLACE or need.facility
    return meeting is Meeting.IN_PERSON or not of_the_building


def covers(spoken: str, wanted: str) -> bool:
    """Whether who speaks one tag can speak with the other: basic filtering, RFC 4647 3.3.1."""
    return f"{wanted}-".lower().startswith(f"{spoken}-".lower())
