"""What every channel promises, whatever carries the message.

`send()` either returns `Accepted` or raises exactly one of three failures. They differ in the one
thing that the worker must know: may the message be sent again without the person getting it twice?

None of them carries a number, an address or words of the message: only a code, fit for a log.
Codes are the provider's own number ("21610"), "smtp-550" or "http-503" where the protocol gave
one, and otherwise a short word of ours ("not-connected", "timeout", "expired").
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has taken the message on. `provider_id` is its name for it in callbacks."""

    provider_id: str


class ChannelFailure(Exception):
    """The message was not accepted, or nobody knows. `code` says why, without personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TemporaryFailure(ChannelFailure):
    """Certainly not processed: send it again later.

    Also where our own settings are at fault (a wrong password): that must not use up anybody's
    message. `retry_after` is how long the provider asked us to wait, if it did.
    """

    def __init__(self, code: str, retry_after: timedelta | None = None) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class OutcomeUnknown(ChannelFailure):
    """It may have been processed: look it up, where the provider can tell, before sending again."""


class PermanentFailure(ChannelFailure):
    """It will never work for this person on this channel: try the next one, or tell somebody."""
