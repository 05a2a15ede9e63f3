"""A manager keeps the promise: every decision to its end, by keyboard alone and without scripts."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from booking.models import Absence, Enquiry, PromisedStandard, Purpose
from tests.browser import walks
from tests.browser.hands import Hands, Keyboard, labelled
from tests.browser.live import PASSWORD, Site, link
from tests.browser.promised import NEVER_MET, ask, enquire, offered_the_cover
from tests.browser.ways import FORCED_COLOURS, NO_SCRIPT
from tests.builders import Council, arranged, london

NIA = "manager@example.org"


in_every_way = pytest.mark.parametrize(
    "hands",
    [FORCED_COLOURS, NO_SCRIPT],
    indirect=True,
)


def signed_in(hands: Hands, site: Site, address: str, email: str = NIA) -> None:
    """On a page of the staff's, after signing in."""
    hands.page.goto(site.url + address)
    walks.sign_in(hands, email, PASSWORD)


def from_the_queue(hands: Hands, site: Site, name: str) -> None:
    """On the story of what was promised to somebody."""
    signed_in(hands, site, "/manager/")
    hands.follow(name)
    walks.says(hands, "Steps to keep it")


@in_every_way
def test_a_waiting_request_is_arranged(
    hands: Hands, site: Site, council: Council, stored: Session
) -> None:
    asked = ask(council, "Tegan Rees")
    from_the_queue(hands, site, "Tegan Rees")
    hands.follow("Arrange a time")
    hands.choose(walks.ANY)
    hands.press("Arrange it for this time")
    walks.says(hands, "It is arranged.")
    stored.rollback()
    assert asked.status == "arranged"


@in_every_way
def test_a_colleague_sees_the_resident_as_the_resident_agreed(
    hands: Hands, site: Site, council: Council, stored: Session
) -> None:
    asked, sam = ask(council, "Seren Hopkins"), council.sam.id
    from_the_queue(hands, site, "Seren Hopkins")
    hands.follow("Hand it over to another officer")
    hands.pick("Officer", "Sam Okafor (cover), from Monday 23 November at midday")
    hands.press("Continue")
    walks.arrives_at(hands, "Hand it over to Sam Okafor")
    hands.choose(re.compile("November at"))
    hands.write("How did the resident agree to see another officer?", "Agreed on the phone.")
    hands.press("Hand it over")
    walks.says(hands, "It is handed over.", "How the resident agreed: Agreed on the phone.")
    stored.rollback()
    assert (asked.officer_id, asked.status) == (sam, "arranged")


@in_every_way
def test_extra_time_is_opened_and_the_request_arranged_in_it(
    hands: Hands, site: Site, council: Council, stored: Session
) -> None:
    asked = ask(council, "Ffion Pugh")
    from_the_queue(hands, site, "Ffion Pugh")
    hands.follow("Open extra time")
    for name, text in (("Day", "28"), ("Month", "11"), ("Year", "2026")):
        hands.write(name, text)
    hands.write("Starts at", "10am")
    hands.write("Ends at", "11am")
    hands.press("Open this time")
    walks.says(hands, "The time is open.")
    hands.follow("Arrange a time")
    hands.follow("See all days and times")
    hands.choose(re.compile("Saturday 28 November"))
    hands.press("See the times of this day")
    hands.choose(re.compile("10am"))
    hands.press("Arrange it for this time")
    stored.rollback()
    assert asked.starts_at == london(28, 10)


def test_a_missed_promise_is_put_right(
    hands: Hands, site: Site, council: Council, stored: Session
) -> None:
    asked = ask(council, "Ravi Menon", needs=NEVER_MET)
    site.clock.at += timedelta(days=9)
    from_the_queue(hands, site, "Ravi Menon")
    hands.follow("Record how it was put right")
    hands.write("What was done to put it right?", "Phoned, and saw them at home.")
    hands.press("Record it")
    walks.says(hands, "What was done: Phoned, and saw them at home.")
    stored.rollback()
    assert asked.promise.put_right_at is not None


