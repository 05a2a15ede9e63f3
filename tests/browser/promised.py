"""What was promised, in every state in which a manager meets it; made in front of a clock that goes on."""

from datetime import date, timedelta
from typing import Any

from booking import worker
from booking.actions import (
    absences,
    answering_for,
    breaking,
    closures,
    enquiring,
    requesting,
    standards,
)
from booking.actions.actor import KEPT, RESIDENT, Actor
from booking.actions.standards import NewStandard
from booking.domain.promise import Promised
from booking.models import ActorKind, Appointment, CameBy, Enquiry, Purpose
from tests.browser.live import Site, link
from tests.builders import Council, arranged, contact, london, new_enquiry, new_request
from tests.conftest import MONDAY

MANAGER = Actor(ActorKind.MANAGER)
DESK = Actor(ActorKind.FRONT_DESK, on_behalf=True)
NEVER_MET = ("quiet_space",)
"""No room at the civic centre has what it asks for."""


def long_ago(site: Site, council: Council) -> dict[str, str]:
    """Two weeks in which nobody could arrange two requests, nor answered a question."""
    site.clock.at = MONDAY - timedelta(days=14)
    missed = ask(council, "Ffion Pugh", needs=NEVER_MET)
    mended = ask(council, "Ravi Menon", needs=NEVER_MET)
    late = enquire(council, "Gwen Ellis")
    names = {
        "missed": missed.reference,
        "mended": mended.reference,
        "enquiry_late": late.reference,
        "miss": str(missed.promise.id),
    }
    mended_id, answered = mended.promise.id, enquire(council, "Jin Park", came_by=CameBy.EMAIL).id
    while site.clock.at < MONDAY - timedelta(days=5):
        site.clock.forward(hours=12)
        worker.once()
    what = "Phoned, said that we are sorry, and found a room at the library."
    answering_for.put_right(promise_id=mended_id, what=what, actor=MANAGER)
    enquiring.answer(enquiry_id=answered, text="On the third of each month.", actor=DESK)
    return names


def these_days(council: Council) -> dict[str, str]:
    """What is still to be decided on the Monday on which the pages are looked at."""
    held = ask(council, "Tegan Rees")
    answering_for.hold_back(appointment_id=held.id, reason="We see both at once.", actor=MANAGER)
    covered = offered_the_cover(council)
    again = arranged(council, london(27, 15), contact=contact(name="Efa Lloyd"))
    breaking.reopen(appointment_id=again.id, reason="The officer is ill.", actor=KEPT)
    moved = arranged(council, london(27, 16), contact=contact(name="Iolo Vaughan"))
    enquiry = enquire(council, "Carys Wynne", answer_in="large_print_18")
    day = date(2027, 1, 4)
    law = "By law we have 10 working days."
    standards.add(
        NewStandard(
            promised=Promised.APPOINTMENT,
            working_days=10,
            effective_from=day,
            service_id=council.benefits.id,
            wording=law,
        ),
        actor=MANAGER,
    )
    closures.add(
        first=date(2026, 12, 29), last=date(2026, 12, 31), reason="Christmas", actor=MANAGER
    )
    return {
        "held": held.reference,
        "covered": covered.reference,
        "again": again.reference,
        "enquiry": enquiry.reference,
        "manage_covered": link(covered, Purpose.MANAGE),
        "manage_again": link(again, Purpose.MANAGE),
        "rearranged": f"{moved.id} {again.id}",
    }


def ask(council: Council, name: str, **changes: Any) -> Appointment:
    """Somebody asks for Priya, about benefits, at the civic centre; she arranges by request."""
    usual: dict[str, Any] = {
        "service_id": council.benefits.id,
        "officer_id": council.priya.id,
        "location_id": council.civic_centre.id,
        "contact": contact(name=name),
    }
    return requesting.request(new_request(council, **(usual | changes)), actor=RESIDENT)


def offered_the_cover(council: Council) -> Appointment:
    """Priya had no time when it came; since then her absence is over, and the offer stands."""
    absence = absences.record(
        officer_id=council.priya.id,
        starts_at=london(23, 0),
        ends_at=london(23, 0) + timedelta(days=100),
        reason="leave",
        actor=KEPT,
    )
    asked = ask(council, "Seren Hopkins")
    absences.remove(absence_id=absence.id, officer_id=council.priya.id, actor=KEPT)
    return asked


def enquire(
    council: Council, name: str, *, answer_in: str = "", came_by: CameBy = CameBy.PHONE
) -> Enquiry:
    """Somebody asks Priya a question at the desk, on the phone or in writing."""
    needs = (answer_in,) if answer_in else ()
    new = new_enquiry(council, contact=contact(name=name), needs=needs, came_by=came_by)
    return enquiring.log(new, actor=DESK)
