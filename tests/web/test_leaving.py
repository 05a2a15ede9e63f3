"""Who may be in danger when somebody sees the page finds a quick way out of it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import AuditEntry, Purpose, Role
from tests.browser.live import link
from tests.builders import Council, arranged
from tests.pages import Browser
from tests.visitor import Visitor
from tests.web.desk import signed_in_as
from tests.web.walks import at_time

WORDS = "Emergency: Exit this page"
NEUTRAL = "https://www.bbc.co.uk/weather"


@pytest.fixture
def visitor(client: FlaskClient, council: Council) -> Browser:
    return Browser(client).open("/")


def ways_out(page: Browser) -> list[str]:
    return [
        one.attrib["href"]
        for one in page.page.iter("a")
        if "govuk-exit-this-page__button" in one.get("class", "")
    ]


def test_an_ordinary_service_has_none(visitor: Browser, council: Council) -> None:
    assert ways_out(at_time(visitor, council)) == []


def test_a_sensitive_service_has_one_on_every_page_once_it_is_chosen(
    visitor: Browser, council: Council, session: Session
) -> None:
    council.housing.sensitive = True
    session.commit()
    assert ways_out(visitor) == []
    at_time(visitor, council)
    assert ways_out(visitor) == [NEUTRAL]


def test_whose_device_others_see_has_one_from_then_on(visitor: Browser, council: Council) -> None:
    at_time(visitor, council).open("/request/writing").send(needs=["shared_device"])
    assert ways_out(visitor) == [NEUTRAL]


def test_an_appointment_of_theirs_has_one(app: Flask, council: Council) -> None:
    visitor = Visitor(app)
    theirs = link(arranged(council, needs=("shared_device",)), Purpose.MANAGE)
    assert visitor.get(f"/appointment/{theirs}").links[WORDS] == NEUTRAL
    assert visitor.get(f"/appointment/{theirs}/cancel").links[WORDS] == NEUTRAL


def test_staff_pages_have_none(app: Flask, council: Council) -> None:
    assert WORDS not in Visitor(app).get("/staff/sign-in").links


def test_an_administrator_ticks_the_services_that_have_one(
    app: Flask, council: Council, session: Session
) -> None:
    administrator = signed_in_as(app, Role.ADMINISTRATOR)
    page = administrator.get("/admin/way-out")
    assert NEUTRAL in page.text
    both = [str(council.housing.id), str(council.benefits.id)]
    saved = administrator.submit(page, {"services": both}, button="Save")
    saved = administrator.submit(saved, {"services": both[:1]}, button="Save")
    session.rollback()
    assert [council.housing.sensitive, council.benefits.sensitive] == [True, False]
    noted = session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "change_service"))
    assert list(noted) == [
        f"service:{both[0]} +way_out",
        f"service:{both[1]} +way_out",
        f"service:{both[1]} -way_out",
    ]
    administrator.submit(saved, {"services": []}, button="Save")
    session.rollback()
    assert not council.housing.sensitive
