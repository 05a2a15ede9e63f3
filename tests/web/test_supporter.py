"""Somebody acts for a resident, page by page: asked, recorded, held to what was agreed, ended at once."""

from collections.abc import Sequence
from typing import Any, TypeVar

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import acting_for, links
from booking.actions.actor import RESIDENT
from booking.domain.acting_for import Agreed, Tells
from booking.domain.lifecycle import Status
from booking.models import (
    ActorKind,
    Appointment,
    Audience,
    Channel,
    Event,
    Kind,
    Message,
    Purpose,
    Supporter,
)
from booking.settings import settings
from tests.builders import Council, arranged, authority, contact, london
from tests.pages import Browser, text_of
from tests.stored import all_of, story
from tests.visitor import HOME, Page, Visitor
from tests.web.desk import desk
from tests.web.test_front_desk_book import first_time, send, with_times
from tests.web.walks import TUESDAY_AT_9, at_time, the_appointment, with_details

__all__ = ["desk"]
T = TypeVar("T")

JOAN: dict[str, Any] = {
    "name": "Joan Smith",
    "relationship": "My sister",
    "channel": "email",
    "email": "joan@example.org",
}
AGREES: dict[str, Any] = {**JOAN, "may": "manage", "agree": "y"}
AT_THE_DESK: dict[str, Any] = {
    **JOAN,
    "tells": "everything",
    "may_manage": "y",
    "agreed": "in_person",
}


@pytest.fixture
def visitor(client: Any) -> Browser:
    return Browser(client).open("/")


@pytest.fixture
def holder(app: Flask) -> Visitor:
    return Visitor(app)


def asked(visitor: Browser, council: Council) -> Browser:
    """On the page that asks whether somebody helps."""
    return at_time(visitor, council, helped=None).send(time=TUESDAY_AT_9)


def token_for(session: Session, appointment: Appointment, supporter: Supporter | None) -> str:
    supporter_id = supporter.id if supporter else None
    token = links.mint(session, appointment, Purpose.MANAGE, supporter_id=supporter_id)
    session.commit()
    return token


def helped(
    session: Session, council: Council, **changes: Any
) -> tuple[Appointment, Supporter, str, str]:
    """An appointment in which Joan acts; the resident's link, and hers."""
    appointment = arranged(council)
    supporter = acting_for.authorise(
        appointment_id=appointment.id, authority=authority(**changes), actor=RESIDENT
    )
    own, hers = (token_for(session, appointment, who) for who in (None, supporter))
    return appointment, supporter, own, hers


def afresh(session: Session, stored: type[T], id_: int) -> T:
    session.rollback()
    return session.get_one(stored, id_, populate_existing=True)


def told(session: Session, audience: Audience) -> list[Kind]:
    return [one.kind for one in all_of(session, Message, Message.audience == audience)]


def test_whom_nobody_helps_presses_once(visitor: Browser, council: Council) -> None:
    page = asked(visitor, council)
    assert page.heading == "Does somebody help you with this appointment?"
    assert page.send().path == "/request/details"


def test_a_resident_names_who_helps_and_both_are_told(
    visitor: Browser, council: Council, session: Session
) -> None:
    asked(visitor, council).send(helped="yes").send(**AGREES)
    with_details(visitor)
    assert "Joan Smith" in visitor.text
    visitor.send("Confirm and send")
    [supporter] = all_of(session, Supporter)
    assert (supporter.name, supporter.agreed) == ("Joan Smith", Agreed.ONLINE)
    assert (supporter.tells, supporter.may_manage) == (Tells.EVERYTHING, True)
    assert supporter.appointment_id == the_appointment(session).id
    assert Kind.ARRANGED in told(session, Audience.SUPPORTER)
    assert Kind.SUPPORTER_BEGAN not in told(session, Audience.RESIDENT)


