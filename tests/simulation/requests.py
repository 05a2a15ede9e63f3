"""What becomes of one request or enquiry: residents ask, change and cancel; officers answer or do not."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from booking.actions import (
    answering_for,
    arranging,
    attending,
    changing,
    diaries,
    enquiring,
    handing_over,
    requesting,
    residents,
)
from booking.actions.actor import RESIDENT, Actor
from booking.actions.enquiring import NewEnquiry
from booking.actions.requesting import NewRequest
from booking.domain.arranging import Preference
from booking.domain.local_time import local_day
from booking.domain.needs import SPOKEN_INTERPRETERS, Meeting, Part
from booking.extensions import db
from booking.models import ActorKind, Appointment, CameBy, Officer, Service
from tests.simulation import council
from tests.simulation.oracle import LONDON

if TYPE_CHECKING:
    from tests.simulation.year import Year

WAYS = (Meeting.IN_PERSON, Meeting.IN_PERSON, Meeting.PHONE, Meeting.VIDEO)
OFFICER = Actor(ActorKind.OFFICER)


def desk(year: "Year") -> Actor:
    return Actor(ActorKind.FRONT_DESK, year.council.manager, on_behalf=True)


def manager(year: "Year") -> Actor:
    return Actor(ActorKind.MANAGER, year.council.manager)


def somebody_asks(year: "Year", number: int) -> None:
    """A request, and by the draw what becomes of it."""
    rng = year.rng
    officer_id, service_id = rng.choice(year.council.offers)
    every = year.every_need and number < len(council.NEEDS)
    if every and council.NEEDS[number] == "home_visit":
        officer_id, service_id = year.council.visits
    whole: dict[str, Any] = {
        "key": f"request-{number}",
        "service_id": service_id,
        "officer_id": officer_id,
        "meeting": rng.choice(WAYS),
        "contact": council.somebody(number, rng, by_every_way=every),
        "needs": (council.NEEDS[number],) if every else council.needs(rng),
    }
    whole["spoken_language"] = _speaks(rng, whole["needs"])
    chosen = None
    if officer_id not in year.council.by_request and rng.random() < 0.75:
        chosen = year.read(lambda: _a_time(rng, whole))
    wishes = () if chosen else _wishes(rng, local_day(year.clock(), LONDON))
    new = NewRequest(**whole, starts_at=chosen, preferences=wishes)
    made = year.act("request", lambda: requesting.request(new, actor=RESIDENT).id)
    if made is not None:
        year.report.requests += 1
        year.report.needs.update(new.needs)
        year.report.languages[new.contact.language] += 1
        year.needs.stated[made] = tuple(residents.stated(new.needs, new.contact))
        _goes_on(year, made)


def somebody_wants_to_know(year: "Year", number: int) -> None:
    """An enquiry that the front desk logs; most are answered in time, some late, some never."""
    rng = year.rng
    officer_id, service_id = rng.choice(year.council.offers)
    new = NewEnquiry(
        key=f"enquiry-{number}",
        service_id=service_id,
        officer_id=officer_id,
        contact=council.somebody(number, rng),
        question="When is my bin emptied?",
        came_by=rng.choice(list(CameBy)),
        answer="On Mondays." if rng.random() < 0.2 else None,
    )
    made = year.act("enquiry", lambda: enquiring.log(new, actor=desk(year)).id)
    if made is None or new.answer:
        return
    year.report.enquiries += 1
    if (drawn := rng.random()) < 0.75:
        year.later(
            rng.uniform(0.2, 6),
            "answer an enquiry",
            lambda: enquiring.answer(enquiry_id=made, text="On Mondays.", actor=desk(year)).id,
        )
    elif drawn < 0.85:
        year.later(
            2,
            "withdraw an enquiry",
            lambda: enquiring.withdraw(enquiry_id=made, actor=RESIDENT).id,
        )


def _goes_on(year: "Year", id_: int) -> None:
    """What the officer and the resident do about it in the days that follow."""
    rng = year.rng
    drawn = rng.random()
    if drawn < 0.35:
        year.later(rng.uniform(0.1, 4), "officer arranges", lambda: _officer_arranges(year, id_))
    elif drawn < 0.42:
        year.later(rng.uniform(0.5, 4), "officer declines", lambda: _declined(year, id_))
    elif drawn < 0.47:
        year.later(rng.uniform(0.5, 3), "officer holds it back", lambda: _held_back(year, id_))
    elif drawn < 0.52:
        year.later(rng.uniform(1, 6), "handed to the cover", lambda: _handed_over(year, id_))
    if rng.random() < 0.5:
        change = rng.choice((_moves, _moves, _cancels, _changes_needs, _prefers, _is_late))
        year.later(rng.uniform(0.2, 12), change.__name__.strip("_"), lambda: change(year, id_))


def _a_time(rng: Random, whole: dict[str, object]) -> datetime | None:
    """One of the times that the resident would be shown."""
    officer = db.session.get_one(Officer, whole["officer_id"])
    needed = diaries.demand_for(
        db.session.get_one(Service, whole["service_id"]),
        officer,
        meeting=whole["meeting"],  # type: ignore[arg-type]
        needs=whole["needs"],  # type: ignore[arg-type]
        language=whole["spoken_language"],  # type: ignore[arg-type]
        location_id=None,
    )
    slots = list(islice(diaries.offered(db.session(), officer, needed), 120))
    return rng.choice(slots).start if slots else None


def _another_time(year: "Year", session: Session, id_: int) -> datetime | None:
    appointment = session.get_one(Appointment, id_)
    slots = diaries.offered(session, appointment.officer, diaries.demand_of(appointment))
    some = list(islice(slots, 60))
    return year.rng.choice(some).start if some else None


def _wishes(rng: Random, today: date) -> tuple[Preference, ...]:
    return tuple(
        Preference(rank, today + timedelta(days=rng.randint(2, 12)), rng.choice((None, *Part)))
        for rank in range(1, rng.randint(0, 3) + 1)
    )


def _officer_arranges(year: "Year", id_: int) -> int | None:
    best = diaries.proposals(db.session(), db.session.get_one(Appointment, id_))
    if not best:
        return None
    start = best[0].slot.start
    return arranging.arrange(appointment_id=id_, starts_at=start, actor=OFFICER).id


def _declined(year: "Year", id_: int) -> int:
    return changing.decline(
        appointment_id=id_, reason="Not ours.", instead="The county.", actor=OFFICER
    ).id


def _held_back(year: "Year", id_: int) -> int:
    return answering_for.hold_back(
        appointment_id=id_, reason="Away together.", actor=manager(year)
    ).id


def _handed_over(year: "Year", id_: int) -> int | None:
    cover = db.session.get_one(Appointment, id_).officer.cover_id
    if cover is None:
        return None
    return handing_over.hand_over(
        appointment_id=id_, officer_id=cover, agreement="Said so by phone.", actor=manager(year)
    ).id


def _moves(year: "Year", id_: int) -> int | None:
    starts_at = _another_time(year, db.session(), id_)
    if starts_at is None:
        return None
    return changing.rearrange(appointment_id=id_, starts_at=starts_at, actor=RESIDENT).id


def _cancels(year: "Year", id_: int) -> int:
    return changing.cancel(appointment_id=id_, actor=RESIDENT).id


def _changes_needs(year: "Year", id_: int) -> int:
    needs = year.needs.drawn.setdefault(id_, council.needs(year.rng))
    changed = changing.change_needs(
        appointment_id=id_,
        needs=needs,
        in_own_words=None,
        language=_speaks(year.rng, needs),
        actor=RESIDENT,
    )
    year.needs.stated[id_] = needs
    return changed.id


def _prefers(year: "Year", id_: int) -> int:
    wishes = _wishes(year.rng, local_day(year.clock(), LONDON))
    return changing.prefer(appointment_id=id_, preferences=wishes, actor=RESIDENT).id


def _is_late(year: "Year", id_: int) -> int:
    return attending.say_late(appointment_id=id_, minutes=10, actor=RESIDENT).id


def _speaks(rng: Random, needs: Sequence[str]) -> str | None:
    """Whoever needs an interpreter says for which language: forms see to that."""
    said = rng.choice((None, None, "ur", "pl"))
    return said or ("pl" if SPOKEN_INTERPRETERS.intersection(needs) else None)
