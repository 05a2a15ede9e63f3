"""Many at once on one time: the database lets exactly one of them have it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from threading import Barrier

from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import changing, daily, holds, requesting
from booking.actions.actor import RESIDENT
from booking.actions.requesting import NewRequest
from booking.domain.errors import BookingError
from booking.domain.lifecycle import Status
from booking.domain.needs import Demand, Meeting
from booking.models import Appointment, DiaryEntry, Event, Heartbeat, Kind, Message, Resident, Room
from tests.builders import Council, arranged, london, new_request
from tests.postgresql import any_database
from tests.stored import all_of, count, story, told

pytestmark = any_database

WRITERS = 32
SLOT = london(25, 10, 30)
TAKEN = {"slot_taken", "slot_not_offered"}
WON = "won"


def race(app: Flask, *writers: Callable[[], object]) -> Counter[str]:
    """How often writers, each with a thread and a connection of its own, won or were refused with what."""
    ready = Barrier(len(writers))

    def run(write: Callable[[], object]) -> str:
        with app.app_context():
            ready.wait()
            try:
                write()
            except BookingError as refusal:
                return refusal.code
            return WON

    with ThreadPoolExecutor(len(writers)) as threads:
        return Counter(threads.map(run, writers))


def booking(new: NewRequest) -> Callable[[], object]:
    return partial(requesting.request, new, actor=RESIDENT)


def assert_one_won(outcomes: Counter[str], writers: int = WRITERS) -> None:
    assert outcomes[WON] == 1
    assert sum(outcomes[code] for code in TAKEN) == writers - 1


def test_of_32_requests_for_one_slot_one_wins(
    app: Flask, session: Session, council: Council
) -> None:
    asked = [new_request(council, starts_at=SLOT) for _ in range(WRITERS)]
    session.rollback()
    assert_one_won(race(app, *map(booking, asked)))
    for stored in (Appointment, DiaryEntry, Resident):
        assert count(session, stored) == 1
    assert count(session, Event) == 2
    assert count(session, Message) == 4


def test_of_32_holds_on_one_slot_one_wins(app: Flask, session: Session, council: Council) -> None:
    needed = Demand(minutes=30, meeting=Meeting.PHONE)
    officer = council.sam.id
    session.rollback()
    outcomes = race(
        app,
        *(
            partial(
                holds.hold, officer_id=officer, needed=needed, starts_at=SLOT, held_by=f"draft {n}"
            )
            for n in range(WRITERS)
        ),
    )
    assert_one_won(outcomes)
    assert count(session, DiaryEntry) == 1


def test_overlapping_starts_are_one_slot_too(
    app: Flask, session: Session, council: Council
) -> None:
    starts = [london(25, 10, 15), SLOT, london(25, 10, 45)]
    asked = [new_request(council, starts_at=starts[n % 3]) for n in range(12)]
    session.rollback()
    outcomes = race(app, *map(booking, asked))
    # 10:15 and 10:45 may both win; whatever does, nothing that is taken overlaps.
    taken = sorted((entry.starts_at, entry.ends_at) for entry in all_of(session, DiaryEntry))
    assert outcomes[WON] == len(taken) in (1, 2)
    assert all(end <= start for (_, end), (start, _) in pairwise(taken))


def test_two_officers_never_share_a_room(app: Flask, session: Session, council: Council) -> None:
    """Sam and Priya both see people in the civic centre, which is left with one room."""
    session.get_one(Room, 2).active = False
    session.commit()
    officers = [council.sam, council.priya]
    asked = [
        new_request(
            council,
            service_id=council.benefits.id,
            officer_id=officers[n % 2].id,
            starts_at=SLOT,
        )
        for n in range(8)
    ]
    session.rollback()
    assert_one_won(race(app, *map(booking, asked)), 8)


def test_two_officers_find_two_rooms(app: Flask, session: Session, council: Council) -> None:
    """Both want the plainer room first; whoever comes second gets the other one, not a refusal."""
    for hour in range(9, 13):
        asked = [
            new_request(
                council,
                service_id=council.benefits.id,
                officer_id=officer.id,
                starts_at=london(25, hour),
            )
            for officer in (council.sam, council.priya)
        ]
        session.rollback()
        assert race(app, *map(booking, asked)) == Counter({WON: 2})


def test_a_double_click_makes_one_appointment(
    app: Flask, session: Session, council: Council
) -> None:
    new = new_request(council, starts_at=SLOT)
    session.rollback()
    assert race(app, *[booking(new)] * 8) == Counter({WON: 8})
    [appointment] = all_of(session, Appointment)
    assert count(session, Resident) == 1
    assert story(session, appointment) == ["request", "arrange"]


def test_a_change_and_a_cancellation_at_once_end_in_one_true_story(
    app: Flask, session: Session, council: Council
) -> None:
    appointment = arranged(council, SLOT)
    id_ = appointment.id
    session.rollback()
    outcomes = race(
        app,
        partial(changing.cancel, appointment_id=id_, actor=RESIDENT),
        partial(changing.rearrange, appointment_id=id_, starts_at=london(26, 14), actor=RESIDENT),
    )
    session.refresh(appointment)
    assert appointment.status is Status.CANCELLED
    assert count(session, DiaryEntry) == 0
    if outcomes[WON] == 2:
        assert story(session, appointment)[2:] == ["rearrange", "cancel"]
        assert appointment.sequence == 2
    else:
        assert outcomes == Counter({WON: 1, "action_refused": 1})
        assert story(session, appointment)[2:] == ["cancel"]
        assert appointment.sequence == 1
    assert told(session, appointment)[-2:] == [Kind.CANCELLED, Kind.INVITATION_CANCEL]


def test_two_people_moving_to_one_time_leave_one_of_them_where_she_was(
    app: Flask, session: Session, council: Council
) -> None:
    early, late = london(25, 9), london(25, 15)
    ids = [arranged(council, start).id for start in (early, late)]
    session.rollback()
    outcomes = race(
        app,
        *(
            partial(changing.rearrange, appointment_id=id_, starts_at=SLOT, actor=RESIDENT)
            for id_ in ids
        ),
    )
    assert_one_won(outcomes, 2)
    starts = {entry.starts_at for entry in all_of(session, DiaryEntry)}
    assert SLOT in starts
    assert len(starts & {early, late}) == 1


def test_several_workers_list_a_day_once_and_beat_as_one(
    app: Flask, session: Session, council: Council
) -> None:
    arranged(council, london(23, 15))
    session.rollback()
    race(app, *[daily.list_the_day] * 4)
    race(app, *[partial(daily.beat, "worker")] * 4)
    assert len(all_of(session, Message, Message.kind == Kind.OFFICER_DAY)) == 1
    assert session.query(Heartbeat).count() == 1
