"""The words for every code that people see, each a whole phrase, translated when it is shown.

The words for needs are in `needs.py`, those for what is refused in `refusals.py`.
"""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from booking.domain.acting_for import Tells
from booking.domain.diary import Reason
from booking.domain.lifecycle import Action, Status
from booking.domain.needs import Meeting, Part
from booking.domain.promise import PromiseState
from booking.domain.support import SupportState
from booking.models import (
    ActorKind,
    Arranges,
    CameBy,
    Channel,
    Kind,
    MessageState,
    Role,
)

Words = Mapping[str, LazyString]

MEETINGS: Words = {
    Meeting.IN_PERSON: _("In person"),
    Meeting.PHONE: _("By phone"),
    Meeting.VIDEO: _("By video call"),
    Meeting.HOME_VISIT: _("Home visit"),
}

CHANNELS: Words = {
    Channel.SMS: _("Text message"),
    Channel.EMAIL: _("Email"),
    Channel.LETTER: _("Letter"),
    Channel.PHONE: _("Phone call"),
}

TELLS: Words = {
    Tells.EVERYTHING: _("Every message"),
    Tells.REMINDERS: _("Reminders, and changes of the time"),
    Tells.NOTHING: _("No messages"),
}
"""Which messages a supporter gets."""

PARTS: Words = {
    Part.MORNING: _("Morning"),
    Part.AFTERNOON: _("Afternoon"),
}

STATUSES_FOR_RESIDENTS: Words = {
    Status.REQUESTED: _("We are arranging your appointment"),
    Status.ARRANGED: _("Your appointment is arranged"),
    Status.WAITING: _("You are checked in"),
    Status.IN_PROGRESS: _("Your appointment has started"),
    Status.ATTENDED: _("You came to your appointment"),
    Status.DECLINED: _("We could not arrange this appointment"),
    Status.WITHDRAWN: _("You took your request back"),
    Status.ANSWERED: _("We answered your question"),
    Status.CANCELLED: _("Your appointment is cancelled"),
    Status.DID_NOT_ATTEND: _("We missed you at your appointment"),
}

STATUSES: Words = {
    Status.REQUESTED: _("To arrange"),
    Status.ARRANGED: _("Arranged"),
    Status.WAITING: _("Waiting"),
    Status.IN_PROGRESS: _("In progress"),
    Status.ATTENDED: _("Attended"),
    Status.DECLINED: _("Declined"),
    Status.WITHDRAWN: _("Withdrawn"),
    Status.ANSWERED: _("Answered"),
    Status.CANCELLED: _("Cancelled"),
    Status.DID_NOT_ATTEND: _("Did not attend"),
}
"""As staff see them."""

STATUSES_OF_ENQUIRIES: Words = {
    Status.REQUESTED: _("To answer"),
    Status.ANSWERED: _("Answered"),
    Status.WITHDRAWN: _("Withdrawn"),
}
"""The only ones that an enquiry can have, as staff see them."""

PROMISE_STATES: Words = {
    PromiseState.ON_TRACK: _("On track"),
    PromiseState.AT_RISK: _("At risk"),
    PromiseState.KEPT: _("Kept"),
    PromiseState.MISSED: _("Missed"),
    PromiseState.ENDED: _("Ended"),
}

CAME_BY: Words = {
    CameBy.ONLINE: _("Online"),
    CameBy.PHONE: _("By phone"),
    CameBy.VISIT: _("In person"),
    CameBy.EMAIL: _("By email"),
    CameBy.LETTER: _("By letter"),
}

ACTORS: Words = {
    ActorKind.RESIDENT: _("The resident"),
    ActorKind.SUPPORTER: _("The resident’s supporter"),
    ActorKind.FRONT_DESK: _("The front desk"),
    ActorKind.OFFICER: _("The officer"),
    ActorKind.MANAGER: _("A manager"),
    ActorKind.ADMINISTRATOR: _("An administrator"),
    ActorKind.KEPT: _("Kept"),
}

ROLES: Words = {
    Role.FRONT_DESK: _("Front desk"),
    Role.OFFICER: _("Officer"),
    Role.MANAGER: _("Manager"),
    Role.ADMINISTRATOR: _("Administrator"),
}

ARRANGES: Words = {
    Arranges.OPEN: _("Residents choose from free times"),
    Arranges.BY_REQUEST: _("Residents say what suits them and the officer confirms a time"),
}

