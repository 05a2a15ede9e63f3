"""By which channels a resident may be told: where they can be reached, less what they refused.

Whoever acts for them is told wherever they can be reached.
"""

from booking.domain.needs import CATALOGUE, refused_channels
from booking.messaging.addresses import places_of
from booking.messaging.facts import Subject
from booking.models import Channel, Supporter
from booking.models.residents import Reachable

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


def way_to_remind(subject: Subject) -> Channel | None:
    """How a reminder reaches them in time; None where only a letter would."""
    allowed = allowed_ways(subject)
    in_time = [way for way in _asked_for(subject) if way in _SEEN_IN_TIME]
    return next((Channel(way) for way in (*in_time, *_SEEN_IN_TIME) if way in allowed), None)


def way_to_remind_supporter(supporter: Supporter) -> Channel | None:
    """The same of somebody who acts for them, whom no need of theirs concerns."""
    ways = ways_of(supporter)
    return next((way for way in _SEEN_IN_TIME if way in ways), None)


def _asked_for(subject: Subject) -> list[str]:
    needs = (CATALOGUE[code] for code in subject.needs or ())
    return [need.channel for need in needs if need.channel]
