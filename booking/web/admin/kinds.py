"""When each kind of message goes out, as administrators are told."""

from flask_babel import lazy_gettext as _l

from booking.language.codes import Words
from booking.models import Audience, Kind

AUDIENCES: Words = {
    Audience.RESIDENT: _l("To residents"),
    Audience.SUPPORTER: _l("To supporters"),
    Audience.OFFICER: _l("To officers"),
    Audience.MANAGER: _l("To managers"),
}

GOES_OUT: Words = {
    Kind.REQUEST_RECEIVED: _l(
        "At once, when somebody asks to see an officer and no time is fixed."
    ),
    Kind.ARRANGED: _l("At once, when a time is fixed."),
    Kind.REARRANGED: _l("At once, when an appointment moves to another time."),
    Kind.CANCELLED: _l("At once, when an appointment is cancelled, whoever did it."),
    Kind.DECLINED: _l("At once, when an officer declines a request."),
    Kind.ANSWERED: _l("At once, when the question could be answered without an appointment."),
    Kind.WITHDRAWN: _l("At once, when the resident takes a request back."),
    Kind.COVER_OFFERED: _l("When no time with the officer fits and the cover has one."),
    Kind.CHOOSE_AGAIN: _l("When the officer cannot come after all and a new time is to be found."),
    Kind.DELAY: _l("On the last afternoon of the promise, when nothing is arranged yet."),
    Kind.APOLOGY: _l("When the promise was missed."),
    Kind.REMINDER_DAYS: _l("Some working days before the appointment."),
    Kind.REMINDER_HOURS: _l("Some hours before the appointment."),
    Kind.SUPPORT_CONFIRMED: _l("When the support that was booked is confirmed."),
    Kind.SUPPORT_LOST: _l("When support that was confirmed cannot come."),
    Kind.YOUR_LINK: _l("When somebody asks for the link to their appointment again."),
    Kind.SUPPORTER_BEGAN: _l("At once, when somebody is let act for the resident."),
    Kind.SUPPORTER_ENDED: _l("At once, when somebody stops acting for the resident."),
    Kind.ACTING_BEGAN: _l("At once, when the supporter is let act for a resident."),
    Kind.ACTING_ENDED: _l("At once, when the supporter no longer acts for a resident."),
    Kind.ENQUIRY_RECEIVED: _l("At once, when a question is passed on to an officer."),
    Kind.ENQUIRY_ANSWERED: _l("At once, when the officer has answered the question."),
    Kind.ENQUIRY_DELAY: _l("On the last afternoon for an answer, when there is none yet."),
    Kind.ENQUIRY_APOLOGY: _l("When a question was not answered in time."),
    Kind.PLEASE_ARRANGE: _l("At once, when somebody asks for a time with the officer."),
    Kind.ARRANGE_REMINDER: _l("When a request has waited for some working days; to the cover too."),
    Kind.REQUEST_CLOSED: _l("When a request that the officer was asked to arrange is closed."),
    Kind.INVITATION: _l("At once, when a time is fixed in the officer’s diary."),
    Kind.INVITATION_UPDATE: _l("At once, when an appointment moves to another time."),
    Kind.INVITATION_CANCEL: _l(
        "At once, when an appointment is cancelled or given to somebody else."
    ),
    Kind.OFFICER_DAY: _l("Every morning on which the officer sees somebody."),
    Kind.OFFICER_REMINDER: _l("Some minutes before the appointment."),
    Kind.RESIDENT_LATE: _l("When the resident says that they will be late."),
    Kind.RESIDENT_HERE: _l("When the resident is checked in."),
    Kind.PLEASE_ANSWER: _l("At once, when a question is passed on to the officer."),
    Kind.ANSWER_REMINDER: _l("When a question has waited for some working days; to the cover too."),
    Kind.AT_RISK: _l("When a request or a question comes close to its deadline."),
    Kind.NO_TIME: _l("When no time of the officer fits a request."),
    Kind.MISSED: _l("When a promise was missed, and every day until it is put right."),
    Kind.SUPPORT_FAILING: _l("When support is not confirmed and the appointment is near."),
}
