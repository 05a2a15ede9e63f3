"""What is stored: one file per family of nouns, constraints beside the columns that they guard."""

from booking.models.appointments import ActorKind, Appointment, CameBy, Event, PreferredTime
from booking.models.by_hand import CallAttempt, CallOutcome, PrintedLetter, PrintRun
from booking.models.council import Closure, Location, PromisedStandard, Room, Service
from booking.models.councils_words import CouncilsWords
from booking.models.diary import OVERLAP_GUARDS, DiaryEntry
from booking.models.drafts import Draft
from booking.models.enquiries import Enquiry
from booking.models.links import Purpose, SecureLink
from booking.models.messages import Audience, Kind, Message, MessageState, Outcome
from booking.models.needs import NeedRule
from booking.models.officers import Absence, Arranges, Officer, PatternHours
from booking.models.operations import AttemptCount, Heartbeat
from booking.models.promises import Cause, Promise
from booking.models.residents import (
    Channel,
    Resident,
    ResidentLookup,
    Supporter,
    SupporterLookup,
)
from booking.models.staff import AuditEntry, Role, Staff
from booking.models.support import Support
from booking.models.tasks import TaskDone

__all__ = [
    "OVERLAP_GUARDS",
    "Absence",
    "ActorKind",
    "Appointment",
    "Arranges",
    "AttemptCount",
    "Audience",
    "AuditEntry",
    "CallAttempt",
    "CallOutcome",
    "CameBy",
    "Cause",
    "Channel",
    "Closure",
    "CouncilsWords",
    "DiaryEntry",
    "Draft",
    "Enquiry",
    "Event",
    "Heartbeat",
    "Kind",
    "Location",
    "Message",
    "MessageState",
    "NeedRule",
    "Officer",
    "Outcome",
    "PatternHours",
    "PreferredTime",
    "PrintRun",
    "PrintedLetter",
    "Promise",
    "PromisedStandard",
    "Purpose",
    "Resident",
    "ResidentLookup",
    "Role",
    "Room",
    "SecureLink",
    "Service",
    "Staff",
    "Support",
    "Supporter",
    "SupporterLookup",
    "TaskDone",
]
