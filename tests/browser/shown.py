"""Every page of Kept in every state that it has: the table that the browser's tests go through."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from booking.language.languages import FOR_STAFF
from booking.web.locale import OF_STAFF

DESK = "front_desk"
OFFICER = "officer"
MANAGER = "manager"
ADMINISTRATOR = "administrator"
RIGHT_TO_LEFT = "ar"


@dataclass(frozen=True, slots=True)
class Shown:
    """One page in one state."""

    endpoint: str
    address: str
    """With what `Stage.names` knows in braces."""
    who: str = "anybody"
    """Whose browser shows it: a name of `Stage.sessions`."""
    sends: bool = False
    """Its form is sent as it stands: an empty one comes back in error."""
    bare: bool = False
    """In a council that nobody has asked for anything yet."""
    status: int = 200
    composed: bool = False
    """It is a letter or an email as its reader gets it, not a page of ours."""

    def __str__(self) -> str:
        """Tells this row from every other."""
        states = (self.who if self.who != "anybody" else "", "sent" if self.sends else "")
        more = ("bare" if self.bare else "", str(self.status) if self.status != 200 else "")
        query = self.address.partition("?")[2]
        token = self.address.split("{")[1].split("}")[0] if "{" in self.address else ""
        return " ".join(part for part in (self.endpoint, *states, *more, token, query) if part)


BROKEN = (
    "/manager/broken?what=officer&officer=1&first-day=24&first-month=11&first-year=2026"
    "&last-day=27&last-month=11&last-year=2026"
)
"""Sam is away from Tuesday to Friday."""


def _form(endpoint: str, address: str, **how: str) -> tuple[Shown, Shown]:
    """A page with a form: as it is first seen, and when it has been sent with nothing in it."""
    return Shown(endpoint, address, **how), Shown(endpoint, address, sends=True, **how)  # type: ignore[arg-type]


EVERYBODY = (
    Shown("pages.accessibility", "/accessibility"),
    Shown("pages.privacy", "/privacy"),
    Shown("figures.published", "/figures"),
    Shown("figures.published", "/figures", bare=True),
    *_form("staff.sign_in", "/staff/sign-in"),
    Shown("error 404", "/nothing-here", status=404),
    Shown("error 405", "/request", status=405),
    Shown("error 410", "/appointment/worn-out", status=410),
    Shown("error 403", "/desk/today", who=OFFICER, status=403),
)

ASKING = (
    Shown("resident.start", "/"),
    Shown("resident.with_officer", "/with/sam-okafor"),
    *_form("resident.service", "/request/service", who="at service"),
    Shown("resident.service", "/request/service", who="at check"),
    *_form("resident.officer", "/request/officer", who="at officer"),
    Shown("resident.officer", "/request/officer?q=nobody", who="at officer"),
    Shown("resident.officer", "/request/officer?q=rhys", who="at check"),
    *_form("resident.meeting", "/request/meeting", who="at meeting"),
    Shown("resident.meeting", "/request/meeting", who="at check"),
    *_form("resident.language", "/request/language", who="at language"),
    *_form("resident.support", "/request/support", who="at support"),
    Shown("resident.support", "/request/support", who="at check"),
    *_form("resident.writing", "/request/writing", who="at writing"),
    Shown("resident.writing", "/request/writing", who="at check"),
    *_form("resident.time", "/request/time", who="at time"),
    Shown("resident.time", "/request/time", who="at check"),
    Shown("resident.time", "/request/time", who="waiting for support"),
    Shown("resident.time", "/request/time", who="whose hold lapsed"),
    *_form("resident.time", "/request/time", who="whose device others see"),
    Shown("resident.days", "/request/days", who="at time"),
    Shown("resident.days", "/request/days?chosen=", who="at time"),
    *_form("resident.times", "/request/times/2026-11-25", who="at time"),
    Shown("resident.times", "/request/times/2026-11-29", who="at time"),
    *_form("resident.preferences", "/request/preferences", who="at preferences"),
    Shown("resident.preferences", "/request/preferences", who="with wishes"),
    Shown("resident.helped", "/request/helped", who="at helped"),
    Shown("resident.helped", "/request/helped", who="at check"),
    *_form("resident.supporter", "/request/supporter", who="at supporter"),
    Shown("resident.supporter", "/request/supporter", who="at check"),
    *_form("resident.details", "/request/details", who="at details"),
    Shown("resident.details", "/request/details", who="at check"),
    Shown("resident.check", "/request/check", who="at check"),
    Shown("resident.check", "/request/check", who="with wishes"),
    Shown("resident.done", "/request/done", who="has arranged"),
    Shown("resident.done", "/request/done", who="has asked"),
    Shown("resident.sent", "/request/sent", who="has arranged"),
    Shown("resident.expired", "/request/expired", who="expired"),
)

MANAGING = (
    Shown("manage.show", "/appointment/{manage}"),
    Shown("manage.show", "/appointment/{manage_asked}"),
    Shown("manage.show", "/appointment/{manage_helped}"),
    Shown("manage.show", "/appointment/{manage_seen}"),
    Shown("manage.cancel", "/appointment/{manage_seen}/cancel"),
    *_form("manage.change_time", "/appointment/{manage_later}/time"),
    Shown("manage.change_time", "/appointment/{manage_later}/time?see=days"),
    Shown("manage.change_time", "/appointment/{manage_later}/time?day=2026-11-27"),
    Shown(
        "manage.confirm_time", "/appointment/{manage_later}/time/confirm?time=2026-11-27T10:00:00Z"
    ),
    Shown("manage.prefer", "/appointment/{manage_asked}/preferences"),
    Shown("manage.needs", "/appointment/{manage}/needs"),
    Shown("manage.cancel", "/appointment/{manage}/cancel"),
    *_form("manage.late", "/appointment/{manage}/late"),
    *_form("manage.cover", "/appointment/{manage_covered}/cover"),
    Shown(
        "manage.confirm_cover",
        "/appointment/{manage_covered}/cover/confirm?time=2026-11-27T10:00:00Z",
    ),
    Shown("manage.show", "/appointment/{manage_covered}"),
    *_form("manage.choose_again", "/appointment/{manage_again}/again"),
    Shown(
        "manage.confirm_again",
        "/appointment/{manage_again}/again/confirm?time=2026-11-27T10:00:00Z",
    ),
    Shown("manage.show", "/appointment/{manage_again}"),
    Shown("manage.show", "/appointment/{manage_later}"),
    Shown("manage.show", "/appointment/{manage_for}"),
    Shown("manage.show", "/appointment/{manage_seeing}"),
    *_form("manage.add_supporter", "/appointment/{manage}/supporters/new"),
    Shown("manage.supporter", "/appointment/{manage_later}/supporters/{supporter}"),
    Shown("manage.stop_helping", "/appointment/{manage_for}/stop"),
    Shown("manage.needs", "/appointment/{manage_for}/needs"),
    Shown("here.show", "/here/{here_soon}"),
    Shown("here.show", "/here/{here_now}"),
    Shown("here.show", "/here/{here_come}"),
    Shown("here.show", "/here/{here_moved}"),
    *_form("manage.lost", "/appointment/find"),
    Shown("manage.link_sent", "/appointment/find/sent"),
)

AT_THE_DESK = (
    Shown("front_desk.today", "/desk/today", who=DESK),
    Shown("front_desk.today", "/desk/today?location=all", who=DESK),
    Shown("front_desk.today", "/desk/today", who=DESK, bare=True),
    *_form("front_desk.book", "/desk/book", who=DESK),
    *_form("front_desk.find", "/desk/find", who=DESK),
    Shown("front_desk.appointment", "/desk/appointments/{today}", who=DESK),
    Shown("front_desk.appointment", "/desk/appointments/{asked}", who=DESK),
    Shown("front_desk.confirmation", "/desk/appointments/{today}/confirmation", who=DESK),
    Shown(
        "front_desk.confirmation", "/desk/appointments/{today}/confirmation?print=large", who=DESK
    ),
    *_form("front_desk.change_time", "/desk/appointments/{later}/time", who=DESK),
    Shown("front_desk.change_needs", "/desk/appointments/{today}/needs", who=DESK),
    *_form("front_desk.add_supporter", "/desk/appointments/{later}/supporters/new", who=DESK),
    Shown("front_desk.supporter", "/desk/appointments/{later}/supporters/{supporter}", who=DESK),
    Shown("front_desk.appointment", "/desk/appointments/{later}", who=DESK),
    Shown("front_desk.cancel", "/desk/appointments/{today}/cancel", who=DESK),
    Shown("front_desk.enquiries", "/desk/enquiries", who=DESK),
    Shown("front_desk.enquiries", "/desk/enquiries", who=DESK, bare=True),
    *_form("front_desk.new_enquiry", "/desk/enquiries/new", who=DESK),
    Shown("front_desk.enquiry", "/desk/enquiries/{enquiry}", who=DESK),
    Shown("front_desk.enquiry", "/desk/enquiries/{enquiry_late}", who=DESK),
    *_form("front_desk.answer_now", "/desk/appointments/{asked}/answer", who=DESK),
    Shown("front_desk.appointment", "/desk/appointments/{missed}", who=DESK),
    Shown("front_desk.support", "/desk/support", who=DESK),
    Shown("front_desk.support", "/desk/support", who=DESK, bare=True),
    Shown("front_desk.support_booking", "/desk/support/{support}", who=DESK),
    Shown("front_desk.support_booking", "/desk/support/{support_ordered}", who=DESK),
    Shown("front_desk.to_tell", "/desk/to-tell", who=DESK),
    Shown("front_desk.to_tell", "/desk/to-tell", who=DESK, bare=True),
    Shown("front_desk.letters", "/desk/letters", who=DESK),
    Shown("front_desk.letters", "/desk/letters", who=DESK, bare=True),
    Shown("front_desk.letter", "/desk/letters/{letter}", who=DESK, composed=True),
    Shown("front_desk.letter", "/desk/letters/{easy_letter}", who=DESK, composed=True),
    Shown("front_desk.print_run", "/desk/letters/printed/{print_run}", who=DESK),
    Shown("front_desk.calls", "/desk/calls", who=DESK),
    Shown("front_desk.calls", "/desk/calls", who=DESK, bare=True),
    Shown("front_desk.mend_contact", "/desk/residents/{resident}/contact", who=DESK),
)

ANSWERING = (
    Shown("officer.my_day", "/officer/day", who=OFFICER),
    Shown("officer.my_day", "/officer/day", who=OFFICER, bare=True),
    Shown("officer.requests", "/officer/requests", who=OFFICER),
    Shown("officer.requests", "/officer/requests", who=OFFICER, bare=True),
    *_form("officer.answer", "/officer/requests/{asked}", who=OFFICER)[:1],
    *_form("officer.other_time", "/officer/requests/{asked}/time", who=OFFICER),
    *_form("officer.decline", "/officer/requests/{asked}/decline", who=OFFICER),
    *_form("officer.hold", "/officer/requests/{asked}/hold", who=OFFICER),
    Shown("officer.answer", "/officer/requests/{missed}", who=OFFICER),
    Shown("officer.enquiries", "/officer/enquiries", who=OFFICER),
    Shown("officer.enquiries", "/officer/enquiries", who=OFFICER, bare=True),
    Shown("officer.enquiry", "/officer/enquiries/{enquiry}", who=OFFICER),
    *_form("officer.diary", "/officer/diary", who=OFFICER),
    Shown("officer.appointment", "/officer/appointments/{seen}", who=OFFICER),
    Shown("officer_link.answer", "/officer/answer/{answer}"),
    Shown("officer_link.answer", "/officer/answer/{answer}?time=2026-11-25T10:00:00Z"),
    Shown("officer_link.answer", "/officer/answer/{answered}"),
    *_form("officer_link.other_time", "/officer/answer/{answer}/time"),
    *_form("officer_link.decline", "/officer/answer/{answer}/decline"),
)

DECIDING = (
    Shown("manager.queue", "/manager/", who=MANAGER),
    Shown("manager.queue", "/manager/?state=missed", who=MANAGER),
    Shown("manager.queue", "/manager/", who=MANAGER, bare=True),
    Shown("manager.appointment", "/manager/appointments/{missed}", who=MANAGER),
    Shown("manager.appointment", "/manager/appointments/{mended}", who=MANAGER),
    Shown("manager.appointment", "/manager/appointments/{held}", who=MANAGER),
    Shown("manager.appointment", "/manager/appointments/{again}", who=MANAGER),
    *_form("manager.arrange", "/manager/appointments/{held}/time", who=MANAGER),
    Shown("manager.arrange", "/manager/appointments/{missed}/time", who=MANAGER),
    Shown("manager.arrange", "/manager/appointments/{held}/time?see=days", who=MANAGER),
    Shown("manager.hand_over", "/manager/appointments/{held}/officer", who=MANAGER),
    Shown("manager.hand_over", "/manager/appointments/{held}/officer?officer=", who=MANAGER),
    *_form("manager.hand_over", "/manager/appointments/{held}/officer?officer=1", who=MANAGER),
    *_form("manager.hold", "/manager/appointments/{asked}/hold", who=MANAGER),
    *_form("manager.open_time", "/manager/appointments/{missed}/open-time", who=MANAGER),
    *_form("manager.answer_now", "/manager/appointments/{asked}/answer", who=MANAGER),
    *_form("manager.put_right", "/manager/promises/{miss}/put-right", who=MANAGER),
    Shown("manager.enquiry", "/manager/enquiries/{enquiry}", who=MANAGER),
    Shown("manager.enquiry", "/manager/enquiries/{enquiry_late}", who=MANAGER),
    Shown("manager.give", "/manager/enquiries/{enquiry}/officer", who=MANAGER),
    *_form("manager.answer", "/manager/enquiries/{enquiry}/answer", who=MANAGER),
    Shown("manager.broken", "/manager/broken", who=MANAGER),
    Shown("manager.broken", "/manager/broken?what=officer", who=MANAGER),
    Shown("manager.broken", BROKEN, who=MANAGER),
    Shown("manager.broken", BROKEN, who=MANAGER, bare=True),
    Shown("manager.broken_done", "/manager/broken/done", who="who rearranged"),
    Shown("manager.reports", "/manager/reports", who=MANAGER),
    Shown("manager.reports", "/manager/reports?by=officer", who=MANAGER),
    Shown("manager.reports", "/manager/reports?by=nothing", who=MANAGER),
    Shown("manager.reports", "/manager/reports", who=MANAGER, bare=True),
    Shown("manager.show_standards", "/manager/standards", who=MANAGER),
    *_form("manager.new_standard", "/manager/standards/new", who=MANAGER),
    *_form("manager.show_closures", "/manager/closures", who=MANAGER),
    Shown("manager.show_closures", "/manager/closures", who=MANAGER, bare=True),
)

ADMINISTERING = (
    Shown("admin.needs", "/admin/needs", who=ADMINISTRATOR),
    Shown("admin.need", "/admin/needs/bsl_interpreter", who=ADMINISTRATOR),
    Shown("admin.need", "/admin/needs/separate_waiting", who=ADMINISTRATOR),
    Shown("admin.need", "/admin/needs/braille", who=ADMINISTRATOR, bare=True),
    Shown("admin.rooms", "/admin/rooms", who=ADMINISTRATOR),
    Shown("admin.room", "/admin/rooms/2", who=ADMINISTRATOR),
    Shown("admin.way_out", "/admin/way-out", who=ADMINISTRATOR),
    Shown("admin.way_out", "/admin/way-out", who=ADMINISTRATOR, bare=True),
    Shown("admin.messages", "/admin/messages", who=ADMINISTRATOR),
    Shown("admin.messages", "/admin/messages", who=ADMINISTRATOR, bare=True),
    Shown("admin.message", "/admin/messages/arranged?channel=sms&language=ar", who=ADMINISTRATOR),
    Shown("admin.message", "/admin/messages/arranged?channel=email&language=pl", who=ADMINISTRATOR),
    Shown("admin.message", "/admin/messages/arranged?channel=letter&neutral=y", who=ADMINISTRATOR),
    Shown("admin.message", "/admin/messages/arranged?channel=phone", who=ADMINISTRATOR),
    Shown("admin.message", "/admin/messages/missed", who=ADMINISTRATOR),
    Shown(
        "admin.message_layout",
        "/admin/messages/arranged/layout?channel=email",
        who=ADMINISTRATOR,
        composed=True,
    ),
    Shown("admin.read_messages", "/admin/messages/read?language=ar&channel=sms", who=ADMINISTRATOR),
    Shown("admin.read_messages", "/admin/messages/read?channel=letter", who=ADMINISTRATOR),
)

DEMONSTRATION = (
    Shown("sent_messages.index", "/sent-messages"),
    Shown("sent_messages.index", "/sent-messages", bare=True),
    Shown("sent_messages.one", "/sent-messages/{message}", composed=True),
)

PAGES = (
    *EVERYBODY,
    *ASKING,
    *MANAGING,
    *AT_THE_DESK,
    *ANSWERING,
    *DECIDING,
    *ADMINISTERING,
    *DEMONSTRATION,
)

NO_PAGES = frozenset(
    {
        "static",
        "operations.health",  # for machines
        "operations.ready",
        "operations.metrics",
        "api.free_times",
        "resident.calendar",  # files
        "manage.calendar",
        "sent_messages.calendar",
        "manager.report_file",
        "admin.message_entry",
        "admin.message_pdf",
        "front_desk.letter_pdf",
        "front_desk.print_run_pdf",
        "pages.language",  # these lead on to a page
        "staff.home",
        "staff.appointment",
    }
)
"""Endpoints that answer a GET with something that is no page."""


def in_languages(
    rows: Iterable[Shown], languages: Iterable[str] = ("en", RIGHT_TO_LEFT)
) -> Iterator[tuple[Shown, str]]:
    """Each row in each language that it has: staff pages are in fewer of them."""
    for shown in rows:
        for language in languages:
            if language in FOR_STAFF or shown.endpoint.partition(".")[0] not in OF_STAFF:
                yield shown, language