def test_whoever_asks_for_somebody_else_says_so_and_the_resident_is_told(
    visitor: Browser, council: Council, session: Session
) -> None:
    asked(visitor, council).send(helped="other").send(**JOAN, agree="y")
    assert visitor.heading == "The person who has the appointment"
    with_details(visitor).send("Confirm and send")
    appointment = the_appointment(session)
    [supporter] = all_of(session, Supporter)
    assert (supporter.agreed, appointment.asked_by) == (Agreed.STATED, "Joan Smith")
    assert all_of(session, Event)[0].actor is ActorKind.SUPPORTER
    assert Kind.SUPPORTER_BEGAN in told(session, Audience.RESIDENT)


@pytest.mark.parametrize(
    ("helped", "named", "leads_by"),
    [
        ("no", {}, "who helps you"),
        ("yes", AGREES, "who helps you"),
        ("other", {**JOAN, "agree": "y"}, "who is asking"),
    ],
)
def test_one_answer_alone_is_changed_by_saying_who_helps_or_who_asks(
    visitor: Browser,
    council: Council,
    helped: str,
    named: dict[str, Any],
    leads_by: str,
) -> None:
    asked(visitor, council).send(helped=helped)
    if named:
        visitor.send(**named)
    with_details(visitor)
    changes = [words for a in visitor.page.iter("a") if "Change" in (words := text_of(a))]
    about = ("who helps you", "who is asking")
    assert [words.rpartition("Change ")[2] for words in changes if words.endswith(about)] == [
        leads_by
    ]


def test_a_changed_mind_forgets_who_was_named(
    visitor: Browser, council: Council, session: Session
) -> None:
    asked(visitor, council).send(helped="yes").send(**AGREES)
    with_details(visitor).open("/request/helped").send(helped="no")
    assert visitor.heading == "Check your answers"
    visitor.send("Confirm and send")
    assert all_of(session, Supporter) == []


def test_what_was_said_comes_back_with_the_page(visitor: Browser, council: Council) -> None:
    asked(visitor, council).send(helped="yes").send(**AGREES)
    said = visitor.open("/request/supporter").filled()
    assert said.items() >= {"name": "Joan Smith", "may": "manage", "agree": "y"}.items()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"name": ""}, "Enter their name"),
        ({"name": "x" * 201}, "Use 200 characters or fewer for “Their name”."),
        ({"agree": None}, "Tick that you agree, or go back and choose that nobody helps you"),
        ({"may": None}, "Choose what they may do"),
        ({"may": "everything"}, "Choose from the answers on this page."),
        ({"channel": None}, "Choose how we tell them"),
        ({"email": ""}, "Enter their email address"),
        ({"channel": "letter"}, "Enter their postal address"),
        (
            {"channel": "sms", "phone": "020 7946 0001"},
            "We cannot text this number. Enter a mobile number, or choose another way.",
        ),
        (
            {"email": "sam@example.org"},
            "This phone number or email is the officer’s own. An officer cannot act for you at "
            "their own appointment. Choose somebody else, or phone us.",
        ),
    ],
)
def test_what_cannot_be_right_is_said_beside_it(
    visitor: Browser, council: Council, typed: dict[str, str | None], error: str
) -> None:
    answers: dict[str, Any] = {
        name: value for name, value in {**AGREES, **typed}.items() if value is not None
    }
    asked(visitor, council).send(helped="yes").send(**answers)
    assert visitor.errors == [error]
    assert visitor.path == "/request/supporter"


def test_a_supporter_needs_an_address_of_their_own(visitor: Browser, council: Council) -> None:
    asked(visitor, council).send(helped="yes").send(**{**AGREES, "email": "amina@example.org"})
    with_details(visitor)
    assert visitor.errors == [
        "This belongs to whoever helps. Enter one of your own, or leave it empty."
    ]


