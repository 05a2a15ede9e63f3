"""What the pages show while they are looked at: appointments in every state, and browsers on their way."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from booking import worker
from booking.actions import (
    absences,
    acting_for,
    arranging,
    attending,
    calling,
    changing,
    drafts,
    finding,
    holds,
    links,
    printing,
    requesting,
    residents,
    supporting,
)
from booking.actions.actor import RESIDENT, Actor
from booking.actions.requesting import NewRequest
from booking.domain.arranging import Preference
from booking.domain.needs import Meeting, Part
from booking.extensions import db
from booking.models import ActorKind, Appointment, Channel, Message, Purpose, Staff
from booking.web.resident.answers import Answers, written
from booking.web.resident.journey import Journey
from tests.browser import promised
from tests.browser.live import Site, found_council, link
from tests.builders import Council, arranged, authority, contact, london, new_request
from tests.conftest import MONDAY

PRIYA, AT_THE_DESK = Actor(ActorKind.OFFICER), Actor(ActorKind.FRONT_DESK)
NEEDS = ("hearing_loop", "step_free", "longer_appointment")
LONG_NAME = "Wilhelmina Featherstonehaugh-Cholmondeley"


@dataclass(frozen=True)
class Stage:
    """A site with something on every page: what its addresses name, and whose browsers there are."""

    site: Site
    names: dict[str, str] = field(default_factory=dict)
    """What stands in braces in an address: references, tokens, numbers."""
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What a browser's session holds, by who sits in front of it."""


def bare(site: Site) -> Stage:
    """A council that nobody has asked for anything yet."""
    with site.app.app_context():
        found_council()
        return Stage(site, sessions={"anybody": {}, **signed_in()})


def furnished(site: Site) -> Stage:
    """Appointments in every state; residents at every question; letters, calls and links."""
    with site.app.app_context():
        council = found_council()
        names = promised.long_ago(site, council)
        _still_at_hand(council)
        site.clock.at = MONDAY - timedelta(days=4)
        names |= _appointments(council)
        worker.once()
        _still_at_hand(council)
        site.clock.at = MONDAY
        _on_the_day(names)
        names |= promised.these_days(council)
        names |= _by_hand(council, names)
        names |= _letters()
        sessions = {"anybody": {}, **signed_in(), **_residents(council)}
        ids = [int(id_) for id_ in names["rearranged"].split()]
        sessions["who rearranged"] = {**sessions["manager"], "rearranged": ids}
    return Stage(site, names, sessions)


def _still_at_hand(council: Council) -> None:
    """The worker leaves no session behind it."""
    db.session.add_all(vars(council).values())


def signed_in() -> dict[str, dict[str, Any]]:
    """Those who signed in, by role."""
    signed_in = db.session.query(Staff).all()
    return {str(one.role): {"_user_id": one.get_id(), "_fresh": True} for one in signed_in}


def _appointments(council: Council) -> dict[str, str]:
    today = arranged(
        council,
        london(23, 14),
        needs=NEEDS,
        about="My landlord wants me to leave.",
        contact=contact(name=LONG_NAME),
    )
    helped = arranged(
        council,
        london(9, 11, month=12),
        needs=("interpreter_in_person", "note_taker"),
        spoken_language="so",
        contact=contact(name="Hodan Ali"),
    )
    ordered, needed = supporting.live(db.session(), helped)
    supporting.order(support_id=ordered.id, agency="Words Together", actor=AT_THE_DESK)
    late = arranged(council, london(23, 15), needs=("step_free",))
    here = arranged(council, london(23, 9, 30), contact=contact(name="Owen Price"))
    later = arranged(council, london(26, 11))
    now = arranged(council, london(23, 10, 45), contact=contact(name="Ewa Nowak"))
    seen_by_others = arranged(council, london(2, 11, month=12), needs=("shared_device",))
    asked = ask(council, needs=NEEDS, contact=contact(name="Mei Lin", channel=Channel.LETTER))
    ask(council, contact=contact(name="Tomasz Kowalski", channel=Channel.PHONE))
    seen = ask(council, contact=contact(name="Bronwen Hughes"))
    arranging.arrange(appointment_id=seen.id, starts_at=london(23, 10, 30), actor=PRIYA)
    absences.record(
        officer_id=council.priya.id,
        starts_at=london(26, 0),
        ends_at=london(28, 0),
        reason="training",
        actor=PRIYA,
    )
    return {
        "here": here.reference,
        "late": late.reference,
        "now": now.reference,
        "today": today.reference,
        "later": later.reference,
        "asked": asked.reference,
        "seen": seen.reference,
        "support": str(needed.id),
        "support_ordered": str(ordered.id),
        "manage_seen": link(seen_by_others, Purpose.MANAGE),
        "manage_helped": link(helped, Purpose.MANAGE),
        "manage": link(today, Purpose.MANAGE),
        "manage_later": link(later, Purpose.MANAGE),
        **_supporters(later),
        "manage_asked": link(asked, Purpose.MANAGE),
        "answer": link(asked, Purpose.ANSWER_REQUEST),
        "answered": link(seen, Purpose.ANSWER_REQUEST),
    }