@in_every_way
def test_what_an_officers_illness_breaks_is_rearranged_at_once(
    hands: Hands, site: Site, council: Council, stored: Session
) -> None:
    broken = [arranged(council, london(24, hour)) for hour in (10, 11)]
    signed_in(hands, site, "/manager/broken")
    hands.choose("An officer")
    hands.pick("Which officer?", "Sam Okafor")
    for name, text in (("Day", "24"), ("Month", "11"), ("Year", "2026")):
        hands.write(name, text)
    hands.press("See the appointments")
    walks.says(hands, "Tuesday 24 November at 10am: Amina Yusuf with Sam Okafor, Housing advice")
    hands.write("Why?", "Your officer is ill.")
    hands.tick("Record it as an absence in the officer’s diary too")
    hands.press("Rearrange the ticked appointments")
    walks.arrives_at(hands, "What was rearranged")
    stored.rollback()
    assert all(one.starts_at and one.starts_at.day != 24 for one in broken)
    assert {one.sequence for one in broken} == {1}
    assert stored.query(Absence).one().reason == "sickness"


@in_every_way
def test_a_standard_is_seen_for_what_it_means_before_it_is_saved(
    hands: Hands, site: Site, council: Council, stored: Session
) -> None:
    signed_in(hands, site, "/manager/standards")
    hands.follow("Add a standard")
    hands.choose("Appointments to arrange")
    hands.pick("For which service?", "Benefits and council tax")
    hands.write("Within how many working days?", "3")
    for name, text in (("Day", "30"), ("Month", "11"), ("Year", "2026")):
        hands.write(name, text)
    hands.press("See what it means")
    walks.arrives_at(hands, "What this standard means")
    walks.says(hands, "would be due by Thursday 3 December, end of day.")
    assert stored.query(PromisedStandard).count() == 3
    hands.press("Save this standard")
    walks.says(hands, "The standard is saved.")
    stored.rollback()
    assert stored.query(PromisedStandard).count() == 4


def test_a_report_goes_with_the_manager_as_a_file(
    hands: Hands, site: Site, council: Council
) -> None:
    arranged(council)
    signed_in(hands, site, "/manager/reports")
    walks.says(hands, "1 of 1 that are decided, 100%")
    with hands.page.expect_download() as saved:
        hands.page.get_by_role("link", name="Download these figures (CSV)").click()
    assert re.fullmatch(r"promises-.*\.csv", saved.value.suggested_filename)
    assert "Housing advice" in saved.value.path().read_text("utf-8-sig")


@in_every_way
def test_an_enquiry_is_logged_at_the_desk_and_answered_by_the_officer(
    hands: Hands, site: Site, council: Council, stored: Session
) -> None:
    signed_in(hands, site, "/desk/enquiries", "desk@example.org")
    hands.follow("Log an enquiry")
    hands.choose("By phone")
    hands.write("Full name", "Owen Price")
    if isinstance(hands, Keyboard):
        hands.search("Service and officer", "Benefits and council tax: Priya")
    else:
        hands.pick("Service and officer", "Benefits and council tax: Priya Shah")
    hands.write("What do they want to know?", "When is my payment?")
    hands.write("Phone number", "07700 900456")
    labelled(hands, "radio", "Text message").scroll_into_view_if_needed()
    hands.choose("Text message")
    hands.press("Log this enquiry")
    walks.says(hands, "The answer is due by Thursday 26 November.")
    hands.press("Sign out")
    signed_in(hands, site, "/officer/enquiries", "priya@example.org")
    hands.follow("Owen Price")
    hands.write("The answer", "On the third of each month.")
    hands.press(re.compile("^Answer|^Send"))
    walks.says(hands, "The enquiry is answered.")
    stored.rollback()
    assert stored.query(Enquiry).one().answer == "On the third of each month."


@in_every_way
def test_a_resident_takes_the_cover_by_the_link(
    hands: Hands, site: Site, council: Council, stored: Session
) -> None:
    asked, sam = offered_the_cover(council), council.sam.id
    hands.page.goto(f"{site.url}/appointment/{link(asked, Purpose.MANAGE)}")
    hands.follow("You can see Sam Okafor instead")
    hands.choose(walks.ANY)
    hands.press("Continue")
    walks.says(hands, "You will see Sam Okafor instead of Priya Shah.")
    hands.press("Arrange this appointment")
    walks.says(hands, "Your appointment is arranged.")
    stored.rollback()
    assert (asked.officer_id, asked.status) == (sam, "arranged")


@in_every_way
def test_everybody_reads_how_the_promise_is_kept(hands: Hands, council: Council) -> None:
    for hour in range(9, 15):
        arranged(council, london(24, hour))
    hands.follow("How we keep our promise")
    walks.says(hands, "6 times out of 6: 100%")


def test_a_question_in_writing_has_longer(hands: Hands, site: Site, council: Council) -> None:
    enquire(council, "Gwen Ellis")
    signed_in(hands, site, "/desk/enquiries", "desk@example.org")
    walks.says(hands, "Thursday 26 November", "3 working days left")
