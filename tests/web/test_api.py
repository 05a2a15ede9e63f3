"""What other systems are told."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.builders import Council, arranged, london

SAM = "/api/officers/sam-okafor/free-times"
WEDNESDAY = {"service": "housing", "day": "2026-11-25"}


def ask(client: FlaskClient, address: str = SAM, **query: str) -> TestResponse:
    return client.get(address, query_string=WEDNESDAY | query)


def times(client: FlaskClient, **query: str) -> list[str]:
    answer = ask(client, **query)
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    return list(answer.json or [])


def test_the_free_times_of_a_day_are_starts_with_their_offset(
    client: FlaskClient, council: Council
) -> None:
    found = times(client)
    assert found[0] == "2026-11-25T09:00:00+00:00"
    assert found[-1] == "2026-11-25T16:30:00+00:00"
    assert len(found) == 31


def test_in_summer_the_offset_is_that_of_summer(
    client: FlaskClient, council: Council, session: Session
) -> None:
    council.sam.horizon_days = 200
    session.commit()
    assert times(client, day="2027-04-07")[0] == "2027-04-07T09:00:00+01:00"


def test_a_taken_time_is_not_free(client: FlaskClient, council: Council) -> None:
    arranged(council, london(25, 10, 30))
    found = times(client)
    assert "2026-11-25T10:30:00+00:00" not in found
    assert "2026-11-25T10:45:00+00:00" not in found
    assert "2026-11-25T11:00:00+00:00" in found


def test_a_day_without_work_has_no_times(client: FlaskClient, council: Council) -> None:
    assert times(client, day="2026-11-28") == []


def test_a_place_where_the_officer_does_not_work_has_no_times(
    client: FlaskClient, council: Council
) -> None:
    assert times(client, location="library") == []
    assert times(client, location="library", meeting="phone") != []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"day": "2026-02-30"}, "day"),
        ({"day": ""}, "day"),
        ({"day": "tomorrow"}, "day"),
        ({"meeting": "telepathy"}, "meeting"),
        ({"meeting": "home_visit"}, "meeting"),
        ({"service": "parking"}, "service"),
        ({"location": "moon"}, "location"),
        ({"name": "Amina"}, "name"),
        ({"day": ["2026-11-25", "2026-11-26"]}, "day"),
    ],
)
def test_what_cannot_be_read_is_a_problem_that_names_the_parameter(
    client: FlaskClient, council: Council, query: dict[str, Any], parameter: str
) -> None:
    answer = ask(client, **query)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == 400
    assert answer.json["parameter"] == parameter


def test_an_unknown_officer_is_a_problem(client: FlaskClient, council: Council) -> None:
    answer = ask(client, "/api/officers/nobody/free-times")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_an_officer_who_arranges_by_request_shows_no_open_times(
    client: FlaskClient, council: Council
) -> None:
    answer = ask(client, "/api/officers/priya-shah/free-times", service="benefits")
    assert answer.status_code == 409
