"""In which layout a message is read: decided here, from its reader's needs, for every channel."""

from collections.abc import Iterable
from dataclasses import dataclass

from booking.domain.needs import CATALOGUE
from booking.messaging.facts import subject_of
from booking.models import Audience, Channel, Message

ORDINARY = 14
"""Points: what most people read without effort, and the least in any letter of ours."""
_POINTS = {"easy_read": 18, "large_print_18": 18, "large_print_24": 24}
_WRITTEN = (Channel.LETTER, Channel.EMAIL)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a message is laid out, whatever it says."""

    points: int = ORDINARY
    """The size of its smallest words on paper."""
    easy_read: bool = False
    """One idea a line, in the simplest words, with a picture beside each fact."""
    plain: bool = False
    """An email without a second, laid out part."""

    @property
    def is_large(self) -> bool:
        """Whether facts need the whole width: two columns would be too narrow for such words."""
        return self.points > ORDINARY

    @property
    def on_screen(self) -> str:
        """The size of an email's words, in CSS."""
        return f"{self.points}pt" if self.is_large else "18px"


def layout_of(message: Message) -> Layout:
    """The layout of a message; staff read every message in the ordinary one."""
    subject = subject_of(message)
    if subject is None or message.audience is not Audience.RESIDENT:
        return Layout()
    formats = _formats(subject.needs or ())
    return Layout(
        points=max((_POINTS[one] for one in formats if one in _POINTS), default=ORDINARY),
        easy_read="easy_read" in formats and message.channel in _WRITTEN,
        plain="plain_email" in formats and message.channel is Channel.EMAIL,
    )


def _formats(needs: Iterable[str]) -> set[str | None]:
    return {CATALOGUE[code].message_format for code in needs if code in CATALOGUE}