def _supporters(appointment: Appointment) -> dict[str, str]:
    """One who may change the appointment, and one who may only see it."""
    links_of: dict[str, str] = {}
    for name, may_manage in (("Joan Smith", True), ("Ben Adeyemi-Featherstonehaugh", False)):
        supporter = acting_for.authorise(
            appointment_id=appointment.id,
            authority=authority(name=name, may_manage=may_manage),
            actor=AT_THE_DESK,
        )
        token = links.mint(db.session(), appointment, Purpose.MANAGE, supporter_id=supporter.id)
        db.session.commit()
        links_of |= {
            "supporter" if may_manage else "supporter_seeing": str(supporter.id),
            "manage_for" if may_manage else "manage_seeing": token,
        }
    return links_of


def _on_the_day(names: dict[str, str]) -> None:
    """Somebody has come, and somebody will be late."""
    session, desk = db.session(), AT_THE_DESK
    here, late = (finding.by_reference(session, names[name]) for name in ("here", "late"))
    assert here
    assert late
    attending.check_in(appointment_id=here.id, actor=desk)
    attending.say_late(appointment_id=late.id, minutes=10, actor=RESIDENT)


def ask(council: Council, **changes: Any) -> Appointment:
    """A request to see Priya, with two wishes; it waits until she answers."""
    wishes = (
        Preference(1, london(25, 0).date(), Part.MORNING),
        Preference(2, None, Part.AFTERNOON),
    )
    wanted: dict[str, Any] = {
        "service_id": council.benefits.id,
        "officer_id": council.priya.id,
        "location_id": council.civic_centre.id,
        "preferences": wishes,
        "about": "My payment is late.",
    }
    new: NewRequest = new_request(council, **(wanted | changes))
    return requesting.request(new, actor=RESIDENT)


def _by_hand(council: Council, names: dict[str, str]) -> dict[str, str]:
    """Letters printed and to print, calls to make and to make again, and squares on letters."""
    by_letter, by_phone = (contact(channel=way) for way in (Channel.LETTER, Channel.PHONE))
    easy = arranged(council, london(26, 14), needs=("easy_read",), contact=by_letter)
    moved = arranged(council, london(26, 15), contact=by_letter)
    run_id = printing.print_letters(actor=AT_THE_DESK)
    squares = {
        "here_now": _square(finding.by_reference(db.session(), names["now"])),
        "here_soon": _square(easy),
        "here_moved": _square(moved),
        "here_come": _square(finding.by_reference(db.session(), names["here"])),
    }
    changing.rearrange(appointment_id=moved.id, starts_at=london(26, 16), actor=RESIDENT)
    needs = ("coloured_paper", "braille", "large_print_24")
    arranged(council, london(27, 14), needs=needs, contact=by_letter)
    somali = {"needs": ("interpreter_phone", "text_relay"), "spoken_language": "so"}
    arranged(council, london(27, 15), contact=by_phone, **somali)
    for hour, again in ((11, calling.no_answer), (12, calling.wrong_number)):
        arranged(council, london(30, hour), contact=by_phone)
        again(message_id=calling.to_make(db.session())[-1].id, actor=AT_THE_DESK)
    [letter] = db.session.query(Message).filter_by(appointment_id=easy.id, channel=Channel.LETTER)
    [wrong] = residents.wrong_numbers(db.session())
    return {
        **squares,
        "print_run": str(run_id),
        "easy_letter": str(letter.id),
        "resident": str(wrong.id),
    }


