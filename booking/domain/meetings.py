"""Ways of meeting: what was asked for, apart from what needs make of it, and whom it can be done with."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from booking.domain.errors import NotReachable
from booking.domain.needs import Meeting, met_as

MEETS_BY: Mapping[Meeting, str] = MappingProxyType(
    {Meeting.PHONE: "phone", Meeting.VIDEO: "email", Meeting.HOME_VISIT: "address"}
)
"""The detail of a resident without which nobody could meet them in this way; in person needs none."""


class ContactMissing(NotReachable):
    """The way of meeting needs a contact that was not given; `detail` is which, as in `MEETS_BY`."""

    code = "contact_missing"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def missing_to_meet(meeting: Meeting, person: object) -> str | None:
    """The detail, of `phone`, `email` and `address` of `person`, that this way of meeting lacks, if any."""
    detail = MEETS_BY.get(meeting)
    return detail if detail and not getattr(person, detail) else None


def check_contact(meeting: Meeting, person: object) -> None:
    """Raises ContactMissing where `person` could not be met in this way."""
    if detail := missing_to_meet(meeting, person):
        raise ContactMissing(detail)


def asked_for(meeting: Meeting, needs: Iterable[str], ways: Collection[str]) -> Meeting:
    """The way that was asked for where these needs (codes) have led to `meeting`.

    The need is the reason for a home visit: who has it no more comes in person, where that is among the
    service's `ways`.
    """
    led_to = met_as(Meeting.IN_PERSON, needs)
    return Meeting.IN_PERSON if meeting is led_to and Meeting.IN_PERSON in ways else meeting