EVENTS: Words = {
    Action.REQUEST: _("The appointment was asked for"),
    Action.ARRANGE: _("The appointment was arranged"),
    Action.DECLINE: _("The request was declined"),
    Action.WITHDRAW: _("The request was withdrawn"),
    Action.ANSWER: _("The question was answered"),
    Action.REARRANGE: _("The appointment was moved"),
    Action.REOPEN: _("The appointment went back to be arranged again"),
    Action.CANCEL: _("The appointment was cancelled"),
    Action.CHECK_IN: _("The resident arrived"),
    Action.START: _("The appointment started"),
    Action.FINISH: _("The appointment finished"),
    Action.MISS: _("The resident did not attend"),
    "needs_changed": _("The needs were changed"),
    "needs_confirmed": _("The needs were confirmed: they are still right"),
    "needs_forgotten": _("The needs that were kept for next time were forgotten"),
    "preferences_changed": _("The preferred times were changed"),
    "resident_late": _("The resident said that they will be late"),
    "link_sent": _("A new link was sent to the resident"),
    "supporter_began": _("Somebody was let act for the resident"),
    "supporter_changed": _("What the supporter may do was changed"),
    "supporter_ended": _("A supporter’s authority was ended"),
    "step_remind": _("The officer and their cover were reminded"),
    "step_warn": _("The manager was told that the promise is at risk"),
    "step_arrange": _(
        "Nothing fitted: the cover was offered if they have time, and the manager was asked to open time"
    ),
    "step_tell_of_delay": _("The resident was told that it is late, and when they will hear"),
    "step_apologise": _("The promise was missed, and the resident was told that we are sorry"),
    "step_escalate": _("The manager was asked to put the missed promise right"),
    "handed_over": _("It was given to another officer"),
    "held_back": _("Kept was asked not to arrange it by itself yet"),
    "put_right": _("It was written down how the missed promise was put right"),
    "support_needed": _("Support is to be booked"),
    "support_ordered": _("Support was ordered"),
    "support_confirmed": _("Support was confirmed"),
    "support_failed": _("The support that was booked cannot come"),
    "support_attended": _("The support came"),
    "support_cancelled": _("Support that was booked is not needed any more"),
    "support_agency_told": _("The agency was told that it is not needed any more"),
    "support_at_risk": _("The manager was told that support is not confirmed"),
}
"""The story of an appointment or an enquiry: what moved its status, and what was only noted."""

EVENTS_OF_ENQUIRIES: Words = {
    **EVENTS,
    Action.REQUEST: _("The question was asked"),
    Action.WITHDRAW: _("The question was taken back"),
}
"""The same for an enquiry, where it begins and ends in words of its own."""

FACILITIES: Words = {
    "hearing_loop": _("Hearing loop"),
    "step_free": _("Step-free access"),
    "wheelchair_space": _("Space for a wheelchair"),
    "quiet": _("Quiet room"),
    "accessible_parking": _("Accessible parking"),
    "separate_waiting": _("Separate waiting place"),
}

ABSENCES: Words = {
    "leave": _("Leave"),
    "training": _("Training"),
    "sickness": _("Sickness"),
    "other": _("Other"),
}
"""Why an officer is away, as staff see it."""

MESSAGE_STATES: Words = {
    MessageState.WAITING: _("Waiting to be sent"),
    MessageState.SENDING: _("Being sent"),
    MessageState.SENT: _("Sent"),
    MessageState.DELIVERED: _("Delivered"),
    MessageState.FAILED: _("Failed"),
    MessageState.DROPPED: _("Not sent, as it was no longer true"),
}

