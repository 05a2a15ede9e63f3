"""What those who run Kept ask it: is it there, is the worker, does anything wait too long?"""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from booking.actions import daily
from booking.actions.delivering import deliver
from booking.models import Channel
from tests.builders import Council, arranged, contact
from tests.conftest import SteppedClock


def ready(client: FlaskClient) -> dict[str, object]:
    answer = client.get("/ready")
    assert answer.status_code == 200
    return dict(answer.json or {})


def test_a_worker_that_beat_within_ten_minutes_is_alive(
    client: FlaskClient, session: Session, clock: SteppedClock
) -> None:
    assert ready(client)["worker"] == "silent"
    daily.beat("worker")
    assert ready(client)["worker"] == "alive"
    clock.forward(minutes=11)
    assert ready(client)["worker"] == "silent"


def test_a_message_that_no_worker_took_is_overdue(
    client: FlaskClient, council: Council, clock: SteppedClock
) -> None:
    arranged(council)
    clock.forward(minutes=3)
    assert ready(client)["overdue_message_seconds"] == 180


def test_what_the_front_desk_tells_by_hand_is_not_the_workers_fault(
    client: FlaskClient, council: Council, clock: SteppedClock
) -> None:
    address = "7 Mill Lane, Hartley"
    arranged(council, contact=contact(channel=Channel.LETTER, address=address))
    daily.beat("worker")
    before = ready(client)["overdue_message_seconds"]
    deliver()
    clock.forward(minutes=3)
    assert (before, ready(client)["overdue_message_seconds"]) == (0, 0)
