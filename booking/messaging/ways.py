"""By which channels a resident may be told: where they can be reached, less what they refused.

Whoever acts for them is told wherever they can be reached.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from booking import clock
from booking.domain.local_time import local_day
from booking.domain.messages import DELAYS, NEWS_OF_A_TIME, STEPS_OF_A_TIME
from booking.domain.needs import CATALOGUE, refused_channels
from booking.messaging.addresses import places_of
from booking.messaging.facts import Subject, is_by_council, told_times
from booking.models import Appointment, Channel, Kind, Supporter
from booking.models.residents import Reachable
from booking.settings import settings

_IN_ORDER = (Channel.EMAIL, Channel.SMS, Channel.PHONE, Channel.LETTER)
"""Where one way fails, the next of these is tried."""
_SEEN_IN_TIME = (Channel.SMS, Channel.EMAIL, Channel.PHONE)
"""A text wherever it can be read: it is what is seen in time. A letter would come too late."""


def ways_of(person: Reachable) -> list[Channel]:
    """Every way in which somebody can be reached at all, the next best first."""
    places = places_of(person)
    return [way for way in _IN_ORDER if places[way]]


def allowed_ways(subject: Subject) -> list[Channel]:
    """Every way that is left, the next best first; none where what is known of them conflicts."""
    refused = refused_channels(subject.needs or ())
    return [way for way in ways_of(subject.resident) if way not in refused]


def chosen_way(subject: Subject) -> Channel | None:
    """What they asked for, as far as that is left, else the next best; None where nothing is."""
    allowed = allowed_ways(subject)
    wanted = [*_asked_for(subject), subject.resident.channel, *allowed]
    return next((Channel(way) for way in wanted if way in allowed), None)


def way_to_tell(subject: Subject, kind: Kind, letter_comes: Callable[[], date]) -> Channel | None:
    """The same, but what a letter would tell too late is told as a reminder would be, where that can be.

    `letter_comes` says the local day by which a letter that is written now is sure to be there.
    """
    way = chosen_way(subject)
    if way is Channel.LETTER and _is_too_late(subject, kind, letter_comes):
        return way_to_remind(subject) or way
    return way


def way_to_tell_supporter(
    supporter: Supporter, subject: Subject, kind: Kind, letter_comes: Callable[[], date]
) -> Channel:
    """The same of somebody who acts for them."""
    if supporter.channel is Channel.LETTER and _is_too_late(subject, kind, letter_comes):
        return way_to_remind_supporter(supporter) or supporter.channel
    return supporter.channel


def way_to_remind(subject: Subject) -> Channel | None:
    """How a reminder reaches them in time; None where only a letter would."""
    allowed = allowed_ways(subject)
    in_time = [way for way in _asked_for(subject) if way in _SEEN_IN_TIME]
    return next((Channel(way) for way in (*in_time, *_SEEN_IN_TIME) if way in allowed), None)


def way_to_remind_supporter(supporter: Supporter) -> Channel | None:
    """The same of somebody who acts for them, whom no need of theirs concerns."""
    ways = ways_of(supporter)
    return next((way for way in _SEEN_IN_TIME if way in ways), None)


def is_before_letter(at: datetime, comes: date) -> bool:
    """Whether a letter that is sure to be there by the local day `comes` may come too late for `at` (UTC)."""
    return local_day(at, settings().timezone) <= comes


def _is_too_late(subject: Subject, kind: Kind, letter_comes: Callable[[], date]) -> bool:
    """Whether a letter would come on the day of what it tells of, or later."""
    ahead = [at for at in _times_of(subject, kind) if at > clock.now()]
    return bool(ahead) and is_before_letter(min(ahead), letter_comes())


def _times_of(subject: Subject, kind: Kind) -> Sequence[datetime]:
    """The times before which this kind must have been read to be of any use (UTC)."""
    if kind in DELAYS:
        return [subject.promise.due_by]
    if not isinstance(subject, Appointment):
        return []
    if kind in NEWS_OF_A_TIME or (kind in STEPS_OF_A_TIME and is_by_council(subject)):
        # Of what was moved the old time too: who does not hear of it comes in vain.
        return told_times(subject)[-2 if kind is Kind.REARRANGED else -1 :]
    return []


def _asked_for(subject: Subject) -> list[str]:
    needs = (CATALOGUE[code] for code in subject.needs or ())
    return [need.channel for need in needs if need.channel]