MESSAGES: Words = {
    Kind.REQUEST_RECEIVED: _("Request received"),
    Kind.ARRANGED: _("Appointment arranged"),
    Kind.REARRANGED: _("Appointment moved"),
    Kind.CANCELLED: _("Appointment cancelled"),
    Kind.DECLINED: _("Request declined"),
    Kind.ANSWERED: _("Request answered at once"),
    Kind.WITHDRAWN: _("Request withdrawn"),
    Kind.COVER_OFFERED: _("Cover offered to the resident"),
    Kind.CHOOSE_AGAIN: _("Please choose another time"),
    Kind.DELAY: _("Appointment not arranged in time"),
    Kind.APOLOGY: _("Apology for an appointment not arranged in time"),
    Kind.REMINDER_DAYS: _("Reminder some days before"),
    Kind.REMINDER_HOURS: _("Reminder some hours before"),
    Kind.SUPPORT_CONFIRMED: _("Support confirmed"),
    Kind.SUPPORT_LOST: _("Support that was confirmed cannot come"),
    Kind.YOUR_LINK: _("Link to the appointment"),
    Kind.SUPPORTER_BEGAN: _("Somebody is named as supporter, to the resident"),
    Kind.SUPPORTER_ENDED: _("A supporter acts no more, to the resident"),
    Kind.ACTING_BEGAN: _("Named as supporter, to the supporter"),
    Kind.ACTING_ENDED: _("Acts no more, to the supporter"),
    Kind.PLEASE_ARRANGE: _("Request to the officer to arrange a time"),
    Kind.ARRANGE_REMINDER: _("Reminder to the officer to arrange a time"),
    Kind.REQUEST_CLOSED: _("Request closed"),
    Kind.INVITATION: _("Calendar invitation"),
    Kind.INVITATION_UPDATE: _("Change to a calendar invitation"),
    Kind.INVITATION_CANCEL: _("Cancelled calendar invitation"),
    Kind.OFFICER_DAY: _("List of the officer’s day"),
    Kind.OFFICER_REMINDER: _("Reminder to the officer"),
    Kind.RESIDENT_LATE: _("Resident running late"),
    Kind.RESIDENT_HERE: _("Resident has arrived"),
    Kind.AT_RISK: _("Promise at risk, to a manager"),
    Kind.NO_TIME: _("No time that fits, to a manager"),
    Kind.MISSED: _("Promise missed, to a manager"),
    Kind.SUPPORT_FAILING: _("Support not confirmed, to a manager"),
    Kind.ENQUIRY_RECEIVED: _("Question received"),
    Kind.ENQUIRY_ANSWERED: _("Answer to a question"),
    Kind.ENQUIRY_DELAY: _("Question not answered in time"),
    Kind.ENQUIRY_APOLOGY: _("Apology for an answer not given in time"),
    Kind.PLEASE_ANSWER: _("Question to the officer to answer"),
    Kind.ANSWER_REMINDER: _("Reminder to the officer to answer a question"),
}

SUPPORT_STATES: Words = {
    SupportState.NEEDED: _("To be ordered"),
    SupportState.ORDERED: _("Ordered"),
    SupportState.CONFIRMED: _("Confirmed"),
    SupportState.FAILED: _("Cannot come"),
    SupportState.ATTENDED: _("Came"),
    SupportState.CANCELLED: _("Not needed any more"),
}

SUPPORT_FOR_RESIDENTS: Words = {
    SupportState.NEEDED: _("We are booking it."),
    SupportState.ORDERED: _("We have asked for it, and wait for a yes."),
    SupportState.CONFIRMED: _("It is booked and confirmed."),
    SupportState.FAILED: _("What we had found cannot come. We are looking for something else."),
}
"""What is true of support that is not over, as a resident is told."""

NO_TIMES: Words = {
    Reason.TOO_FAR: _("Appointments are not open that far ahead yet"),
    Reason.LEAD_TIME: _("We need this time to book the support that you asked for"),
    Reason.CLOSED: _("The council is closed"),
    Reason.NOT_WORKING: _("The officer does not work at these times"),
    Reason.AWAY: _("The officer is away"),
    Reason.NOTICE: _("It is too soon for us to get ready"),
    Reason.FULL: _("All of these times are taken"),
    Reason.NO_ROOM: _("No room with everything that you need is free"),
}
"""Why a day has no times to choose."""

WHY_NO_TIME: Words = {
    Reason.TOO_FAR: _("The officer’s diary is not open far enough ahead."),
    Reason.LEAD_TIME: _("What is needed takes longer to book than the diary is open."),
    Reason.CLOSED: _("The council is closed on the days that are left."),
    Reason.NOT_WORKING: _("The officer has no working hours in which it can be."),
    Reason.AWAY: _("The officer is away."),
    Reason.NOTICE: _("What is left is too soon to get ready for."),
    Reason.FULL: _("The officer’s diary is full."),
    Reason.NO_ROOM: _("No room with what is needed is free when the officer is."),
}
"""Why an officer has no time for a request, as a manager is told: what is needed, never which need."""
