"""What a council may change about a need: its figures, within bounds, and whether it is asked about.

What a need means (the room, the person who comes, the format, the channel) is the product's own and stays.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from booking.domain.errors import BookingError
from booking.domain.needs import CATALOGUE, Category, Need


class NeedRuleRefused(BookingError):
    """A figure outside its bounds or of no meaning for the need; or a need that must stay offered."""

    code = "need_rule_refused"


class Why(StrEnum):
    """Why a council cannot stop asking about a need."""

    ADJUSTMENT = "adjustment"
    """A reasonable adjustment for disabled people: Equality Act 2010, sections 20 and 29."""
    LANGUAGE = "language"
    """A service that nobody is shut out of by their language: Equality Act 2010, sections 19 and 29."""
    ADVOCACY = "advocacy"
    """Independent advocacy: Care Act 2014, section 67; in Wales, section 181 of the Act of 2014."""
    SAFETY = "safety"
    """What keeps somebody safe or their affairs private: UK GDPR, article 5(1)(f)."""
    CHOSEN = "chosen"
    """Follows from another answer, such as the channel that somebody chose; no question to leave out."""


ALWAYS_OFFERED: Mapping[str, Why] = MappingProxyType(
    dict.fromkeys(
        (
            *("text_relay", "video_relay"),
            *("large_print_18", "large_print_24", "easy_read", "audio", "braille"),
            *("bsl_interpreter", "bsl_sse", "deafblind_manual", "lipspeaker", "speech_to_text"),
            *("note_taker", "lipreads", "hearing_loop", "speak_clearly", "extra_processing_time"),
            *("makaton", "communication_aid", "step_free", "wheelchair_space", "quiet_space"),
            *("met_at_door", "told_when_called", "assistance_dog", "longer_appointment", "breaks"),
        ),
        Why.ADJUSTMENT,
    )
    | dict.fromkeys(("interpreter_in_person", "interpreter_phone"), Why.LANGUAGE)
    | {"advocate": Why.ADVOCACY}
    | dict.fromkeys(
        (
            *("through_supporter", "safe_message", "shared_device", "supporter"),
            *("no_sms", "no_email", "no_letter", "no_phone"),
        ),
        Why.SAFETY,
    )
    | dict.fromkeys(
        ("contact_sms", "contact_email", "contact_letter", "contact_phone", "standard"), Why.CHOSEN
    )
)
"""The needs that every council asks about, and why, as we read the law; docs/needs.md says so too."""

BOUNDS: Mapping[str, range] = MappingProxyType(
    {
        "extra_minutes": range(0, 121, 5),
        "stretch_percent": range(101),
        "lead_working_days": range(41),
        "confirm_working_days": range(1, 11),
    }
)
"""What each figure may be; the constraints of `models.needs.NeedRule` are the same."""

_OF_TIME = ("extra_minutes", "stretch_percent")
_OF_SUPPORT = ("lead_working_days", "confirm_working_days")
_WITHOUT_TIME = frozenset({Category.CONTACT, Category.FORMAT, Category.ACTING_FOR_ME})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a council says about one need. A figure of None is Kept's own."""

    offered: bool = True
    extra_minutes: int | None = None
    stretch_percent: int | None = None
    lead_working_days: int | None = None
    confirm_working_days: int | None = None


def figures(need: Need) -> tuple[str, ...]:
    """Which figures of a need can be changed: time where it takes some, lead where somebody is booked."""
    of_time = () if need.category in _WITHOUT_TIME else _OF_TIME
    return (*of_time, *(_OF_SUPPORT if need.professional else ()))


def rule_of(need: Need) -> Rule:
    """All that can be changed of a need, as it stands."""
    return Rule(
        offered=need.offered,
        extra_minutes=need.extra_minutes,
        stretch_percent=int(need.stretch * 100),
        lead_working_days=need.lead_working_days,
        confirm_working_days=need.confirm_working_days,
    )


def check(code: str, rule: Rule) -> None:
    """Raises NeedRuleRefused for what is out of bounds or forbidden, or a need that is not known."""
    need = CATALOGUE.get(code)
    if need is None or (code in ALWAYS_OFFERED and not rule.offered):
        raise NeedRuleRefused(code)
    for figure, bounds in BOUNDS.items():
        said = getattr(rule, figure)
        if said is not None and (said not in bounds or figure not in figures(need)):
            raise NeedRuleRefused(f"{code} {figure}")


def only_own(code: str, rule: Rule) -> Rule:
    """The rule without the figures that are Kept's own anyway: a later release may mend those."""
    usual = rule_of(CATALOGUE[code])
    own = {
        figure: said
        for figure in BOUNDS
        if (said := getattr(rule, figure)) != getattr(usual, figure)
    }
    return Rule(offered=rule.offered, **own)


def changed(before: Need, after: Need) -> Iterator[tuple[str, int, int]]:
    """What differs between two states of a need: its name, and the value before and after."""
    was, now = rule_of(before), rule_of(after)
    for field in fields(Rule):
        one, other = getattr(was, field.name), getattr(now, field.name)
        if one != other:
            yield field.name, int(one), int(other)


def with_rules(rules: Iterable[tuple[str, Rule]]) -> Mapping[str, Need]:
    """The catalogue in which these rules, by the code of the need, take the place of Kept's figures.

    A rule about a need that is not there any more says nothing. A duty is offered whatever is stored.
    """
    own = {code: under(CATALOGUE[code], rule) for code, rule in rules if code in CATALOGUE}
    return MappingProxyType({**CATALOGUE, **own}) if own else CATALOGUE


def under(need: Need, rule: Rule) -> Need:
    """A need of CATALOGUE as the council's rule makes it."""
    usual = rule_of(need)
    said = {
        figure: value
        for figure in figures(need)
        if (value := getattr(rule, figure)) is not None and value != getattr(usual, figure)
    }
    if (percent := said.pop("stretch_percent", None)) is not None:
        need = replace(need, stretch=Fraction(percent, 100))
    return replace(need, offered=rule.offered or need.code in ALWAYS_OFFERED, **said)
