"""Each need of the catalogue, from asking for an appointment to its messages and to every staff view."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import create_app, worker
from booking.actions import changing, diaries, requesting, supporting
from booking.actions.actor import RESIDENT
from booking.domain.diary import Slot
from booking.domain.needs import CATALOGUE, SPOKEN, Part
from booking.extensions import db
from booking.language.codes import MEETINGS
from booking.language.needs import NEEDS, NEEDS_FOR_STAFF
from booking.messaging.compose import compose
from booking.models import Appointment, Audience, Channel, Kind, Message, Role, Room
from booking.web.front_desk.needs import ASKED_ELSEWHERE
from tests.builders import Council, build_council, contact, new_request
from tests.conftest import MONDAY, SteppedClock, configured
from tests.messaging.specimens import a_message
from tests.needs.expected import EXPECTED, Expected
from tests.visitor import Visitor
from tests.web.desk import signed_in_as

LONDON = ZoneInfo("Europe/London")
ABOUT = "Benefits and council tax"
WEEKS = 60


@dataclass
class House:
    """One council for all of them, with somebody signed in at the desk and an officer."""

    app: Flask
    clock: SteppedClock
    council: Council
    desk: Visitor
    officer: Visitor

    def work(self) -> None:
        """One turn of a worker, which shares nothing with the test but the database."""
        with self.app.app_context():
            worker.once()

    @property
    def session(self) -> Session:
        """Read afresh, whoever wrote it."""
        db.session.rollback()
        return db.session()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[House]:
    path = tmp_path_factory.mktemp("needs") / "kept.sqlite3"
    path.write_bytes(migrated_file.read_bytes())
    clock = SteppedClock()
    app = create_app(configured(f"sqlite:///{path}"), clock=clock)
    app.extensions["settings"] = app.extensions["settings"].but(staff_idle_minutes=WEEKS * 10_080)
    with app.app_context():
        council = build_council(db.session())
        everything_else = ["quiet", "accessible_parking", "separate_waiting"]
        council.civic_centre.rooms.append(Room(name="Room 3", facilities=everything_else))
        db.session.commit()
        desk = signed_in_as(app, Role.FRONT_DESK, location_id=council.civic_centre.id)
        officer = signed_in_as(app, Role.OFFICER, officer_id=council.sam.id)
        yield House(app, clock, council, desk, officer)
        db.session.remove()
        db.engine.dispose()


def times(house: House, code: str) -> Sequence[Slot]:
    """What somebody with that need is offered."""
    needed = diaries.demand_for(
        house.council.benefits,
        house.council.sam,
        meeting=new_request(house.council).meeting,
        needs=(code,),
        language="so",
        location_id=None,
    )
    return list(diaries.offered(house.session, house.council.sam, needed))


def ask(house: House, code: str) -> Appointment:
    """They ask for the first time that they are offered, and the worker tells everybody."""
    house.clock.at = MONDAY
    spoken = CATALOGUE[code].interprets == SPOKEN
    best = {"best_part": Part.AFTERNOON} if code == "best_times" else {}
    new = new_request(
        house.council,
        key=str(uuid4()),
        service_id=house.council.benefits.id,
        starts_at=times(house, code)[0].start,
        needs=() if code == "best_times" else (code,),
        spoken_language="so" if spoken else None,
        contact=contact(name=f"Ada {list(CATALOGUE).index(code)} Row", **best),
    )
    made = requesting.request(new, actor=RESIDENT)
    house.work()
    return house.session.get_one(Appointment, made.id)


def told(house: House, appointment: Appointment, *kinds: Kind) -> list[Message]:
    of_it = select(Message).where(
        Message.appointment_id == appointment.id, Message.audience == Audience.RESIDENT
    )
    found = house.session.scalars(of_it.order_by(Message.id)).all()
    return [message for message in found if not kinds or message.kind in kinds]


def working_days_until(day: date) -> int:
    """Counted on fingers: no holiday lies in these weeks."""
    days = (day - MONDAY.date()).days
    return sum((MONDAY.date() + timedelta(n)).isoweekday() <= 5 for n in range(1, days + 1))


def test_every_need_says_here_what_follows_from_it() -> None:
    assert list(EXPECTED) == list(CATALOGUE), "a need without its row, or a row without its need"


def test_no_need_is_without_a_consequence() -> None:
    """What asks nothing of anybody else is at least read by those who meet them."""
    for code, row in EXPECTED.items():
        plain = Expected(desk=row.desk, officer=row.officer)
        assert row != plain or row.officer or code in ("through_supporter", "standard"), code


def test_every_need_is_asked_about_at_the_desk(house: House) -> None:
    page = house.desk.get("/desk/book")
    boxes = {one.get("value") for one in page.root.iter("input") if one.get("type") == "checkbox"}
    assert set(CATALOGUE) - ASKED_ELSEWHERE - {"best_times"} <= boxes
    assert "Best phoned" in page.text


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_need_has_its_consequences_from_the_request_to_the_staff_views(
    house: House, code: str
) -> None:
    row, appointment = EXPECTED[code], ask(house, code)
    assert appointment.needs == [code]
    shapes_the_time_and_the_place(house, appointment, row)
    shapes_the_messages(house, appointment, row)
    is_named_in_no_text_and_no_calendar(house, appointment)
    is_called_out_on_the_phone(house, appointment, row)
    is_read_by_those_who_must_act(house, appointment, row)
    follows_the_appointment(house, appointment, row)


def shapes_the_time_and_the_place(house: House, appointment: Appointment, row: Expected) -> None:
    assert appointment.starts_at
    assert appointment.ends_at
    assert appointment.minutes == row.minutes
    assert appointment.ends_at - appointment.starts_at == timedelta(minutes=row.minutes)
    assert appointment.meeting is row.meeting
    starts = appointment.starts_at.astimezone(LONDON)
    assert working_days_until(starts.date()) >= row.lead
    if row.lead:
        assert working_days_until(starts.date()) == row.lead, "the first day that it can be had"
    if row.room:
        assert appointment.room
        assert appointment.room.name == row.room
    if row.part:
        offered = {
            slot.start.astimezone(LONDON).hour < 12 for slot in times(house, appointment.needs[0])
        }
        assert offered == {row.part is Part.MORNING}


def shapes_the_messages(house: House, appointment: Appointment, row: Expected) -> None:
    [arranged] = told(house, appointment, Kind.ARRANGED)
    assert arranged.channel is row.told_by
    reminders = told(house, appointment, Kind.REMINDER_DAYS, Kind.REMINDER_HOURS)
    assert {one.channel for one in reminders} <= {row.reminded_by}
    assert row.never not in {one.channel for one in told(house, appointment)}
    if row.told_by is Channel.EMAIL:
        assert arranged.content
        html = arranged.content["html"] or ""
        assert bool(html) is not row.plain
        assert row.size is None or row.size in html
        whole = f"{arranged.content}"
        assert (ABOUT in whole or "Housing officer" in whole) is not row.neutral


def is_named_in_no_text_and_no_calendar(house: House, appointment: Appointment) -> None:
    [code] = appointment.needs
    with house.app.test_request_context():
        words = {str(NEEDS[code]), str(NEEDS_FOR_STAFF[code]), code}
        words -= {str(MEETINGS[appointment.meeting])}  # where they meet is said to both
    everything = select(Message).where(Message.appointment_id == appointment.id)
    for message in house.session.scalars(everything):
        if not message.content:
            continue
        read_by_others = [message.content["subject"], message.content["calendar"] or ""]
        if message.channel is Channel.SMS:
            read_by_others.append(message.content["text"])
        assert not [one for one in words for text in read_by_others if one in text]


def is_called_out_on_the_phone(house: House, appointment: Appointment, row: Expected) -> None:
    call = a_message(Kind.ARRANGED, appointment, Channel.PHONE)
    script = compose(call).text
    db.session.expunge(call) if call in db.session else None
    db.session.rollback()
    assert row.script is None or row.script in script
    if row.script is None:
        assert not any(words in script for words in ("Relay", "relay", "It is best to phone"))


def is_read_by_those_who_must_act(house: House, appointment: Appointment, row: Expected) -> None:
    reference, name = appointment.reference, appointment.resident.name
    assert appointment.starts_at
    day = appointment.starts_at.astimezone(LONDON).date()
    booked = [one.meets for one in supporting.live(house.session, appointment)]
    assert booked == ([appointment.needs[0]] if row.supported else [])
    page = house.desk.get(f"/desk/appointments/{reference}")
    assert row.desk in page.text
    assert ("To do for this appointment" in page.text) is bool(row.task)
    assert row.task is None or row.task in page.text
    if row.supported:
        assert name in house.desk.get("/desk/support").text
    must_know = house.officer.get(f"/officer/appointments/{reference}").text
    assert (row.desk in must_know) is row.officer
    rows = [
        " ".join("".join(one.itertext()).split())
        for one in house.officer.get(f"/officer/day?day={day}").root.iter("tr")
    ]
    [mine] = [one for one in rows if name in one]
    assert ("Has needs" in mine) is row.officer
    house.clock.at = appointment.starts_at - timedelta(minutes=30)
    board = house.desk.get("/desk/today?location=all")
    [mine] = [
        text
        for text in (" ".join("".join(one.itertext()).split()) for one in board.root.iter("tr"))
        if name in text
    ]
    assert ("Has needs" in mine) is (appointment.needs != ["standard"])
    if row.task and not row.script:
        assert row.task in mine
    house.clock.at = MONDAY


def follows_the_appointment(house: House, appointment: Appointment, row: Expected) -> None:
    [code] = appointment.needs
    later = times(house, code)[-1].start
    changing.rearrange(appointment_id=appointment.id, starts_at=later, actor=RESIDENT)
    house.work()
    moved = house.session.get_one(Appointment, appointment.id)
    assert moved.needs == [code]
    assert (moved.minutes, moved.meeting) == (row.minutes, row.meeting)
    assert row.room is None or (moved.room and moved.room.name == row.room)
    booked = [(one.meets, one.starts_at) for one in supporting.live(house.session, moved)]
    assert booked == ([(code, later)] if row.supported else [])
    [rearranged] = told(house, moved, Kind.REARRANGED)
    assert rearranged.channel is row.told_by
