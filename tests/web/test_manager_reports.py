"""The report as a manager reads it, on paper that a spreadsheet reads, and as everybody may."""

import csv
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.extensions import db
from booking.models import Role
from tests.actions.test_reporting_figures import NOW, ask, six_requests
from tests.builders import Council, london
from tests.conftest import SteppedClock
from tests.visitor import HOME, Page, Visitor
from tests.web.desk import signed_in_as

PERIOD = "since=2026-11-01&until=2026-12-04"


@pytest.fixture
def manager(app: Flask, council: Council, clock: SteppedClock) -> Visitor:
    """Rosa, signed in when the six requests stand as they do."""
    six_requests(council, clock)
    return signed_in_as(app, Role.MANAGER)


def cells(page: Page, heading: str) -> list[str]:
    """The figures of the first row with that heading."""
    for row in page.root.iter("tr"):
        words = ["".join(cell.itertext()).strip() for cell in row]
        if words[0] == heading:
            return words[1:]
    raise AssertionError(f"no row {heading}")


def rows_of(visitor: Visitor, address: str) -> list[list[str]]:
    answer = visitor.client.get(address, base_url=HOME)
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))


def test_the_page_shows_the_figures_worked_out_by_hand(manager: Visitor) -> None:
    page = manager.get(f"/manager/reports?{PERIOD}&by=service")
    assert "2 of 3 that are decided, 66.6%" in page.text, "a share is never rounded up"
    assert cells(page, "Benefits and council tax")[:6] == ["1", "0", "1", "0", "0", "0"]
    assert cells(page, "Housing advice")[:6] == ["5", "2", "0", "1", "1", "1"]
    assert cells(page, "All")[:6] == ["6", "2", "1", "1", "1", "1"]
    assert cells(page, "All")[-2:] == ["2", "6"], "after 0, 2 and 6 working days"
    assert cells(page, "November 2026")[0] == "4"
    assert "1 promise was missed" in page.text
    assert "To be put right" in page.text


def test_the_same_by_officer_and_by_how_they_came(manager: Visitor) -> None:
    by_officer = manager.get(f"/manager/reports?{PERIOD}&by=officer")
    assert cells(by_officer, "Sam Okafor")[0] == "5"
    by_channel = manager.get(f"/manager/reports?{PERIOD}&by=channel")
    assert cells(by_channel, "By phone")[:2] == ["1", "1"]


def test_the_file_says_the_same_and_names_no_resident(manager: Visitor) -> None:
    address = f"/manager/reports.csv?{PERIOD}&by=service"
    answer = manager.client.get(address, base_url=HOME)
    assert answer.mimetype == "text/csv"
    named = answer.headers["Content-Disposition"]
    assert "promises-2026-11-01-to-2026-12-04.csv" in named
    rows = rows_of(manager, address)
    headings, everything = rows[0], rows[1:]
    total = next(row for row in everything if row[1:3] == ["All", "All"])
    named_figures = dict(zip(headings, total, strict=True))
    assert named_figures["Given"] == "6"
    assert named_figures["Kept"] == "2"
    assert named_figures["Working days, median"] == "2"
    assert "Amina" not in answer.text


def test_no_cell_of_the_file_is_run_by_a_spreadsheet(
    app: Flask, council: Council, session: Session, clock: SteppedClock
) -> None:
    council.sam.name = "=1+1"
    db.session.commit()
    ask(council, clock, london(23, 10), london(23, 16))
    rows = rows_of(
        signed_in_as(app, Role.MANAGER), "/manager/reports.csv?since=2026-11-01&by=officer"
    )
    names = {row[2] for row in rows}
    assert "'=1+1" in names
    assert "=1+1" not in names


@pytest.mark.parametrize(
    "asked",
    [
        "since=2026-12-01&until=2026-11-30",
        "since=tomorrow",
        "until=2099-01-31",
        f"{PERIOD}&by=nobody",
    ],
)
def test_a_period_that_cannot_be_is_refused(manager: Visitor, asked: str) -> None:
    page = manager.get(f"/manager/reports?{asked}")
    assert page.title.startswith("Error: ")
    manager.get(f"/manager/reports.csv?{asked}", status=400)


def test_nobody_but_managers_reads_a_report(app: Flask, council: Council) -> None:
    desk = signed_in_as(app, Role.FRONT_DESK)
    desk.get("/manager/reports", status=403)
    desk.get("/manager/reports.csv", status=403)


def test_everybody_reads_the_public_figures_and_nobody_is_named(
    app: Flask, council: Council, clock: SteppedClock
) -> None:
    for minute in range(6):
        ask(council, clock, london(23, 10, minute), london(25, 9))
    ask(council, clock, london(23, 11), london(1, 9, month=12))
    clock.at = NOW
    visitor = Visitor(app)
    page = visitor.get("/figures")
    assert "6 times out of 7" in page.text
    assert "2 working days" in page.text
    for name in ("Sam Okafor", "Priya", "Amina"):
        assert name not in page.html
    answer = visitor.client.get("/figures", base_url=HOME)
    assert "Set-Cookie" not in answer.headers


def test_too_few_promises_are_not_published(manager: Visitor, app: Flask) -> None:
    assert "There are too few figures to publish yet." in Visitor(app).get("/figures").text