def test_the_same_form_sent_twice_names_one_person(
    holder: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    own = token_for(session, appointment, None)
    page = holder.follow(holder.get(f"/appointment/{own}"), "Let somebody help you")
    holder.submit(page, AGREES)
    holder.submit(page, AGREES)
    assert len(all_of(session, Supporter)) == 1
    assert story(session, appointment).count("supporter_began") == 1


def test_a_resident_ends_it_in_two_presses(
    holder: Visitor, session: Session, council: Council
) -> None:
    appointment, supporter, own, hers = helped(session, council)
    page = holder.follow(holder.get(f"/appointment/{own}"), "Change or end this: Joan Smith")
    assert page.links["Emergency: Exit this page"] == "https://www.bbc.co.uk/weather"
    after = holder.press(page, "End it now")
    assert "It is ended" in after.text
    assert "Joan" not in after.text
    assert afresh(session, Supporter, supporter.id).ended_at
    gone = holder.get(f"/appointment/{hers}", status=410)
    assert "You do not act for this person any more" in gone.text
    assert "Amina" not in gone.html
    assert story(session, appointment)[-1] == "supporter_ended"
    assert holder.press(page, "End it now").heading == after.heading


def test_a_resident_changes_what_somebody_may_do(
    holder: Visitor, session: Session, council: Council
) -> None:
    _appointment, supporter, own, _hers = helped(session, council)
    page = holder.get(f"/appointment/{own}/supporters/{supporter.id}")
    holder.submit(page, {"may": "reminders"}, button="Save")
    changed = afresh(session, Supporter, supporter.id)
    assert (changed.tells, changed.may_manage) == (Tells.REMINDERS, False)


def test_a_supporter_sees_the_appointment_and_not_how_to_reach_the_resident(
    holder: Visitor, session: Session, council: Council
) -> None:
    appointment, _supporter, own, hers = helped(session, council)
    appointment.meeting = appointment.meeting.PHONE
    appointment.needs = ["step_free", "no_phone", "shared_device"]
    appointment.needs_in_own_words = "I am afraid of my sister"
    session.commit()
    seen, shown = holder.get(f"/appointment/{hers}"), holder.get(f"/appointment/{own}")
    for private in ("07700 900123", "afraid of my sister"):
        assert private in shown.html
        assert private not in seen.html
    assert "amina@example.org" not in holder.client.get(
        f"/appointment/{hers}/calendar", base_url=HOME
    ).get_data(as_text=True)
    assert "This is about A.Y., whom you help." in seen.text


@pytest.mark.parametrize("needs", [[], ["no_phone", "large_print_18"]])
def test_a_supporter_is_not_told_that_nothing_is_needed_or_that_something_is_hidden(
    holder: Visitor, session: Session, council: Council, needs: list[str]
) -> None:
    appointment, _supporter, _own, hers = helped(session, council)
    appointment.needs = needs
    session.commit()
    seen = holder.get(f"/appointment/{hers}")
    assert "You have told us about no needs." not in seen.text
    assert "Some of what you need may not be shown here." in seen.text
    assert "To change your phone number" not in holder.get(f"/appointment/{hers}/needs").text


def test_a_supporter_changes_needs_without_the_residents_own_words(
    holder: Visitor, session: Session, council: Council
) -> None:
    appointment, _supporter, _own, hers = helped(session, council)
    appointment.needs_in_own_words = "I am afraid of my sister"
    session.commit()
    page = holder.get(f"/appointment/{hers}/needs")
    assert "afraid" not in page.html
    holder.submit(page, {"needs": ["step_free"]})
    now = afresh(session, Appointment, appointment.id)
    assert (now.needs, now.needs_in_own_words) == (["step_free"], "I am afraid of my sister")
    assert now.events[-1].actor is ActorKind.SUPPORTER


def test_what_a_supporter_does_is_told_as_theirs(
    holder: Visitor, session: Session, council: Council
) -> None:
    appointment, supporter, _own, hers = helped(session, council)
    page = holder.get(f"/appointment/{hers}/cancel")
    holder.press(page, "Cancel the appointment")
    [*_before, last] = all_of(session, Event, Event.appointment_id == appointment.id)
    assert (last.action, last.actor) == ("cancel", ActorKind.SUPPORTER)
    assert last.facts["by_supporter"] == supporter.id


CHANGES = ("time", "time/confirm", "preferences", "needs", "cancel", "late", "cover", "again")


@pytest.mark.parametrize("page", [*CHANGES, "cover/confirm", "again/confirm", "supporters/new"])
def test_a_link_for_seeing_opens_nothing_that_changes(
    holder: Visitor, session: Session, council: Council, page: str
) -> None:
    appointment, _supporter, _own, hers = helped(session, council, may_manage=False)
    shown = holder.get(f"/appointment/{hers}")
    assert "Change the time" not in shown.links
    assert "Cancel the appointment" not in shown.links
    holder.get(f"/appointment/{hers}/{page}", status=403)
    forged = {"csrf_token": holder.get("/staff/sign-in").token()}
    holder.post(f"/appointment/{hers}/{page}", forged, status=403)
    now = afresh(session, Appointment, appointment.id)
    assert now.status is Status.ARRANGED
    assert story(session, appointment)[-1] == "supporter_began"


def test_no_supporter_ends_or_names_another(
    holder: Visitor, session: Session, council: Council
) -> None:
    appointment, _joan, _own, hers = helped(session, council)
    ben = acting_for.authorise(
        appointment_id=appointment.id,
        authority=authority(name="Ben", email="ben@example.org", phone=None, phone_textable=False),
        actor=RESIDENT,
    )
    assert "Ben" not in holder.get(f"/appointment/{hers}").html
    forged = {"csrf_token": holder.get("/staff/sign-in").token(), "do": "end"}
    for page in (f"supporters/{ben.id}", "supporters/new"):
        holder.get(f"/appointment/{hers}/{page}", status=403)
        holder.post(f"/appointment/{hers}/{page}", forged, status=403)
    assert afresh(session, Supporter, ben.id).ended_at is None


def test_a_link_reaches_no_other_appointment_and_no_other_supporter(
    holder: Visitor, session: Session, council: Council
) -> None:
    _one, supporter, _own, hers = helped(session, council)
    other = arranged(council, london(26, 9), contact=contact(name="Bo Lind"))
    others = token_for(session, other, None)
    assert other.reference not in holder.get(f"/appointment/{hers}").html
    holder.get(f"/appointment/{others}/supporters/{supporter.id}", status=404)
    forged = {"csrf_token": holder.get("/staff/sign-in").token(), "do": "end"}
    holder.post(f"/appointment/{others}/supporters/{supporter.id}", forged, status=404)
    assert afresh(session, Supporter, supporter.id).ended_at is None


def test_an_ended_link_changes_nothing(holder: Visitor, session: Session, council: Council) -> None:
    appointment, supporter, _own, hers = helped(session, council)
    page = holder.get(f"/appointment/{hers}/cancel")
    acting_for.end(appointment_id=appointment.id, supporter_id=supporter.id, actor=RESIDENT)
    holder.press(page, "Cancel the appointment", status=410)
    now = afresh(session, Appointment, appointment.id)
    assert now.status is Status.ARRANGED


def test_whoever_acts_may_stop(holder: Visitor, session: Session, council: Council) -> None:
    _appointment, _supporter, own, hers = helped(session, council, may_manage=False)
    page = holder.follow(
        holder.get(f"/appointment/{hers}"), "I do not want to help with this any more"
    )
    assert holder.press(page, "Stop helping").heading == "You have stopped helping"
    holder.get(f"/appointment/{hers}", status=410)
    assert Kind.SUPPORTER_ENDED in told(session, Audience.RESIDENT)
    assert "Let somebody help you" in holder.get(f"/appointment/{own}").links


def on_page(desk: Visitor, appointment: Appointment) -> Page:
    return desk.get(f"/desk/appointments/{appointment.reference}")


def test_the_desk_records_changes_and_ends_it(
    desk: Visitor, session: Session, council: Council
) -> None:
    appointment = arranged(council)
    page = desk.follow(on_page(desk, appointment), "Record somebody who acts for them")
    after = desk.submit(page, AT_THE_DESK)
    assert "Joan Smith (My sister)" in after.text
    assert "May change and cancel it" in after.text
    page = desk.follow(after, "Joan Smith (My sister)")
    changed: dict[str, Any] = {"may_manage": [], "phone": "07700 900456", "channel": "sms"}
    after = desk.submit(page, changed, button="Save")
    assert "May see it, and change nothing" in after.text
    [supporter] = all_of(session, Supporter)
    assert (supporter.channel, supporter.phone) == (Channel.SMS, "+447700900456")
    page = desk.follow(after, "Joan Smith (My sister)")
    assert "Joan" not in desk.press(page, "End it now").text
    assert story(session, appointment)[-3:] == [
        "supporter_began",
        "supporter_changed",
        "supporter_ended",
    ]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (
            {"tells": "nothing", "may_manage": []},
            "With no messages and no changes they could do nothing. Choose one of the two.",
        ),
        ({"agreed": "legal"}, "Say which document you saw"),
        ({"name": ""}, "Enter the supporter’s name"),
        ({"channel": "phone"}, "Enter the supporter’s phone number"),
        (
            {"email": "amina@example.org"},
            "This is the phone number or email of the person who has the appointment. "
            "Enter another one.",
        ),
    ],
)
def test_the_desk_is_told_what_cannot_be(
    desk: Visitor, council: Council, typed: dict[str, Any], error: str, session: Session
) -> None:
    appointment = arranged(council)
    page = desk.get(f"/desk/appointments/{appointment.reference}/supporters/new")
    assert error in desk.submit(page, {**AT_THE_DESK, **typed}).text
    assert all_of(session, Supporter) == []


