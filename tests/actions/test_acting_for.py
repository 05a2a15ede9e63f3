"""Somebody acts for a resident: is told what the resident agreed to until it ends, and no moment longer."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import (
    acting_for,
    changing,
    delivering,
    enquiring,
    finding,
    finding_again,
    handing_over,
    links,
    requesting,
    supporters,
    telling,
)
from booking.actions.actor import RESIDENT, Actor
from booking.domain.acting_for import Agreed, Tells
from booking.domain.errors import (
    ActionRefused,
    AuthorityEnded,
    AuthorityPointless,
    NotReachable,
    OfficerActs,
    SupporterIsOfficer,
    SupporterIsResident,
)
from booking.models import (
    ActorKind,
    Appointment,
    Audience,
    AuditEntry,
    Channel,
    Kind,
    Message,
    MessageState,
    Outcome,
    Purpose,
    Resident,
    SecureLink,
    Staff,
    Supporter,
    SupporterLookup,
)
from tests.builders import Council, arranged, authority, contact, london, new_enquiry, new_request
from tests.conftest import SteppedClock
from tests.outside import Outside
from tests.postgresql import any_database
from tests.stored import all_of, count, story

AMINA, JOAN = "amina@example.org", "joan@example.org"
AT_THE_DESK = Actor(ActorKind.FRONT_DESK, on_behalf=True)
THROUGH = ("through_supporter",)


def authorised(appointment: Appointment, actor: Actor = RESIDENT, **changes: object) -> Supporter:
    return acting_for.authorise(
        appointment_id=appointment.id, authority=authority(**changes), actor=actor
    )


def ended(appointment: Appointment, supporter: Supporter, actor: Actor = RESIDENT) -> None:
    acting_for.end(appointment_id=appointment.id, supporter_id=supporter.id, actor=actor)


def to(session: Session, audience: Audience, *states: MessageState) -> list[Kind]:
    found = all_of(session, Message, Message.audience == audience)
    return [one.kind for one in found if not states or one.state in states]


def waiting(session: Session, audience: Audience) -> set[Kind]:
    return set(to(session, audience, MessageState.WAITING))


@any_database
def test_whoever_acts_from_the_start_is_told_with_the_resident_and_reminded(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority())
    outside.post()
    [hers], [copy] = outside.emails(AMINA), outside.emails(JOAN)
    assert hers["Subject"] in copy["Subject"]
    assert waiting(session, Audience.SUPPORTER) == {Kind.REMINDER_HOURS}
    assert story(session, appointment)[:2] == ["request", "supporter_began"]


@any_database
@pytest.mark.parametrize(
    ("tells", "copied"),
    [
        (Tells.EVERYTHING, {Kind.ACTING_BEGAN, Kind.REMINDER_HOURS, Kind.CANCELLED}),
        (Tells.REMINDERS, {Kind.ACTING_BEGAN, Kind.REMINDER_HOURS, Kind.CANCELLED}),
        (Tells.NOTHING, {Kind.ACTING_BEGAN}),
    ],
)
def test_they_get_what_the_resident_agreed_to(
    session: Session, council: Council, tells: Tells, copied: set[Kind]
) -> None:
    appointment = arranged(council)
    authorised(appointment, tells=tells)
    changing.cancel(appointment_id=appointment.id, actor=RESIDENT)
    assert waiting(session, Audience.SUPPORTER) == copied


def test_only_somebody_told_everything_hears_of_a_delay(session: Session, council: Council) -> None:
    everything = arranged(council, authority=authority())
    reminders = arranged(council, london(26, 9), authority=authority(tells=Tells.REMINDERS))
    assert [one.name for one in supporters.told(everything, Kind.DELAY)] == ["Joan Smith"]
    assert supporters.told(reminders, Kind.DELAY) == []


def test_nobody_is_told_twice_when_the_same_form_is_sent_twice(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    first, again = authorised(appointment), authorised(appointment)
    assert first.id == again.id
    assert story(session, appointment).count("supporter_began") == 1
    assert to(session, Audience.SUPPORTER).count(Kind.ACTING_BEGAN) == 1


def test_the_same_person_recorded_again_may_do_what_is_said_now(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    authorised(appointment)
    again = authorised(appointment, may_manage=False)
    assert not again.may_manage
    assert len(all_of(session, Supporter)) == 1
    assert story(session, appointment)[-1] == "supporter_changed"


@any_database
def test_once_it_has_ended_what_waits_is_never_sent(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority())
    [supporter] = all_of(session, Supporter)
    ended(appointment, supporter)
    outside.post()
    [only] = outside.emails(JOAN)
    assert "do not act" in only["Subject"]
    assert waiting(session, Audience.SUPPORTER) == set()


def test_what_was_already_claimed_is_not_sent_either(session: Session, council: Council) -> None:
    appointment = arranged(council, authority=authority())
    [supporter] = all_of(session, Supporter)
    claims = delivering.claim(50)
    ended(appointment, supporter)
    for claimed in claims:
        delivering.prepare(claimed)
    [confirmation] = all_of(
        session, Message, Message.supporter_id == supporter.id, Message.kind == Kind.ARRANGED
    )
    assert (confirmation.state, confirmation.outcome) == (MessageState.DROPPED, Outcome.ENDED)


@any_database
def test_a_supporters_link_dies_with_their_authority(session: Session, council: Council) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment)
    token = links.mint(session, appointment, Purpose.MANAGE, supporter_id=supporter.id)
    session.commit()
    assert links.opened(session, token, Purpose.MANAGE).supporter == supporter
    ended(appointment, supporter)
    with pytest.raises(AuthorityEnded):
        links.opened(session, token, Purpose.MANAGE)


def test_links_sent_to_an_address_that_is_not_theirs_any_more_are_dead(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment)
    links.mint(session, appointment, Purpose.MANAGE, supporter_id=supporter.id)
    session.commit()
    acting_for.change(
        appointment_id=appointment.id,
        supporter_id=supporter.id,
        tells=supporter.tells,
        may_manage=True,
        contact=authority(email="new@example.org").contact,
        actor=AT_THE_DESK,
    )
    assert all_of(session, SecureLink) == []
    assert finding.search(session, "new@example.org") == [appointment]
    assert finding.search(session, JOAN) == []


@any_database
def test_messages_go_to_the_supporter_in_the_residents_place_never_to_both(
    session: Session, council: Council, outside: Outside
) -> None:
    arranged(council, authority=authority(), needs=THROUGH)
    outside.post()
    assert outside.emails(AMINA) == []
    assert len(outside.emails(JOAN)) == 1


def test_without_anybody_who_acts_that_need_changes_nothing(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, needs=THROUGH)
    outside.post()
    assert len(outside.emails(AMINA)) == 1
    assert supporters.is_unmet(appointment)


def test_whoever_gets_only_reminders_cannot_stand_in_for_the_resident(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(tells=Tells.REMINDERS), needs=THROUGH)
    outside.post()
    assert len(outside.emails(AMINA)) == 1
    assert supporters.is_unmet(appointment)


@any_database
def test_when_it_ends_the_resident_is_told_what_the_supporter_was_not(
    session: Session, council: Council, outside: Outside, clock: SteppedClock
) -> None:
    """The supporter's letter still lies at the desk; the resident's email was left out for it."""
    by_letter = authority(channel=Channel.LETTER, address="1 High Street")
    appointment = arranged(council, authority=by_letter, needs=THROUGH)
    [supporter] = all_of(session, Supporter)
    outside.post()
    assert outside.emails(AMINA) == []
    ended(appointment, supporter, AT_THE_DESK)
    outside.post()
    subjects = [mail["Subject"] for mail in outside.emails(AMINA)]
    assert len(subjects) == 2
    assert any(subject.startswith("Your appointment is arranged") for subject in subjects)
    clock.forward(days=2)
    outside.post()
    assert Kind.REMINDER_HOURS in to(session, Audience.RESIDENT, MessageState.SENT)


def test_what_the_supporter_was_told_is_not_told_again(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(), needs=THROUGH)
    [supporter] = all_of(session, Supporter)
    outside.post()
    ended(appointment, supporter)
    outside.post()
    assert outside.emails(AMINA) == []


def test_a_resident_who_ends_it_gets_no_message_that_somebody_else_could_read(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    ended(appointment, authorised(appointment))
    assert Kind.SUPPORTER_ENDED not in to(session, Audience.RESIDENT)
    assert Kind.ACTING_ENDED in waiting(session, Audience.SUPPORTER)


def test_whoever_else_ends_it_the_resident_is_told(session: Session, council: Council) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment)
    ended(appointment, supporter, Actor(ActorKind.SUPPORTER, supporter_id=supporter.id))
    assert Kind.SUPPORTER_ENDED in waiting(session, Audience.RESIDENT)


def test_ended_twice_it_is_ended_once(session: Session, council: Council) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment)
    ended(appointment, supporter)
    ended(appointment, supporter)
    assert story(session, appointment).count("supporter_ended") == 1


@pytest.mark.parametrize(
    ("agreed", "needs", "told"),
    [
        (Agreed.ONLINE, (), False),
        (Agreed.STATED, (), True),
        (Agreed.STATED, ("through_supporter",), True),
        (Agreed.PHONE, ("through_supporter",), True),
        (Agreed.IN_PERSON, (), True),
        (Agreed.IN_PERSON, ("through_supporter",), False),
    ],
)
def test_a_resident_hears_that_somebody_acts_unless_they_said_so_in_front_of_us(
    session: Session,
    council: Council,
    outside: Outside,
    agreed: Agreed,
    needs: tuple[str, ...],
    told: bool,
) -> None:
    arranged(council, authority=authority(agreed=agreed), needs=needs)
    outside.post()
    assert (Kind.SUPPORTER_BEGAN in to(session, Audience.RESIDENT, MessageState.SENT)) is told


def test_word_of_somebody_who_acts_no_more_is_not_sent(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council)
    ended(appointment, authorised(appointment, AT_THE_DESK, agreed=Agreed.PHONE))
    outside.post()
    assert Kind.SUPPORTER_BEGAN not in to(session, Audience.RESIDENT, MessageState.SENT)


@pytest.mark.parametrize(
    ("email", "phone"),
    [
        ("SAM@example.org", None),
        (JOAN, "+447700900101"),
        ("rhys@example.org", None),
    ],
)
def test_an_officer_or_their_cover_cannot_act_at_their_own_appointment(
    session: Session, council: Council, email: str, phone: str | None
) -> None:
    appointment = arranged(council)
    appointment.officer.cover = council.rhys
    session.commit()
    with pytest.raises(SupporterIsOfficer):
        authorised(appointment, email=email, phone=phone)


def test_two_people_may_share_a_name(session: Session, council: Council) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment, name="sam  OKAFOR")
    assert supporters.namesakes(supporter.name, appointment.officer) == [appointment.officer]


def test_the_residents_own_contact_is_refused_and_nothing_is_booked(
    session: Session, council: Council
) -> None:
    with pytest.raises(SupporterIsResident):
        arranged(council, authority=authority(email=AMINA))
    assert all_of(session, Appointment) == []


def test_people_who_live_together_may_share_an_address(session: Session, council: Council) -> None:
    home = contact().address
    appointment = arranged(council)
    authorised(appointment, channel=Channel.LETTER, address=home)
    assert len(supporters.acting(appointment)) == 1


def test_authority_to_do_nothing_is_refused(session: Session, council: Council) -> None:
    with pytest.raises(AuthorityPointless):
        authority(tells=Tells.NOTHING, may_manage=False)
    appointment = arranged(council)
    supporter = authorised(appointment)
    with pytest.raises(AuthorityPointless):
        acting_for.change(
            appointment_id=appointment.id,
            supporter_id=supporter.id,
            tells=Tells.NOTHING,
            may_manage=False,
            actor=RESIDENT,
        )


@pytest.mark.parametrize(
    "unreachable",
    [
        {"channel": Channel.SMS, "phone_textable": False},
        {"channel": Channel.EMAIL, "email": None},
        {"channel": Channel.LETTER},
        {"channel": Channel.PHONE, "phone": None},
    ],
)
def test_a_supporter_whom_nothing_reaches_is_refused(unreachable: dict[str, object]) -> None:
    with pytest.raises(NotReachable):
        authority(**unreachable)


def test_a_name_may_have_one_letter(session: Session, council: Council) -> None:
    assert authorised(arranged(council), name="O").name == "O"


def test_somebody_elses_supporter_is_out_of_reach(session: Session, council: Council) -> None:
    one, other = arranged(council), arranged(council, london(26, 9))
    supporter = authorised(one)
    with pytest.raises(ActionRefused):
        ended(other, supporter)
    with pytest.raises(ActionRefused):
        acting_for.change(
            appointment_id=other.id,
            supporter_id=supporter.id,
            tells=Tells.EVERYTHING,
            may_manage=True,
            actor=RESIDENT,
        )


def test_whoever_acts_in_everything_acts_in_the_residents_other_appointments(
    session: Session, council: Council
) -> None:
    one = arranged(council)
    known = contact(resident_id=one.resident_id)
    other = arranged(council, london(26, 9), contact=known)
    supporter = authorised(one, AT_THE_DESK, in_everything=True)
    assert supporters.acting(other) == [supporter]
    assert story(session, other)[-1] == "supporter_began"
    later = arranged(council, london(27, 9), contact=known)
    assert supporters.acting(later) == [supporter]
    ended(one, supporter)
    assert story(session, other)[-1] == story(session, later)[-1] == "supporter_ended"


def test_whoever_acts_in_one_appointment_knows_nothing_of_the_next(
    session: Session, council: Council
) -> None:
    one = arranged(council)
    authorised(one)
    other = arranged(council, london(26, 9), contact=contact(resident_id=one.resident_id))
    assert supporters.acting(other) == []


@any_database
def test_questions_are_answered_to_whoever_acts_in_everything(
    session: Session, council: Council, outside: Outside
) -> None:
    one = arranged(council)
    authorised(one, AT_THE_DESK, in_everything=True)
    new = new_enquiry(council, contact=contact(resident_id=one.resident_id), needs=())
    enquiring.log(new, actor=AT_THE_DESK)
    outside.post()
    assert any("question" in mail["Subject"] for mail in outside.emails(JOAN))


def test_a_failed_message_goes_on_to_the_supporters_next_way(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority(email=None, channel=Channel.SMS))
    [supporter] = all_of(session, Supporter)
    acting_for.change(
        appointment_id=appointment.id,
        supporter_id=supporter.id,
        tells=supporter.tells,
        may_manage=True,
        contact=authority(channel=Channel.PHONE, phone_textable=False).contact,
        actor=AT_THE_DESK,
    )
    outside.post()
    outside.post()
    [failed] = [
        one
        for one in all_of(session, Message, Message.kind == Kind.ARRANGED)
        if one.audience is Audience.SUPPORTER and one.state is MessageState.FAILED
    ]
    assert failed.channel is Channel.SMS
    assert Kind.ARRANGED in to(session, Audience.SUPPORTER, MessageState.SENT)


def test_letters_and_calls_to_supporters_are_told_at_the_desk_until_it_ends(
    session: Session, council: Council
) -> None:
    by_phone = authority(channel=Channel.PHONE, email=None)
    appointment = arranged(council, authority=by_phone)
    [call] = telling.to_tell(session)
    words = telling.words(call)
    assert words
    assert words.to_name == "Joan Smith"
    assert "About Amina Yusuf, whom you help" in words.text
    ended(appointment, all_of(session, Supporter)[0])
    assert [one.kind for one in telling.to_tell(session)] == [Kind.ACTING_ENDED]


def test_the_residents_own_letter_is_not_posted_while_the_supporter_is_told(
    session: Session, council: Council
) -> None:
    by_letter = contact(channel=Channel.LETTER)
    appointment = arranged(council, contact=by_letter, authority=authority(), needs=THROUGH)
    assert telling.to_tell(session) == []
    ended(appointment, all_of(session, Supporter)[0])
    assert [one.kind for one in telling.to_tell(session)] == [Kind.ARRANGED]


def test_staff_find_an_appointment_by_its_supporter(session: Session, council: Council) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment)
    for typed in ("joan smith", "SMITH", JOAN, "07700 900456", "Joan Yusuf"):
        assert finding.search(session, typed) == ([] if typed == "Joan Yusuf" else [appointment])
    ended(appointment, supporter)
    assert finding.search(session, "joan smith") == []
    assert count(session, SupporterLookup) == 0


def test_whoever_acts_in_one_appointment_is_found_with_that_one_only(
    session: Session, council: Council
) -> None:
    one = arranged(council)
    arranged(council, london(26, 9), contact=contact(resident_id=one.resident_id))
    authorised(one)
    assert finding.search(session, JOAN) == [one]


def test_a_supporter_who_lost_the_link_gets_a_new_one_at_their_own_address(
    session: Session, council: Council, outside: Outside
) -> None:
    appointment = arranged(council, authority=authority())
    outside.post()
    finding_again.send_link(reference=appointment.reference, phone_or_email="JOAN@example.org")
    outside.post()
    assert "link" in outside.emails(JOAN)[-1]["Subject"]
    assert len(outside.emails(AMINA)) == 1


def test_whoever_may_only_see_is_sent_no_link_for_the_asking(
    session: Session, council: Council
) -> None:
    appointment = arranged(council, authority=authority(may_manage=False))
    finding_again.send_link(reference=appointment.reference, phone_or_email=JOAN)
    assert Kind.YOUR_LINK not in to(session, Audience.SUPPORTER)


def test_staff_leave_a_trail_without_a_name(
    session: Session, council: Council, manager: Staff, managing: Actor
) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment, managing, agreed=Agreed.LEGAL, words="Power of attorney")
    ended(appointment, supporter, managing)
    trail = [(one.action, one.subject) for one in all_of(session, AuditEntry)]
    assert trail == [
        ("supporter_began", f"supporter:{supporter.id}"),
        ("supporter_ended", f"supporter:{supporter.id}"),
    ]
    assert supporter.recorded_by == manager.id
    facts = [event.facts for event in appointment.events if event.action.startswith("supporter")]
    assert "Joan" not in str(facts)
    assert "legal" not in str(facts)
    assert supporter.agreed == Agreed.LEGAL


def test_reminders_are_written_once_however_often_it_changes(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    supporter = authorised(appointment, tells=Tells.NOTHING)
    for tells in (Tells.REMINDERS, Tells.EVERYTHING, Tells.REMINDERS):
        acting_for.change(
            appointment_id=appointment.id,
            supporter_id=supporter.id,
            tells=tells,
            may_manage=True,
            actor=RESIDENT,
        )
    assert to(session, Audience.SUPPORTER).count(Kind.REMINDER_HOURS) == 1


def test_the_same_request_with_another_supporter_is_not_the_same_request(
    session: Session, council: Council
) -> None:
    new = new_request(council, authority=authority())
    first = requesting.request(new, actor=RESIDENT)
    assert requesting.request(new, actor=RESIDENT).id == first.id
    assert len(all_of(session, Supporter)) == 1


def test_nobody_is_handed_over_to_the_officer_who_acts_for_them(
    session: Session, council: Council
) -> None:
    appointment = requesting.request(new_request(council), actor=RESIDENT)
    authorised(appointment, email="rhys@example.org")
    with pytest.raises(SupporterIsOfficer):
        handing_over.hand_over(
            appointment_id=appointment.id,
            officer_id=council.rhys.id,
            agreement="by phone",
            actor=AT_THE_DESK,
        )


def test_what_a_supporter_changes_is_not_kept_for_next_time_as_the_residents_word(
    session: Session, council: Council, clock: SteppedClock
) -> None:
    willing = contact(keep_needs=True)
    appointment = arranged(council, contact=willing, needs=("lipreads",), authority=authority())
    [supporter] = all_of(session, Supporter)
    agreed_at = clock.at
    clock.forward(hours=1)
    changing.change_needs(
        appointment_id=appointment.id,
        needs=["speak_clearly"],
        in_own_words=None,
        actor=Actor(ActorKind.SUPPORTER, supporter_id=supporter.id),
    )
    [resident] = all_of(session, Resident)
    assert appointment.needs == ["speak_clearly"]
    assert resident.kept_needs == ["lipreads"]
    assert resident.needs_kept_since == agreed_at


def test_nobody_acts_in_everything_and_is_the_officer_of_what_is_asked_for_next(
    session: Session, council: Council
) -> None:
    one = arranged(council)
    authorised(one, AT_THE_DESK, in_everything=True, email="rhys@example.org")
    known = contact(resident_id=one.resident_id)
    with pytest.raises(OfficerActs):
        requesting.request(
            new_request(council, officer_id=council.rhys.id, contact=known), actor=AT_THE_DESK
        )
    assert count(session, Appointment) == 1


@pytest.mark.parametrize("again", [False, True])
def test_an_authority_does_not_spread_to_where_they_are_the_officer(
    session: Session, council: Council, again: bool
) -> None:
    one = arranged(council)
    known = contact(resident_id=one.resident_id)
    new = new_request(council, officer_id=council.rhys.id, contact=known)
    requesting.request(new, actor=AT_THE_DESK)
    if again:
        authorised(one, AT_THE_DESK, email="rhys@example.org")
    with pytest.raises(SupporterIsOfficer):
        authorised(one, AT_THE_DESK, in_everything=True, email="rhys@example.org")
    session.rollback()
    assert [who.appointment_id for who in all_of(session, Supporter)] == [one.id] * again


def test_nobody_answers_the_question_of_somebody_for_whom_they_act(
    session: Session, council: Council
) -> None:
    one = arranged(council)
    known = contact(resident_id=one.resident_id)
    asked = enquiring.log(new_enquiry(council, contact=known, needs=()), actor=AT_THE_DESK)
    with pytest.raises(SupporterIsOfficer):
        authorised(one, AT_THE_DESK, in_everything=True, email="priya@example.org")
    session.rollback()
    supporter = authorised(one, AT_THE_DESK, in_everything=True)
    council.rhys.email, council.rhys.services = JOAN, [council.housing, council.benefits]
    session.commit()  # an administrator changes who is who; no action refuses that
    with pytest.raises(OfficerActs):
        enquiring.give_to(enquiry_id=asked.id, officer_id=council.rhys.id, actor=AT_THE_DESK)
    session.rollback()
    with pytest.raises(OfficerActs):
        enquiring.log(
            new_enquiry(council, officer_id=council.rhys.id, contact=known, needs=()),
            actor=AT_THE_DESK,
        )
    assert supporters.acting(asked) == [supporter]


def test_recorded_again_it_says_how_it_was_agreed_this_time(
    session: Session, council: Council
) -> None:
    appointment = arranged(council)
    authorised(appointment, AT_THE_DESK, agreed=Agreed.PHONE, words="He said so")
    authorised(
        appointment,
        AT_THE_DESK,
        agreed=Agreed.LEGAL,
        words="Power of attorney",
        relationship="Daughter",
    )
    [supporter] = all_of(session, Supporter)
    assert (supporter.agreed, supporter.authority) == (Agreed.LEGAL, "Power of attorney")
    assert supporter.relationship_to_resident == "Daughter"


LITTLE = {"tells": Tells.REMINDERS, "may_manage": False}


@pytest.mark.parametrize(
    ("more", "agreed", "told"),
    [
        ({"may_manage": True}, Agreed.PHONE, True),
        ({"tells": Tells.EVERYTHING}, Agreed.STATED, True),
        ({"in_everything": True}, Agreed.PHONE, True),
        ({"phone": "+447700900789"}, Agreed.PHONE, True),
        ({"may_manage": True}, Agreed.ONLINE, False),
        ({"may_manage": True}, Agreed.LEGAL, False),
        ({"language": "cy"}, Agreed.PHONE, False),
        ({}, Agreed.PHONE, False),
    ],
)
def test_a_resident_hears_when_somebody_is_let_do_more(
    session: Session, council: Council, more: dict[str, object], agreed: Agreed, told: bool
) -> None:
    appointment = arranged(council, authority=authority(**LITTLE), needs=THROUGH)
    authorised(appointment, AT_THE_DESK, **LITTLE | more, agreed=agreed)
    assert (Kind.SUPPORTER_BEGAN in to(session, Audience.RESIDENT)) is told


@pytest.mark.parametrize(("actor", "told"), [(AT_THE_DESK, True), (RESIDENT, False)])
@pytest.mark.parametrize("moved", [True, False])
def test_a_resident_hears_when_the_desk_lets_somebody_do_more_or_moves_their_address(
    session: Session, council: Council, actor: Actor, told: bool, moved: bool
) -> None:
    appointment = arranged(council, authority=authority(**LITTLE))
    [supporter] = all_of(session, Supporter)
    acting_for.change(
        appointment_id=appointment.id,
        supporter_id=supporter.id,
        tells=Tells.REMINDERS,
        may_manage=not moved,
        contact=authority(email="new@example.org").contact if moved else None,
        actor=actor,
    )
    assert (Kind.SUPPORTER_BEGAN in to(session, Audience.RESIDENT)) is told
