"""The days on which the council is closed: a promise that was given keeps its day."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.models import Appointment, Role
from booking.public_holidays import Nation, named_holidays
from booking.web.manager.holiday_names import HOLIDAYS
from config import Config
from tests.builders import Council, arranged, london
from tests.conftest import configured
from tests.pages import Answer
from tests.visitor import Page, Visitor
from tests.web.desk import signed_in_as
from tests.web.managing import asked, manager

__all__ = ["manager"]

CLOSURES = "/manager/closures"


@pytest.fixture
def config(database_url: str) -> Config:
    """Staff pages in both of their languages."""
    return configured(database_url).but(languages=("en", "cy"))


def close(manager: Visitor, **answers: str) -> Page:
    usual: dict[str, Answer] = {
        "first-day": "26",
        "first-month": "11",
        "first-year": "2026",
        "last-day": "27",
        "last-month": "11",
        "last-year": "2026",
        "reason": "Moving house",
    }
    return manager.submit(manager.get(CLOSURES), {**usual, **answers}, button="Add this closure")


def test_a_closure_moves_what_is_asked_after_it_and_nothing_before(
    manager: Visitor, session: Session, council: Council
) -> None:
    before = asked(council)
    page = close(manager)
    assert "The closure is saved. Kept looks at every open promise again." in page.text
    assert "Moving house" in page.text
    assert "1 open promise is due on these days" in page.text
    after = asked(council)
    session.expire_all()
    assert session.get_one(Appointment, before.id).arrange_by.date() == london(30, 0).date()
    assert after.arrange_by.date() == london(2, 0, month=12).date()


def test_a_closure_removed_is_a_working_day_again(
    manager: Visitor, session: Session, council: Council
) -> None:
    page = close(manager)
    form = next(one for one in page.buttons if one.startswith("Remove this closure"))
    gone = manager.press(page, form)
    assert "The closure is removed." in gone.text
    assert "Moving house" not in gone.text
    assert asked(council).arrange_by.date() == london(30, 0).date()


def test_what_is_arranged_on_a_closed_day_is_named_and_stands(
    manager: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council, london(26, 10, 30))
    page = close(manager)
    assert "1 appointment is arranged in it and still stands." in page.text
    assert appointment.reference in page.links
    session.expire_all()
    assert session.get_one(Appointment, appointment.id).starts_at == london(26, 10, 30)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"reason": ""}, "Say why the council is closed"),
        ({"first-day": "31"}, "Enter a real date"),
        ({"first-day": "", "first-month": "", "first-year": ""}, "Enter the first day"),
        ({"last-day": "25"}, "ends on its first day or later"),
        ({"first-day": "20"}, "A closure begins today or later"),
        ({"last-month": "12", "last-year": "2027"}, "lasts 92 days at most"),
    ],
)
def test_what_no_closure_can_be_is_refused_with_all_that_was_typed(
    manager: Visitor, council: Council, answers: dict[str, str], words: str
) -> None:
    page = close(manager, **answers)
    assert page.title.startswith("Error: ")
    assert words in page.text
    kept = {"first-day": "26", "last-day": "27", "reason": "Moving house"} | answers
    assert {name: page.answers("Add this closure")[name] for name in kept} == kept
    assert "Remove this closure" not in manager.get(CLOSURES).text


def in_welsh(manager: Visitor) -> Page:
    return manager.follow(manager.get(CLOSURES), "Cymraeg")


def test_public_holidays_are_named_in_the_language_of_the_page(
    manager: Visitor, council: Council
) -> None:
    assert "Christmas Day" in manager.get(CLOSURES).text
    assert "Monday 28 December 2026: Boxing Day (substitute day)" in manager.get(CLOSURES).text
    page = in_welsh(manager)
    assert "Dydd Llun, 28 Rhagfyr 2026: Gŵyl San Steffan (diwrnod amgen)" in page.text
    assert not [words for name, words in HOLIDAYS.items() if name in page.text]


def test_a_holiday_of_one_year_alone_keeps_its_english_name(
    manager: Visitor, council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(HOLIDAYS, "Boxing Day")
    page = in_welsh(manager)
    assert "28 Rhagfyr 2026: Boxing Day (diwrnod amgen)" in page.text
    assert '<bdi lang="en">Boxing Day</bdi>' in page.html


@pytest.mark.parametrize("nation", Nation)
def test_every_holiday_that_comes_back_has_words(nation: Nation) -> None:
    years = [named_holidays(nation, year).values() for year in range(2027, 2036)]
    named = {holiday.name for days in years for names in days for holiday in names}
    assert named <= HOLIDAYS.keys()


def test_two_holidays_on_one_day_are_both_named() -> None:
    on = named_holidays(Nation.SCOTLAND, 2034)[date(2034, 1, 2)]
    assert {str(one.name): one.is_substitute for one in on} == {
        "New Year Holiday": False,
        "New Year's Day": True,
    }


def test_a_forged_removal_is_refused(manager: Visitor, council: Council) -> None:
    page = manager.get(CLOSURES)
    answers = {"csrf_token": page.token(), "first": "soon", "last": "2026-11-27"}
    refused = manager.post(f"{CLOSURES}/remove", answers)
    assert "A closure begins today or later" in refused.text


def test_nobody_but_managers_closes_the_council(app: Flask, council: Council) -> None:
    signed_in_as(app, Role.FRONT_DESK).get(CLOSURES, status=403)
