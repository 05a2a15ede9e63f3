from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st

from booking.calendars.invitations import InvitationError, Method, content_type, to_ical
from booking.calendars.plain_text import many_lines, one_line, parameter
from tests.calendars.readers import READERS
from tests.calendars.specimens import GOLDEN, SPECIMENS, invitation

TEXTS = st.text(max_size=120) | st.text(
    alphabet="\r\n\\;,:\"'^=nN X-ATENDE\u2028\x85😀ا", max_size=60
)
HOSTILE = [
    "x\r\nATTENDEE:mailto:eve@example.org",
    "x\nEND:VEVENT\nEND:VCALENDAR",
    "x\rX-EVIL:1",
    "x\u2028ATTENDEE:mailto:eve@example.org",
    "x\u2029X-EVIL:1",
    "x\x85X-EVIL:1",
    "x\x0bX-EVIL:1\x0cX-EVIL:2\x1cX-EVIL:3\x1dX-EVIL:4\x1eX-EVIL:5",
    'x";RSVP=TRUE;X-EVIL="',
    'x":mailto:eve@example.org',
    "x:mailto:eve@example.org",
    "x;CUTYPE=ROOM;DELEGATED-TO=mailto:eve@example.org",
    "x\\",
    "x\\\\",
    "x^nATTENDEE:mailto:eve@example.org^'",
    "x\\nATTENDEE:mailto:eve@example.org",
    "x\\Notes",
    "\x00\x07\x1b[31mx\x7f\x9b",
    "x\ud800",
    "x\r\n ATTENDEE:mailto:eve@example.org",
    "x\r\n\tX-EVIL:1",
]


def read(stream: bytes) -> Any:
    return icalendar.Calendar.from_ical(stream)


def unfolded(stream: bytes) -> list[str]:
    return stream.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("name", SPECIMENS)
def test_invitations_look_as_they_did_when_they_were_last_read_by_a_person(name: str) -> None:
    assert to_ical(SPECIMENS[name]) == (GOLDEN / f"{name}.ics").read_bytes()


def test_every_golden_file_belongs_to_a_specimen() -> None:
    assert {path.stem for path in GOLDEN.glob("*.ics")} == set(SPECIMENS)


@pytest.mark.parametrize("name", SPECIMENS)
def test_the_method_is_the_same_in_the_body_and_in_the_mail_part(name: str) -> None:
    kind = content_type(SPECIMENS[name])
    mail = EmailMessage()
    mail.set_content(
        to_ical(SPECIMENS[name]), kind.maintype, kind.subtype, params=kind.params, cte="base64"
    )
    assert mail.get_content_type() == "text/calendar"
    assert mail.get_param("charset") == "UTF-8"
    carried = mail.get_payload(decode=True)
    assert isinstance(carried, bytes)
    assert carried == to_ical(SPECIMENS[name])
    assert mail.get_param("method") == read(carried)["METHOD"]


def test_the_content_type_is_a_header_too() -> None:
    assert str(content_type(SPECIMENS["resident-add-to-calendar"])) == (
        "text/calendar; charset=UTF-8; method=PUBLISH; name=invite.ics"
    )