def test_errors_stand_in_the_order_of_the_page(
    visitor: Browser, desk: Visitor, council: Council
) -> None:
    at_the_desk = f"/desk/appointments/{arranged(council).reference}/supporters/new"
    page = desk.submit(desk.get(at_the_desk), {"email": "joan"})
    assert summary_of(page) == [
        "Enter the supporter’s name",
        "Enter an email address in the right form, like name@example.org.",
        "Choose how we tell the supporter",
        "Choose which messages they get",
        "Choose how we know that the resident agrees",
    ]
    asked(visitor, council).send(helped="yes").send(email="joan")
    assert visitor.errors == [
        "Enter their name",
        "Choose how we tell them",
        "Enter an email address in the right form, like name@example.org.",
        "Choose what they may do",
        "Tick that you agree, or go back and choose that nobody helps you",
    ]


def test_who_asks_for_another_is_told_what_is_missing_as_of_themself(
    visitor: Browser, council: Council
) -> None:
    asked(visitor, council).send(helped="other").send(channel="sms")
    assert visitor.errors == [
        "Enter your name",
        "Enter a mobile number, so that we can text you",
        "Tick that they agree, or ask them first",
    ]


def summary_of(page: Page) -> list[str]:
    lists = (one for one in page.root.iter("ul") if "error-summary" in one.get("class", ""))
    return [text_of(line) for one in lists for line in one]