def _square(appointment: Appointment | None) -> str:
    assert appointment
    return link(appointment, Purpose.CHECK_IN)


def _letters() -> dict[str, str]:
    messages = db.session.query(Message).order_by(Message.id).all()
    letters = [one for one in messages if one.channel is Channel.LETTER]
    emails = [one for one in messages if one.channel is Channel.EMAIL and one.content]
    calendars = [one for one in emails if one.content and one.content.get("calendar")]
    return {"letter": str(letters[0].id), "message": str(calendars[0].id)}


def _residents(council: Council) -> dict[str, dict[str, Any]]:
    """Residents who have come as far as the question after which they are named."""
    answers = _all_answers(council)
    unanswered = Answers()
    sessions: dict[str, dict[str, Any]] = {"at service": _draft(unanswered)}
    said: dict[str, Any] = {}
    for next_step, names in _QUESTIONS.items():
        said |= {name: getattr(answers, name) for name in names}
        sessions[f"at {next_step}"] = _draft(Answers(**said))
    sessions["at check"] = _draft(answers, hold=True)
    by_request: dict[str, Any] = {"officer_id": council.priya.id, "service_id": council.benefits.id}
    sessions["at preferences"] = _draft(Answers(**{**said, "starts_at": None, **by_request}))
    wishes = (Preference(1, None, Part.MORNING), Preference(2, london(27, 0).date(), None))
    sessions["with wishes"] = _draft(
        replace(answers, **by_request, starts_at=None, preferences=wishes)
    )
    others = {"writing": ("shared_device",), "starts_at": None}
    sessions["whose device others see"] = _draft(Answers(**{**said, **others}))
    waits = {"communication": ("bsl_interpreter",), "starts_at": None}
    sessions["waiting for support"] = _draft(Answers(**{**said, **waits}))
    for name, appointment in (("arranged", arranged(council)), ("asked", ask(council))):
        sessions[f"has {name}"] = _draft(Answers(appointment_id=appointment.id))
    lapsed = replace(answers, starts_at=london(27, 14))
    sessions["whose hold lapsed"] = _draft(lapsed)
    sessions["expired"] = {"draft": "a token that nothing answers to any more"}
    return sessions


_QUESTIONS: dict[str, tuple[str, ...]] = {
    "officer": ("service_id", "about"),
    "meeting": ("officer_id",),
    "language": ("meeting", "location_id"),
    "support": ("spoken_language", "communication"),
    "writing": ("support", "asked_of_place", "in_own_words"),
    "time": ("writing",),
    "helped": ("starts_at",),
    "supporter": ("helped",),
    "details": ("helped", "authority"),
}


def _all_answers(council: Council) -> Answers:
    return Answers(
        service_id=council.housing.id,
        about="My landlord wants me to leave.",
        officer_id=council.sam.id,
        meeting=Meeting.IN_PERSON,
        location_id=council.civic_centre.id,
        spoken_language="en",
        communication=(),
        support=("hearing_loop", "step_free"),
        asked_of_place=True,
        in_own_words="I sit by the door.",
        writing=("large_print_18",),
        starts_at=_time(),
        helped="yes",
        authority=authority(),
        contact=contact(),
    )


def _time() -> datetime:
    return london(24, 15)


def _draft(answers: Answers, *, hold: bool = False) -> dict[str, Any]:
    """The session of a browser that has given these answers."""
    said = {name: getattr(answers, name) for name in Answers.__slots__}
    token = drafts.begin({name: kept for name, kept in written(said).items() if kept is not None})
    draft = drafts.find(db.session(), token)
    journey = Journey(token, draft.key if draft else "", draft.answers if draft else {})
    if hold and journey.demand and answers.officer_id and answers.starts_at:
        holds.hold(
            officer_id=answers.officer_id,
            needed=journey.demand,
            starts_at=answers.starts_at,
            held_by=journey.key,
        )
    return {"draft": token}
