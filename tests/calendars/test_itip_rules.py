import pytest
from icalendar import Calendar

from booking.calendars.invitations import InvitationError, to_ical
from booking.calendars.itip_rules import check_itip
from tests.calendars.specimens import SPECIMENS


def lines(name: str) -> list[str]:
    return to_ical(SPECIMENS[name]).decode().replace("\r\n ", "").split("\r\n")


def check(written: list[str]) -> None:
    check_itip(Calendar.from_ical("\r\n".join(written)))


def without(name: str, start: str) -> list[str]:
    kept = [line for line in lines(name) if not line.startswith(start)]
    assert len(kept) < len(lines(name))
    return kept


@pytest.mark.parametrize("name", SPECIMENS)
def test_what_kept_sends_keeps_the_rules(name: str) -> None:
    check(lines(name))


@pytest.mark.parametrize("name", ["officer-request", "officer-cancelled"])
@pytest.mark.parametrize(
    "start",
    ["METHOD", "UID", "DTSTAMP", "DTSTART;", "DTEND", "ORGANIZER", "ATTENDEE", "SUMMARY",
     "SEQUENCE", "STATUS"],
)  # fmt: skip
def test_an_invitation_that_lacks_what_itip_requires_is_refused(name: str, start: str) -> None:
    with pytest.raises(InvitationError):
        check(without(name, start))


@pytest.mark.parametrize(
    "added",
    [
        "X-EVIL:1",
        "ATTENDEE:mailto:eve@example.org",
        "UID:another",
        "RRULE:FREQ=DAILY",
        "ATTACH:https://example.org/x",
        "REQUEST-STATUS:2.0;Success",
    ],
)
def test_a_property_too_many_is_refused(added: str) -> None:
    with pytest.raises(InvitationError):
        check([each for line in lines("officer-request")
               for each in ((line, added) if line == "BEGIN:VEVENT" else (line,))])  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("officer-request", "METHOD:REQUEST", "METHOD:PUBLISH"),
        ("officer-request", "METHOD:REQUEST", "METHOD:CANCEL"),
        ("officer-request", "METHOD:REQUEST", "METHOD:COUNTER"),
        ("officer-request", "STATUS:CONFIRMED", "STATUS:CANCELLED"),
        ("officer-cancelled", "STATUS:CANCELLED", "STATUS:CONFIRMED"),
        ("officer-cancelled", "SEQUENCE:2", "SEQUENCE:0"),
        ("officer-request", "TZID:Europe/London", "TZID:Europe/Paris"),
        ("resident-request", "ACTION:DISPLAY", "ACTION:EMAIL"),
        ("resident-add-to-calendar", "METHOD:PUBLISH", "METHOD:REQUEST"),
    ],
)
def test_a_rule_broken_is_refused(name: str, old: str, new: str) -> None:
    assert old in lines(name)
    with pytest.raises(InvitationError):
        check([new if line == old else line for line in lines(name)])


def test_a_cancellation_with_an_alarm_is_refused() -> None:
    written = lines("officer-cancelled")
    end = written.index("END:VEVENT")
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:x", "TRIGGER:-PT2H", "END:VALARM"]
    with pytest.raises(InvitationError, match="VALARM"):
        check([*written[:end], *alarm, *written[end:]])