def test_the_desk_offers_a_supporter_the_languages_that_messages_are_written_in(
    desk: Visitor, council: Council, session: Session
) -> None:
    at_the_desk = f"/desk/appointments/{arranged(council).reference}/supporters/new"
    page = desk.get(at_the_desk)
    offered = page.root.findall(".//select[@name='language']/option")
    assert [option.get("value") for option in offered] == list(settings().languages)
    refused = desk.submit(page, {**AT_THE_DESK, "language": "so"})
    assert summary_of(refused) == ["Choose from the answers on this page."]
    assert all_of(session, Supporter) == []


def test_a_namesake_of_the_officer_is_pointed_out_and_not_refused(
    desk: Visitor, council: Council
) -> None:
    appointment = arranged(council)
    page = desk.get(f"/desk/appointments/{appointment.reference}/supporters/new")
    after = desk.submit(page, {**AT_THE_DESK, "name": "Sam Okafor"})
    assert "They have the same name as the officer or the cover" in after.text


def test_the_desk_sees_that_nobody_is_recorded(desk: Visitor, council: Council) -> None:
    appointment = arranged(council, needs=("through_supporter",))
    assert "nobody is recorded who can" in on_page(desk, appointment).text


def test_the_desk_books_with_a_supporter(desk: Visitor, council: Council, session: Session) -> None:
    page = with_times(desk, council, phone="07700 900789")
    typed = {f"supporter-{name}": value for name, value in AT_THE_DESK.items()}
    wrong = send(desk, page, "book", {**typed, "supporter-email": "", "time": first_time(page)})
    assert "Enter the supporter’s email address" in wrong.text
    done = send(desk, wrong, "book", {"supporter-email": "joan@example.org"})
    assert done.heading == "The appointment is arranged"
    [supporter] = all_of(session, Supporter)
    assert (supporter.name, supporter.agreed) == ("Joan Smith", Agreed.IN_PERSON)


