"""What can be refused. Each kind carries a code; the web, the API and the texts find the words for it."""

from typing import ClassVar


class BookingError(Exception):
    """Something that somebody asked for and that the rules refuse. Nothing has been changed."""

    code: ClassVar[str] = "refused"


class SlotTaken(BookingError):
    """The database refused the time: somebody else has it, or holds it, for that officer or room."""

    code = "slot_taken"


class SlotNotOffered(BookingError):
    """The time is not one that the officer's diary offers for these needs."""

    code = "slot_not_offered"


class NotOffered(BookingError):
    """The officer does not see residents about this service, or not in this way of meeting."""

    code = "not_offered"


class ActionRefused(BookingError):
    """The appointment's status does not allow this action (see `lifecycle.TRANSITIONS`)."""

    code = "action_refused"


class NoLongerTrue(ActionRefused):
    """What was to be told has changed since, or is left to somebody else now: nobody is told it any more."""


class NotToday(BookingError):
    """Running late is said on the day, before the appointment ends."""

    code = "not_today"


class KeyReused(BookingError):
    """An idempotency key came back with other content: nothing is booked for it."""

    code = "key_reused"


class ReasonMissing(BookingError):
    """A decision that needs a reason came without one."""

    code = "reason_missing"


class LinkRefused(BookingError):
    """A secure link that is unknown, expired, revoked or made for another purpose."""

    code = "link_refused"


class LinkUsed(LinkRefused):
    """A secure link that worked once already."""

    code = "link_used"


class AuthorityEnded(LinkRefused):
    """The link of a supporter who acts for the resident no more."""

    code = "authority_ended"


class AuthorityPointless(BookingError):
    """An authority to do nothing: no messages, and no say in the appointment."""

    code = "authority_pointless"


class SupporterIsOfficer(BookingError):
    """The supporter's contact is that of the officer or their cover, who cannot sit on both sides."""

    code = "supporter_is_officer"


class OfficerActs(SupporterIsOfficer):
    """The officer whom something is to go to, or their cover, acts for its resident already."""


class SupporterIsResident(BookingError):
    """The supporter's contact is the resident's own: nobody else would be told."""

    code = "supporter_is_resident"


class NotReachable(BookingError):
    """No way was given to reach the resident: an email, a phone number or a postal address is needed."""

    code = "not_reachable"
