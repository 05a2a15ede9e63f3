"""A resident asks for an appointment: to the end, in every way in which people use a browser."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from booking.language.languages import direction, endonym
from booking.models import Appointment
from tests.browser import walks
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.live import TRANSLATED
from tests.browser.ways import (
    FORCED_COLOURS,
    KEYBOARD,
    LARGE_LETTERS,
    MOUSE,
    NO_SCRIPT,
    SMALL_PHONE,
    ZOOM,
)

WAYS = [MOUSE, KEYBOARD, NO_SCRIPT, SMALL_PHONE, FORCED_COLOURS, ZOOM, LARGE_LETTERS]


@pytest.mark.parametrize("hands", WAYS, indirect=True)
def test_choosing_a_time_makes_an_appointment(hands: Hands, stored: Session) -> None:
    walks.up_to_check(hands)
    walks.arrives_at(hands, "Check your answers")
    walks.says(hands, "Housing advice", "I need a hearing loop", walks.NAME)
    hands.press("Confirm and send")
    walks.arrives_at(hands, "Your appointment is arranged")
    (made,) = stored.query(Appointment).all()
    walks.says(hands, made.reference, "Your tenancy agreement")


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_journey_in_another_language_never_leaves_it(
    language: str, page: Page, stored: Session
) -> None:
    page.get_by_role("link", name=endonym(language)).click()
    page.wait_for_url("**/")
    right_to_left = direction(language) == "rtl"
    hands: Hands = Keyboard(page, language) if right_to_left else Mouse(page, language)
    walks.up_to_check(hands)
    walks.arrives_at(hands, "Check your answers")
    expect(page.locator("html")).to_have_attribute("dir", direction(language))
    expect(page.locator("html")).to_have_attribute("lang", language)
    hands.press("Confirm and send")
    walks.arrives_at(hands, "Your appointment is arranged")
    (made,) = stored.query(Appointment).all()
    assert made.resident.language == language
    walks.says(hands, made.reference)


@pytest.mark.parametrize("hands", [KEYBOARD, NO_SCRIPT, SMALL_PHONE], indirect=True)
def test_saying_what_suits_makes_a_request(hands: Hands, stored: Session) -> None:
    walks.up_to_needs(
        hands, service="Benefits and council tax", officer="Priya Shah", meeting="By phone"
    )
    walks.needs(hands)
    walks.arrives_at(hands, "When suits you")
    hands.pick("Part of the day", "Morning")
    hands.press("Continue")
    walks.details(hands)
    hands.press("Confirm and send")
    walks.arrives_at(hands, "We have your request")
    (made,) = stored.query(Appointment).all()
    walks.says(hands, made.reference)
    assert [one.part for one in made.preferences] == ["morning"]


def test_support_that_takes_time_to_book_is_said_and_kept_to(page: Page, stored: Session) -> None:
    hands = Mouse(page)
    walks.up_to_needs(
        hands, service="Housing advice", officer="Sam Okafor", meeting="In person at Civic Centre"
    )
    walks.needs(hands, helped_by="I need a British Sign Language interpreter")
    walks.says(hands, "10 working days")
    hands.choose(walks.ANY)
    hands.press("Continue")
    walks.details(hands)
    hands.press("Confirm and send")
    (made,) = stored.query(Appointment).all()
    assert made.starts_at is not None
    assert made.starts_at.date().isoformat() >= "2026-12-07"


def test_none_of_the_times_suits(page: Page) -> None:
    hands = Mouse(page)
    walks.up_to_needs(hands, service="Housing advice", officer="Sam Okafor", meeting="By phone")
    walks.needs(hands)
    hands.follow("See all times")
    hands.choose(walks.ANY)
    hands.press("See the times of this day")
    walks.arrives_at(hands, "Choose a time on")
    hands.follow("None of these suit me")
    walks.arrives_at(hands, "When suits you")


def test_an_error_takes_the_focus_and_its_link_leads_into_the_field(page: Page) -> None:
    hands = Keyboard(page)
    walks.up_to_needs(hands, service="Housing advice", officer="Sam Okafor", meeting="By phone")
    walks.needs(hands)
    hands.choose(walks.ANY)
    hands.press("Continue")
    hands.press("Continue")
    hands.write("Your full name", walks.NAME)
    hands.press("Continue")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_label("Your full name")).to_have_value(walks.NAME)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Text message")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Email")).to_be_checked()


def test_a_changed_answer_comes_back_to_the_check(page: Page) -> None:
    hands = Mouse(page)
    walks.up_to_check(hands)
    hands.follow(re.compile("Change your name"))
    expect(page.get_by_label("Your full name")).to_have_value(walks.NAME)
    hands.write("Your full name", "Amina Y. Yusuf")
    hands.press("Continue")
    walks.arrives_at(hands, "Check your answers")
    walks.says(hands, "Amina Y. Yusuf")


def test_a_double_click_makes_one_appointment(page: Page, stored: Session) -> None:
    hands = Mouse(page)
    walks.up_to_check(hands)
    page.get_by_role("button", name="Confirm and send").dblclick()
    walks.arrives_at(hands, "Your appointment is arranged")
    assert len(stored.query(Appointment).all()) == 1


def test_the_back_button_makes_one_appointment(page: Page, stored: Session) -> None:
    hands = Mouse(page)
    walks.up_to_check(hands)
    hands.press("Confirm and send")
    page.go_back()
    again = page.get_by_role("button", name="Confirm and send")
    if again.is_visible():  # a page that the browser kept
        again.click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Check your answers")
    assert len(stored.query(Appointment).all()) == 1


def test_times_are_the_councils_not_the_browsers(page: Page) -> None:
    """The browser of these tests stands in Auckland, where it is night while the office is open."""
    hands = Mouse(page)
    walks.up_to_needs(hands, service="Housing advice", officer="Sam Okafor", meeting="By phone")
    walks.needs(hands)
    walks.says(hands, "Tuesday 24 November at 9am")


def test_a_language_that_is_typed_and_not_listed_is_kept_and_none_is_asked_again(
    page: Page,
) -> None:
    hands, polish = Mouse(page), Mouse(page, "pl")
    walks.up_to_needs(hands, service="Housing advice", officer="Sam Okafor", meeting="By phone")
    spoken, unlisted = page.locator("#spoken"), page.locator("#unlisted")
    expect(spoken).to_have_value("English")
    spoken.fill("ga")  # the tag of Irish, and a language of Ghana
    page.locator("summary", has_text="Change language").click()
    hands.press("Polski")
    expect(unlisted).to_have_value("ga")
    expect(spoken).to_have_value("polski")
    unlisted.fill("")
    spoken.fill("")
    polish.tick("No, I do not need anybody")
    polish.press("Continue")
    expect(spoken).to_have_class(re.compile("kept-autocomplete--error"))
    spoken.fill("Klingon")
    polish.press("Continue")
    page.goto(page.url.replace("support", "language"))
    expect(unlisted).to_have_value("Klingon")


@pytest.mark.parametrize("typed", ["Somali", "somali "])
def test_a_language_that_is_typed_as_it_is_listed_is_chosen(
    page: Page, stored: Session, typed: str
) -> None:
    hands = Mouse(page)
    walks.up_to_needs(hands, service="Housing advice", officer="Sam Okafor", meeting="By phone")
    page.get_by_role("combobox", name="Which language do you speak best?").fill(typed)
    walks.needs(hands)
    hands.choose(walks.ANY)
    hands.press("Continue")
    walks.details(hands)
    hands.press("Confirm and send")
    (made,) = stored.query(Appointment).all()
    assert made.spoken_language == "so"
