"""Who may come in where: one table of every endpoint. What is not in it is closed to everybody."""

from typing import NoReturn

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from booking.models import Role, Staff

EVERYBODY = "everybody"
LINK = "link"
"""Whoever has the secure link; the view opens it."""
DEMONSTRATION = "demonstration"
"""Everybody, where messages are shown instead of sent; nobody in production."""

ANY_STAFF = frozenset(Role)
DESK = frozenset({Role.FRONT_DESK, Role.MANAGER, Role.ADMINISTRATOR})
OFFICERS = frozenset({Role.OFFICER})
MANAGERS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

Guard = str | frozenset[Role]

ACCESS: dict[str, Guard] = {
    "static": EVERYBODY,
    "operations.health": EVERYBODY,
    "operations.ready": EVERYBODY,
    "operations.metrics": EVERYBODY,
    "pages.accessibility": EVERYBODY,
    "pages.privacy": EVERYBODY,
    "figures.published": EVERYBODY,
    "pages.language": EVERYBODY,
    "front_desk.today": DESK,
    "front_desk.book": DESK,
    "front_desk.find": DESK,
    "front_desk.appointment": DESK,
    "front_desk.confirmation": DESK,
    "front_desk.step": DESK,
    "front_desk.late": DESK,
    "front_desk.task": DESK,
    "front_desk.needs_still_right": DESK,
    "front_desk.forget_needs": DESK,
    "front_desk.change_time": DESK,
    "front_desk.change_needs": DESK,
    "front_desk.cancel": DESK,
    "front_desk.add_supporter": DESK,
    "front_desk.supporter": DESK,
    "front_desk.answer_now": DESK,
    "front_desk.enquiries": DESK,
    "front_desk.new_enquiry": DESK,
    "front_desk.enquiry": DESK,
    "front_desk.support": DESK,
    "front_desk.support_booking": DESK,
    "front_desk.to_tell": DESK,
    "front_desk.told": DESK,
    "front_desk.tell_otherwise": DESK,
    "front_desk.letters": DESK,
    "front_desk.letter": DESK,
    "front_desk.letter_pdf": DESK,
    "front_desk.print_letters": DESK,
    "front_desk.print_run": DESK,
    "front_desk.print_run_pdf": DESK,
    "front_desk.posted": DESK,
    "front_desk.calls": DESK,
    "front_desk.called": DESK,
    "front_desk.mend_contact": DESK,
    "sent_messages.index": DEMONSTRATION,
    "sent_messages.one": DEMONSTRATION,
    "sent_messages.calendar": DEMONSTRATION,
    "api.free_times": EVERYBODY,
    "resident.start": EVERYBODY,
    "resident.begin": EVERYBODY,
    "resident.with_officer": EVERYBODY,
    "resident.service": EVERYBODY,
    "resident.officer": EVERYBODY,
    "resident.meeting": EVERYBODY,
    "resident.language": EVERYBODY,
    "resident.support": EVERYBODY,
    "resident.writing": EVERYBODY,
    "resident.time": EVERYBODY,
    "resident.days": EVERYBODY,
    "resident.times": EVERYBODY,
    "resident.preferences": EVERYBODY,
    "resident.helped": EVERYBODY,
    "resident.supporter": EVERYBODY,
    "resident.details": EVERYBODY,
    "resident.check": EVERYBODY,
    "resident.confirm": EVERYBODY,
    "resident.done": EVERYBODY,
    "resident.calendar": EVERYBODY,
    "resident.sent": EVERYBODY,
    "resident.expired": EVERYBODY,
    "resident.forget": EVERYBODY,
    "manage.show": LINK,
    "manage.calendar": LINK,
    "manage.change_time": LINK,
    "manage.confirm_time": LINK,
    "manage.prefer": LINK,
    "manage.cover": LINK,
    "manage.confirm_cover": LINK,
    "manage.choose_again": LINK,
    "manage.confirm_again": LINK,
    "manage.needs": LINK,
    "manage.still_right": LINK,
    "manage.forget_needs": LINK,
    "manage.another": LINK,
    "manage.cancel": LINK,
    "manage.late": LINK,
    "manage.add_supporter": LINK,
    "manage.supporter": LINK,
    "manage.stop_helping": LINK,
    "manage.lost": EVERYBODY,
    "manage.link_sent": EVERYBODY,
    "here.show": LINK,
    "officer.my_day": OFFICERS,
    "officer.requests": OFFICERS,
    "officer.answer": OFFICERS,
    "officer.other_time": OFFICERS,
    "officer.decline": OFFICERS,
    "officer.hold": OFFICERS,
    "officer.diary": OFFICERS,
    "officer.record_absence": OFFICERS,
    "officer.remove_absence": OFFICERS,
    "officer.appointment": OFFICERS,
    "officer.attend": OFFICERS,
    "officer.enquiries": OFFICERS,
    "officer.enquiry": OFFICERS,
    "manager.queue": MANAGERS,
    "manager.appointment": MANAGERS,
    "manager.arrange": MANAGERS,
    "manager.hand_over": MANAGERS,
    "manager.hold": MANAGERS,
    "manager.open_time": MANAGERS,
    "manager.answer_now": MANAGERS,
    "manager.put_right": MANAGERS,
    "manager.enquiry": MANAGERS,
    "manager.give": MANAGERS,
    "manager.answer": MANAGERS,
    "manager.broken": MANAGERS,
    "manager.broken_done": MANAGERS,
    "manager.reports": MANAGERS,
    "manager.report_file": MANAGERS,
    "manager.show_standards": MANAGERS,
    "manager.new_standard": MANAGERS,
    "manager.remove_standard": MANAGERS,
    "manager.show_closures": MANAGERS,
    "manager.remove_closure": MANAGERS,
    "admin.needs": ADMINISTRATORS,
    "admin.need": ADMINISTRATORS,
    "admin.rooms": ADMINISTRATORS,
    "admin.way_out": ADMINISTRATORS,
    "admin.room": ADMINISTRATORS,
    "admin.messages": ADMINISTRATORS,
    "admin.message": ADMINISTRATORS,
    "admin.message_layout": ADMINISTRATORS,
    "admin.message_entry": ADMINISTRATORS,
    "admin.message_pdf": ADMINISTRATORS,
    "admin.read_messages": ADMINISTRATORS,
    "officer_link.answer": LINK,
    "officer_link.other_time": LINK,
    "officer_link.decline": LINK,
    "staff.sign_in": EVERYBODY,
    "staff.sign_out": ANY_STAFF,
    "staff.sign_out_everywhere": ANY_STAFF,
    "staff.home": ANY_STAFF,
    "staff.appointment": ANY_STAFF,
}


def guard(app: Flask) -> None:
    """Checks every request against the table before any view runs."""

    @app.before_request
    def check() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None  # no such page: Flask answers 404, or 405
        allowed = ACCESS.get(request.endpoint)
        if allowed is None:
            abort(404)
        if allowed == DEMONSTRATION and app.extensions["settings"].production:
            abort(404)
        if isinstance(allowed, frozenset):
            return _check_staff(allowed)
        return None


def _check_staff(allowed: frozenset[Role]) -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        here = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("staff.sign_in", then=here))
    if signed_in().role not in allowed:
        abort(403)
    return None


def signed_in() -> Staff:
    """The member of staff whose request this is; 403 where nobody is signed in."""
    if not isinstance(staff := current_user._get_current_object(), Staff):
        _refuse()
    return staff


def _refuse() -> NoReturn:
    abort(403)