def seen_by(desk: Visitor, pages: Sequence[str]) -> list[str]:
    return [desk.get(page).text for page in pages]


def test_every_page_of_staff_shows_who_acts(
    desk: Visitor, council: Council, session: Session
) -> None:
    appointment = arranged(council, london(23, 14), authority=authority())
    today, own = seen_by(desk, ("/desk/today", f"/desk/appointments/{appointment.reference}"))
    assert "A supporter acts for them" in today
    assert "Joan Smith (My sister)" in own
    found = desk.submit(desk.get("/desk/find"), {"sought": "joan smith"}, button="Find")
    assert "Amina Yusuf" in found.text


def test_whoever_asks_for_another_is_asked_nothing_that_only_that_person_can_say(
    visitor: Browser, council: Council
) -> None:
    asked(visitor, council).send(helped="other").send(**JOAN, agree="y")
    labels = {text_of(label) for label in visitor.page.iter("label")}
    assert {"Their full name", "Their phone number", "Their email address"} <= labels
    assert not [
        word
        for word in ("Remember what I need", "best to phone you", "phone you")
        if word in visitor.text
    ]
    visitor.send(name="", channel=None)
    assert visitor.errors == ["Enter their name", "Choose how we tell them"]
    visitor.send(name="Amina Yusuf", channel="email")
    assert visitor.errors == ["Enter their email address"]
    visitor.send(email="amina@example.org")
    assert "How we tell them" in visitor.text
    assert "their email address" in visitor.text
    said = [words for words in ("Remember what you need", "your name") if words in visitor.text]
    assert said == []
    visitor.send("Confirm and send")
    assert "We are telling both of you these details" in visitor.text
    assert "We are sending you" not in visitor.text


def test_a_supporter_neither_sees_nor_changes_how_the_resident_reads(
    holder: Visitor, session: Session, council: Council
) -> None:
    appointment, _supporter, own, hers = helped(session, council)
    appointment.needs = ["braille", "hearing_loop"]
    session.commit()
    page = holder.get(f"/appointment/{hers}/needs")
    assert "braille" not in page.html
    holder.submit(page, {"needs": ["step_free"]}, button="Save")
    assert set(afresh(session, Appointment, appointment.id).needs) == {"step_free", "braille"}
    assert "braille" in holder.get(f"/appointment/{own}/needs").html


def test_needs_that_stand_against_each_other_are_asked_again_by_the_link_too(
    holder: Visitor, session: Session, council: Council
) -> None:
    appointment, _supporter, own, _hers = helped(session, council)
    page = holder.get(f"/appointment/{own}/needs")
    both = {"needs": ["mornings_only", "afternoons_only"]}
    assert "Choose only mornings or only afternoons, not both" in holder.submit(page, both).text
    assert afresh(session, Appointment, appointment.id).needs == []


def test_a_number_that_was_somebody_else_s_is_asked_for_anew_and_given_again_it_is_theirs(
    desk: Visitor, session: Session, council: Council
) -> None:
    appointment, supporter, _own, _hers = helped(session, council)
    supporter.phone, supporter.phone_wrong_since = "+447700900456", london(23, 9)
    session.commit()
    page = desk.get(f"/desk/appointments/{appointment.reference}/supporters/{supporter.id}")
    assert page.answers("Save")["phone"] == ""
    assert "The number that we had is somebody else’s. Nothing more goes to it." in page.text
    desk.submit(page, {"phone": "07700 900456"}, button="Save")
    assert afresh(session, Supporter, supporter.id).own_phone == "+447700900456"