def test_one_uid_for_life_and_a_sequence_that_rises() -> None:
    story = ("officer-request", "officer-rearranged", "officer-cancelled")
    events = [read(to_ical(SPECIMENS[name])).events[0] for name in story]
    assert len({event["UID"] for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [event["DTSTAMP"].dt for event in events] == sorted(e["DTSTAMP"].dt for e in events)


def test_the_officer_is_asked_to_answer_and_the_resident_is_not() -> None:
    officer = read(to_ical(SPECIMENS["officer-request"])).events[0]["ATTENDEE"].params
    resident = read(to_ical(SPECIMENS["resident-request"])).events[0]["ATTENDEE"].params
    assert (officer["RSVP"], officer["PARTSTAT"]) == ("TRUE", "NEEDS-ACTION")
    assert (resident["RSVP"], resident["PARTSTAT"]) == ("FALSE", "ACCEPTED")


def test_a_cancellation_asks_for_no_answer_and_sets_off_no_alarm() -> None:
    cancelled = replace(SPECIMENS["officer-cancelled"], alarms=(timedelta(hours=2),))
    event = read(to_ical(cancelled)).events[0]
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert not event.subcomponents


def test_a_published_entry_names_nobody_even_when_it_is_given_somebody() -> None:
    event = read(to_ical(invitation(method=Method.PUBLISH))).events[0]
    assert "ATTENDEE" not in event


def test_alarms_are_so_long_before_the_start() -> None:
    alarms = read(to_ical(SPECIMENS["resident-request"])).events[0].subcomponents
    assert [alarm["TRIGGER"].dt for alarm in alarms] == [timedelta(days=-1), timedelta(hours=-2)]
    assert {str(alarm["ACTION"]) for alarm in alarms} == {"DISPLAY"}


def test_empty_texts_are_left_out_and_an_empty_summary_is_kept() -> None:
    empty = invitation(
        summary="", description=" \n", location="\t", attendee_name="", organizer_name=""
    )
    event = read(to_ical(empty)).events[0]
    assert event["SUMMARY"] == ""
    assert not {"DESCRIPTION", "LOCATION"} & set(event)
    assert "CN" not in event["ATTENDEE"].params
    assert "CN" not in event["ORGANIZER"].params


@pytest.mark.parametrize("zone_name", ["UTC", "Etc/UTC", "Africa/Cairo"])
def test_a_zone_that_no_yearly_rule_describes_is_written_in_utc(zone_name: str) -> None:
    event = read(to_ical(invitation(zone=ZoneInfo(zone_name)))).events[0]
    assert event["DTSTART"].dt == invitation().starts_at


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "field", ["summary", "description", "location", "organizer_name", "attendee_name"]
)
def test_no_text_can_write_a_property_a_parameter_or_a_component(field: str, hostile: str) -> None:
    plain = to_ical(invitation(**{field: "x"}, alarms=(timedelta(hours=2),)))
    stream = to_ical(invitation(**{field: hostile}, alarms=(timedelta(hours=2),)))
    assert skeleton(stream) == skeleton(plain)
    # split as a reader might that breaks lines wherever Unicode does
    assert len(stream.decode().replace("\r\n ", "").splitlines()) == len(unfolded(plain)) - 1
    assert not any(ord(c) < 32 and c not in "\r\n" for c in stream.decode())


def skeleton(stream: bytes) -> list[tuple[str, list[str]]]:
    """Which properties with which parameters a second, independent reader finds, in order."""
    calendar = vobject.readOne(stream.decode(), transform=False)
    found: list[tuple[str, list[str]]] = []
    pending = [calendar]
    while pending:
        component = pending.pop()
        for child in component.getChildren():
            found.append((child.name, sorted(getattr(child, "params", ()))))
            if hasattr(child, "getChildren"):
                pending.append(child)
    return found


@pytest.mark.parametrize(
    "changes",
    [
        {"organizer_email": "a@example.org\r\nATTENDEE:mailto:eve@example.org"},
        {"organizer_email": ""},
        {"organizer_email": "nobody"},
        {"attendee_email": "a@example.org\nX-EVIL:1"},
        {"attendee_email": "a@example.org\u2028X-EVIL:1"},
        {"attendee_email": ""},
        {"attendee_email": None},
        {"attendee_email": "appointments@example.org"},
        {"url": "https://example.org/\r\nX-EVIL:1"},
        {"url": "javascript:alert(1)"},
        {"uid": ""},
        {"uid": "a\r\nX-EVIL:1"},
        {"uid": "x" * 256},
        {"language": "en:x\r\nX-EVIL"},
        {"language": ""},
        {"sequence": -1},
        {"sequence": 0, "method": Method.CANCEL},
        {"ends_at": invitation().starts_at},
        {"starts_at": invitation().starts_at.replace(tzinfo=None)},
        {"stamped_at": invitation().stamped_at.replace(tzinfo=None)},
        {"alarms": (timedelta(hours=-1),)},
    ],
    ids=str,
)
def test_what_cannot_be_written_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvitationError) as refusal:
        to_ical(invitation(**changes))
    assert "example.org" not in str(refusal.value), "an error names the rule, never the person"


def test_addresses_that_need_it_are_quoted_in_the_uri() -> None:
    event = read(to_ical(invitation(attendee_email="o'neil+k?x%1@example.org"))).events[0]
    assert event["ATTENDEE"] == "mailto:o'neil+k%3Fx%251@example.org"


@given(summary=TEXTS, description=TEXTS, location=TEXTS, name=TEXTS)
@example(summary="C:\\Notes\\new", description="\\N\\n\n", location="a\\;b,c", name="a\\")
@example(
    summary="👩🏽‍🦽 " * 20, description="नमस्ते " * 30, location="", name="د. نسرین\u200f (اختر)"
)
def test_texts_come_back_as_they_were_written(
    summary: str, description: str, location: str, name: str
) -> None:
    stream = to_ical(
        invitation(summary=summary, description=description, location=location, attendee_name=name)
    )
    event = read(stream).events[0]
    assert event["SUMMARY"] == one_line(summary)
    assert event.get("DESCRIPTION", "") == many_lines(description)
    assert event.get("LOCATION", "") == one_line(location)
    assert event["ATTENDEE"].params.get("CN", "") == parameter(name)
    assert event["ATTENDEE"] == "mailto:sam.okafor@example.org"
    second = vobject.readOne(stream.decode(), transform=False).vevent
    assert second.attendee.value == "mailto:sam.okafor@example.org"
    assert second.attendee.params.get("CN", [""]) == [parameter(name)]


@given(summary=TEXTS, name=TEXTS)
@example(summary="😀" * 60, name="ا" * 120)
def test_lines_end_in_crlf_and_are_folded_at_75_octets_between_characters(
    summary: str, name: str
) -> None:
    stream = to_ical(invitation(summary=summary, organizer_name=name))
    physical = stream.split(b"\r\n")
    assert physical[-1] == b""
    assert b"\r" not in b"".join(physical)
    assert b"\n" not in b"".join(physical)
    assert max(map(len, physical)) <= 75
    for line in physical:
        line.decode()


@given(
    offset=st.integers(0, 10 * 365 * 24 * 60),
    minutes=st.integers(1, 600),
    zone_name=st.sampled_from(["Europe/London", "Europe/Dublin", "Asia/Gaza", "Africa/Cairo"]),
)
def test_any_instant_comes_back_as_itself(offset: int, minutes: int, zone_name: str) -> None:
    starts_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=offset)
    ends_at = starts_at + timedelta(minutes=minutes)
    stream = to_ical(invitation(starts_at=starts_at, ends_at=ends_at, zone=ZoneInfo(zone_name)))
    assert READERS["vobject"](stream) == READERS["icalendar"](stream) == (starts_at, ends_at)
